# echo_watch.cpp: early looks are not rationed
s/if (!policy_.own) early_at_\[vantage\] = .*;//
