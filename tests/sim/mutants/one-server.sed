# server_choice.cpp: the next server is never asked
s/index_ = is_last() ? 0 : index_ + 1;/index_ = 0;/
