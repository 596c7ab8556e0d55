# gateway_watch.cpp: what is announced while the gateway is asked is lost
s/if (std::exchange(gateway.ask_again, false)).*//
