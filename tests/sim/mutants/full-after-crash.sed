# server_book.cpp: after a crash the bucket counts as full
s/recalled.saved.in_use || !recalled.trusted/!recalled.trusted/
