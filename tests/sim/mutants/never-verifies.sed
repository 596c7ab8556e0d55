# zone_sync.cpp: the primary is asked only once
s/look_at_ = turn.now + turn.random.*/look_at_ = turn.now + 100000h;/
