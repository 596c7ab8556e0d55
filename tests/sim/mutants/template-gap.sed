# wanted.cpp: a record does not wait for an address that is not known
s/if (!is_known || !put/if (!put/
