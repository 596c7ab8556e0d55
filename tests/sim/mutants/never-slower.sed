# settling.cpp: a storm is answered as fast as a calm
s/^void Settling::changed() {.*/void Settling::changed() {}/
