#!/bin/sh
# SPDX-License-Identifier: MIT
# What the checks of OpenWrt's package feed ask of a package and of the program in it.
#   usage: feed.sh ROOT NSFOLLOW
set -eu
root=$(realpath "${1:?usage: feed.sh ROOT NSFOLLOW}")
nsfollow=$(realpath "${2:?usage: feed.sh ROOT NSFOLLOW}")
package=$root/openwrt/nsfollow
here=$root/tests/openwrt
room=$(mktemp -d "${TMPDIR:-/tmp}/nsfollow-feed.XXXXXX")
trap 'rm -rf "$room"' EXIT
trap 'exit 1' HUP INT TERM
fail() {
	echo "FAILED: $*" >&2
	exit 1
}
variable() { sed -n "s/^$1:=//p" "$2/Makefile"; } # NAME PACKAGE

echo "the package is of this version, and one that apk takes"
version=$(variable PKG_VERSION "$package")
grep -q "^project(nsfollow VERSION $version " "$root/CMakeLists.txt" || fail "it is $version"
echo "$version" | grep -Eq '^[0-9]+(\.[0-9]+)*(_(alpha|beta|pre|rc)[0-9]*)?$' || fail "$version"

echo "the program says its version, helps, and starts nothing at an unknown word"
for word in --version -version version -v -V --help -help '-?' bogus --bogus start ''; do
	status=0
	timeout 10 "$nsfollow" ${word:+"$word"} >"$room/said" 2>&1 </dev/null || status=$?
	case $word:$status in
	*elp:0 | '-?:0') grep -q 'nsfollow run' "$room/said" || fail "$word does not help" ;;
	*[vV]*:0) grep -Fq "nsfollow $version" "$room/said" || fail "$word does not say $version" ;;
	*:1) ;;
	*) fail "\"$word\" ended with $status" ;;
	esac
done

echo "the tests that the feed runs on a router pass"
sed "s|/usr/sbin/nsfollow|$nsfollow|; s|/usr/libexec/rpcd/nsfollow|$package/files/nsfollow.rpcd|" \
	"$package/test.sh" >"$room/test.sh"
sed "s|/usr/sbin/nsfollow|$nsfollow|" "$package/test-version.sh" >"$room/test-version.sh"
chmod +x "$room"/*.sh
export PKG_NAME=nsfollow PKG_VERSION="$version"
for test in test.sh test-version.sh; do
	sed -i "s|$package/files/nsfollow.rpcd list|sh &|" "$room/$test"
	sh "$room/$test" "$PKG_NAME" "$PKG_VERSION" >"$room/said" 2>&1 ||
		fail "$test: $(cat "$room/said")"
done
! PKG_NAME=other sh "$room/test.sh" >/dev/null 2>&1 || fail "test.sh passes any package"
! PKG_NAME=other sh "$room/test-version.sh" >/dev/null 2>&1 || fail "test-version.sh passes any"
! grep -E 'grep (-[a-zA-Z]*q|--quiet)' "$package"/test*.sh ||
	fail "the feed wants to see what is found"

echo "what it installs is what it says"
for one in nsfollow tomlplusplus; do
	file=$root/openwrt/$one/Makefile
	head -n 1 "$file" | grep -q SPDX || fail "$one: no licence"
	! grep -n ' $' "$file" || fail "$one: blanks at the end of a line"
	! grep -nE '(define|call|eval).*\$\(PKG_NAME\)' "$file" || fail "$one: PKG_NAME in a definition"
	for name in PKG_MAINTAINER PKG_LICENSE PKG_LICENSE_FILES PKG_SOURCE PKG_SOURCE_URL PKG_HASH; do
		[ -n "$(variable $name "$root/openwrt/$one")" ] || fail "$one: no $name"
	done
done
variable PKG_HASH "$root/openwrt/tomlplusplus" | grep -Eq '^[0-9a-f]{64}$' || fail "no hash"
if command -v make >/dev/null; then
	mkdir -p "$room/built/usr/sbin" "$room/out"
	: >"$room/built/usr/sbin/nsfollow"
	: >"$room/built/usr/sbin/nsfollow-echo"
	mk() {
		make -s -C "$package" TOPDIR="$here/feed" PKG_INSTALL_DIR="$room/built" \
			OUT="$room/out" "$@"
	}
	mk install >"$room/said" 2>&1 || fail "$(cat "$room/said")"
	(cd "$room/out" && find . -type f -printf '%m %P\n' | LC_ALL=C sort -k 2) >"$room/installed"
	diff "$here/feed/installed.expected" "$room/installed" || fail "other files than expected"
	mk conffiles | sed '/^$/d' >"$room/conffiles"
	printf '/etc/config/nsfollow\n/etc/nsfollow/\n' | diff - "$room/conffiles" ||
		fail "other conffiles"
	mk CONFIG_PACKAGE_nsfollow-echo=y facts >"$room/facts"
	for word in NSFOLLOW_ECHO=ON NSFOLLOW_NETLINK=libnl-tiny NSFOLLOW_SMALL=ON BUILD_TESTING=OFF \
		USERID:=nsfollow:nsfollow; do
		grep -Fq -- "$word" "$room/facts" || fail "no $word"
	done
	mk facts | grep -Fq NSFOLLOW_ECHO=OFF || fail "nsfollow-echo is built where it is not wanted"
	mk facts | grep -Fq NSFOLLOW_TLS=OFF || fail "there is no small build"
	mk CONFIG_NSFOLLOW_TLS=y facts | grep -Fq NSFOLLOW_TLS=ON || fail "TLS cannot be chosen"
	# shellcheck disable=SC2013 # words
	for option in $(grep -o 'CONFIG_NSFOLLOW_[A-Z]*' "$package/Makefile"); do
		grep -q "^	config ${option#CONFIG_}\$" "$package/Makefile" ||
			fail "nobody can choose $option"
		grep -q "^PKG_CONFIG_DEPENDS:=.*$option" "$package/Makefile" ||
			fail "$option rebuilds nothing"
	done
	# shellcheck disable=SC2013 # words
	for option in $(grep -o -- '-DNSFOLLOW_[A-Z_]*' "$package/Makefile" | cut -c 3-); do
		grep -Eq "^(option|set)\($option " "$root/CMakeLists.txt" || fail "CMake knows no $option"
	done
fi

echo "what is installed belongs to the package"
for file in "$package"/files/*; do
	grep -Fq "./files/${file##*/} " "$package/Makefile" || fail "${file##*/} is not installed"
done

echo "a user who is root calls what needs no root as the user of the watcher"
# shellcheck disable=SC2016 # a word of theirs
! grep -n '"$PROG" \(check\|explain\)' "$package"/files/* || fail "root runs it"

echo "the init script has the form that the feed's shfmt gives it"
! command -v shfmt >/dev/null || shfmt -d -sr -s "$package"/files/*.init
