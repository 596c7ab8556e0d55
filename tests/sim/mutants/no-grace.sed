# wanted.cpp: a loss is withdrawn at once
s/return \*lost_at + host->loss_grace;/return *lost_at;/
