# zone_sync.cpp: a doubt is never over
s/^  doubtful_ = false;//
