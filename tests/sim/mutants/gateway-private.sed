# candidates.cpp: a private address that a gateway tells is used
s/auto against = objection(address, sight.rules);/auto against = Objection{};/
