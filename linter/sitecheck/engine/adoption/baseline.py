"""The baseline: findings that are accepted, in a file that belongs to the site's repository.

An entry stands under its rule and its file and silences exactly one finding, that of its key
(:mod:`~sitecheck.engine.findings.finding_keys`). Whoever opens a pull request may write entries: so what
they silence is counted in every report, and one that silences nothing is a finding.
"""

from __future__ import annotations

import errno
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sitecheck.engine.findings.finding_keys import finding_keys
from sitecheck.engine.findings.mask_report import mask_report
from sitecheck.engine.findings.suppress import UNUSED
from sitecheck.errors import ConfigError
from sitecheck.files import read_limited, relative_path, replace_file
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.json_text import dumps

VERSION = 1
_MARK = "sitecheck-baseline"
_MAX_SIZE = 20_000_000
_KEY = lazy_pattern(r"[0-9a-f]{32}")

Entries = Mapping[tuple[str, str], frozenset[str]]
"""Rule and file to the keys of the findings that are accepted there."""


class Baselined(NamedTuple):
    """Findings divided by a baseline."""

    new: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    left: Entries
    """The entries that silence nothing."""


def read_baseline(path: str) -> Entries:
    """The entries of the file ``path``; raises :class:`ConfigError` in one line for anything else."""
    try:
        raw = json.loads(read_limited(path, _MAX_SIZE).decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(path, f"the baseline cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise _odd(path, "it is no JSON") from error
    if not isinstance(raw, dict) or raw.get(_MARK) != VERSION:
        raise _odd(path, f"it does not say {_MARK}: {VERSION}")
    findings = raw.get("findings")
    if not isinstance(findings, dict):
        raise _odd(path, "there are no findings")
    return {
        (rule, file): _keys(keys, path)
        for rule, files in findings.items()
        for file, keys in _files(files, path).items()
    }


def _files(value: object, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _odd(path, "a rule has no files")
    return value


def _keys(value: object, path: str) -> frozenset[str]:
    keys = value if isinstance(value, list) else [None]
    if not all(isinstance(key, str) and _KEY.fullmatch(key) for key in keys):
        raise _odd(path, "a file has other entries than keys of 32 hexadecimal digits")
    return frozenset(keys)


def _odd(path: str, why: str) -> ConfigError:
    return ConfigError(path, f"is no baseline: {why}; delete it, and 'sitecheck baseline' writes it anew")


def write_baseline(path: str, entries: Entries) -> None:
    """Writes ``entries`` in a fixed order, a line each, in one step; raises :class:`OSError`, also where they
    are more than a run would read."""
    findings: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for (rule, file), keys in sorted(entries.items()):
        if keys:
            findings[rule][file] = sorted(keys)
    data = dumps({_MARK: VERSION, "findings": findings}, indent=1).encode("utf-8")
    if len(data) > _MAX_SIZE:
        raise OSError(errno.EFBIG, f"it would be larger than {_MAX_SIZE // 1_000_000} MB", path)
    replace_file(path, [data])


def entries_of(report: RunReport) -> Entries:
    """The entries that accept every finding of a report but those about entries."""
    entries: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for finding, key in _keyed(report):
        entries[finding.rule, finding.path].add(key)
    return {place: frozenset(keys) for place, keys in entries.items()}


def divide(report: RunReport, entries: Entries) -> Baselined:
    """Which findings of a whole run the entries accept; entries of rules that did not run are never left."""
    new: list[Finding] = []
    accepted: list[Finding] = []
    left = {place: set(keys) for place, keys in entries.items()}
    for finding, key in _keyed(report):
        keys = left.get((finding.rule, finding.path), set())
        (accepted if key in keys else new).append(finding)
        keys.discard(key)
    ran = report.ran
    rest = {place: frozenset(keys) for place, keys in left.items() if keys and place[0] in ran}
    return Baselined(tuple(new), tuple(accepted), rest)


def _keyed(report: RunReport) -> Iterable[tuple[Finding, str]]:
    """Each finding with its key, which reports show, too: so it is made of what they may show."""
    shown = mask_report(report)
    return zip(report.findings, finding_keys(shown.findings, shown.sources), strict=True)


def without_accepted(report: RunReport, path: str, stale: Severity | None, *, whole: bool) -> RunReport:
    """The report without what the baseline at ``path`` accepts, which is counted.

    Of a ``whole`` run, one finding of severity ``stale`` (``None``: none) tells of idle entries.
    """
    divided = divide(report, read_baseline(path))
    findings = divided.new
    unused = sum(map(len, divided.left.values()))
    if unused and stale is not None and whole and any(rule.id == UNUSED for rule in report.rules):
        findings = tuple(sorted((*findings, _stale(report, path, stale, unused)), key=lambda f: f.sort_key))
    return report._replace(findings=findings, baselined=divided.accepted)


def _stale(report: RunReport, path: str, severity: Severity, number: int) -> Finding:
    place = relative_path(os.path.realpath(path), os.path.realpath(report.root))
    entries = "an entry" if number == 1 else f"{number:,} entries"
    return Finding(
        UNUSED,
        severity,
        f"{entries} of the baseline silence{'s' if number == 1 else ''} nothing",
        Place(place, WHOLE_FILE),
        help="'sitecheck baseline --prune' removes what no longer occurs",
    )
