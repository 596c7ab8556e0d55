# zone_sync_trouble.cpp: the server's time is used after our clock was mended
s/if (apart >= .*) return;/return;/
