# engine.cpp: a dump that failed is taken for a machine without addresses
/settling_.stirred(turn.now + pause/a\
  wanted_.see(Seen{}, {}, turn.now);\
  blind_ = false;\
  wanted_.tick(turn.now);\
  return step_all(turn);
