# zone_sync.cpp: what an abandoned update may have done is not doubted
/^void ZoneSync::give_up/,/^}/{s/if (under_way_) doubt(.*/under_way_.reset();/;}
