# propagation.cpp: as many name servers are asked as the zone names
s/most_servers = 13;/most_servers = 99;/
