# zone_sync_trouble.cpp: what landed unseen is never told
/^void ZoneSync::doubt/,/^}/{/unconfirmed_ = failed/d;}
