"""Look host names up on daemon threads, once per run."""

from __future__ import annotations

import asyncio
import queue
import socket
import threading
from collections.abc import Callable
from typing import Any, Protocol

from sitecheck.net.address import Address, parse_address, special_use
from sitecheck.net.errors import LookupFailed, NoSuchHost

Lookup = Callable[[str], list[str]]

_NO_SUCH_NAME = frozenset({socket.EAI_NONAME})


class Resolver(Protocol):
    """What turns a host into the addresses that may be connected to."""

    async def resolve(self, host: str) -> tuple[Address, ...]:
        """All addresses of `host`. Raises NoSuchHost or LookupFailed."""

    @property
    def found_any(self) -> bool:
        """Whether any name was found that the network knows: if not, the machine may simply be offline."""


def system_lookup(host: str) -> list[str]:
    """The addresses the operating system gives for a host. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class ThreadResolver:
    """Resolves through `lookup`, which may block, and pins each answer for the rest of the run.

    The threads are daemons: a lookup that hangs does not keep the program from leaving. A name that does
    not exist is looked up again after `second_look` seconds before it is believed.
    """

    def __init__(
        self,
        lookup: Lookup = system_lookup,
        *,
        threads: int = 32,
        timeout: float = 10.0,
        second_look: float = 1.0,
    ) -> None:
        self._lookup = lookup
        self._max_threads = threads
        self._timeout = timeout
        self._second_look = second_look
        self._jobs: queue.SimpleQueue[tuple[str, asyncio.AbstractEventLoop, asyncio.Future[list[str]]]] = (
            queue.SimpleQueue()
        )
        self._threads = 0
        self._pinned: dict[str, asyncio.Task[tuple[Address, ...]]] = {}
        self._found_any = False

    @property
    def found_any(self) -> bool:
        """Whether any name (not an address) was found in this run to have a public address.

        One that has none may stand in the machine's own list, which it finds without a network.
        """
        return self._found_any

    async def resolve(self, host: str) -> tuple[Address, ...]:
        """All addresses of `host`, the same for the whole run. Raises NoSuchHost or LookupFailed."""
        address = parse_address(host)
        if address is not None:
            return (address,)
        task = self._pinned.get(host)
        if task is None:
            task = self._pinned[host] = asyncio.create_task(self._confirmed(host))
            task.add_done_callback(_consume)
        return await asyncio.shield(task)

    async def _confirmed(self, host: str) -> tuple[Address, ...]:
        try:
            found = await self._once(host)
        except NoSuchHost:
            await asyncio.sleep(self._second_look)
            found = await self._once(host)
        self._found_any = self._found_any or any(special_use(address) is None for address in found)
        return found

    async def _once(self, host: str) -> tuple[Address, ...]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[list[str]] = loop.create_future()
        self._jobs.put((host, loop, future))
        if self._threads < min(self._max_threads, self._jobs.qsize() + self._threads):
            self._threads += 1
            threading.Thread(target=self._work, name="sitecheck-dns", daemon=True).start()
        try:
            texts = await asyncio.wait_for(future, self._timeout)
        except (asyncio.TimeoutError, TimeoutError):
            raise LookupFailed("looking up the host took too long") from None
        except UnicodeError:
            raise LookupFailed("the host name cannot be looked up") from None
        except socket.gaierror as error:
            if error.errno in _NO_SUCH_NAME:
                raise NoSuchHost("no such host") from None
            raise LookupFailed("the host could not be looked up") from None
        except OSError:
            raise LookupFailed("the host could not be looked up") from None
        return _addresses(texts)

    def _work(self) -> None:
        while True:
            host, loop, future = self._jobs.get()
            if future.done():  # nobody waits any more; names that are never answered would hold up the others
                continue
            outcome: list[str] | BaseException
            try:
                outcome = self._lookup(host)
            except (OSError, UnicodeError) as error:
                outcome = error
            try:
                loop.call_soon_threadsafe(_settle, future, outcome)
            except RuntimeError:  # the run ended before the answer came
                return


def _addresses(texts: list[str]) -> tuple[Address, ...]:
    addresses = [parse_address(text) for text in texts]
    if not addresses or None in addresses:
        raise LookupFailed("the host has no address")
    return tuple(address for address in addresses if address is not None)


def _settle(future: asyncio.Future[list[str]], outcome: list[str] | BaseException) -> None:
    if future.done():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _consume(task: asyncio.Task[Any]) -> None:
    """Mark the exception of a task that nobody may wait for any more as seen."""
    if not task.cancelled():
        task.exception()
