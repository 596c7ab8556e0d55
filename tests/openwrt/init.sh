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
for param in 'reload_signal HUP' 'respawn 3600 5 0' 'term_timeout 10' 'user nsfollow' \
	'group nsfollow' 'no_new_privs 1' "file $toml $ROUTER/etc/nsfollow/router.key"; do
	has instance "param $param"
done
same "$(cat triggers)" "config.change nsfollow
interface.* wan $ROUTER/etc/init.d/nsfollow reload
interface.* wan6 $ROUTER/etc/init.d/nsfollow reload" 'what it is called for'
has chown "nsfollow:nsfollow $ROUTER/var/run/nsfollow"
has chown "nsfollow:nsfollow $ROUTER/var/lib/nsfollow"
[ ! -e "$toml.new" ] || fail "something is left behind"

has as-watcher "-- check --config $toml.new "

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

echo "nor one that holds a key where a browser may read it, and no log gets that"
cp "$uci_file" uci.good
secret='hmac-sha256:router:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE='
sed -i "s/'other.key'/'$secret'/" "$uci_file"
init reload
procd_did ''
has log 'config zone example: a key has no place in UCI'
has_not log MDEyMzQ1
cp uci.good "$uci_file"

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
has log "daemon.err $ROUTER/etc/nsfollow/nsfollow.toml:6:"
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

echo "nor is anything that root executes or believes given to the watcher"
for place in usr/sbin/nsfollow etc/init.d/nsfollow etc/config/nsfollow etc/nsfollow etc/nsfollow/ \
	usr/share/nsfollow var/lib/../../usr/share/nsfollow var//lib/nsfollow etc/rc.d/nsfollow \
	networks; do
	: >./chown
	sed -i "s|state_dir '.*'|state_dir '$ROUTER/$place'|" "$uci_file"
	init reload
	has log 'config/nsfollow: state_dir is to be a directory'
	has_not chown "$ROUTER/$place"
	procd_did ''
done

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
has instance "mount $ROUTER/etc/hosts $ROUTER/etc/resolv.conf $ROUTER/etc/ssl $ROUTER/etc/nsfollow"
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
for ca in /usr/share/ca.pem ../../ca.pem 'odd ca.pem'; do
	unjailed 'authorities elsewhere' <<-EOF
		config zone 'other'
			option name 'e.example.com'
			option transport 'tls'
			option tls_name 'ns1.example.com'
			option tls_ca '$ca'
			option key_file 'router.key'
		config host
			option name 'a.e.example.com'
	EOF
done
echo 'nameserver 192.0.2.53' >etc/resolv.conf
unjailed 'a resolver that may change' </dev/null
echo 'nameserver ::1' >etc/resolv.conf
init reload
procd_did 'HUP
stop
start'
has instance 'jail nsfollow'
write_uci <<'EOF'
config zone 'other'
	option name 'e.example.com'
	option transport 'tls'
	option tls_name 'ns1.example.com'
	option tls_ca 'ca.pem'
	option key_file 'router.key'
config host
	option name 'a.e.example.com'
EOF
init reload
procd_did HUP
has instance 'jail nsfollow'
has instance "param file $toml $ROUTER/etc/nsfollow/router.key $ROUTER/etc/nsfollow/router.key \
$ROUTER/etc/nsfollow/ca.pem"

echo "a check judges what is configured, and asks the servers, whether it runs or not"
checked() { # WANTED-STATUS [ARGUMENT...], with a configuration on standard input
	wanted=$1
	shift
	write_uci
	status=0
	: >log
	: >procd
	ash "$here/router/rc.common" "$ROUTER/etc/init.d/nsfollow" check "$@" >said 2>complaints ||
		status=$?
	same "$status" "$wanted" 'the exit status'
	same "$(cat log procd)" '' 'what was done'
}
cp "$toml" good
checked 5 </dev/null
has said 'zone d.example.com at 127.0.0.1:9'
has said 'nothing was changed'
checked 5 --json </dev/null
python3 -S -c 'import json; json.load(open("said"))["servers"]' || fail "$(cat said)"
checked 2 <<'EOF'
config host 'nas'
	option name 'nas.d.example.com'
	option ttl 'soon'
EOF
has complaints 'config host nas: ttl'
same "$(cat said)" '' 'what is said of the servers'
cmp -s "$toml" good || fail "the configuration has changed"
init stop
checked 5 </dev/null
has_not complaints 'switched off'
sed -i "s/enabled '1'/enabled '0'/" "$uci_file"
ash "$here/router/rc.common" "$ROUTER/etc/init.d/nsfollow" check >said 2>complaints || true
has complaints 'switched off'
has said 'zone d.example.com at 127.0.0.1:9'
[ -z "$(find "$ROUTER/var/etc" -name '*check*')" ] || fail "something is left behind"
! ash "$here/router/rc.common" "$ROUTER/etc/init.d/nsfollow" nothing || fail "it does anything"

echo "who wants records withdrawn at the end gets the time for it, before the network goes"
write_uci </dev/null
init restart
# shellcheck disable=SC2016 # expanded when it is run
{
	printf '#!/bin/sh\necho "$1" >>"$ROUTER/naps"\n'
	printf 'rm -f "$ROUTER/var/run/nsfollow/control.sock"\n'
} >"$ROUTER/nap"
chmod 755 "$ROUTER/nap"
ln -sf "$ROUTER/nap" "$ROUTER/bin/sleep"
listen() {
	python3 -S -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' \
		"$ROUTER/var/run/nsfollow/control.sock"
}
listen
init shutdown
procd_did stop
[ ! -e naps ] || fail "it waits for nothing"
rm "$ROUTER/var/run/nsfollow/control.sock"
write_uci <<'EOF'
config defaults
	option on_stop 'withdraw'
EOF
init start
listen
init shutdown
procd_did stop
same "$(cat naps)" 1 'how long it waited'

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
same "$(stat -c %u:%g:%a etc/nsfollow/router.key)" 0:65534:640 'whose the key is'
has_not chown elsewhere
has_not chown link

echo "a file that root can read and the watcher cannot is told, before the watcher finds out"
write_uci </dev/null
init restart
write_uci <<EOF
config zone 'other'
	option name 'e.example.com'
	option server '192.0.2.1'
	option key_file '$ROUTER/elsewhere.key'
config host
	option name 'a.e.example.com'
EOF
init reload
procd_did ''
has log "config zone other: $ROUTER/elsewhere.key: cannot be read: Permission denied"
has log 'a key is of root:nsfollow with mode 0640'
mkdir -m 700 closed
"$BUSYBOX" chown 65534 elsewhere.key
mv elsewhere.key closed/
sed -i 's|/elsewhere.key|/closed/elsewhere.key|' "$uci_file"
init reload
procd_did ''
has log "config zone other: $ROUTER/closed/elsewhere.key: cannot be read: Permission denied"
chmod 711 closed
init reload
procd_did 'HUP
stop
start' # out of the jail, which has no such directory
