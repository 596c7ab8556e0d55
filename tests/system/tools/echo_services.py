#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""HTTP services at port 80 that tell from which address a request comes, and count.

usage: echo_services.py COUNT ADDRESS[=ANSWER]...
COUNT is a file: "ready" when they listen, then a line "ADDRESS CLIENT" for each request, written
before it is answered.  ANSWER is what they say instead: "hang" nothing, for a minute; "busy" that
they want to be left alone for an hour; anything else, that.
"""
import http.server
import sys
import threading
import time


def service(address, answer, count):
    class Service(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            client = self.client_address[0]
            print(address, client, file=count, flush=True)
            if answer == "hang":
                time.sleep(60)
            busy = answer == "busy"
            body = f"{answer or client}\n".encode()
            self.send_response(429 if busy else 200)
            if busy:
                self.send_header("Retry-After", "3600")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return http.server.ThreadingHTTPServer((address, 80), Service)


def main():
    with open(sys.argv[1], "a", encoding="ascii") as count:
        for word in sys.argv[2:]:
            address, _, answer = word.partition("=")
            threading.Thread(target=service(address, answer, count).serve_forever).start()
        print("ready", file=count, flush=True)
        threading.Event().wait()


main()
