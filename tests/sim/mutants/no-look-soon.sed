# zone_sync.cpp: a late copy is not looked for soon after an update
/turn.now + soon_after/d
