# echo_watch.cpp: a dead IPv6 uses up what IPv4 needs
s/if (is_kept_for_ipv4(.*)) continue;//
