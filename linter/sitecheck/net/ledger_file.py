"""The text of the ledger and of its journals: one link per line, so that a diff shows links.

The ledger may be committed, so a pull request may say in it what it likes. What no run can have written is
not read, above all a date in the future, until which nothing would change the entry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple
from sitecheck.net.status import Verdict

_ROW = lazy_pattern(r'\s*("(?:[^"\\]|\\.)*"): (\{.*\}),?\s*')
_HEAD = '{\n  "version": 1,\n  "links": {\n'
REMEMBERED = frozenset({Verdict.ALIVE, Verdict.MOVED, Verdict.DEAD, Verdict.UNVERIFIABLE, Verdict.TLS})
"""The verdicts that are kept: those that came from a server."""
_KEPT = frozenset(verdict.value for verdict in REMEMBERED)
_FAILING = frozenset({Verdict.DEAD.value})
_GOOD = frozenset({Verdict.ALIVE.value, Verdict.MOVED.value})
_ALWAYS = frozenset({"verdict", "cause", "checked"})
_MINUTE = "%Y-%m-%dT%H:%MZ"
_STAMP = lazy_pattern(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", re.ASCII)
_CAUSE = lazy_pattern(r"[a-z][a-z0-9-]{0,49}")
_MAX_FAILURES = 1_000_000


class Observation(NamedTuple):
    """What one run found out about one URL; `at` is a UTC minute such as `2026-11-24T16:05Z`."""

    url: str
    verdict: str
    cause: str
    code: int | None
    final: str | None
    at: str


class Entry(NamedTuple):
    """What the ledger knows of one URL: the last observation, the last good one, the failures since.

    `failures` counts dead verdicts in a row, `since` is when the first of them was.
    """

    verdict: str
    cause: str
    code: int | None
    checked: str
    good: str | None = None
    failures: int = 0
    since: str | None = None
    final: str | None = None


def minute(now: float) -> str:
    """A POSIX time as the ledger writes it."""
    return datetime.fromtimestamp(now, timezone.utc).strftime(_MINUTE)


def seconds(stamp: str) -> float | None:
    """The POSIX time of a stamp of the ledger, or None when it is not one."""
    if not _STAMP.fullmatch(stamp):
        return None
    try:
        return datetime.fromisoformat(stamp[:-1]).replace(tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None


def advance(entry: Entry | None, seen: Observation) -> Entry:
    """The entry after one more observation. An observation older than the entry changes nothing."""
    if entry is not None and seen.at < entry.checked:
        return entry
    good = seen.at if seen.verdict in _GOOD else entry.good if entry else None
    failures, since = (0, None) if seen.verdict in _GOOD or entry is None else (entry.failures, entry.since)
    if seen.verdict in _FAILING:
        failures, since = failures + 1, since or seen.at
    return Entry(
        verdict=seen.verdict,
        cause=seen.cause,
        code=seen.code,
        checked=seen.at,
        good=good,
        failures=failures,
        since=since,
        final=seen.final,
    )


def read_entries(text: str, now: str) -> dict[str, Entry]:
    """The entries in the text of a ledger that can be true in the minute `now`.

    Lines that cannot be read (a merge conflict) are left out.
    """
    rows = [match for line in text.splitlines() if (match := _ROW.fullmatch(line))]
    pairs: Iterable[tuple[Any, Any]] = ((_loads(row[1]), _loads(row[2])) for row in rows)
    if not rows:
        whole = _loads(text)
        links = whole.get("links") if isinstance(whole, dict) else None
        pairs = links.items() if isinstance(links, dict) else ()
    entries: dict[str, Entry] = {}
    for url, values in pairs:
        entry = _entry(values)
        if isinstance(url, str) and entry is not None and _may_be_true(entry, now):
            known = entries.get(url)
            entries[url] = entry if known is None or known.checked <= entry.checked else known
    return entries


def write_entries(entries: Mapping[str, Entry]) -> Iterator[str]:
    """The text of a ledger in pieces, sorted by URL, one line per link."""
    yield _HEAD
    separator = ""
    for url in sorted(entries):
        yield f"{separator}    {json.dumps(url)}: {_row(entries[url])}"
        separator = ",\n"
    yield "\n  }\n}\n" if separator else "  }\n}\n"


def read_journal(data: bytes, now: str) -> Iterator[Observation]:
    """The observations in a journal that can be true in the minute `now`.

    A torn last line and anything else unreadable is left out.
    """
    for line in data.split(b"\n"):
        values = _loads(line.decode("utf-8", "replace")) if line else None
        if isinstance(values, list) and len(values) == 6 and isinstance(values[0], str):
            seen = Observation(*values)
            known = {"verdict": seen.verdict, "cause": seen.cause, "code": seen.code, "checked": seen.at}
            entry = _entry({**known, "final": seen.final})
            if entry is not None and _may_be_true(entry, now):
                yield seen


def journal_line(seen: Observation) -> str:
    """One line of a journal, with its line end."""
    return json.dumps(seen) + "\n"


def _row(entry: Entry) -> str:
    """The JSON of an entry; what follows from the rest, or is empty, is left out."""
    plain = entry.verdict == Verdict.ALIVE.value and entry.good == entry.checked and not entry.failures
    if plain and not entry.final and entry.cause == "ok" and isinstance(entry.code, int):
        return f'{{"verdict": "alive", "cause": "ok", "code": {entry.code}, "checked": "{entry.checked}"}}'
    values = entry._asdict()
    if entry.good == entry.checked and entry.verdict in _GOOD:
        del values["good"]
    return json.dumps({name: value for name, value in values.items() if value or name in _ALWAYS})


def _entry(values: object) -> Entry | None:
    if not isinstance(values, dict):
        return None
    texts = [values.get(name) for name in ("verdict", "cause", "checked")]
    code, failures = values.get("code"), values.get("failures", 0)
    optional = [values.get(name) for name in ("good", "since", "final")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(code, (int, type(None))):
        return None
    if not isinstance(failures, int) or not all(isinstance(text, (str, type(None))) for text in optional):
        return None
    verdict, cause, checked = (str(text) for text in texts)
    good = optional[0] or (checked if verdict in _GOOD else None)
    return Entry(
        verdict=verdict,
        cause=cause,
        code=code,
        checked=checked,
        good=good,
        failures=failures,
        since=optional[1],
        final=optional[2],
    )


def _may_be_true(entry: Entry, now: str) -> bool:
    """Whether a run can have written the entry by the minute `now`; stamps sort as their times do."""
    earlier = [stamp for stamp in (entry.good, entry.since) if stamp is not None]
    return (
        entry.verdict in _KEPT
        and _CAUSE.fullmatch(entry.cause) is not None
        and (entry.code is None or 100 <= entry.code <= 999)
        and 0 <= entry.failures <= _MAX_FAILURES
        and max(earlier, default="") <= entry.checked <= now
        and all(seconds(stamp) is not None for stamp in (entry.checked, *earlier))
    )


def _loads(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
