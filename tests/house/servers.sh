#!/bin/sh
# SPDX-License-Identifier: MIT
# The table of docs/servers.md has each acceptance case, and says "ok" of a server where, and only
# where, the test of that server runs the case.
#   usage: servers.sh ROOT
cd "${1:?usage: servers.sh ROOT}" || exit 2
page=docs/servers.md
cases=tests/system/acceptance-cases.sh
bad=0
complain() {
	echo "$page: $*" >&2
	bad=1
}
numbers=$(awk 'BEGIN { for (i = 1; i <= 35; i++) printf "%02d ", i }')
column=3
for server in bind knot powerdns; do
	column=$((column + 1))
	runs=" $(sed -n 's/^run_cases //p' tests/system/23?-acceptance-$server) "
	for number in $numbers; do
		row=$(grep -E "^\| \`?(case_)?${number}[_ ]" $page) || complain "there is no case $number"
		said=$(echo "$row" | cut -d '|' -f $column | tr -d ' ')
		case $runs in
		*" $number "*) [ "$said" = ok ] || complain "case $number runs at $server" ;;
		*) [ "$said" != ok ] || complain "case $number does not run at $server" ;;
		esac
	done
done
named=$(grep -o 'case_[0-9][0-9]_[a-z0-9_]*' $page | sort -u)
made=$(sed -n 's/^\(case_[0-9][0-9]_[a-z0-9_]*\)() .*/\1/p' $cases | sort)
odd=$(printf '%s\n' "$named" "$made" | sort | uniq -u)
[ -z "$odd" ] || complain "only here, or only in $cases:" "$odd"
exit $bad
