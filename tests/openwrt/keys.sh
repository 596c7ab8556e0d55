# shellcheck shell=sh disable=SC1091,SC2154
# SPDX-License-Identifier: MIT
# No key in /etc/config/nsfollow is taken or told, and each file that may hold one is.
here=$1
. "$here/toml.sh"
printf 'wan eth1\nwan6 eth1\n' >networks

echo "a key in UCI, where a browser may read it, is not taken"
write_uci <<'EOF'
config zone 'second'
	option name 'e.example.com'
	option server '192.0.2.1'
	option key 'hmac-sha256:router:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE='
EOF
refused 'config zone second: [zone."e.example.com"] lacks "key_file"'
has_not new.toml MDEyMzQ1
for secret in 'hmac-sha256:router:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=' \
	'MDEyMzQ1Njc4OTAxMjM0NTY=' 'MDEyMzQ1Njc4OTAxMjM0NTY3' '/DEyMzQ1Njc4OTAxMjM0NTY=' \
	'/DEyMzQ1Njc4OTAxMjM0NTY3' '/DEyMzQ1Njc4OTA/MjM0NTY3' '//DEyMzQ1Njc4OTAxMjM0NTY' \
	'key "router" { algorithm hmac-sha256; secret "MDEyMzQ1Njc4OTAxMjM0NTY="; };' \
	'router MDEyMzQ1Njc4OTAxMjM0NTY=' 'router;MDEyMzQ1Njc4OTAxMjM0NTY' \
	'./router:MDEyMzQ1Njc4OTAxMjM0NTY='; do
	write_uci </dev/null
	sed -i "s|'router.key'|'$secret'|" "$uci_file"
	refused 'config zone example: [zone."d.example.com"] lacks "key_file"'
	has_not new.toml DEyMzQ1
	has_not complaints DEyMzQ1
done

echo "nor is it told where it might have been the name of a file that is not there"
for secret in 'MDEyMzQ1Njc4OTAxMjM0NTY3-x' '/m/DEyMzQ1Njc4OTAxMjM0NTY' '/etc/passwd/DEyMzQ1Njc' \
	"$(printf 'DEyMzQ1.%0300d' 0)"; do
	write_uci </dev/null
	sed -i "s|'router.key'|'$secret'|" "$uci_file"
	refused 'config zone example: key_file: cannot be read: '
	has_not complaints DEyMzQ1
done

echo "a file that is there is no key, whatever it is called, nor are small letters alone"
for name in routerofthewesternhouse1 RouterOfTheWesternHouse1 RouterOfTheWesternHous0= 'my key' \
	"$keys/our key"; do
	write_uci </dev/null
	sed -i "s|'router.key'|'$name'|" "$uci_file"
	case $name in router*) refused 'key_file: cannot be read: No such file or directory' ;; esac
	make_key "$keys/${name##*/}"
	accepted
	is zone/d.example.com/key "\"$keys/${name##*/}\""
done
