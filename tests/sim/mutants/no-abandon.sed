# zone_sync.cpp: an exchange is waited for although its source address has gone
s/if (!under_way_ || !under_way_->source || .*) return;/return;/
