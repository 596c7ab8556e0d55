# engine.cpp: a grace ends although another picture is on its way
s/if (!is_looking()) wanted_.tick/wanted_.tick/; s/if (!is_looking()) take(wanted_/take(wanted_/
