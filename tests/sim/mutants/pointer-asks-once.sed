# pointers.cpp: a silent server is taken for one without the zone
s/const bool was_answered = .*/const bool was_answered = true;/
