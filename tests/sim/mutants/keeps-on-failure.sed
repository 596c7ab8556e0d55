# zone_sync.cpp: what a failed update touched counts as known
/It may have been applied/,/published_.erase/{/published_.erase/d;}
