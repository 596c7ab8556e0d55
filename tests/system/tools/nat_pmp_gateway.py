#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A gateway that answers the question for its public address by NAT-PMP, with whatever it is told.

usage: nat_pmp_gateway.py ADDRESS [SENDER]
With SENDER the answer comes from that address of the gateway, not from the one that was asked.
"""
import socket
import struct
import sys

PORT = 5351


def main():
    answer = struct.pack("!BBHI", 0, 128, 0, 1000) + socket.inet_aton(sys.argv[1])
    ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ear.bind(("", PORT))
    mouth = ear
    if len(sys.argv) > 2 and sys.argv[2]:
        mouth = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        mouth.bind((sys.argv[2], 0))
    while True:
        question, client = ear.recvfrom(2048)
        if question[:2] == b"\0\0":
            mouth.sendto(answer, client)


main()
