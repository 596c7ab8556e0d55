# engine.cpp: a run that could not ask forgets what was published
s/zone.remembered()/zone.published()/
