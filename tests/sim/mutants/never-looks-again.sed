# engine.cpp: a dump that failed is not repeated
/settling_.stirred(turn.now + pause/d
