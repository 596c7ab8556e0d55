# zone_sync_trouble.cpp: a failure is retried without a pause
s/not_before_ = turn.now + \*next_try;/not_before_ = turn.now;/
