"""HTTP over connections that are opened to checked addresses only."""

from __future__ import annotations

import asyncio
import ssl
import weakref
from collections.abc import AsyncIterator
from typing import Protocol

import httpx

from sitecheck.named_tuple import NamedTuple
from sitecheck.net.address import Address, AddressPolicy, parse_address
from sitecheck.net.connection import Connection
from sitecheck.net.dns import Resolver, ThreadResolver
from sitecheck.net.errors import Blocked, StaleConnection, tls_failure
from sitecheck.net.reply import Reply
from sitecheck.net.urls import Target, UrlProblem, read_url

_MAX_ADDRESSES = 4
_SHORT_ATTEMPT = 3.0

Origin = tuple[str, str, int]


class Ask(NamedTuple):
    """One request: `fields` is a block of header lines (CRLF each) sent after `Host`, `want` the number
    of body bytes to wait for, `timeout` the seconds until the reply must be there."""

    target: Target
    method: str
    fields: bytes
    want: int = 0
    timeout: float = 20.0


class Exchange(Protocol):
    """What the checker needs of a transport."""

    async def exchange(self, ask: Ask) -> Reply:
        """The reply to one request, redirects not followed. Raises httpx.TransportError."""

    def release(self, host: str) -> None:
        """No more requests to `host` are planned: idle connections to it may be closed."""


class GuardTransport(httpx.AsyncBaseTransport):
    """An httpx transport that cannot be led to an address its policy refuses.

    A host is resolved once per run; if any of its addresses is refused, the request is (Blocked). The
    socket is opened to a checked address and its peer checked again, while SNI and the certificate
    check use the name in the URL. Proxies, cookies, `.netrc` and credentials do not exist here.
    """

    def __init__(
        self,
        policy: AddressPolicy | None = None,
        resolver: Resolver | None = None,
        *,
        connect_timeout: float = 10.0,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        self.policy = policy or AddressPolicy()
        self.resolver: Resolver = resolver or ThreadResolver(timeout=connect_timeout)
        self._connect_timeout = connect_timeout
        self._ssl_context = ssl_context
        self._idle: dict[Origin, list[Connection]] = {}
        self._open: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._checked: dict[str, tuple[Address, ...]] = {}
        self._closed = False

    async def exchange(self, ask: Ask) -> Reply:
        """The reply to one request, redirects not followed.

        Raises Blocked, NoSuchHost, LookupFailed, TlsFailure, or another httpx.TransportError.
        """
        deadline = asyncio.get_running_loop().time() + ask.timeout
        target = ask.target
        request = b"%b %b HTTP/1.1\r\nHost: %b\r\n%b\r\n" % (
            ask.method.encode("ascii"),
            target.path.encode("ascii"),
            target.authority.encode("ascii"),
            ask.fields,
        )
        origin = (target.scheme, target.host, target.port)
        connection = self._take_idle(origin) or await self._connect(origin, deadline)
        try:
            return await _answer(connection, request, ask, deadline)
        except StaleConnection:
            connection = await self._connect(origin, deadline)
            return await _answer(connection, request, ask, deadline)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The same for a request of httpx; only requests without a body. The body is read up to 1 MB."""
        if await request.aread():
            raise httpx.UnsupportedProtocol("requests with a body are not sent")
        target = read_url(str(request.url))
        if isinstance(target, UrlProblem):
            raise httpx.UnsupportedProtocol(target.reason)
        kept = (
            (name, value)
            for name, value in request.headers.raw
            if name.lower() not in (b"host", b"content-length")
        )
        fields = b"".join(b"%b: %b\r\n" % field for field in kept)
        timeout = request.extensions.get("timeout", {}).get("read") or 20.0
        reply = await self.exchange(
            Ask(target=target, method=request.method, fields=fields, want=1_000_000, timeout=timeout)
        )
        headers = [tuple(line.split(b": ", 1)) for line in reply.fields.split(b"\r\n") if b": " in line]
        return httpx.Response(reply.status, headers=headers, stream=_Body(reply.body), request=request)  # type: ignore[arg-type]

    def release(self, host: str) -> None:
        """Close the idle connections to `host`."""
        for origin in [origin for origin in self._idle if origin[1] == host]:
            for connection in self._idle.pop(origin):
                connection.abort()

    async def aclose(self) -> None:
        """Close all connections, those included whose body still arrives though nobody waits for it."""
        self._closed = True
        for connection in tuple(self._open):
            connection.abort()
        self._open.clear()
        self._idle.clear()
        await asyncio.sleep(0)  # the event loop closes sockets in its next round

    def _take_idle(self, origin: Origin) -> Connection | None:
        connections = self._idle.get(origin)
        while connections:
            connection = connections.pop()
            if connection.usable:
                return connection
        return None

    async def _connect(self, origin: Origin, deadline: float) -> Connection:
        addresses = await self._checked_addresses(origin[1])
        error: httpx.TransportError = httpx.ConnectError("no address could be connected to")
        for number, address in enumerate(addresses, 1):
            left = deadline - asyncio.get_running_loop().time()
            longest = _SHORT_ATTEMPT if number < len(addresses) else self._connect_timeout
            try:
                return await self._connect_to(origin, address, max(0.0, min(left, longest)))
            except (httpx.ConnectTimeout, ConnectionFailed) as failure:
                error = failure
        raise error

    async def _checked_addresses(self, host: str) -> tuple[Address, ...]:
        known = self._checked.get(host)
        if known is not None:
            return known
        addresses = await self.resolver.resolve(host)
        for address in addresses:
            use = self.policy.refusal(address)
            if use is not None:
                raise Blocked(f"the host has an address that is not public ({use})")
        self._checked[host] = addresses[:_MAX_ADDRESSES]
        return self._checked[host]

    async def _connect_to(self, origin: Origin, address: Address, timeout: float) -> Connection:
        secure = origin[0] == "https"

        def put_back(connection: Connection) -> None:
            if self._closed:
                connection.abort()
            else:
                self._idle.setdefault(origin, []).append(connection)

        opening = asyncio.get_running_loop().create_connection(
            lambda: Connection(put_back),
            str(address),
            origin[2],
            ssl=self._context() if secure else None,
            server_hostname=origin[1].rstrip(".") if secure else None,
        )
        try:
            _, connection = await asyncio.wait_for(opening, timeout)
            self._open.add(connection)
        except (asyncio.TimeoutError, TimeoutError):
            raise httpx.ConnectTimeout("no connection in time") from None
        except ssl.SSLError as error:
            raise tls_failure(error) from None
        except (OSError, UnicodeError) as error:
            raise ConnectionFailed("the connection was refused or broke") from error
        self._check_peer(connection)
        return connection

    def _check_peer(self, connection: Connection) -> None:
        address = parse_address(connection.peer)
        use = "unknown" if address is None else self.policy.refusal(address)
        if use is not None:
            connection.abort()
            raise Blocked(f"the connection led to an address that is not public ({use})")

    def _context(self) -> ssl.SSLContext:
        if self._ssl_context is None:
            context = httpx.create_ssl_context(trust_env=False)
            context.load_default_certs()
            context.set_alpn_protocols(["http/1.1"])
            self._ssl_context = context
        return self._ssl_context


class ConnectionFailed(httpx.ConnectError):
    """The host refused the connection or could not be reached."""


class HttpxExchange:
    """Any httpx transport as an Exchange: the seam for tests with `httpx.MockTransport`."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def exchange(self, ask: Ask) -> Reply:
        """The reply of the wrapped transport."""
        pairs = [tuple(line.split(b": ", 1)) for line in ask.fields.split(b"\r\n") if line]
        request = httpx.Request(ask.method, ask.target.url, headers=pairs)  # type: ignore[arg-type]
        response = await self._transport.handle_async_request(request)
        body = await response.aread() if ask.want else b""
        fields = b"".join(b"%b: %b\r\n" % field for field in response.headers.raw)
        return Reply(response.status_code, fields, body[: ask.want], len(body) > ask.want)

    def release(self, host: str) -> None:
        """Nothing to do."""


class _Body(httpx.AsyncByteStream):
    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._data


async def _answer(connection: Connection, request: bytes, ask: Ask, deadline: float) -> Reply:
    future = connection.ask(request, ask.method, ask.want, deadline)
    try:
        return await future
    except asyncio.CancelledError:
        connection.abort()
        raise
