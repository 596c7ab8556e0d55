#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The files of the LuCI application fit together, and grant no more than they must.

usage: files.py ROOT [--write]    --write makes the template of translations anew
"""
import json
import re
import subprocess
import sys
from pathlib import Path

root = Path(sys.argv[1])
app = root / "openwrt/luci-app-nsfollow"
resources = app / "htdocs/luci-static/resources"
template = app / "po/templates/nsfollow.pot"
acl_file = app / "root/usr/share/rpcd/acl.d/luci-app-nsfollow.json"
menu_file = app / "root/usr/share/luci/menu.d/luci-app-nsfollow.json"
scripts = sorted(resources.rglob("*.js"))
wrong = []


def check(fact, *about):
    if not fact:
        wrong.append(" ".join(str(one) for one in about))


def check_acl():
    """Nothing but four calls and the settings: no file, no program, no other configuration."""
    acl = json.loads(acl_file.read_text())
    check(list(acl) == ["luci-app-nsfollow"], "the list has other groups:", list(acl))
    group = acl["luci-app-nsfollow"]
    group.pop("description")
    check(
        group
        == {
            "read": {"ubus": {"nsfollow": ["explain", "status"]}, "uci": ["nsfollow"]},
            "write": {"ubus": {"nsfollow": ["check", "trigger"]}, "uci": ["nsfollow"]},
        },
        "the list grants something else:",
        group,
    )


def check_calls():
    """The views call what rpcd offers and the list grants."""
    granted = {"nsfollow.check", "nsfollow.explain", "nsfollow.status", "nsfollow.trigger"}
    declared = set()
    for script in scripts:
        text = script.read_text()
        pattern = r"rpc\.declare\(\{\s*object: '([^']*)',\s*method: '([^']*)'"
        found = [".".join(one) for one in re.findall(pattern, text)]
        check(len(found) == text.count("rpc.declare"), script, "has a call of another form")
        declared.update(found)
    check(declared == granted, "called is", declared)
    plugin = root / "openwrt/nsfollow/files/nsfollow.rpcd"
    listed = subprocess.run(["sh", plugin, "list"], capture_output=True, check=True, timeout=10)
    offered = set(json.loads(listed.stdout))
    check({"nsfollow." + name for name in offered} == granted, "rpcd offers", offered)


def check_members():
    """What the pages read of an answer is in it, and what is in it was tried."""
    sources = ("src/control/status_json.cpp", "src/cli/explained_json.cpp",
               "src/cli/check_json.cpp")
    written = set()
    for source in sources:
        written.update(re.findall(r'(?<!include )"([a-z]\w+)"', (root / source).read_text()))
    flags = {"secondary", "temporary", "permanent", "tentative", "optimistic", "dadfailed",
             "deprecated", "mngtmpaddr"}
    pages = "".join((resources / page).read_text() for page in ("view/nsfollow/overview.js",
                                                                "nsfollow/checklist.js"))
    objects = "status|name|zone|server|trouble|source|candidate|one|rrset|report|examined|finding"
    read = set(re.findall(r"\b(?:%s)\.(\w+)\b(?!\()" % objects, pages))
    said_in_sentences = {"blind", "exit_status", "topic", "serial", "clock_margin_s"}
    unread = written - read - flags - said_in_sentences
    check(not unread, "no page shows", unread)
    check(read <= written | {"error", "advice"}, "nobody writes", read - written)
    tried = "".join((root / "tests/luci" / test).read_text()
                    for test in ("overview_test.js", "checklist_test.js"))
    untried = {one for one in written - flags if not re.search(r"\b%s:" % one, tried)}
    check(not untried, "the tests do not know", untried)


def check_menu():
    menu = json.loads(menu_file.read_text())
    check(
        menu["admin/services/nsfollow"]["depends"]
        == {"acl": ["luci-app-nsfollow"], "uci": {"nsfollow": True}},
        "the menu depends on other things",
    )
    paths = {one["action"].get("path") for one in menu.values()} - {None}
    views = {str(one.relative_to(resources / "view").with_suffix("")) for one in scripts
             if one.is_relative_to(resources / "view")}
    check(paths == views, "the menu has", paths, "and there is", views)


def check_scripts():
    """Nothing makes markup of text, and nothing reads files or runs programs."""
    dangers = ("innerHTML", "outerHTML", "insertAdjacentHTML", "rawhtml", "document.write",
               "eval(", "'require fs", "dom.parse", "password")
    for script in scripts:
        text = script.read_text()
        for danger in dangers:
            check(danger not in text, script, "has", danger)
        lost = re.findall(r"(?:=>|\breturn)\s*/[^/*].*", text)
        check(not lost, script, "has what LuCI's jsmin takes for a division:", lost)
        required = re.findall(r"^'require (\S+)(?: as (\S+))?';$", text, re.MULTILINE)
        for module, name in required:
            used = r"\b%s\b" % (name or module.split(".")[-1])
            check(re.search(used, text.split("';\n\n", 1)[1]), script, "does not use", module)


def messages():
    """Each text to be translated, and where it is."""
    found = {}
    for script in scripts:
        for number, line in enumerate(script.read_text().splitlines(), 1):
            texts = re.findall(r"\b_\('((?:[^'\\]|\\.)*)'\)", line)
            calls = re.findall(r"(?<!\w)_\(", line)
            check(len(texts) == len(calls), script, number, "hides a text")
            for text in texts:
                found.setdefault(text.replace("\\'", "'"), []).append((script, number))
    for file, key in ((menu_file, "title"), (acl_file, "description")):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            for text in re.findall(r'"%s": "([^"]*)"' % key, line):
                found.setdefault(text, []).append((file, number))
    return found


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def entry(text, places):
    lines = ["#: applications/%s:%d" % (file.relative_to(app.parent), n) for file, n in places]
    if len(quoted(text)) <= 70:
        return lines + ["msgid " + quoted(text), 'msgstr ""', ""]
    lines.append('msgid ""')
    rest = text
    while len(quoted(rest)) > 78:
        end = rest.rfind(" ", 0, 74) + 1
        lines.append(quoted(rest[:end]))
        rest = rest[end:]
    return lines + [quoted(rest), 'msgstr ""', ""]


def check_template(write):
    found = messages()
    if write:
        lines = ['msgid ""', 'msgstr "Content-Type: text/plain; charset=UTF-8"', ""]
        for text in sorted(found):
            lines += entry(text, found[text])
        template.write_text("\n".join(lines))
    blocks = re.findall(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)msgstr', template.read_text(),
                        re.MULTILINE)
    known = {"".join(json.loads(line) for line in block.splitlines()) for block in blocks} - {""}
    check(known == set(found), "files.py ROOT --write should be run: it does not agree on",
          known ^ set(found))


check_acl()
check_calls()
check_members()
check_menu()
check_scripts()
check_template("--write" in sys.argv[2:])
for one in wrong:
    print(one)
sys.exit(1 if wrong else 0)
