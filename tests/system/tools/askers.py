# SPDX-License-Identifier: MIT
# Those who ask a watcher's socket without end, well and badly, for some seconds; tells how many were
# answered and how long the slowest answer took.
#   usage: askers.py SOCKET SECONDS
import os
import random
import socket
import sys
import time

path, seconds = sys.argv[1], float(sys.argv[2])


def connect():
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(5)
    s.connect(path)
    return s


def ask(line):
    with connect() as s:
        s.sendall(line)
        answer = b""
        while True:
            try:
                piece = s.recv(65536)
            except ConnectionResetError:
                break
            if not piece:
                break
            answer += piece
        return answer


def misbehave(stuck):
    kind = random.randrange(5)
    s = connect()
    try:
        if kind == 0:
            s.sendall(os.urandom(random.randrange(8192)))
        elif kind == 1:
            s.sendall(b"status js")
        elif kind == 2:
            s.sendall(b"follow json\n")
        elif kind == 3:
            for _ in range(100):
                s.sendall(b"x" * 65536)
        else:
            s.sendall(b"st")
            stuck.append(s)  # and stays, silent
            return
    except (BrokenPipeError, ConnectionResetError):
        pass
    s.close()


random.seed(1)
stuck = []
answered = turn = 0
slowest = 0.0
end = time.monotonic() + seconds
while time.monotonic() < end:
    turn += 1
    if turn % 20 == 0:
        del stuck[:-3]
        misbehave(stuck)
        continue
    began = time.monotonic()
    answer = ask((b"status text\n", b"status json\n", b"trigger source=pppd\n")[turn % 3])
    slowest = max(slowest, time.monotonic() - began)
    if not answer.startswith((b"ok ", b"refused there are too many")):
        sys.exit("not an answer: %r" % answer[:80])
    answered += answer.startswith(b"ok ")
print(int(answered / seconds), int(slowest * 1000))
