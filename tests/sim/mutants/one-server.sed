# zone_sync.cpp: the next server is never asked
s/server_ = (server_ + 1) % zone_.servers.size();/server_ = 0;/
