# gateway_watch.cpp: a gateway that cannot count is asked without end
s/if (last_time \&\& .*//
