# echo_watch.cpp: a service that says not now is asked all the same
s/if (answer.unwelcome) leave_alone.*//
