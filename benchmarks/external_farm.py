"""A farm of badly and well behaved web servers on 127.0.0.0/8, in a process of its own.

    python -m benchmarks.external_farm --hosts 200 --latency-ms 50

prints its port and serves until its input ends. The first part of a path names the behaviour
(`/moved/17`, `/hang/3`); `EXPECTED` says which verdict each deserves. `/_stats` answers with counts.
Nothing listens outside the loopback network.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import socket
import sys
import time
from collections import Counter, deque
from collections.abc import Callable
from email.utils import formatdate
from typing import cast

PAGE = b"<!DOCTYPE html><title>page</title><h1 id='there'>A page</h1>" + b"<p>text</p>" * 40


def answer(status: str, *fields: str, body: bytes = PAGE, framed: bool = True) -> bytes:
    """The bytes of an answer; `framed` adds its Content-Length."""
    lines = [f"HTTP/1.1 {status}", "Server: farm", "Content-Type: text/html; charset=utf-8", *fields]
    if framed:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(code: int, location: str) -> bytes:
    """The bytes of a redirect."""
    return answer(f"{code} Elsewhere", f"Location: {location}", body=b"")


_BOMB = gzip.compress(b"\0" * 20_000_000)
_LF_ONLY = b"HTTP/1.1 200 OK\nContent-Length: 0\n\n"
_MANY_HEADERS = tuple(f"X-Filler-{number}: {'x' * 900}" for number in range(60))

# Behaviours that are the same bytes every time, for HEAD (without the body) and GET.
STATIC: dict[str, bytes] = {
    "ok": answer("200 OK"),
    "no-content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "no-reason": answer("200"),
    "many-headers": answer("200 OK", *_MANY_HEADERS),
    "latin1-header": answer("200 OK", "X-Name: caf\xe9"),
    "early-hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer("200 OK", body=b""),
    "found": redirect(302, "/ok/from-found"),
    "see-other": redirect(303, "/ok/from-see-other"),
    "temporary": redirect(307, "/ok/from-temporary"),
    "moved": redirect(301, "/ok/from-moved"),
    "moved-308": redirect(308, "/ok/from-moved-308"),
    "moved-chain": redirect(301, "/moved/chained"),
    "moved-then-found": redirect(301, "/found/chained"),
    "moved-to-gone": redirect(301, "/not-found/after-move"),
    "moved-to-wall": redirect(301, "/wall-403/after-move"),
    "loop": redirect(302, "/loop-back/1"),
    "loop-back": redirect(302, "/loop/1"),
    "no-location": answer("302 Found"),
    "bad-location": redirect(302, "http://[bad"),
    "to-file": redirect(302, "file:///etc/passwd"),
    "not-found": answer("404 Not Found"),
    "gone": answer("410 Gone"),
    "wall-401": answer("401 Unauthorized", 'WWW-Authenticate: Basic realm="x"'),
    "wall-403": answer("403 Forbidden"),
    "wall-451": answer("451 Unavailable For Legal Reasons"),
    "wall-999": answer("999 Request denied"),
    "wall-418": answer("418 I'm a teapot"),
    "wall-challenge": answer("403 Forbidden", "cf-mitigated: challenge"),
    "wall-challenge-404": answer("404 Not Found", "cf-mitigated: challenge"),
    "wall-datadome": answer("403 Forbidden", "X-DataDome: protected"),
    "limited-forever": answer("429 Too Many Requests"),
    "limited-for-a-year": answer("429 Too Many Requests", "Retry-After: 31536000"),
    "error-500": answer("500 Internal Server Error"),
    "error-502": answer("502 Bad Gateway"),
    "error-503": answer("503 Service Unavailable"),
    "odd-400": answer("400 Bad Request"),
    "odd-406": answer("406 Not Acceptable"),
    "banner": b"SSH-2.0-OpenSSH_9.6\r\n",
    "bad-header": b"HTTP/1.1 200 OK\r\nNo colon here\r\n\r\n",
    "bad-length": b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    "switching": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
    "informational-flood": b"HTTP/1.1 102 Processing\r\n\r\n" * 50,
    "lf-only": _LF_ONLY,
}

_DESERVED = {
    "alive": """
        ok no-content no-reason many-headers latin1-header early-hints lf-only http10 chunked until-eof
        closing silently-closing found see-other temporary found-relative head-404 head-405 head-501
        head-403 head-hang head-reset head-body flaky-404 flaky-503 flaky-reset slow slow-body bomb
        endless-body limited-once limited-date limited-bare unavailable-once""",
    "moved": "moved moved-308 moved-chain moved-then-found moved-slash",
    "dead": "moved-to-gone not-found gone",
    "refused": "to-file",
    "unverifiable": """
        wall-401 wall-403 wall-418 wall-451 wall-999 wall-challenge wall-challenge-404 wall-datadome
        moved-to-wall limited-forever limited-for-a-year error-500 error-502 error-503 odd-400 odd-406
        loop loop-endless no-location bad-location hang reset eof banner bad-header bad-length switching
        informational-flood slow-loris endless-head cut-head""",
}
EXPECTED = {name: verdict for verdict, names in _DESERVED.items() for name in names.split()}


class Farm:
    """What all connections share: the latency queue and the counts."""

    def __init__(self, latency: float) -> None:
        self.latency = latency
        self.asked: Counter[str] = Counter()
        self.requests = 0
        self.in_flight = 0
        self.most_in_flight = 0
        self.connections = 0
        self._due: deque[tuple[float, FarmConnection, bytes]] = deque()
        self._armed = False

    def later(self, connection: FarmConnection, data: bytes) -> None:
        """Send `data` after the latency of the farm."""
        loop = asyncio.get_running_loop()
        self._due.append((loop.time() + self.latency, connection, data))
        if not self._armed:
            self._armed = True
            loop.call_at(self._due[0][0], self._send_due)

    def _send_due(self) -> None:
        loop = asyncio.get_running_loop()
        horizon = loop.time() + 0.0005
        while self._due and self._due[0][0] <= horizon:
            _, connection, data = self._due.popleft()
            connection.send(data)
        self._armed = bool(self._due)
        if self._armed:
            loop.call_at(self._due[0][0], self._send_due)

    def stats(self) -> bytes:
        """The counts as JSON."""
        counts = {
            "requests": self.requests,
            "connections": self.connections,
            "most_in_flight": self.most_in_flight,
        }
        return answer("200 OK", body=json.dumps(counts).encode())


class FarmConnection(asyncio.Protocol):
    """One connection: reads requests without bodies and behaves as their paths say."""

    def __init__(self, farm: Farm) -> None:
        self.farm = farm
        self.transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.farm.connections += 1

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
            self._request(method, path)

    def send(self, data: bytes) -> None:
        """Write an answer and count it as given."""
        self.farm.in_flight -= 1
        if self.transport is not None:
            self.transport.write(data)

    def reset(self) -> None:
        """Break the connection with a TCP reset."""
        if self.transport is not None:
            sock = self.transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            self.transport.abort()

    def _request(self, method: str, path: str) -> None:
        farm = self.farm
        name = path.split("/", 2)[1]
        if name == "_stats":
            farm.in_flight += 1
            self.send(farm.stats())
            return
        farm.requests += 1
        farm.in_flight += 1
        farm.most_in_flight = max(farm.most_in_flight, farm.in_flight)
        fixed = _HEADS.get(name) if method == "HEAD" else STATIC.get(name)
        if fixed is not None:
            farm.later(self, fixed)
            return
        farm.asked[path] += 1
        behave = BEHAVIOURS.get(name)
        farm.later(self, answer("404 Not Found")) if behave is None else behave(self, method, path)


def _head_of(data: bytes) -> bytes:
    """An answer without its body; what is no ordinary answer stays as it is."""
    end = data.find(b"\r\n\r\n", data.find(b"HTTP/1.1 200") if data.startswith(b"HTTP/1.1 103") else 0)
    return data if end < 0 or data.count(b"HTTP/1.1") > 2 else data[: end + 4]


_HEADS = {name: _head_of(data) for name, data in STATIC.items()}


def _plain(connection: FarmConnection, method: str, data: bytes) -> None:
    connection.farm.later(connection, _head_of(data) if method == "HEAD" else data)


def _call(delay: float, function: Callable[[], object]) -> None:
    asyncio.get_running_loop().call_later(delay, function)


def _drip(connection: FarmConnection, data: bytes, pause: float) -> None:
    if data and connection.transport is not None and not connection.transport.is_closing():
        connection.transport.write(data[:1])
        _call(pause, lambda: _drip(connection, data[1:], pause))


def _pour(connection: FarmConnection, data: bytes) -> None:
    if connection.transport is not None and not connection.transport.is_closing():
        connection.transport.write(data)
        _call(0.005, lambda: _pour(connection, data))


def _close_after(connection: FarmConnection, data: bytes, *, pause: float = 0.0) -> None:
    def finish() -> None:
        if connection.transport is not None:
            connection.transport.write(data)
            _call(pause, connection.transport.close)

    connection.farm.in_flight -= 1
    _call(connection.farm.latency, finish)


def _reset(connection: FarmConnection, method: str, path: str) -> None:
    connection.farm.in_flight -= 1
    _call(connection.farm.latency, connection.reset)


def _hang(connection: FarmConnection, method: str, path: str) -> None:
    connection.farm.in_flight -= 1


def _only_get(head: bytes | None) -> Callable[[FarmConnection, str, str], None]:
    """Answers GET well, and HEAD with `head` (None: hangs)."""

    def behave(connection: FarmConnection, method: str, path: str) -> None:
        if method != "HEAD":
            connection.farm.later(connection, STATIC["ok"])
        elif head is None:
            _hang(connection, method, path)
        else:
            connection.farm.later(connection, head)

    return behave


def _first(first: Callable[[], bytes], times: int = 1) -> Callable[[FarmConnection, str, str], None]:
    """Answers with `first` the first `times`, then well."""

    def behave(connection: FarmConnection, method: str, path: str) -> None:
        _plain(connection, method, first() if connection.farm.asked[path] <= times else STATIC["ok"])

    return behave


def _slow(connection: FarmConnection, method: str, path: str) -> None:
    data = _HEADS["ok"] if method == "HEAD" else STATIC["ok"]
    _call(0.6, lambda: connection.send(data))


def _slow_body(connection: FarmConnection, method: str, path: str) -> None:
    if method == "HEAD":
        connection.farm.later(connection, answer("405 Method Not Allowed", body=b""))
    else:
        connection.farm.later(connection, _HEADS["ok"])
        _call(0.2, lambda: _drip(connection, PAGE, 0.5))


def _slow_loris(connection: FarmConnection, method: str, path: str) -> None:
    connection.farm.in_flight -= 1
    _drip(connection, STATIC["ok"], 0.3)


def _endless_head(connection: FarmConnection, method: str, path: str) -> None:
    connection.farm.later(connection, b"HTTP/1.1 200 OK\r\n")
    _pour(connection, b"X-More: " + b"y" * 4000 + b"\r\n")


def _endless_body(connection: FarmConnection, method: str, path: str) -> None:
    if method == "HEAD":
        connection.farm.later(connection, answer("405 Method Not Allowed", body=b""))
        return
    connection.farm.later(connection, answer("200 OK", body=b"", framed=False))
    _call(connection.farm.latency + 0.01, lambda: _pour(connection, b"z" * 16384))


def _head_body(connection: FarmConnection, method: str, path: str) -> None:
    connection.farm.later(connection, STATIC["ok"])


def _head_reset(connection: FarmConnection, method: str, path: str) -> None:
    (_reset if method == "HEAD" else _head_body)(connection, method, path)


def _flaky_reset(connection: FarmConnection, method: str, path: str) -> None:
    (_reset if connection.farm.asked[path] == 1 else _first(bytes, 0))(connection, method, path)


def _moved_slash(connection: FarmConnection, method: str, path: str) -> None:
    _plain(connection, method, STATIC["ok"] if path.endswith("/") else redirect(301, path + "/"))


def _loop_endless(connection: FarmConnection, method: str, path: str) -> None:
    _plain(connection, method, redirect(302, f"{path}x"))


def _found_relative(connection: FarmConnection, method: str, path: str) -> None:
    _plain(connection, method, redirect(302, "../ok/relative?from=here#there"))


def _chunked(connection: FarmConnection, method: str, path: str) -> None:
    body = b"5\r\nhello\r\n0\r\n\r\n"
    _plain(connection, method, answer("200 OK", "Transfer-Encoding: chunked", body=body, framed=False))


def _bomb(connection: FarmConnection, method: str, path: str) -> None:
    if method == "HEAD":
        connection.farm.later(connection, answer("501 Not Implemented", body=b""))
    else:
        connection.farm.later(connection, answer("200 OK", "Content-Encoding: gzip", body=_BOMB))


def _limited(*fields: str) -> bytes:
    return answer("429 Too Many Requests", *fields)


BEHAVIOURS: dict[str, Callable[[FarmConnection, str, str], None]] = {
    "http10": lambda c, m, p: _close_after(c, b"HTTP/1.0 200 OK\r\n\r\n" + (PAGE if m == "GET" else b"")),
    "until-eof": lambda c, m, p: _close_after(
        c, answer("200 OK", body=PAGE if m == "GET" else b"", framed=False)
    ),
    "closing": lambda c, m, p: _close_after(c, answer("200 OK", "Connection: close", body=b"")),
    "silently-closing": lambda c, m, p: _close_after(c, answer("200 OK", body=b""), pause=0.05),
    "chunked": _chunked,
    "found-relative": _found_relative,
    "moved-slash": _moved_slash,
    "loop-endless": _loop_endless,
    "head-404": _only_get(answer("404 Not Found", body=b"")),
    "head-405": _only_get(answer("405 Method Not Allowed", body=b"")),
    "head-501": _only_get(answer("501 Not Implemented", body=b"")),
    "head-403": _only_get(answer("403 Forbidden", body=b"")),
    "head-hang": _only_get(None),
    "head-reset": _head_reset,
    "head-body": _head_body,
    "flaky-404": _first(lambda: answer("404 Not Found")),
    "flaky-503": _first(lambda: answer("503 Service Unavailable"), 2),
    "flaky-reset": _flaky_reset,
    "limited-once": _first(lambda: _limited("Retry-After: 1")),
    "limited-date": _first(lambda: _limited(f"Retry-After: {formatdate(time.time() + 2, usegmt=True)}")),
    "limited-bare": _first(_limited),
    "unavailable-once": _first(lambda: answer("503 Service Unavailable")),
    "slow": _slow,
    "slow-body": _slow_body,
    "slow-loris": _slow_loris,
    "endless-head": _endless_head,
    "endless-body": _endless_body,
    "bomb": _bomb,
    "hang": _hang,
    "reset": _reset,
    "eof": lambda c, m, p: _close_after(c, b""),
    "cut-head": lambda c, m, p: _close_after(c, b"HTTP/1.1 200 OK\r\nContent-"),
}


def host_addresses(count: int) -> list[str]:
    """The first `count` addresses of the farm."""
    return [f"127.0.{1 + number // 250}.{1 + number % 250}" for number in range(count)]


def _listen(address: str, port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, port))
    listener.listen(1024)
    return listener


async def serve(hosts: int, latency: float) -> None:
    """Serve until standard input ends; the port is printed first."""
    loop = asyncio.get_running_loop()
    farm = Farm(latency)
    first = _listen(host_addresses(1)[0], 0)
    port = first.getsockname()[1]
    listeners = [first, *(_listen(address, port) for address in host_addresses(hosts)[1:])]
    servers = [await loop.create_server(lambda: FarmConnection(farm), sock=sock) for sock in listeners]
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    for server in servers:
        server.close()


def main() -> None:
    """Run the farm from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--latency-ms", type=float, default=50)
    options = parser.parse_args()
    asyncio.run(serve(options.hosts, options.latency_ms / 1000))


if __name__ == "__main__":
    main()
