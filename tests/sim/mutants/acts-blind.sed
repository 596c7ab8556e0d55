# engine.cpp: acts on the old picture while the kernel cannot be read
s/if (!blind_) zone.step/zone.step/
