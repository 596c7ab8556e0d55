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

echo "it tells what it knows"
ash "$plugin" list >answer
python3 -S -c '
import json
assert json.load(open("answer")) == {"status": {}, "explain": {"name": "String"},
    "trigger": {"interface": "String"}}'
for words in '' 'bogus' '--help' '--version' '-v'; do
	! ash "$plugin" $words >said 2>&1 </dev/null || fail "\"$words\" is a use"
done

echo "without a watcher, it says so"
answers '"error"' status '{}'
answers 'no watcher runs' status '{}'
answers 'no watcher runs' trigger '{}'
answers 'nsfollow was not started' explain '{}'

echo "with one, it hands on what that says"
write_uci <<'EOF'
config host 'fixed'
	option name 'fixed.d.example.com'
	list ipv4 '192.0.2.77'
	option ipv6 'off'
EOF
init start
procd_did start
mkdir -p "$ROUTER/state"
"$NSFOLLOW" run --config "$toml" --socket "$ROUTER/var/run/nsfollow/control.sock" \
	--state-dir "$ROUTER/state" >watcher 2>&1 &
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
call explain '{"name": 7}'
[ ! -e canary ] || fail "a text was executed"

echo "no key and no configuration comes out"
call status '{}'
cat answer >all
call explain '{}'
cat answer >>all
has_not all MDEyMzQ1
has_not all router.key
has_not all 'hmac-sha256'

echo "what a person may ask for is what the ACL says"
python3 -S -c '
import json, sys
acl = json.load(open(sys.argv[1]))["nsfollow"]
assert acl["read"] == {"ubus": {"nsfollow": ["status", "explain"]}}, acl
assert acl["write"] == {"ubus": {"nsfollow": ["trigger"]}}, acl' \
	"$here/../../openwrt/nsfollow/files/nsfollow-acl.json"
