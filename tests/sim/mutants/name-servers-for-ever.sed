# propagation.cpp: a name server that does not show a change is asked for ever
s/whom.is_given_up = past >= longest.*/whom.is_given_up = false;/
