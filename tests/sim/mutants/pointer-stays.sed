# pointers.cpp: the old PTR record is never removed
s/ unwant(host, family, zones);/ continue;/
