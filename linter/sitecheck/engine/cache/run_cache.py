"""A run whose site has not changed since the last one is answered from the cache, without reading a page."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from stat import S_ISDIR

from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.codec import decode
from sitecheck.engine.findings.sources import FileSources
from sitecheck.files import changed_at, clock_grain, read_file, relative_path
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import ForeignDirective, LinkSummary, Mark, RuleInfo, RunReport, Seen
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.digest import digest

_SECOND = 1_000_000_000
_SETTINGS_SIZE = 1_000_001
"""Bytes: so much of the settings tells them apart, as larger files are refused."""


class StoredRun(NamedTuple):
    """A finished run as the cache keeps it."""

    findings: tuple[Finding, ...]
    marks: tuple[Mark, ...]
    """What tells of each finding where it begins, and what it marks, without its file."""
    rules: tuple[RuleInfo, ...]
    files: int
    asked: int | None
    pages: int
    addresses: int
    suppressed: int
    foreign: tuple[ForeignDirective, ...]
    skipped_rules: tuple[str, ...]
    proven: int
    broken: int
    dynamic: int
    external: int
    reasons: tuple[tuple[str, int], ...]
    notices: tuple[str, ...]
    fail_on: Severity | None
    baseline: str
    stale: Severity | None
    unasked: tuple[str, ...]


class CachedRun(NamedTuple):
    """A run, and what its settings say of the verdict on it."""

    report: RunReport
    fail_on: Severity | None
    """The severity to fail from."""
    baseline: str = ""
    """The file of accepted findings that the settings name, "" for none."""
    stale: Severity | None = None
    """How bad an entry is that silences nothing; ``None`` when nobody is to be told."""
    unasked: tuple[str, ...] = ()
    """Rules of which informations are told only to who asks."""


class Stamp(NamedTuple):
    """The state of all that a run looked at, as a hash, and when something of it changed last (ns)."""

    digest: str
    newest: int


def take_stamp(site: str, seen: Seen) -> Stamp:
    """The stamp of the folders and files that a run saw; no file is opened."""
    taker = _StampTaker(site)
    for folder in seen.folders:
        taker.folder(folder)
    for path in seen.files:
        taker.file(os.path.join(site, path))
    return Stamp(digest("\0".join(taker.lines)), max(taker.changed, default=0))


class _StampTaker:
    """Notes the state of folders and files one after the other: there may be thousands, and where
    nothing has changed nothing else takes as long."""

    def __init__(self, site: str) -> None:
        self._site = site
        self.lines: list[str] = []
        self.changed: list[int] = []
        """When each of them changed last (ns since the epoch)."""

    def folder(self, path: str) -> None:
        """A folder: what is in it, and where its links lead."""
        full = os.path.join(self._site, path)
        try:
            self.changed.append(changed_at(os.stat(full)))
            with os.scandir(full) as entries:
                lines = sorted(map(self._entry, entries))
        except OSError as error:
            lines = [f"! {error.errno}"]
        self.lines += (f"{path} {len(lines)}", *lines)

    def file(self, full: str) -> None:
        """A file that was asked for where no folder was looked into; it may not be there."""
        try:
            line = self._state(os.stat(full))
        except (OSError, ValueError):
            line = "?"
        self.lines.append(f"{os.path.realpath(full)} {line}")

    def _entry(self, entry: os.DirEntry[str]) -> str:
        if entry.is_dir(follow_symlinks=False):
            return f"{entry.name}/"
        where = ""
        try:
            if entry.is_symlink():
                self.changed.append(changed_at(entry.stat(follow_symlinks=False)))
                where = f" -> {os.path.realpath(entry.path)}"
            return f"{entry.name}{where} {self._state(entry.stat())}"
        except OSError:
            return f"{entry.name}{where} ?"

    def _state(self, stat: os.stat_result) -> str:
        if S_ISDIR(stat.st_mode):
            return "/"  # what is in it counts where it was looked into
        self.changed.append(changed_at(stat))
        mode, inode, _, _, _, _, size, _, _, _ = stat
        return f"{mode} {size} {stat.st_mtime_ns} {stat.st_ctime_ns} {inode}"


def run_key(site: str, config: str | None, choices: Sequence[object]) -> str:
    """What a stored run must agree in: the program, the settings' text, the call, and the folder."""
    text = b""
    if config:
        try:
            text = read_file(config, _SETTINGS_SIZE)
        except OSError:
            text = b"?"
    place = os.path.realpath(site), relative_path(site)
    return digest(cache_folder.code_digest(), text, repr(choices), *place)


def site_folder(cache_dir: str, site: str) -> str:
    """The folder of the cache that belongs to a site."""
    return os.path.join(cache_dir, digest(os.path.realpath(site)))


def load_run(cache_dir: str, site: str, key: str, now: int, name: str) -> CachedRun | None:
    """The stored run, when all that it looked at is as it found it, and ``now`` (ns since the epoch) is a
    time at which it would find the same. Runs of different ``name`` are kept beside each other."""
    started = time.perf_counter()
    value = cache_folder.load(site_folder(cache_dir, site), name, key)
    if not isinstance(value, list) or len(value) != 4:
        return None
    try:
        seen = decode(Seen, value[1])
        if not _in_time(seen, value[2], now) or value[0] != take_stamp(site, seen).digest:
            return None
        stored = decode(StoredRun, value[3])
    except ValueError:
        return None
    if not all(map(_is_id, _named(stored))) or len(stored.marks) != len(stored.findings):
        return None
    report = _report(stored, site, started)._replace(seen=seen)
    return CachedRun(
        report,
        stored.fail_on,
        baseline=stored.baseline,
        stale=stored.stale,
        unasked=stored.unasked,
    )


def _named(stored: StoredRun) -> set[str]:
    """The ids of rules in a stored run."""
    told = {finding.rule for finding in stored.findings}
    return {*told, *(rule.id for rule in stored.rules), *stored.skipped_rules, *stored.unasked}


def _is_id(name: str) -> bool:
    """Whether a rule may be called so: reports print ids as they are, and a cache may be anybody's."""
    return name.isascii() and name.replace("-", "").isalnum()


def _in_time(seen: Seen, began: object, now: int) -> bool:
    return isinstance(began, int) and began <= now and (seen.until is None or now < seen.until * _SECOND)


def save_run(cache_dir: str, site: str, key: str, *, began: int, run: CachedRun, name: str = "run") -> None:
    """Stores a run that began at ``began`` (ns since the epoch) and has the marks of its findings, if
    nothing has changed since."""
    report = run.report
    stamp = take_stamp(site, report.seen)
    if report.crashes or stamp.newest >= began - clock_grain(stamp.newest):
        return  # a file changed while it was read, or so short before that its time cannot tell
    links = report.links
    stored = StoredRun(
        findings=report.findings,
        marks=tuple([report.marks[found.place] for found in report.findings]),
        rules=report.rules,
        files=report.files,
        asked=report.asked,
        pages=report.pages,
        addresses=report.addresses,
        suppressed=report.suppressed,
        foreign=report.foreign,
        skipped_rules=report.skipped_rules,
        proven=links.proven,
        broken=links.broken,
        dynamic=links.dynamic,
        external=links.external,
        reasons=tuple(links.reasons.items()),
        notices=report.notices,
        fail_on=run.fail_on,
        baseline=run.baseline,
        stale=run.stale,
        unasked=run.unasked,
    )
    value = [stamp.digest, report.seen, began, stored]
    cache_folder.save(site_folder(cache_dir, site), name, key, value)


def _report(stored: StoredRun, site: str, started: float) -> RunReport:
    reasons: Mapping[str, int] = dict(stored.reasons)
    return RunReport(
        root=relative_path(site),
        findings=stored.findings,
        sources=FileSources(site),
        marks={found.place: mark for found, mark in zip(stored.findings, stored.marks, strict=True)},
        rules=stored.rules,
        files=stored.files,
        asked=stored.asked,
        pages=stored.pages,
        addresses=stored.addresses,
        suppressed=stored.suppressed,
        foreign=stored.foreign,
        skipped_rules=stored.skipped_rules,
        links=LinkSummary(
            proven=stored.proven,
            broken=stored.broken,
            dynamic=stored.dynamic,
            external=stored.external,
            checked=0,
            reasons=reasons,
        ),
        notices=stored.notices,
        seconds=time.perf_counter() - started,
    )
