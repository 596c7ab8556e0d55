# zone_sync.cpp: a server with its own TTL is fought
/own_ttl_\[change.key\] = found.ttl;/d
