# zone_sync.cpp: after a failed update the primary is not asked
/^void ZoneSync::fail/,/published_.erase/{/doubtful_ = true;/d;/published_.erase/d;}
