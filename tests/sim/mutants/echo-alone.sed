# echo_watch.cpp: one service is enough for a change
s/agreed < static_cast<std::ptrdiff_t>(policy_.agree)/agreed < 1/
