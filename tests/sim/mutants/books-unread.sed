# zone_sync.cpp: NOERROR is believed without asking what is there
/Accepted is not published: ask/a\
  for (const auto\& change : done.changes) believe(change.key, change.to, turn);\
  return;
