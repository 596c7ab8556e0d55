# zone_sync_trouble.cpp: after a failed update the primary is not asked
/^void ZoneSync::fail/,/^}/{s/doubt(failed);//;}
