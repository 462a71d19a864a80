"""A run whose site has not changed since the last one is answered from the cache, without reading a page."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sitecheck.engine import store
from sitecheck.engine.codec import decode, encode
from sitecheck.engine.sources import FileSources
from sitecheck.files import read_file
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import LinkSummary, RuleInfo, RunReport

SKIPPED = frozenset({".git", ".jekyll-cache", ".sass-cache", ".sitecheck", "_site", "node_modules"})
"""Folders that Jekyll never reads, or writes itself."""


_SETTINGS_SIZE = 1_000_001
"""Bytes: so much of the settings tells them apart, as larger files are refused."""


class StoredRun(NamedTuple):
    """A finished run as the cache keeps it."""

    findings: tuple[Finding, ...]
    rules: tuple[RuleInfo, ...]
    files: int
    pages: int
    suppressed: int
    skipped_rules: tuple[str, ...]
    proven: int
    broken: int
    dynamic: int
    external: int
    reasons: tuple[tuple[str, int], ...]
    notices: tuple[str, ...]
    fail_on: Severity | None


class WarmRun(NamedTuple):
    """A run from the cache, and the severity that its settings fail from."""

    report: RunReport
    fail_on: Severity | None


class Stamp(NamedTuple):
    """The state of a site's tree: a hash over names, sizes and times, and the newest time (ns)."""

    digest: str
    newest: int


def take_stamp(site: str) -> Stamp:
    """The stamp of all files below ``site``; nothing is opened."""
    lines: list[str] = []
    newest = 0
    stack = [site]
    while stack:
        try:
            entries = list(os.scandir(stack.pop()))
        except OSError:
            continue
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name not in SKIPPED:
                        stack.append(entry.path)
                        lines.append(entry.path)
                    continue
                stat = entry.stat()
            except OSError:
                lines.append(f"{entry.path} ?")
                continue
            newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
            lines.append(f"{entry.path} {stat.st_size} {stat.st_mtime_ns} {stat.st_ino}")
    return Stamp(store.digest(*sorted(lines)), newest)


def run_key(site: str, config: str | None, choices: Sequence[object]) -> str:
    """What a stored run must agree in: the program, the settings' text, the call, the folder and the day."""
    text = b""
    if config:
        try:
            text = read_file(config, _SETTINGS_SIZE)
        except OSError:
            text = b"?"
    place = os.path.realpath(site)
    return store.digest(
        store.code_digest(), text, repr(choices), place, os.getcwd(), date.today().isoformat()
    )


def site_folder(cache_dir: str, site: str) -> str:
    """The folder of the cache that belongs to a site."""
    return os.path.join(cache_dir, store.digest(os.path.realpath(site)))


def load_run(cache_dir: str, site: str, key: str) -> WarmRun | None:
    """The stored run, when the tree is just as that run found it."""
    started = time.perf_counter()
    value = store.load(site_folder(cache_dir, site), "run", key)
    if not isinstance(value, list) or len(value) != 3:
        return None
    stamp = take_stamp(site)
    if value[0] != stamp.digest or not isinstance(value[1], int) or stamp.newest >= value[1]:
        return None
    try:
        stored = decode(StoredRun, value[2])
    except ValueError:
        return None
    return WarmRun(_report(stored, site, started), stored.fail_on)


def save_run(
    cache_dir: str, site: str, key: str, stamp: Stamp, began: int, report: RunReport, fail_on: Severity | None
) -> None:
    """Stores a run that began at ``began`` (ns since the epoch) with the tree in the state ``stamp``."""
    if report.crashes or stamp.newest >= began:
        return  # a file changed while it was read, or so short before that its time cannot tell
    links = report.links
    stored = StoredRun(
        report.findings,
        report.rules,
        report.files,
        report.pages,
        report.suppressed,
        report.skipped_rules,
        links.proven,
        links.broken,
        links.dynamic,
        links.external,
        tuple(links.reasons.items()),
        report.notices,
        fail_on,
    )
    store.save(site_folder(cache_dir, site), "run", key, [stamp.digest, began, encode(stored)])


def _report(stored: StoredRun, site: str, started: float) -> RunReport:
    reasons: Mapping[str, int] = dict(stored.reasons)
    return RunReport(
        root=os.path.relpath(site).replace(os.sep, "/"),
        findings=stored.findings,
        sources=FileSources(site),
        rules=stored.rules,
        files=stored.files,
        pages=stored.pages,
        suppressed=stored.suppressed,
        skipped_rules=stored.skipped_rules,
        links=LinkSummary(stored.proven, stored.broken, stored.dynamic, stored.external, 0, reasons),
        notices=stored.notices,
        seconds=time.perf_counter() - started,
    )
