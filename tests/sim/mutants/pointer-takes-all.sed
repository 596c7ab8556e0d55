# pointers.cpp: others go with our old PTR record
s/wish.beside_others = true;//
