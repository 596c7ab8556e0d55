# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# apt with a state of its own: this system's packages are left alone, and nobody has to be root.
# NSFOLLOW_MIRROR is another place to take packages from.
# shellcheck disable=SC1091
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
mirror=${NSFOLLOW_MIRROR:-http://deb.debian.org/debian}

own_apt() { # STATE ARCH COMMAND...
	state=$1
	architecture=$2
	shift 2
	if [ ! -e "$state/status" ]; then
		mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
		signed="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]"
		printf '%s %s %s %s main\n' deb "$signed" "$mirror" "$suite" \
			deb-src "$signed" "$mirror" "$suite" >"$state/sources.list"
		: >"$state/status"
		own_apt "$state" "$architecture" update
	fi
	apt-get -qq -o Acquire::Retries=3 -o APT::Architecture="$architecture" \
		-o APT::Architectures="$architecture" -o APT::Install-Recommends=false \
		-o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=true \
		-o Dir::State="$state" -o Dir::State::Status="$state/status" -o Dir::Cache="$state/cache" \
		-o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		--yes "$@"
}
