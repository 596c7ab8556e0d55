# shellcheck shell=sh disable=SC1091,SC2034,SC2154
# SPDX-License-Identifier: MIT
# For the tests of what becomes of /etc/config/nsfollow: makes the TOML, and looks into it.
. "$here/lib.sh"
. "$ROUTER/lib/functions.sh"
. "$ROUTER/lib/functions/network.sh"
. "$ROUTER/usr/share/nsfollow/uci.sh"
keys=$ROUTER/etc/nsfollow
key=$keys/router.key
make_key "$key"
: >old.toml

generate() {
	# What one configuration has, the next would have as well: a router reads each in a new shell.
	# shellcheck disable=SC2046 # words
	unset $(set | sed -n 's/^\(CONFIG_[A-Za-z0-9_]*\)=.*/\1/p')
	nsfollow_load || return
	nsfollow_devices old.toml
	nsfollow_toml >new.toml
	chmod 600 new.toml
}
# Compares what stands at a path such as host/0/ipv4 with JSON.
is() { # PATH JSON
	python3 -S -c '
import json, sys, tomllib
value = tomllib.load(open("new.toml", "rb"))
for step in sys.argv[1].split("/"):
    value = value[int(step)] if isinstance(value, list) else value[step]
if value != json.loads(sys.argv[2]):
    sys.exit(f"{sys.argv[1]} is {json.dumps(value)}")' "$@" || fail "it is not $2"
}
accepted() {
	generate || fail "cannot be generated"
	"$NSFOLLOW" check --config new.toml >said 2>&1 || fail "$(cat said)"
}
refused() { # TEXT
	generate || fail "cannot be generated"
	! "$NSFOLLOW" check --config new.toml >said 2>&1 || fail "accepted: $(cat new.toml)"
	nsfollow_complaints new.toml <said >complaints
	has complaints "$1"
}
