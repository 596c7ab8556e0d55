# engine.cpp: acts on the old picture while the kernel cannot be read
/^void Engine::step(ZoneSync/,/^}/s/if (blind_) return;//
