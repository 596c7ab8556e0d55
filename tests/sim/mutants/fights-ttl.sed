# zone_sync_confirm.cpp: a server with its own TTL is fought
/own_ttl_\[change.key\] = found.ttl;/d
