# echo_watch.cpp: a vote never runs out, and who voted is not asked again
s/turn.now - v.at > 3 \* policy_.interval/false/
