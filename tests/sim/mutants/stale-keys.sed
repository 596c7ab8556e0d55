# zone_sync.cpp: what is not wanted at the moment is not looked at
/for (const auto& \[key, rrset\] : published)/,/push_back/d
