# rate_limit.cpp: a full bucket saves tokens up
s/refilled_ = tokens_ == most ? now : refilled_ + earned \* per_token;/refilled_ += per_token * (earned < 3 ? earned : 3);/
