# eligibility.cpp: a deprecated address is published
/if (seen.deprecated)/d
