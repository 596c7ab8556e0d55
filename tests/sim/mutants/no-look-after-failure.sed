# zone_sync.cpp: after a failed update the primary is not asked
/^void ZoneSync::fail/,/^}/{s/doubt(failed);//;}
