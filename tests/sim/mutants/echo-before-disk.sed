# echo_watch.cpp: an echo service is asked although the disk could not be written
s/if (!answer.why_not.empty()) {/if (false) {/
