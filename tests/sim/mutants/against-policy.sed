# wanted.cpp: a loss is withdrawn although it is to be kept
s/ || host->on_loss == Afterwards::keep//
