#!/bin/sh
# SPDX-License-Identifier: MIT
# Plants one bug after the other in src/core: the engine's tests or the random walks must find it.
#   usage: mutants.sh ROOT [BUG...]
# CXX, SEEDS (10000) and JOBS (2) may be set.
root=$(cd "${1:?usage: mutants.sh ROOT [BUG...]}" && pwd) || exit 2
shift
seeds=${SEEDS:-10000}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cp -r "$root/src/base" "$root/src/core" "$work" && cd "$work" || exit 2
compiler=${CXX:-g++}
cxx="$compiler -std=c++20 -O1 -I. -I$root/tests"
command -v ccache >/dev/null && cxx="ccache $cxx"

compile_all() {
	for source in base/*.cpp core/*.cpp; do
		echo "$cxx -c $source -o core_$(basename "$source" .cpp).o"
	done
	for source in "$root"/tests/support/world*.cpp; do
		echo "$cxx -c $source -o world_$(basename "$source" .cpp).o"
	done
	for source in "$root"/tests/sim/*.cpp; do
		echo "$cxx -c $source -o sim_$(basename "$source" .cpp).o"
	done
	for source in "$root"/tests/core/engine*_test.cpp "$root/tests/support/catch_main.cpp"; do
		echo "$cxx -c $source -o test_$(basename "$source" .cpp).o"
	done
}

link_with() { # MUTANT FILE: the object that takes the place of the file's own
	set -- "$@" world_*.o
	for object in core_*.o; do
		[ "$object" = "core_$2.o" ] || set -- "$@" "$object"
	done
	mutant=$1
	shift 2
	$compiler "$mutant" "$@" sim_*.o -o sim && $compiler "$mutant" "$@" test_*.o -o test_core
}

# Prints what found the bug, or "-".  What does not end is found as well.
by_test() {
	told=$(timeout 300 ./test_core --abort 2>&1)
	case $? in
		0) echo - ;;
		124) echo "does not end" ;;
		*) echo "$told" | sed -n '/^-----/{n;p;q;}' ;;
	esac
}
by_walk() { # SEEDS
	told=$(timeout 300 ./sim --seeds "$1")
	case $? in
		0) echo - ;;
		124) echo "does not end" ;;
		*) echo "$told" | head -n 1 ;;
	esac
}

try() { # BUG
	script=$root/tests/sim/mutants/$1.sed
	file=$(sed -n '1s/^# \([a-z_]*\)\.cpp: .*/\1/p' "$script")
	sed -f "$script" "core/$file.cpp" >mutant.cpp
	if cmp -s mutant.cpp "core/$file.cpp"; then
		echo "$1 plants nothing: the source has moved on"
		return 1
	fi
	$cxx -c mutant.cpp -o mutant.o && link_with mutant.o "$file" || return 1
	test=$(by_test)
	# What a test finds already needs no long walk.
	[ "$test" = - ] && walk=$(by_walk "$seeds") || walk=$(by_walk $((seeds / 10)))
	printf '%-22s | %-62.62s | %s\n' "$1" "$test" "$walk"
	[ "$test$walk" != -- ]
}

compile_all | xargs -P "${JOBS:-2}" -I{} sh -c '{}' || exit 2
link_with core_engine.o engine || exit 2
[ "$(by_test)" = - ] || { echo "the engine's tests fail without a bug"; exit 2; }

survivors=
if [ $# -eq 0 ]; then
	for script in "$root"/tests/sim/mutants/*.sed; do
		set -- "$@" "$(basename "$script" .sed)"
	done
fi
for bug; do
	try "$bug" || survivors="$survivors $bug"
done
[ -z "$survivors" ] && exit 0
echo "not found:$survivors"
exit 1
