# eligibility.cpp: a tentative address is published
/if (seen.tentative)/d
