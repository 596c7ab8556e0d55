# shellcheck shell=sh disable=SC2154,SC3023,SC3043
# SPDX-License-Identifier: MIT
# What procd does with a service, told in $ROUTER/procd: start, stop, restart, or the signal that
# an instance gets that has changed. $ROUTER/instance is the instance that runs.

# Whoever runs an init script has the lock of the service, from here to the end of the script and
# of all that it starts.
procd_lock() {
	flock -n 1000 2>/dev/null && return
	mkdir -p "$ROUTER/var/lock"
	exec 1000>"$ROUTER/var/lock/procd_nsfollow.lock"
	flock 1000
}
procd_lock

told() { echo "$*" >>"$ROUTER/procd"; }

procd_open_service() { : >"$ROUTER/instance.new" && : >"$ROUTER/triggers"; }
procd_open_instance() { echo instance >>"$ROUTER/instance.new"; }
procd_set_param() { printf 'param %s\n' "$*" >>"$ROUTER/instance.new"; }
procd_append_param() { procd_set_param "$@"; }
procd_add_jail() { printf 'jail %s\n' "$*" >>"$ROUTER/instance.new"; }
procd_add_jail_mount() { printf 'mount %s\n' "$*" >>"$ROUTER/instance.new"; }
procd_add_jail_mount_rw() { printf 'mount_rw %s\n' "$*" >>"$ROUTER/instance.new"; }
procd_close_instance() { :; }
procd_add_reload_trigger() { echo "config.change $*" >>"$ROUTER/triggers"; }
procd_add_interface_trigger() { echo "$*" >>"$ROUTER/triggers"; }
procd_running() { [ -e "$ROUTER/instance" ]; } # SERVICE
procd_kill() {
	[ ! -e "$ROUTER/instance" ] || told stop
	rm -f "$ROUTER/instance"
}

# The files of an instance belong to it by what is in them. One that is not declared again is
# stopped; one that is changed is only sent its signal.
procd_close_service() {
	local file signal
	service_triggers
	# shellcheck disable=SC2013 # words
	for file in $(sed -n 's/^param file //p' "$ROUTER/instance.new"); do
		{ md5sum "$file" 2>/dev/null || echo "none $file"; } >>"$ROUTER/instance.new"
	done
	if ! grep -q '^instance$' "$ROUTER/instance.new"; then
		procd_kill
	elif [ ! -e "$ROUTER/instance" ]; then
		told start
		mv "$ROUTER/instance.new" "$ROUTER/instance"
	elif ! cmp -s "$ROUTER/instance" "$ROUTER/instance.new"; then
		signal=$(sed -n 's/^param reload_signal //p' "$ROUTER/instance.new")
		told "${signal:-restart}"
		mv "$ROUTER/instance.new" "$ROUTER/instance"
	fi
}
