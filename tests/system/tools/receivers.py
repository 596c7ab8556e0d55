#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A web service at port 8080 and a mail server at port 2525 of 127.0.0.1 that keep what they get.

usage: receivers.py DIRECTORY
In DIRECTORY: "ready" when they listen; then each POST as post.N, its header lines, an empty line
and its body, and each mail as mail.N, the commands and the text.  The file appears when it is
whole.  A POST to /hang is never answered, one to /busy with 503.
"""
import http.server
import itertools
import os
import pathlib
import socketserver
import sys
import threading
import time

HERE = pathlib.Path(sys.argv[1])


def keep(kind, number, octets):
    part = HERE / f"{kind}.part"
    part.write_bytes(octets)
    os.rename(part, HERE / f"{kind}.{number}")


class Web(http.server.BaseHTTPRequestHandler):
    numbers = itertools.count(1)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"{self.requestline}\n{self.headers}"
        keep("post", next(self.numbers), head.encode() + body)
        if self.path == "/hang":
            time.sleep(600)
        self.send_response(503 if self.path == "/busy" else 204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Mail(socketserver.StreamRequestHandler):
    numbers = itertools.count(1)

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 here")
        got = b""
        while line := self.rfile.readline():
            got += line
            word = line.strip().upper()
            if word == b"DATA":
                self.say("354 go on")
                while (line := self.rfile.readline()) not in (b"", b".\r\n"):
                    got += line
                keep("mail", next(self.numbers), got)
            self.say("221 farewell" if word == b"QUIT" else "250 well")
            if word == b"QUIT":
                return


class Threads(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


for port, receiver in (8080, Web), (2525, Mail):
    server = Threads(("127.0.0.1", port), receiver)
    threading.Thread(target=server.serve_forever).start()
keep("ready", 0, b"")
