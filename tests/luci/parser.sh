#!/bin/sh
# SPDX-License-Identifier: MIT
# The parser takes what values.txt says that it takes, and no more.
#   usage: parser.sh NSFOLLOW
set -u
nsfollow=${1:?usage: parser.sh NSFOLLOW}
values=$(cd "$(dirname "$0")" && pwd)/values.txt
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
umask 077
# Prints a configuration that is sound if VALUE is; @NAME is what the init script makes a device of.
configuration() { # KIND VALUE
	echo 'hmac-sha256:router:bm90IGEgc2VjcmV0IG9mIGFueWJvZHk=' >key
	value=\"$2\"
	case $1 in
	ipv?)
		value=$(printf '%s' "$value" |
			sed 's/^"network:/"interface:@/; s/@[A-Za-z0-9_]\{1,\}/wan0/g')
		;;
	esac
	header='[zone."d.example.com"]' zone='' name='"home.d.example.com"' server='"192.0.2.1"'
	host='' more=''
	case $1 in
	name) name=$value ;;
	zone) header="[zone.$value]" name="\"home.$2\"" ;;
	label) header="[zone.$value]" zone='name = "d.example.com"' ;;
	server) server=$value ;;
	ttl | ipv4 | ipv6) host="$1 = $value" ;;
	verify | fudge) zone="$1 = $value" ;;
	lease) zone="$1 = $value" ;;
	interface)
		value=$(printf '%s' "$value" | sed 's/^"network:/"@/; s/@[A-Za-z0-9_]\{1,\}/wan0/g')
		zone="interface = $value"
		;;
	from) zone="source = $value" server='"ns1.example.com"' ;;
	tls_name | tls_pin) zone="transport = \"tls\"
$1 = $value" ;;
	key_name)
		printf 'hmac-sha256:%s:bm90IGEgc2VjcmV0IG9mIGFueWJvZHk=\n' router host1.example.com >key
		zone="key_name = $value"
		;;
	grace) host="loss_grace = $value" ;;
	prefix) host="allow = $value" ;;
	type) more="[[record]]
name = \"x.d.example.com\"
type = $value
value = \"$(sample "$2")\"" ;;
	url) more="[echo]
services = [$value]
agree = 1" ;;
	member) more="[echo]
services = [{ url = \"https://ip.example.com\", json = $value }]
agree = 1" ;;
	program) more="[scripts]
on_change = $value" ;;
	path) echo "state_dir = $value" ;;
	*) return 1 ;;
	esac
	[ "$2" != . ] || name='"home.example.com"'
	printf '%s\n' "$header" "server = $server" 'key = "key"' "$zone" '[[host]]' "name = $name" \
		"$host" "$more"
}

sample() { # TYPE: a value of it
	case $1 in
	CAA) echo '0 issue ca.example.net' ;;
	URI) echo '10 1 https://www.example.com/' ;;
	TYPE1) echo 192.0.2.1 ;;
	TYPE65280) printf '%s\n' '\\# 2 abcd' ;;
	*) echo text ;;
	esac
}

count=0 failed=0
while IFS=' ' read -r kind verdict value; do
	case $kind in '' | '#') continue ;; esac
	if ! configuration "$kind" "$value" >toml; then
		echo "no such kind: $kind"
		exit 1
	fi
	"$nsfollow" check --config toml >out 2>&1
	case $? in
	0) got=good ;;
	2) got=bad ;;
	*) got=$? ;;
	esac
	count=$((count + 1))
	[ $got = "$verdict" ] && continue
	failed=$((failed + 1))
	printf 'not %s: %s %s\n' "$verdict" "$kind" "$value"
	cat toml out
done <"$values"
echo "$count values"
[ $failed = 0 ] && [ $count -gt 150 ]
