# zone_sync_trouble.cpp: the server's time is not adopted
s/^  clock = reply.clock->server;//
