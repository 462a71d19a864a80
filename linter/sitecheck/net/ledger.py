"""The memory between runs: `.sitecheck/links.json`, safe against crashes and parallel runs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import IO

from sitecheck.net.ledger_file import (
    Entry,
    Observation,
    advance,
    journal_line,
    minute,
    read_entries,
    read_journal,
    seconds,
    write_entries,
)
from sitecheck.net.locks import lock, try_lock
from sitecheck.net.settings import DeadAfter
from sitecheck.net.status import UrlStatus, Verdict
from sitecheck.net.urls import mask_url

LEDGER_NAME = "links.json"
_LOCK_NAME = "links.lock"
_JOURNAL_GLOB = "links.*.journal"
_REMEMBERED = frozenset(
    {Verdict.ALIVE, Verdict.MOVED, Verdict.DEAD, Verdict.UNVERIFIABLE, Verdict.TLS},
)
_DAY = 86400.0


class Ledger:
    """Last good date, failures in a row and evidence for every URL that was ever asked for.

    Results go to a journal of this run first (`record`, written by `flush`), and into the ledger on
    `close`, under a lock and by replacing the file. A run that was killed leaves its journal behind; the
    next run takes it in. Trouble with the files never raises: it is told by `problem`, and the run goes
    on without memory. Secrets in URLs are masked before they are written.
    """

    def __init__(
        self, folder: Path, *, clock: Callable[[], float] = time.time, keep_days: float = 365
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._keep = keep_days * _DAY
        self._pending: list[str] = []
        self._unwritten: list[str] = []
        self._journal: IO[bytes] | None = None
        self.problem: str | None = None
        self._entries = self._read()
        for path in self._journals():
            self._apply(self._entries, _read_bytes(path))

    def entry(self, url: str) -> Entry | None:
        """What is known of `url` from earlier runs."""
        return self._entries.get(mask_url(url))

    def remembered(self, url: str, max_age: float) -> UrlStatus | None:
        """The good status of `url` when it is younger than `max_age` seconds."""
        entry = self.entry(url) if max_age > 0 else None
        if entry is None or entry.verdict != Verdict.ALIVE.value:
            return None
        checked = seconds(entry.checked)
        if checked is None or not 0 <= self._clock() - checked <= max_age:
            return None
        reason = f"answered {entry.code} on {entry.checked[:10]}"
        status = UrlStatus(Verdict.ALIVE, entry.cause, reason, entry.code, entry.final)
        return replace(status, last_good=entry.checked[:10], from_ledger=True)

    def record(self, url: str, status: UrlStatus) -> None:
        """Note a fresh status; it is on disk after the next `flush`."""
        if status.verdict in _REMEMBERED and not status.from_ledger:
            self._pending.append(journal_line(self._observation(url, status)))

    def with_history(self, url: str, status: UrlStatus, dead_after: DeadAfter) -> UrlStatus:
        """The status with its history: last good day, failures in a row, and whether dead is sure."""
        if status.from_ledger or status.verdict not in _REMEMBERED:
            return status
        known = self.entry(url)
        if known is None and status.verdict is not Verdict.DEAD:
            return status
        entry = advance(known, self._observation(url, status))
        if status.verdict in (Verdict.ALIVE, Verdict.MOVED):
            return status
        age = self._clock() - (seconds(entry.since or "") or self._clock())
        sure = entry.failures >= dead_after.failures and age >= dead_after.days * _DAY
        good = entry.good[:10] if entry.good else None
        return replace(
            status, last_good=good, failures=entry.failures, sure=sure or status.verdict is not Verdict.DEAD
        )

    def flush(self) -> None:
        """Write what was recorded to the journal of this run."""
        if not self._pending or self.problem:
            return
        try:
            if self._journal is None:
                self._journal = self._open_journal()
            self._journal.write("".join(self._pending).encode("utf-8"))
        except OSError as error:
            self._give_up(error)
            return
        self._pending.clear()

    def close(self) -> None:
        """Merge this run and any journals left by killed runs into the ledger, and remove them."""
        self.flush()
        if self.problem or (self._journal is None and not any(self._journals())):
            self._close_journal()
            return
        try:
            with (self._folder / _LOCK_NAME).open("ab") as lock_file:
                if lock(lock_file):
                    self._merge()
                else:
                    self.problem = "another run keeps the ledger locked; the results stay in a journal"
        except OSError as error:
            self._give_up(error)
        self._close_journal()

    def _observation(self, url: str, status: UrlStatus) -> Observation:
        final = status.final_url if status.final_url != url else None
        return Observation(
            mask_url(url), status.verdict.value, status.cause, status.code, final, minute(self._clock())
        )

    def _open_journal(self) -> IO[bytes]:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"links.{os.getpid()}-{time.monotonic_ns():x}.journal"
        journal = (self._folder / name).open("xb", buffering=0)
        try_lock(journal)
        return journal

    def _close_journal(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _merge(self) -> None:
        entries = self._entries = self._read()
        done: list[Path] = []
        own = Path(str(self._journal.name)) if self._journal else None
        for path in self._journals():
            if path == own or _is_orphan(path):
                self._apply(entries, _read_bytes(path))
                done.append(path)
        oldest = minute(self._clock() - self._keep)
        kept = {url: entry for url, entry in entries.items() if entry.checked >= oldest}
        _replace_file(self._folder / LEDGER_NAME, write_entries(kept))
        for path in done:
            path.unlink(missing_ok=True)

    def _read(self) -> dict[str, Entry]:
        return read_entries(_read_bytes(self._folder / LEDGER_NAME).decode("utf-8", "replace"))

    def _journals(self) -> list[Path]:
        return sorted(self._folder.glob(_JOURNAL_GLOB))

    def _apply(self, entries: dict[str, Entry], journal: bytes) -> None:
        for seen in read_journal(journal):
            entries[seen.url] = advance(entries.get(seen.url), seen)

    def _give_up(self, error: OSError) -> None:
        self.problem = f"the ledger cannot be written: {error.strerror or type(error).__name__}"


def _is_orphan(path: Path) -> bool:
    """Whether the run that wrote this journal is gone."""
    try:
        with path.open("ab") as journal:
            return try_lock(journal)
    except OSError:
        return False


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _replace_file(path: Path, pieces: Iterable[str]) -> None:
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
