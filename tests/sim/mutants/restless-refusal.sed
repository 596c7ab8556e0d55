# zone_sync.cpp: every change of the machine asks a server again that refused
s/^  if (!trouble_.last() || !needs_a_person(\*trouble_.last())) retry_now(turn.now);/  retry_now(turn.now);/
