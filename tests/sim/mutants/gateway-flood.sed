# gateway_watch.cpp: a flood of announcements is a flood of questions
s/std::max(now, gateway.asked_at + least_pause)/now/
