# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# For the checks beside it: the files that people write.  Run in the project's root.

# The C++ files of the program and its tests.
cpp_files() { find src tests -name '*.cpp' -o -name '*.h' | sort; }

# Every file that may hold a comment: not data, texts, or what a build leaves behind.
commented_files() {
	cpp_files
	find . -path './build*' -prune -o -path ./.git -prune -o -type f \
		\( -name '*.cmake' -o -name CMakeLists.txt -o -name '*.service' \
		-o -path './man/*' -o -path './config/*' \) -print
	shell_files
}

# Scripts are known by their first line, wherever they are.
shell_files() {
	find . -path './build*' -prune -o -path ./.git -prune -o -path ./tests/data -prune -o \
		-type f ! -name '*.cpp' ! -name '*.h' -size -64k -print | sort | while IFS= read -r file; do
		case $(head -c 64 "$file" | head -n 1 | tr -d '\0') in
		'#!/bin/sh'* | '#!/bin/bash'* | '#!/usr/bin/env bash'* | '# shellcheck shell='*) echo "$file" ;;
		esac
	done
}
