# eligibility.cpp: a temporary address is published
s/if (seen.temporary \&\& !rules.temporary_too)/if (false)/
