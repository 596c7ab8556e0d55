# rate_limit.cpp: attempts cost no tokens
s/--tokens_;//
