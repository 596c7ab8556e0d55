# selection.cpp: a temporary address is published
/if (seen.temporary)/d
