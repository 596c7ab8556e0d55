# zone_sync.cpp: a replay is not looked for after the fudge
/if (replay_over_ > turn.now)/d
