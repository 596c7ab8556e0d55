#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page about messages knows the sentences that the program says, and no others.

usage: messages.py ROOT
In docs/troubleshooting.md a sentence stands in backquotes, "…" for what differs from case to case.
Held against the source are the beginnings of sentences, up to the first of `:;(`: what follows is
advice, and may be worded otherwise.
"""
import pathlib
import re
import sys

# Where every sentence must be on the page, besides whatever is said as a warning or an error.
SENTENCES = [
    "core/words.cpp",
    "core/candidates.cpp",
    "core/echo_watch.cpp",
    "netlink/dump.cpp",
    "command/access.cpp",
    "state/store.cpp",
    "control/client.cpp",
    "echo/client.cpp",
]
STRING = r'"(?:[^"\\]|\\.)*"'


def without_comments(text):
    return re.sub(r"(?m)^#.*$|(?<![\":])//.*$", "", text)


def strings(text):
    """Its string literals, those that stand side by side as one."""
    for together in re.finditer(rf"{STRING}(?:\s+{STRING})*", text):
        parts = re.findall(STRING, together.group())
        yield "".join(part[1:-1] for part in parts).replace('\\"', '"').replace("\\n", " ")


def beginning(text):
    return " ".join(re.split("[:;(]", text.strip(" ,:;)"))[0].split())


def words(text):
    return len(re.findall("[A-Za-z]{2,}", text))


def calls(text, name):
    """The words of each call of these names."""
    for start in re.finditer(rf"\b(?:{name})\(", text):
        depth, at = 1, start.end()
        while depth:
            string = re.compile(STRING).match(text, at)
            depth += {"(": 1, ")": -1}.get(text[at], 0)
            at = string.end() if string else at + 1
        yield text[start.end() : at - 1]


def said(source):
    for path in sorted(source.rglob("*.cpp")):
        text = without_comments(path.read_text(encoding="utf-8"))
        parts = [text] if str(path.relative_to(source)) in SENTENCES else []
        parts += [
            call
            for call in calls(text, "say|line")
            if re.search(r"Level::(warning|error)", call)
        ]
        for part in parts:
            for string in strings(part):
                # What goes on after a cause is advice.
                is_new = string.lstrip(" )")[:1] not in (",", ";", "/")
                if is_new and words(string) >= 3 and words(beginning(string)) >= 2:
                    yield path, beginning(string)


def main():
    root = pathlib.Path(sys.argv[1])
    source = root / "src"
    page = (root / "docs/troubleshooting.md").read_text(encoding="utf-8")
    page = re.sub(r"(?ms)^```.*?^```$", "", page)
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", page)]
    bad = []
    for path, sentence in said(source):
        if not any(sentence in span for span in spans):
            bad.append(f'{path.relative_to(root)} says "{sentence}", the page does not')

    known = "\n".join(
        " ".join(string.split())
        for path in source.rglob("*.cpp")
        for string in strings(without_comments(path.read_text(encoding="utf-8")))
    )
    for heading in re.findall(r"(?m)^#+ `(.*)`$", page):
        for fragment in heading.split("…"):
            if fragment.strip(" ,:;") and beginning(fragment) not in known:
                bad.append(f'the page says "{fragment.strip()}", the source does not')
    header = (source / "core/reply.h").read_text(encoding="utf-8")
    outcomes = re.search(r"enum class Outcome[^{]*{(.*?)}", header, re.S)
    for outcome in re.findall(r"(?m)^\s*(\w+),?", outcomes.group(1)):
        if outcome != "done" and f"<!-- {outcome} -->" not in page:
            bad.append(f"the page tells nothing of Outcome::{outcome}")
    print("\n".join(bad), file=sys.stderr)
    return bool(bad)


sys.exit(main())
