# wanted.cpp: the end of a loss is not noticed, so that the next one is as old
/wish.had = true;/,/lost_at.reset/{/lost_at.reset/d;}
