# zone_sync_confirm.cpp: NOERROR is believed without asking what is there
/^void ZoneSync::read_back(/a\
  for (const auto\& change : done.changes) believe(change.key, change.to, turn);\
  return;
