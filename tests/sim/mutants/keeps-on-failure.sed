# zone_sync_trouble.cpp: what a failed update touched counts as known
/^void ZoneSync::doubt/,/^}/{/published_.erase/d;}
