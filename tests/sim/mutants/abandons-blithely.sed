# zone_sync.cpp: what an abandoned update may have done is not doubted
/turn.actions.emplace_back(Abandon/,/published_.erase/{/doubtful_ = true;/d;/published_.erase/d;}
