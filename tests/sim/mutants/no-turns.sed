# engine.cpp: the zones of a busy server do not take turns
/std::ranges::stable_sort/d
