# shellcheck shell=sh disable=SC1091,SC2154
# SPDX-License-Identifier: MIT
# What the init script tells procd, whatever happens to the configuration and the networks.
here=$1
. "$here/lib.sh"
make_key etc/nsfollow/router.key

echo "as installed, nothing runs"
init start
procd_did ''
[ ! -e "$toml" ] || fail "there is a configuration"

echo "it starts with a file that only its user reads"
printf 'wan eth1\nwan6 eth1\n' >networks
write_uci </dev/null
init start
procd_did start
same "$(stat -c %a "$toml")" 600 'the mode of the configuration'
has chown "nsfollow:nsfollow $toml.new"
has instance "param command $ROUTER/usr/sbin/nsfollow run --config $toml --socket \
$ROUTER/var/run/nsfollow/control.sock --log-format syslog"
for param in 'reload_signal HUP' 'respawn 3600 5 0' 'user nsfollow' 'group nsfollow' \
	'no_new_privs 1' "file $toml $ROUTER/etc/nsfollow/router.key"; do
	has instance "param $param"
done
same "$(cat triggers)" "config.change nsfollow
interface.* wan $ROUTER/etc/init.d/nsfollow reload
interface.* wan6 $ROUTER/etc/init.d/nsfollow reload" 'what it is called for'
has chown "nsfollow:nsfollow $ROUTER/var/run/nsfollow"
has chown "nsfollow:nsfollow $ROUTER/var/lib/nsfollow"
[ ! -e "$toml.new" ] || fail "something is left behind"

echo "nothing is told when nothing has changed"
inode=$(stat -c %i "$toml")
init reload
procd_did ''
same "$(stat -c %i "$toml")" "$inode" 'the file'

echo "a network that gets another device is a change"
printf 'wan eth2\nwan6 eth1\n' >networks
init reload
procd_did HUP
has "$toml" '"interface:eth2"'

echo "a network that goes down is none"
printf 'wan6 eth1\n' >networks
init reload
procd_did ''

echo "a configuration that is wrong changes nothing, and the log tells why"
cp "$toml" good
write_uci <<'EOF'
config host 'nas'
	option name 'nas.d.example.com'
	option ttl 'soon'
EOF
init reload
procd_did ''
cmp -s "$toml" good || fail "the configuration has changed"
[ ! -e "$toml.new" ] || fail "something is left behind"
grep -q '^daemon.err .*config host nas: .*"soon"' log || fail "the log does not tell"
init restart
procd_did 'stop
start'
cmp -s "$toml" good || fail "the configuration has changed"

echo "nor does a key that cannot be used"
write_uci </dev/null
sed -i 's/router.key/other.key/' "$uci_file"
init reload
procd_did ''
has log 'daemon.err '
make_key etc/nsfollow/other.key
init reload
procd_did HUP

echo "nor one that UCI cannot read"
cp "$uci_file" uci.good
write_uci <<'EOF'
config host 'nas'
	option name 'nas.d.example.com'
	options ttl '5m'
EOF
init reload 2>/dev/null
procd_did ''
has log 'daemon.err '
printf "config nsfollow 'main'\n\toption enabled '1'\n\toption source 'sql'\n" >"$uci_file"
init reload
procd_did ''
printf "config nsfollow 'main'\n\toption enabled '1'\n\toption state_dir '../x'\n" >"$uci_file"
init reload
procd_did ''

echo "another key in the same file is a change"
cp uci.good "$uci_file"
init reload
procd_did ''
echo 'hmac-sha256:router:OTg3NjU0MzIxMDk4NzY1NDMyMTA5ODc2NTQzMjEwOTg=' >etc/nsfollow/other.key
init reload
procd_did HUP

echo "no space is no reason to lose the file"
cp "$toml" good
mkdir "$toml.new"
printf 'wan eth3\nwan6 eth1\n' >networks
init reload 2>/dev/null
procd_did ''
has log "daemon.err cannot write $toml.new"
cmp -s "$toml" good || fail "the configuration has changed"
rmdir "$toml.new"
init reload
procd_did HUP

echo "a file of its own takes the place of UCI, and that is another start"
cat >etc/nsfollow/nsfollow.toml <<'EOF'
[zone."d.example.com"]
server = "192.0.2.1"
key = "router.key"
[[host]]
name = "mine.d.example.com"
EOF
chmod 600 etc/nsfollow/nsfollow.toml
cp "$uci_file" uci.good
sed -i "1a\\	option source 'file'" "$uci_file"
init reload
procd_did 'HUP
stop
start'
has instance "run --config $ROUTER/etc/nsfollow/nsfollow.toml "
init reload
procd_did ''
echo '[[host]]' >>etc/nsfollow/nsfollow.toml
init reload
procd_did HUP # the watcher keeps what it has
has log 'daemon.err '
cp uci.good "$uci_file"
sed -i 's/127.0.0.1:9/no name/' "$uci_file"
init reload
procd_did '' # UCI again, but wrong: the file goes on
cp uci.good "$uci_file"
init reload
procd_did 'HUP
stop
start'
has instance "run --config $toml "

echo "a directory of others stays theirs"
: >./chown
mkdir shared && chmod 1777 shared
sed -i "1a\\	option state_dir '$ROUTER/shared'" "$uci_file"
init reload
has_not chown "$ROUTER/shared"
same "$(stat -c %a shared)" 1777 'its mode'

echo "disabled, it is stopped and forgotten"
sed -i "s/enabled '1'/enabled '0'/" "$uci_file"
init reload
procd_did stop
[ ! -e "$toml" ] || fail "the configuration is there"
init start
procd_did ''
write_uci <<'EOF'
config host 'nas'
	option name 'nas'
EOF
init start
procd_did '' # nothing good to go on with

echo "there is a jail where a jail can be"
write_uci </dev/null
init start
has_not instance 'jail'
printf '#!/bin/sh\n' >sbin/ujail && chmod 755 sbin/ujail
printf 'search lan\nnameserver 127.0.0.1\n' >etc/resolv.conf
init restart
has instance 'jail nsfollow log procfs'
has instance "param capabilities $ROUTER/etc/capabilities/nsfollow.json"
has instance "mount $ROUTER/var/etc"
has instance "mount_rw $ROUTER/var/run/nsfollow $ROUTER/var/lib/nsfollow"
unjailed() { # WHY, with a configuration on standard input
	write_uci
	init restart
	procd_did 'stop
start'
	has_not instance 'jail'
	has_not instance 'capabilities'
	[ -n "$1" ]
}
unjailed 'a program of the person' <<EOF
config scripts
	list on_change '$ROUTER/sbin/ujail'
EOF
unjailed 'a program of the person' <<EOF
config host 'nas'
	option name 'nas.d.example.com'
	list ipv4 'command:$ROUTER/sbin/ujail'
EOF
make_key elsewhere.key
unjailed 'a key elsewhere' <<EOF
config zone 'other'
	option name 'e.example.com'
	option server '192.0.2.1'
	option key_file '$ROUTER/elsewhere.key'
EOF
echo 'nameserver 192.0.2.53' >etc/resolv.conf
unjailed 'a resolver that may change' </dev/null
echo 'nameserver ::1' >etc/resolv.conf
init reload
procd_did 'HUP
stop
start'
has instance 'jail nsfollow'

echo "a key that only root reads is opened to the watcher, and no other file is"
[ "$(id -u)" = 0 ] || exit 0
: >./chown
printf 'wan eth4\n' >networks
ln -s /etc/hostname etc/nsfollow/link.key
write_uci <<EOF
config zone 'other'
	option name 'e.example.com'
	option server '192.0.2.1'
	option key_file '../../elsewhere.key'
config zone 'fourth'
	option name 'g.example.com'
	option server '192.0.2.1'
	option key_file '$ROUTER/elsewhere.key'
config zone 'third'
	option name 'f.example.com'
	option server '192.0.2.1'
	option key_file 'link.key'
EOF
init reload
has chown "nsfollow $ROUTER/etc/nsfollow/router.key"
has_not chown elsewhere
has_not chown link
