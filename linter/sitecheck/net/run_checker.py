"""The synchronous way in: one call, one run, and an orderly end on Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator

from sitecheck.net.address import AddressPolicy
from sitecheck.net.checker import Checker, NetReport
from sitecheck.net.dns import ThreadResolver
from sitecheck.net.ledger import Ledger
from sitecheck.net.progress import ProgressCallback
from sitecheck.net.settings import NetSettings
from sitecheck.net.status import Query
from sitecheck.net.transport import Exchange, GuardTransport


def check_urls(
    queries: Iterable[Query | str],
    settings: NetSettings | None = None,
    *,
    ledger: Ledger | None = None,
    progress: ProgressCallback | None = None,
    exchange: Exchange | None = None,
) -> NetReport:
    """Check URLs (without fragments) and return a status for each.

    Ctrl-C and SIGTERM end the run in order: what is known is kept, in the report and in the ledger.
    `progress` is called about ten times a second. `exchange` replaces the guarded transport (tests).
    Raises NetSettingsError for settings that cannot be used, and no network error.
    """
    wanted = [Query(query) if isinstance(query, str) else query for query in queries]
    return asyncio.run(_run(wanted, settings or NetSettings(), ledger, progress, exchange))


def default_exchange(settings: NetSettings) -> GuardTransport:
    """The guarded transport that `settings` describe."""
    return GuardTransport(
        AddressPolicy(settings.allow_private),
        ThreadResolver(timeout=settings.connect_timeout),
        connect_timeout=settings.connect_timeout,
    )


async def _run(
    queries: list[Query],
    settings: NetSettings,
    ledger: Ledger | None,
    progress: ProgressCallback | None,
    exchange: Exchange | None,
) -> NetReport:
    own = default_exchange(settings) if exchange is None else None
    checker = Checker(settings, exchange or own or default_exchange(settings), ledger, progress)
    with _stopped_by_signals(checker) as signals:
        try:
            report = await checker.run(queries)
            return report._replace(signal=signals[0] if signals else 0)
        finally:
            if own is not None:
                await own.aclose()


@contextlib.contextmanager
def _stopped_by_signals(checker: Checker) -> Iterator[list[int]]:
    """Let signals stop the checker, where they can be handled (main thread, not Windows); those that came."""
    loop = asyncio.get_running_loop()
    usual = {}
    came: list[int] = []

    def stop(number: int) -> None:
        came.append(number)
        checker.stop("interrupted")

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError):
                before = signal.getsignal(number)
                loop.add_signal_handler(number, stop, number)
                usual[number] = before
    try:
        yield came
    finally:
        for number, before in usual.items():
            loop.remove_signal_handler(number)
            signal.signal(number, before)
