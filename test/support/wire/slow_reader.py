"""Reads a stream slowly, as over a thin line: slow_reader.py URL BYTES_A_SECOND WANTED_BYTES

The small segments and the small window keep the bytes that wait in the server, not in the kernel. Says the endpoint, goes
on when it is sent a line, and says how many bytes came. At a rate of 0 it reads nothing.
"""

import socket
import ssl
import sys
import time
from urllib.parse import urlsplit

url, rate, wanted = urlsplit(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])

connection = socket.socket()
connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1400)
connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
connection.connect((url.hostname, url.port))
if url.scheme == "https":
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    connection = context.wrap_socket(connection)
head = f"GET {url.path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
connection.sendall(head.encode())

received = b""
while b"\n\n" not in received.partition(b"\r\n\r\n")[2]:
    received += connection.recv(4096)
print(received.partition(b"data: ")[2].partition(b"\n")[0].decode(), flush=True)
sys.stdin.readline()

total = 0
try:
    while rate > 0 and total < wanted:
        part = connection.recv(max(1, rate // 10))
        if not part:
            break
        total += len(part)
        time.sleep(len(part) / rate)
    print(total, flush=True)
except OSError:
    print(total, flush=True)
# Whoever reads nothing does not see that the server has gone.
sys.stdin.readline()
