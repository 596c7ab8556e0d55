# settling.cpp: a storm that does not end is waited out
s/due_ = std::min(\(std::max(.*)\), held_until_);/due_ = \1;/
