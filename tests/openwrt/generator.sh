# shellcheck shell=sh disable=SC1091,SC2154
# SPDX-License-Identifier: MIT
# What becomes of /etc/config/nsfollow: the TOML that was meant, whatever stands there.
here=$1
. "$here/toml.sh"

echo "the example of the package is in order"
printf 'wan eth1\nwan6 eth1\n' >networks
accepted
is host/0/ipv4 '"interface:eth1"'
is zone/d.example.com/key "\"$key\""

echo "every key arrives"
printf 'wan pppoe-wan\nwan6 eth1.2@eth1\nlan br-lan\n' >networks
for script in on-change other on-trouble; do
	printf '#!/bin/sh\n' >"etc/nsfollow/$script"
	chmod 755 "etc/nsfollow/$script"
done
cat >"$uci_file" <<EOF
config nsfollow 'main'
	option enabled '1'
	option log_level 'notice'
	list settle '5ms'
	list settle '100ms'
	option state_dir '/tmp/nsfollow'
config zone 'inside'
	option name 'example.com'
	option label 'in'
	list server '10.0.0.1'
	list server 'ns2.example.com:5353'
	option key_file '$keys/router.key'
	option key_name 'router'
	option mirror '1'
	option transport 'tcp'
	list source '10.0.0.77'
	list source '2001:db8::77'
	option interface 'network:lan'
	option verify '10m'
	option fudge '60s'
	option lease '1h'
	option on_removal 'withdraw'
config zone 'outside'
	option name 'example.com'
	option server 'ns1.example.net'
	option key_file 'router.key'
	option label 'out'
	option allow_open_key 'on'
	option transport 'tls'
	option tls 'strict'
	option tls_name 'ns.example.net'
	option tls_ca 'ca.pem'
	option interface '@wan'
config zone 'sought'
	option name 'sought.example'
	option key_file 'router.key'
	option transport 'tls'
	list tls_pin 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
	list tls_pin 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE='
	option interface 'eth7'
config defaults 'defaults'
	option ttl '1m'
	option ipv6 'off'
config host 'nas'
	option name 'nas.example.com'
	option zone 'inside'
	list ipv4 'interface:@lan,@wan,!eth9'
	list ipv4 '192.0.2.7'
	list ipv6 'prefix:@lan/64 + ::2de:adff:fe00:beef'
	option private 'yes'
	option temporary '0'
	list allow '10.0.0.0/8'
	list allow '2001:db8::/32'
	list deny '10.99.0.0/16'
	option addresses 'first'
	list prefer 'eui64'
	list prefer 'fixed'
	option shared 'true'
	option reverse 'true'
	option ttl '2m'
	option on_loss 'withdraw'
	option loss_grace '10m'
	option on_stop 'withdraw'
config host 'asleep'
	option enabled '0'
	option name 'nobody.example.com'
	option ipv4 'network:gone'
config host
	option name 'nas.example.com'
	option zone 'out'
	list ipv4 'gateway:@wan'
	list ipv4 'echo:@wan'
config host
	option name 'any.sought.example'
config record 'spf'
	option name 'www.example.com'
	option zone 'outside'
	option type 'TXT'
	list value 'v=spf1 ip4:{nas.ipv4} -all'
	list value 'x'
config record 'asleep_too'
	option enabled 'off'
	option name 'nobody.example.com'
config echo 'echo'
	list services 'https://icanhazip.com'
	option interval '1h'
	option agree '2'
	option own '0'
config service
	option url 'https://checkip.amazonaws.com'
	option family 'ipv4'
	option json 'ip'
config scripts 'scripts'
	list on_change '$keys/on-change'
	list on_change '$keys/other'
	option on_trouble '$keys/on-trouble'
	option time_limit '20s'
EOF
accepted
is settle '["5ms", "100ms"]'
is state_dir '"/tmp/nsfollow"'
is log '{"level": "notice"}'
is zone/in '{"name": "example.com", "key": "'"$key"'", "verify": "10m", "fudge": "60s",
	"server": ["10.0.0.1", "ns2.example.com:5353"], "key_name": "router", "mirror": true,
	"transport": "tcp", "source": ["10.0.0.77", "2001:db8::77"], "interface": "br-lan",
	"lease": "1h", "on_removal": "withdraw"}'
is zone/out '{"name": "example.com", "key": "'"$key"'", "server": "ns1.example.net",
	"allow_open_key": true, "transport": "tls", "tls": "strict", "tls_name": "ns.example.net",
	"tls_ca": "'"$keys"'/ca.pem", "interface": "pppoe-wan"}'
is zone/sought.example '{"key": "'"$key"'", "transport": "tls", "interface": "eth7",
	"tls_pin": ["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
	"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="]}'
is defaults '{"ttl": "1m", "ipv6": "off"}'
is host/0 '{"zone": "in", "name": "nas.example.com", "ipv4": ["interface:br-lan,pppoe-wan,!eth9", 
	"192.0.2.7"], "ipv6": "prefix:br-lan/64 + ::2de:adff:fe00:beef", "private": true, 
	"temporary": false, "allow": ["10.0.0.0/8", "2001:db8::/32"], "deny": "10.99.0.0/16", 
	"addresses": "first", "prefer": ["eui64", "fixed"], "shared": true, "reverse": true, 
	"ttl": "2m", "on_loss": "withdraw", "loss_grace": "10m", "on_stop": "withdraw"}'
is host/1 '{"zone": "out", "name": "nas.example.com",
	"ipv4": ["gateway:pppoe-wan", "echo:pppoe-wan"]}'
is record '[{"zone": "out", "name": "www.example.com", "type": "TXT", 
	"value": ["v=spf1 ip4:{nas.ipv4} -all", "x"]}]'
is echo '{"interval": "1h", "agree": 2, "own": false, "services": ["https://icanhazip.com", 
	{"url": "https://checkip.amazonaws.com", "family": "ipv4", "json": "ip"}]}'
is scripts '{"on_change": ["'"$keys"'/on-change", "'"$keys"'/other"],
	"on_trouble": "'"$keys"'/on-trouble", "time_limit": "20s"}'
same "$nsfollow_networks" 'lan wan' 'the networks that are asked for'

echo "a service is asked although there is no section for all of them; or nobody is"
write_uci <<'EOF'
config service 'one'
	option url 'https://ident.me'
config service 'two'
	option url 'https://icanhazip.com'
EOF
accepted
is echo/services '[{"url": "https://ident.me"}, {"url": "https://icanhazip.com"}]'
write_uci <<'EOF'
config echo
	list services 'off'
EOF
accepted
is echo/services '[]'

echo "hostile values stay values"
tick="'"
newline='
'
long=$(printf '%010000d' 0)
# shellcheck disable=SC2016,SC1003 # none of this is to be expanded
set -- \
	'$(touch canary)' '`touch canary`' '";touch canary;"' "$tick;touch canary;$tick" \
	'a"b' 'a\b' 'a\"' '\' '"' '"""' "$tick" 'a\nb' '\u0041' '${HOME}' '%s%n' '-n' '--' '*' '~' \
	"a${newline}b" "a$newline" "${newline}[[host]]$newline" 'é漢😀' \
	"$(printf 'a\tb\rc\001\033\177')" \
	'] = [' '#' 'a b' ' a ' "x${newline}config \$(touch\${IFS}canary) 'y'" "\\${tick}\\$newline" \
	"$long" "$long\"" '@' '@@wan@' '[zone."x"]' "x$tick$tick${tick}y" '\\\"'
write_uci </dev/null
printf "config record 'r'\n\toption name 'x.d.example.com'\n\toption type 'TXT'\n" >>"$uci_file"
for text; do
	quoted=$(printf '%s.' "$text" | sed "s/'/'\\\\''/g")
	printf "\tlist value '%s'\n" "${quoted%.}" >>"$uci_file"
done
generate || fail "cannot be generated"
python3 -S -c '
import sys, tomllib
record, = tomllib.load(open("new.toml", "rb"))["record"]
for sent, got in zip(sys.argv[1:], record["value"], strict=True):
    assert sent == got, (sent, got)' "$@" || fail "a value did not arrive"
# Whether a record may hold that is for the program to say; it is able to read it.
"$NSFOLLOW" check --config new.toml >said 2>&1 || ! grep -v 'value' said ||
	fail "the program cannot read it"
[ ! -e canary ] || fail "a value was executed"

echo "nor is the type of a section executed, which uci exports without quotes"
# shellcheck disable=SC2016,SC1003 # none of this is to be expanded
for type in '$(touch${IFS}canary)' '`touch${IFS}canary`' ';touch${IFS}canary;' \
	'|touch${IFS}canary' "${tick}touch\${IFS}canary$tick" "$tick;touch\${IFS}canary;$tick" \
	'"' '\' '&' '*' '>canary'; do
	write_uci </dev/null
	quoted=$(printf '%s' "$type" | sed "s/'/'\\\\''/g")
	printf "config '%s' 'odd'\n\toption name 'x'\n" "$quoted" >>"$uci_file"
	refused ', config '
	has complaints ' odd: unknown key'
	[ ! -e canary ] || fail "the type was executed: $type"
done

echo "no option is a way to write another one"
write_uci </dev/null
for option in zone ttl ipv4 on_loss reverse private addresses; do
	printf "config host 'evil_%s'\n\toption name '%s.d.example.com'\n" "$option" "$option"
	printf "\toption %s 'x\"\nprivate = true\n#'\n" "$option"
done >>"$uci_file"
generate
python3 -S -c '
import tomllib
hosts = tomllib.load(open("new.toml", "rb"))["host"][1:]
assert len(hosts) == 7, hosts
for host in hosts:
    assert host[host["name"].split(".")[0]] == "x\"\nprivate = true\n#", host
    assert host.get("private") is not True, host' || fail "$(cat new.toml)"
! "$NSFOLLOW" check --config new.toml >said 2>&1 || fail "that is accepted"
write_uci </dev/null
for option in name label server key_file key_name transport tls_ca tls_pin interface source lease \
	mirror; do
	printf "config zone 'evil_%s'\n\toption name '%s.example.com'\n" "$option" "$option"
	printf "\toption %s 'x\"\nallow_open_key = true\n[[host]]\n#%s'\n" "$option" "$option"
done >>"$uci_file"
generate
python3 -S -c '
import tomllib
made = tomllib.load(open("new.toml", "rb"))
assert len(made["zone"]) == 13 and len(made["host"]) == 1, made
evil = "x\"\nallow_open_key = true\n[[host]]\n#"
for label, zone in made["zone"].items():
    assert "allow_open_key" not in zone, zone
    found = [label, *zone.values()]
    if label == "key_file.example.com":
        assert "key" not in zone, zone
    else:
        assert label == "d.example.com" or any(evil in str(one) for one in found), zone' ||
	fail "$(cat new.toml)"
for option in log_level state_dir; do
	printf "config nsfollow 'main'\n\toption %s 'x\"\n[[host]]\n#'\n" "$option" >"$uci_file"
	generate
	python3 -S -c 'import tomllib; assert "host" not in tomllib.load(open("new.toml", "rb"))' ||
		fail "$option makes a host"
done

echo "what is mistyped is told with its section and what was meant"
write_uci <<'EOF'
config host 'nas'
	option name 'nas.d.example.com'
	option tll '5m'
EOF
refused '/etc/config/nsfollow, config host nas: unknown key "tll"'
has complaints '"ttl"'
printf "config nsfollow 'main'\n\toption setle '1s'\n" >"$uci_file"
refused 'config nsfollow main: unknown key "setle"'
write_uci <<'EOF'
config hosts 'nas'
	option name 'nas.d.example.com'
EOF
refused 'config hosts nas: unknown key "hosts"'
write_uci <<'EOF'
config host 'nas'
	option name 'nas.d.example.com'
	option private 'perhaps'
EOF
refused 'config host nas: '
write_uci <<'EOF'
config zone 'second'
	option server '192.0.2.1'
	option key_file 'router.key'
EOF
refused 'config zone second: '

echo "a complaint that tells of no line is told of no section"
printf 'nsfollow: new.toml:%s\n' ' is too long' '1:1: /x: cannot be read: it is odd' |
	nsfollow_complaints new.toml >complaints
same "$(cat complaints)" "$ROUTER/etc/config/nsfollow: is too long
$ROUTER/etc/config/nsfollow: /x: cannot be read: it is odd" 'what is told'

echo "the network that requests leave by is one of those that are watched"
printf 'wan eth1\nwan6 eth1\nlte wwan0\n' >networks
for interface in network:lte @lte; do
	write_uci </dev/null
	sed -i "/key_file/a\\	option interface '$interface'" "$uci_file"
	accepted
	is zone/d.example.com/interface '"wwan0"'
	same "$nsfollow_networks" 'lte wan wan6' 'the networks that are asked for'
done

echo "a network that is down keeps its device; one that never was up has none"
write_uci </dev/null
printf 'wan pppoe-wan\nwan6 pppoe-wan\n' >networks
accepted
is host/0/ipv4 '"interface:pppoe-wan"'
mv new.toml old.toml
printf 'wan6 eth1\n' >networks
accepted
is host/0/ipv4 '"interface:pppoe-wan"'
is host/0/ipv6 '"interface:eth1"'
: >old.toml
: >networks
accepted
is host/0/ipv4 '"interface:@wan"'
write_uci <<'EOF'
config host 'far'
	option name 'far.d.example.com'
	list ipv4 'network:a_network_with_a_long_name'
	list ipv6 'prefix:@a_network_with_a_long_name/64 + ::1'
EOF
accepted
is host/1/ipv4 '"interface:@a_network_with"'

echo "each key that the program knows is in the example, or is told not to be"
sed -n 's/^ *Key<[A-Za-z:]*>{"\([a-z0-9_]*\)".*/\1/p' "$here"/../../src/settings/*.cpp >known
[ "$(wc -l <known)" -gt 50 ] || fail "the keys were not found"
example=$here/../../openwrt/nsfollow/files/nsfollow.config
while read -r name; do
	case $name in
	key | log | format | allow_open_key) continue ;; # key_file, log_level, syslog, and a bad habit
	level) name=log_level ;;
	esac
	grep -Eq "^#?(	#?(option|list)|config) $name " "$example" ||
		fail "$name is not in the example"
done <known

echo "a device that netifd could not mean is not taken"
write_uci </dev/null
count=0
: >networks
for device in 'a b' '*' 'eth0"' 'sixteen-octets--' '!eth0' 'eth0,eth1' '../x' 'a:b'; do
	count=$((count + 1))
	printf 'net%s %s\n' "$count" "$device" >>networks
	printf "\tlist ipv4 'network:net%s'\n" "$count" >>"$uci_file"
done
accepted
is host/0/ipv4 '["interface:@wan", "interface:@net1", "interface:@net2", "interface:@net3", 
	"interface:@net4", "interface:@net5", "interface:@net6", "interface:@net7", "interface:@net8"]'

echo "a file that UCI cannot read to its end is not taken for a short one"
write_uci <<'EOF'
config host 'nas'
	options name 'nas.d.example.com'
EOF
! generate 2>/dev/null || fail "it is"
rm "$uci_file"
! generate 2>/dev/null || fail "no file is an empty one"
