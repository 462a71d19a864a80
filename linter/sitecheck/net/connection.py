"""One HTTP/1.1 connection that carries one request after another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum
from typing import cast

import h11
import httpx

from sitecheck.net.errors import StaleConnection
from sitecheck.net.reply import Reply, read_head

MAX_HEAD = 128 * 1024
MAX_DRAIN = 64 * 1024
_FAST_HEAD = 16 * 1024
_MAX_INFORMATIONAL = 16
MAX_CHUNKS = 20_000
"""Of a body, however small each is: reading them costs more than what is in them."""
_BODILESS = frozenset({204, 304})


class _State(Enum):
    IDLE = 0
    HEAD = 1
    BODY = 2
    DRAIN = 3
    CLOSED = 4


class Connection(asyncio.Protocol):
    """Sends a request, gives the reply as soon as what was wanted of it is there, and drains the rest.

    `on_idle` is called whenever the connection can take the next request. Anything irregular (surplus
    bytes, an endless body, a deadline) ends the connection; it is never used again.
    """

    def __init__(self, on_idle: Callable[[Connection], None]) -> None:
        self._on_idle = on_idle
        self._transport: asyncio.Transport | None = None
        self._state = _State.IDLE
        self._future: asyncio.Future[Reply] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._buffer = bytearray()
        self._h11: h11.Connection | None = None
        self._reply: Reply | None = None
        self._method = "HEAD"
        self._want = 0
        self._received = 0
        self._remaining: int | None = 0
        self._keep_alive = True
        self.used = 0

    @property
    def usable(self) -> bool:
        """Whether the next request may be sent."""
        return self._state is _State.IDLE and self._transport is not None and not self._transport.is_closing()

    @property
    def peer(self) -> str:
        """The address at the other end of the socket."""
        name = self._transport.get_extra_info("peername") if self._transport else None
        return str(name[0]) if name else ""

    def ask(self, request: bytes, method: str, want: int, deadline: float) -> asyncio.Future[Reply]:
        """Send `request` and return the future of its reply, with up to `want` bytes of its body.

        `deadline` is a time of the event loop. The future raises httpx.ReadTimeout, httpx.ReadError,
        httpx.RemoteProtocolError or StaleConnection.
        """
        loop = asyncio.get_running_loop()
        self._future = loop.create_future()
        self._timer = loop.call_at(deadline, self._expire)
        self._state = _State.HEAD
        self._method, self._want, self._received = method, want, 0
        self._h11 = self._reply = None
        self.used += 1
        if self._transport is not None:
            self._transport.write(request)
        return self._future

    def abort(self) -> None:
        """Drop the connection at once; a reply still awaited is cancelled."""
        self._close()
        if self._future is not None and not self._future.done():
            self._future.cancel()

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the event loop."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Called by the event loop."""
        self._received += len(data)
        if self._state is _State.HEAD and self._h11 is None:
            self._buffer += data
            self._read_fast_head()
        elif self._h11 is not None:
            self._feed_h11(self._h11, data)
        elif self._state in (_State.BODY, _State.DRAIN):
            self._read_body(data)
        else:
            self._close()
        if self._state is _State.HEAD and self._received > MAX_HEAD:
            self._fail(httpx.RemoteProtocolError("the head of the answer is too long"))

    def eof_received(self) -> bool:
        """Called by the event loop."""
        if self._h11 is not None:
            self._feed_h11(self._h11, b"")
        elif self._state is _State.BODY and self._remaining is None:
            self._end_of_body()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the event loop."""
        if self._state is _State.HEAD and not self._received and self.used > 1:
            self._fail(StaleConnection("the kept connection was closed"))
        elif self._future is not None and not self._future.done():
            if exc is None:
                self._fail(
                    httpx.RemoteProtocolError("the connection was closed before the answer was complete")
                )
            else:
                self._fail(httpx.ReadError("the connection broke"))
        self._close()

    # head

    def _read_fast_head(self) -> None:
        is_whole = b"\r\n\r\n" in self._buffer or b"\n\n" in self._buffer
        # Not before it is whole: a server may send it byte by byte.
        head = read_head(self._buffer) if is_whole else None
        if head is not None:
            rest = bytes(self._buffer[head.end :])
            self._buffer.clear()
            self._keep_alive = head.keep_alive
            bodiless = self._method == "HEAD" or head.status in _BODILESS
            self._remaining = 0 if bodiless else head.length
            self._take_head(head.status, head.fields)
            if self._remaining == 0 and not rest:
                self._end_of_body()
            elif rest:
                self._read_body(rest)
        elif not b"HTTP/".startswith(self._buffer[:5]):
            self._fail(httpx.RemoteProtocolError("the answer is not HTTP"))
        elif is_whole or len(self._buffer) >= _FAST_HEAD:
            self._start_h11()

    def _take_head(self, status: int, fields: bytes) -> None:
        self._reply = Reply(status, fields)
        if self._want:
            self._state = _State.BODY
            return
        self._state = _State.DRAIN
        self._resolve()
        if self._h11 is None and (self._remaining is None or self._remaining > MAX_DRAIN):
            self._close()

    # body, framed by Content-Length or EOF

    def _read_body(self, data: bytes) -> None:
        if self._state is _State.CLOSED:
            return
        if self._remaining is None:
            self._take_body(data)
            return
        surplus = len(data) > self._remaining
        data = data[: self._remaining]
        self._remaining -= len(data)
        self._keep_alive = self._keep_alive and not surplus
        self._take_body(data)
        if self._remaining == 0:
            self._end_of_body()

    def _take_body(self, data: bytes) -> None:
        reply = self._reply
        if self._state is not _State.BODY or reply is None:
            if self._received > MAX_HEAD + MAX_DRAIN:
                self._close()
            return
        self._buffer += data
        if len(self._buffer) >= self._want:
            reply.truncated = len(self._buffer) > self._want or self._remaining != 0
            del self._buffer[self._want :]
            self._resolve()
            self._close()

    def _count_chunk(self) -> None:
        self._chunks += 1
        if self._chunks > MAX_CHUNKS and self._state is not _State.CLOSED:
            if self._reply is not None:
                self._reply.truncated = True
            self._resolve()
            self._close()

    def _end_of_body(self) -> None:
        if self._state is _State.BODY:
            self._resolve()
        if self._state is _State.CLOSED:
            return
        if not self._keep_alive:
            self._close()
            return
        self._stop_timer()
        self._state = _State.IDLE
        self._h11 = None
        self._on_idle(self)

    # everything that is not entirely regular

    def _start_h11(self) -> None:
        self._h11 = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        self._h11.send(h11.Request(method=self._method, target="/", headers=[("Host", "h")]))
        self._h11.send(h11.EndOfMessage())
        self._informational = self._chunks = 0
        data = bytes(self._buffer)
        self._buffer.clear()
        self._feed_h11(self._h11, data)

    def _feed_h11(self, parser: h11.Connection, data: bytes) -> None:
        try:
            parser.receive_data(data)
            while self._h11 is parser and self._take_event(parser, parser.next_event()):
                pass
        except (h11.RemoteProtocolError, h11.LocalProtocolError):
            self._fail(httpx.RemoteProtocolError("the answer is not valid HTTP"))

    def _take_event(self, parser: h11.Connection, event: object) -> bool:
        """Act on one event; whether there may be more."""
        if self._state is _State.CLOSED:
            return False
        if isinstance(event, h11.InformationalResponse):
            self._informational += 1
            if self._informational > _MAX_INFORMATIONAL or event.status_code == 101:
                raise h11.RemoteProtocolError("unexpected informational answers")
        elif isinstance(event, h11.Response):
            self._remaining = None
            self._take_head(event.status_code, b"".join(b"%b: %b\r\n" % field for field in event.headers))
        elif isinstance(event, h11.Data):
            self._take_body(bytes(event.data))
            self._count_chunk()
        elif isinstance(event, h11.EndOfMessage):
            self._remaining = 0
            self._keep_alive = parser.their_state is h11.DONE and not parser.trailing_data[0]
            self._end_of_body()
            return False
        else:
            return False
        return True

    # ends

    def _resolve(self) -> None:
        if self._future is not None and not self._future.done() and self._reply is not None:
            self._reply.body = bytes(self._buffer)
            self._buffer.clear()
            self._future.set_result(self._reply)

    def _expire(self) -> None:
        self._fail(httpx.ReadTimeout("no complete answer in time"))

    def _fail(self, error: httpx.TransportError) -> None:
        self._close()
        if self._future is not None and not self._future.done():
            self._future.set_exception(error)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _close(self) -> None:
        self._stop_timer()
        self._state = _State.CLOSED
        self._buffer.clear()
        if self._transport is not None:
            self._transport.abort()
