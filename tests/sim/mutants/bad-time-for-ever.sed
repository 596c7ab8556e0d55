# zone_sync_trouble.cpp: BADTIME is answered at once, again and again
s/return ++bad_times_ == 1;/return true;/
