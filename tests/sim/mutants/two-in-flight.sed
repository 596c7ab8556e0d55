# zone_sync.cpp: a second update goes out while one is under way
s/^  if (under_way_) return;//
