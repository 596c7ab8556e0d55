# engine.cpp: what was agreed on before is used only with the next answer
s/if (seen_ \&\& inquiry_.others() != before).*//
