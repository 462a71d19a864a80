"""Loopback servers that the network tests talk to. Nothing outside 127.0.0.0/8 is ever asked."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from benchmarks.external_farm import Farm, FarmConnection, host_addresses

from sitecheck.net.address import Address, AddressPolicy
from sitecheck.net.connection import Connection
from sitecheck.net.dns import ThreadResolver
from sitecheck.net.transport import GuardTransport, Origin

Responder = Callable[[bytes], bytes | None]


class RawServer:
    """Answers each request on a connection with what `respond` returns; None closes the connection."""

    def __init__(
        self, respond: Responder, address: str = "127.0.0.1", context: ssl.SSLContext | None = None
    ) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.names: list[str | None] = []
        self._respond = respond
        self._context = context
        self._listener = socket.create_server((address, 0))
        self.address = address
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str = "/", host: str = "") -> str:
        scheme = "https" if self._context else "http"
        return f"{scheme}://{host or self.address}:{self.port}{path}"

    def close(self) -> None:
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(2)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            thread = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _talk(self, connection: socket.socket) -> None:
        try:
            if self._context is not None:
                connection = self._context.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            buffer = b""
            while data := connection.recv(65536):
                buffer += data
                while b"\r\n\r\n" in buffer:
                    request, _, buffer = buffer.partition(b"\r\n\r\n")
                    self.requests.append(request)
                    answer = self._respond(request)
                    if answer is None:
                        connection.close()
                        return
                    connection.sendall(answer)
        except OSError:
            pass
        finally:
            connection.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
    """Start raw servers that end with the test."""
    servers: list[RawServer] = []

    def start(respond: Responder, **options: Any) -> RawServer:
        servers.append(RawServer(respond, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def farm() -> Iterator[str]:
    """The farm of the benchmark without latency, on eight hosts; gives its port."""
    import asyncio

    loop = asyncio.new_event_loop()
    ready = threading.Event()
    ports: list[int] = []
    stop = loop.create_future()

    async def serve_farm() -> None:
        state = Farm(0.0)
        first = socket.create_server((host_addresses(1)[0], 0))
        ports.append(first.getsockname()[1])
        sockets = [first, *(socket.create_server((address, ports[0])) for address in host_addresses(8)[1:])]
        servers = [await loop.create_server(lambda: FarmConnection(state), sock=sock) for sock in sockets]
        ready.set()
        await stop
        for server in servers:
            server.close()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve_farm(),), daemon=True)
    thread.start()
    ready.wait()
    yield str(ports[0])
    loop.call_soon_threadsafe(stop.set_result, None)
    thread.join()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


class DialRecorder(GuardTransport):
    """A guarded transport that notes every address it would connect to, and really dials loopback only."""

    def __init__(
        self, names: dict[str, list[str]] | Callable[[str], list[str]], *allowed: str, **options: Any
    ) -> None:
        def lookup(host: str) -> list[str]:
            found = names(host) if callable(names) else names.get(host)
            if found is not None:
                return found
            # Numeric forms only: the operating system reads them without asking anyone.
            entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            return [str(entry[4][0]) for entry in entries]

        policy = AddressPolicy(allowed=tuple(ipaddress.ip_network(network) for network in allowed))
        super().__init__(policy, ThreadResolver(lookup, second_look=0.01), **options)
        self.dialled: list[str] = []

    async def _connect_to(self, origin: Origin, address: Address, timeout: float) -> Connection:
        self.dialled.append(str(address))
        if not address.is_loopback:
            raise httpx.ConnectTimeout("not in a test")
        return await super()._connect_to(origin, address, timeout)


@pytest.fixture
def guarded() -> type[DialRecorder]:
    """The recording transport: `guarded(names, *allowed_networks)`."""
    return DialRecorder


def page(status: str = "200 OK", *fields: str, body: bytes = b"hello") -> bytes:
    """An answer as a server sends it."""
    lines = [f"HTTP/1.1 {status}", *fields, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode() + body
