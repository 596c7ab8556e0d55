# changes.cpp: an update carries no guard of what was there
s/changes.push_back({key, known->second, rrset})/changes.push_back({key, {}, rrset})/
