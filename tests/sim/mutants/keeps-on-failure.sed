# zone_sync.cpp: what a failed update touched counts as known
/^void ZoneSync::doubt/,/^}/{/published_.erase/d;}
