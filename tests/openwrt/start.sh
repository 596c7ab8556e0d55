# shellcheck shell=sh disable=SC1091,SC2154
# SPDX-License-Identifier: MIT
# What the init script does where nothing runs yet, or no more: it starts what can be used.
here=$1
. "$here/lib.sh"
check() {
	status=0
	ash "$here/router/rc.common" "$ROUTER/etc/init.d/nsfollow" check >said 2>complaints || status=$?
}
own=$ROUTER/etc/nsfollow/nsfollow.toml
make_key "$ROUTER/etc/nsfollow/router.key"
printf 'wan eth1\nwan6 eth1\n' >networks

echo "a file of one's own is started although nothing of UCI was before it"
write_uci </dev/null
sed -i "1a\\	option source 'file'" "$uci_file"
cp "$uci_file" uci.own
cat >"$own" <<'EOT'
[zone."d.example.com"]
server = "127.0.0.1:9"
key = "router.key"
[[host]]
name = "mine.d.example.com"
ipv4 = "off"
ipv6 = "2001:db8::7"
on_stop = "withdraw"
EOT
# Nobody gives a key that no zone of UCI names.
[ "$(id -u)" != 0 ] || "$BUSYBOX" chown 65534 "$ROUTER/etc/nsfollow/router.key"
[ ! -e "$ROUTER/var/etc" ] || fail "there is a /var/etc"
umask 022
chmod 600 "$own"
if [ "$(id -u)" = 0 ]; then
	echo "and checked as it is started"
	same "$(stat -c %u:%g:%a "$own")" 0:0:600 'whose it is'
	check
	same "$status" 5 'the exit status'
	same "$(stat -c %u:%g:%a "$own")" 0:65534:640 'whose it is'
	[ ! -e "$ROUTER/var/etc" ] || fail "there is a /var/etc"
fi
init start 2>complaints
procd_did start
same "$(cat complaints)" '' 'what it complains of'
same "$(sed -n 3p var/etc/nsfollow.in-use)" "$own" 'what was started'
same "$(stat -c %a var/etc)" 755 'the mode of /var/etc'
init reload
procd_did ''

echo "one that has a mistake is not started, and a watcher that runs keeps what it has"
cp "$own" own.good
echo '[[host]]' >>"$own"
init reload
procd_did HUP
has log "daemon.warning going on with $own as it was"
init restart
procd_did stop
has log "daemon.err $own:9:"
has log 'nothing is started'
has_not log 'going on'
init reload
procd_did ''
has_not log 'going on'
cp own.good "$own"
init start
procd_did start
write_uci <<'EOT'
config host 'nas'
	option name 'nas'
EOT
init restart
procd_did stop # it may be another one by now
cp uci.own "$uci_file"
init start
procd_did start

echo "what UCI was last is started where UCI is wrong, if it can be used"
write_uci </dev/null
init restart
write_uci <<'EOT'
config host 'nas'
	option name 'nas'
EOT
init restart
procd_did 'stop
start'
has log "daemon.warning going on with $toml as it was"
mv etc/nsfollow/router.key away.key
init restart
procd_did stop
has log 'config host nas: '
has log 'key_file: cannot be read'
has_not log 'going on'
same "$(grep -c 'nothing is started' log)" 1 'how often that is told'
mv away.key etc/nsfollow/router.key

echo "a key that cannot be used any more is told at a start, once, and nothing is started"
write_uci </dev/null
init start
procd_did start
echo 'no key' >etc/nsfollow/router.key
init restart
procd_did stop
same "$(grep -c 'daemon.err .*router.key' log)" 1 'how often that is told'
rm etc/nsfollow/router.key
make_key etc/nsfollow/router.key
init start
procd_did start

echo "nothing is judged as root where it cannot be as the watcher"
mv bin/start-stop-daemon away
init restart
procd_did stop
has log 'no start-stop-daemon'
has_not log 'router.key' # nobody has looked
check
same "$status" 2 'the exit status'
has complaints 'no start-stop-daemon'
mv away bin/start-stop-daemon
init start
procd_did start

echo "a check that is ended leaves nothing behind"
mkfifo gate
mv bin/start-stop-daemon bin/free
# shellcheck disable=SC2016 # expanded when it is run
{
	printf '#!/bin/sh\n: >"$ROUTER/at-gate"\nread -r _ <"$ROUTER/gate"\n'
	printf 'exec "$ROUTER/bin/free" "$@"\n'
} >bin/start-stop-daemon
chmod 755 bin/start-stop-daemon
PATH=$ROUTER/bin "$BUSYBOX" ash "$here/router/rc.common" "$ROUTER/etc/init.d/nsfollow" check \
	>said 2>&1 &
checking=$!
tries=0
until [ -e at-gate ]; do
	tries=$((tries + 1))
	[ $tries -lt 600 ] || fail "no check begins: $(cat said)"
	sleep 0.05
done
[ -e "$toml.check.$checking" ] || fail "it has no file"
flock -n var/lock/procd_nsfollow.lock true || fail "a reload would wait for it"
kill -TERM $checking
echo >gate # a shell waits for its child before it heeds a signal
status=0
wait $checking || status=$?
same "$status" 143 'the exit status'
[ -z "$(find var/etc -name '*check*')" ] || fail "a file is left behind"
mv bin/free bin/start-stop-daemon

echo "a key that was replaced is given to the watcher, although nothing else has changed"
[ "$(id -u)" = 0 ] || exit 0
for verb in restart reload; do
	make_key new.key
	same "$(stat -c %u:%g:%a new.key)" 0:0:600 'whose the key is'
	echo >>new.key
	[ $verb = restart ] || echo >>new.key
	mv new.key etc/nsfollow/router.key
	init $verb
	same "$(stat -c %u:%g:%a etc/nsfollow/router.key)" 0:65534:640 'whose the key is'
	same "$(cat log)" '' 'what is told'
done
procd_did HUP
