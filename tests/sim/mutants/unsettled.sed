# settling.cpp: each stir is looked at at once
s/due_ = std::min(std::max(.*/due_ = now;/
