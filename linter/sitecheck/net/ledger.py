"""The memory between runs: `.sitecheck/links.json`, safe against crashes and parallel runs."""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from sitecheck.files import has_link, open_own, read_limited, replace_file, sweep
from sitecheck.files.locks import lock, try_lock
from sitecheck.net.ledger_file import (
    REMEMBERED,
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
from sitecheck.net.settings import DeadAfter
from sitecheck.net.status import UrlStatus, Verdict
from sitecheck.output.secrets import mask_url

LEDGER_NAME = "links.json"
_LOCK_NAME = "links.lock"
_IGNORED = "links.lock\nlinks.*.journal\n.sitecheck-*.tmp\n"
_JOURNAL_GLOB = "links.*.journal"
_DAY = 86400.0
_MAX_SIZE = 32_000_000
"""Bytes: some 200,000 links."""


class Ledger:
    """Last good date, failures in a row and evidence for every URL that was ever asked for.

    Results go to a journal of this run first (`record`, written by `flush`), and into the ledger on
    `close`, under a lock and by replacing the file. A run that was killed leaves its journal behind; the
    next run takes it in. Trouble with the files never raises: it is told by `problem`, and the run goes
    on without memory. Secrets in URLs are masked before they are written. The folder is the site's author's:
    a link in it, or in its place, is such a trouble, as is a file of more than 32 MB.
    """

    def __init__(
        self, folder: Path, *, clock: Callable[[], float] = time.time, keep_days: float = 365
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._keep = keep_days * _DAY
        self._pending: list[str] = []
        self._stamp = (0, "")
        self._journal: IO[bytes] | None = None
        self.problem: str | None = None
        self._version = self._file_version()
        self._entries: dict[str, Entry] = {}
        self._taken_in: list[Path] = []
        try:
            self._entries, self._taken_in = self._recall()
        except OSError as error:
            self.problem = f"the ledger is not used: {_told(error)}"

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
        status = UrlStatus(
            verdict=Verdict.ALIVE, cause=entry.cause, reason=reason, code=entry.code, final_url=entry.final
        )
        return status._replace(last_good=entry.checked[:10], from_ledger=True)

    def record(self, url: str, status: UrlStatus, dead_after: DeadAfter) -> UrlStatus:
        """Note a fresh status (on disk after the next `flush`), and return it with its history.

        The history is the last good day, the failures in a row, and whether a dead link is surely dead.
        """
        if status.verdict not in REMEMBERED or status.from_ledger:
            return status
        final = status.final_url if status.final_url != url else None
        at = self._minute()
        seen = Observation(
            url=mask_url(url),
            verdict=status.verdict.value,
            cause=status.cause,
            code=status.code,
            final=final,
            at=at,
        )
        self._pending.append(journal_line(seen))
        entry = self._entries[seen.url] = advance(self._entries.get(seen.url), seen)
        if status.verdict in (Verdict.ALIVE, Verdict.MOVED):
            return status
        good = entry.good[:10] if entry.good else None
        sure = status.verdict is not Verdict.DEAD or self._is_sure(entry, dead_after)
        return status._replace(last_good=good, failures=entry.failures, sure=sure)

    def _is_sure(self, entry: Entry, dead_after: DeadAfter) -> bool:
        since = seconds(entry.since or "")
        age = 0.0 if since is None else self._clock() - since
        return entry.failures >= dead_after.failures and age >= dead_after.days * _DAY

    def _minute(self) -> str:
        """The present minute; formatted once a second."""
        now = int(self._clock())
        if now != self._stamp[0]:
            self._stamp = (now, minute(now))
        return self._stamp[1]

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
            with self._open_lock() as lock_file:
                if lock(lock_file):
                    self._merge()
                else:
                    self.problem = "another run keeps the ledger locked; the results stay in a journal"
        except OSError as error:
            self._give_up(error)
        self._close_journal()

    def _open_journal(self) -> IO[bytes]:
        """Create and lock the journal, while no other run can take it for one that was left behind."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._ignore_working_files()
        name = f"links.{os.getpid()}-{time.monotonic_ns():x}.journal"
        with self._open_lock() as lock_file:
            if not lock(lock_file):
                raise OSError(errno.EAGAIN, "another run keeps it locked")
            journal = (self._folder / name).open("xb", buffering=0)
            try_lock(journal)
        return journal

    def _open_lock(self) -> IO[bytes]:
        return open(open_own(self._folder / _LOCK_NAME, os.O_RDWR | os.O_CREAT), "r+b")

    def _ignore_working_files(self) -> None:
        """Keep locks and journals out of a repository that the ledger itself is committed to."""
        with (
            contextlib.suppress(FileExistsError),
            (self._folder / ".gitignore").open("x", encoding="utf-8") as file,
        ):
            file.write(_IGNORED)

    def _close_journal(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _merge(self) -> None:
        sweep(self._folder)
        own = Path(str(self._journal.name)) if self._journal else None
        others = [path for path in self._journals() if path != own and _is_orphan(path)]
        if others != self._taken_in or self._file_version() != self._version:
            self._entries = self._read()
            for path in [*others, own] if own else others:
                self._apply(self._entries, self._bytes(path))
        entries = self._entries
        oldest = minute(self._clock() - self._keep)
        kept = {url: entry for url, entry in entries.items() if entry.checked >= oldest}
        pieces = (piece.encode() for piece in write_entries(kept))
        replace_file(self._folder / LEDGER_NAME, pieces, durable=True)
        for path in [*others, own] if own else others:
            path.unlink(missing_ok=True)

    def _file_version(self) -> tuple[int, int, int]:
        """What changes whenever another run replaces the ledger."""
        try:
            found = (self._folder / LEDGER_NAME).stat()
        except OSError:
            return (0, 0, 0)
        return (found.st_ino, found.st_size, found.st_mtime_ns)

    def _recall(self) -> tuple[dict[str, Entry], list[Path]]:
        """The ledger with what killed runs left in their journals, and these journals."""
        if has_link(self._folder, self._folder.parent):
            raise OSError(errno.ELOOP, "a symbolic link, which is not followed", str(self._folder))
        journals = self._journals()
        if sum(_size(path) for path in (self._folder / LEDGER_NAME, *journals)) > _MAX_SIZE:
            raise OSError(errno.EFBIG, f"larger than {_MAX_SIZE // 1_000_000} MB", str(self._folder))
        entries = self._read()
        for path in journals:
            self._apply(entries, self._bytes(path))
        return entries, journals

    def _read(self) -> dict[str, Entry]:
        text = self._bytes(self._folder / LEDGER_NAME).decode("utf-8", "replace")
        return read_entries(text, self._minute())

    def _bytes(self, path: Path) -> bytes:
        """The content of a file of ours, nothing when there is none; raises :class:`OSError`."""
        if has_link(path, self._folder):
            raise OSError(errno.ELOOP, "a symbolic link, which is not followed", str(path))
        try:
            return read_limited(path, _MAX_SIZE)
        except FileNotFoundError:
            return b""

    def _journals(self) -> list[Path]:
        return sorted(self._folder.glob(_JOURNAL_GLOB))

    def _apply(self, entries: dict[str, Entry], journal: bytes) -> None:
        for seen in read_journal(journal, self._minute()):
            entries[seen.url] = advance(entries.get(seen.url), seen)

    def _give_up(self, error: OSError) -> None:
        self.problem = f"the ledger cannot be written: {_told(error)}"


def _is_orphan(path: Path) -> bool:
    """Whether the run that wrote this journal is gone."""
    try:
        with open(open_own(path, os.O_RDWR), "r+b") as journal:
            return try_lock(journal)
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:  # not there yet, or taken in by another run since it was listed
        return 0


def _told(error: OSError) -> str:
    reason = error.strerror or type(error).__name__
    return f"{error.filename}: {reason}" if error.filename else reason
