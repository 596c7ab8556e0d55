# zone_sync.cpp: what an abandoned update may have done is not doubted
/^void ZoneSync::world_changed/,/^}/{s/doubt(lost);//;}
