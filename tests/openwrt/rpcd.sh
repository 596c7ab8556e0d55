# shellcheck shell=sh disable=SC1091,SC2154
# SPDX-License-Identifier: MIT
# The ubus object as rpcd calls it, with a watcher that runs and without.
here=$1
. "$here/lib.sh"
plugin=$ROUTER/usr/libexec/rpcd/nsfollow
make_key etc/nsfollow/router.key

# rpcd sends no newline after the parameters, and wants one JSON object back.
call() { # METHOD PARAMETERS
	printf '%s' "$2" | ash "$plugin" call "$1" >answer 2>said || fail "$1 $2: exited with $?"
	python3 -S -c 'import json; assert type(json.load(open("answer"))) is dict' ||
		fail "$1 $2 answered $(cat answer)"
	same "$(cat said)" '' "what $1 $2 says"
}
answers() { # TEXT METHOD PARAMETERS
	call "$2" "$3"
	has answer "$1"
}
status_of() { python3 -S -c 'import json; print(json.load(open("answer"))["status"])'; }
checked() { # WANTED-STATUS
	tries=0
	while call check '{}' && grep -Fq '"running": true' answer; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || fail "the check never ends"
		sleep 0.1
	done
	same "$(status_of)" "$1" "the status in $(cat answer)"
}

echo "it tells what it knows"
ash "$plugin" list >answer
python3 -S -c '
import json
assert json.load(open("answer")) == {"status": {}, "explain": {"name": "String"},
    "trigger": {"interface": "String"}, "check": {"start": True}}'
for words in '' 'bogus' '--help' '--version' '-v'; do
	! ash "$plugin" $words >said 2>&1 </dev/null || fail "\"$words\" is a use"
done

echo "without a watcher, it says so"
answers '"error"' status '{}'
answers 'no watcher runs' status '{}'
answers 'no watcher runs' trigger '{}'
answers 'nsfollow was not started' explain '{}'

echo "a check before the first start keeps nothing from the watcher that comes after it"
umask 022
answers 'nothing was checked' check '{}'
write_uci </dev/null
[ ! -e var/etc ] || fail "there is a /var/etc"
call check '{"start": true}'
checked 5 # nobody listens at that server
same "$(stat -c %a var/etc)" 755 'the mode of /var/etc'
same "$(find var ! -path '*/nsfollow-check*' ! -perm -444)" '' 'what nobody but root can read'

echo "with one, it hands on what that says"
write_uci <<'EOF'
config host 'fixed'
	option name 'fixed.d.example.com'
	list ipv4 '192.0.2.77'
	option ipv6 'off'
EOF
init start
procd_did start
start-stop-daemon -S -q -c nsfollow:nsfollow -p "$ROUTER/var/run/nsfollow.none" \
	-x "$ROUTER/usr/sbin/nsfollow" -- run --config "$toml" \
	--socket "$ROUTER/var/run/nsfollow/control.sock" --state-dir "$ROUTER/var/lib/nsfollow" \
	>watcher 2>&1 &
watcher=$!
trap 'kill $watcher 2>/dev/null; wait' EXIT
tries=0
until [ -S "$ROUTER/var/run/nsfollow/control.sock" ]; do
	tries=$((tries + 1))
	[ $tries -lt 600 ] || fail "no watcher: $(cat watcher)"
	sleep 0.05
done
answers '"fixed.d.example.com"' status '{}'
has answer '"health"'
call trigger '{}'
same "$(cat answer)" '{}' 'the answer'
printf 'wan eth1\n' >networks
for interface in wan eth1.2 br-lan; do
	call trigger "{\"interface\": \"$interface\"}"
	same "$(cat answer)" '{}' 'the answer'
done
answers '"names":[' explain '{}'
has answer '192.0.2.77'
answers '"fixed.d.example.com"' explain '{"name": "fixed.d.example.com"}'
has_not answer '"home.d.example.com"'

echo "an explanation runs no program as root that the watcher would not"
: >as-watcher
call explain '{}'
has as-watcher ' -- explain --json '

echo "rpcd adds a session to the parameters, and that is no matter"
answers '"names"' explain '{"ubus_rpc_session": "00000000000000000000000000000000"}'

echo "what is wrong is an error, and is not executed"
# shellcheck disable=SC2016 # not to be expanded
for name in '$(touch canary)' '`touch canary`' ';touch canary' '--config=/etc/shadow' '-h' 'a b' \
	"a'b" 'a\"b' 'é' '\n' "$(printf '%0300d' 0)"; do
	answers 'name is not' explain "{\"name\": \"$name\"}"
	answers 'interface is neither' trigger "{\"interface\": \"$name\"}"
done
answers 'is no name of a' explain '{"name": "nobody.d.example.com"}'
answers 'no JSON object' explain '['
answers 'no JSON object' explain '[]'
answers 'no such method' reload '{}'
answers 'no such method' answer_error '{}'
call status ''
for name in 7 '["a"]' '{"a": ["b", {}]}'; do
	answers 'is no name of a' explain "{\"name\": $name}"
done
answers '"names"' explain '{"name": null, "JSON_CUR": "x", "a-b": "c", "PATH": "", "IFS": "n"}'
[ ! -e canary ] || fail "a text was executed"

echo "a check goes on alone, one at a time, and is told when it is over"
# It is held back by a pipe, and nobody waits for it: not even who reads its output to the end.
mkfifo gate
cp etc/rc.common rc.common.free
printf '#!/bin/sh\nread -r line <"%s/gate"\nexec "%s/rc.common.free" "$@"\n' "$ROUTER" "$ROUTER" \
	>etc/rc.common
begun=$(printf '{"start": true}' | ash "$plugin" call check)
same "$begun" '{ "running": true, "begun": true }' 'the answer'
answers '{ "running": true }' check '{}'
answers '{ "running": true, "begun": false }' check '{"start": true}'
echo >gate
cp rc.common.free new && mv new etc/rc.common
checked 5
python3 -S -c '
import json
answer = json.load(open("answer"))
assert answer["said"] == "", answer
server, = answer["report"]["servers"]
assert server["zone"] == "d.example.com", server
assert server["findings"][0]["verdict"] == "unreachable", server' ||
	fail "$(cat answer)"
same "$(stat -c %a "$ROUTER/var/run/nsfollow-check")" 700 'the mode of its directory'
cp "$uci_file" uci.good
secret='hmac-sha256:router:MDEyMzQ1Njc4OTAxMjM0NTY3ODk='
sed -i "s/'home.d.example.com'/'home'/; s/'router.key'/'$secret'/" "$uci_file"
call check '{"start": true}'
checked 2
has answer 'config host home: '
has answer 'a key has no place in UCI'
has answer '"report": null'
has_not answer MDEyMzQ1
cp uci.good "$uci_file"
answers '"running": true' check '{"start": 1, "config": "/etc/shadow"}'
checked 5
has_not answer shadow

echo "no key and no configuration comes out"
call status '{}'
cat answer >all
call explain '{}'
cat answer >>all
call check '{}'
cat answer >>all
has_not all MDEyMzQ1
has_not all router.key
has_not all 'hmac-sha256'

echo "what a person may ask for is what the ACL says"
python3 -S -c '
import json, sys
acl = json.load(open(sys.argv[1]))["nsfollow"]
assert acl["read"] == {"ubus": {"nsfollow": ["status", "explain"]}}, acl
assert acl["write"] == {"ubus": {"nsfollow": ["check", "trigger"]}}, acl' \
	"$here/../../openwrt/nsfollow/files/nsfollow-acl.json"
