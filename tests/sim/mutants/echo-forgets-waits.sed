# echo_watch.cpp: a restart forgets when the services were asked
s/not_before_\[url\] = left(wait);/(void)url;/
