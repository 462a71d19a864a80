"""``sitecheck ignore``: writes comments that silence findings, and sees to it that they do just that."""

from __future__ import annotations

import errno
import os
from collections import Counter, defaultdict
from collections.abc import Mapping

from sitecheck.engine.check_site import check_site
from sitecheck.engine.edits.comment_places import place_comments
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.errors import MachineError
from sitecheck.files import FileStamp, file_stamp, leads_out, read_file, replace_file, said_by
from sitecheck.model.finding import Finding
from sitecheck.model.fix import apply_edits
from sitecheck.model.report import RunReport
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source import TextProblem, decode


class Ignored(NamedTuple):
    """What was silenced: how many findings in each file, and why others were not."""

    silenced: Mapping[str, int]
    refused: tuple[str, ...]
    left: int
    """How many findings of the rule are still told."""


def ignore_findings(options: RunOptions, rule: str, reason: str) -> Ignored:
    """Silences the findings of ``rule`` by comments that give ``reason``.

    A file in which a comment brings another finding, or silences nothing, is put back as it was. Raises
    :class:`MachineError` when a file cannot be written.
    """
    options = options._replace(cache_dir=None)
    before = check_site(options)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in before.findings:
        if finding.rule == rule:
            found[finding.path].append(finding)
    refused: list[str] = []
    written: dict[str, _Written] = {}
    for path, findings in found.items():
        why = _write(options.site, path, findings, f"ignore[{rule}] {reason}", written)
        refused += [f"{path}: {why}"] if why else []
    after = check_site(options)
    bad = {path: why for path in written if (why := _fault(path, rule, before, after))}
    refused += [_put_back(options.site, path, written[path], why) for path, why in bad.items()]
    left = check_site(options) if bad else after
    still = [finding for finding in left.findings if finding.rule == rule]
    silenced = {path: len(found[path]) - sum(finding.path == path for finding in still) for path in written}
    return Ignored({path: number for path, number in silenced.items() if number}, tuple(refused), len(still))


class _Written(NamedTuple):
    """A file with comments: what was in it before, and what tells that it is still as it was written."""

    before: bytes
    stamp: FileStamp | None


def _put_back(site: str, path: str, written: _Written, why: str) -> str:
    full = os.path.join(site, path)
    try:
        replace_file(os.path.realpath(full), [written.before], durable=True, was=written.stamp)
    except OSError as error:
        raise MachineError(f"{full}: not put back, {said_by(error)}") from error
    return f"{path}: put back, as a comment there {why}"


def _write(site: str, path: str, findings: list[Finding], words: str, written: dict[str, _Written]) -> str:
    """Writes comments into one file and notes what was in it; why that cannot be, "" when it could."""
    full = os.path.join(site, path)
    try:
        was = file_stamp(full)
        data = read_file(full)
        source = decode(path, data)
        if isinstance(source, TextProblem):
            return source.message
        placed = place_comments(source, findings, words)
        if placed.edits:
            if leads_out(full, site):
                raise PermissionError(errno.EACCES, "it is a link out of the site", full)
            real = os.path.realpath(full)
            replace_file(real, [source.encode(apply_edits(source.text, placed.edits))], was=was)
            written[path] = _Written(data, file_stamp(real))
    except PermissionError as error:
        return f"not changed, {said_by(error)}"
    except OSError as error:
        raise MachineError(f"{full}: not changed, {said_by(error)}") from error
    return f"{placed.missed} without a place for a comment" if placed.missed else ""


def _fault(path: str, rule: str, before: RunReport, after: RunReport) -> str:
    """Why the file is not to keep its comments: they silence nothing, or there are findings that it did not
    have, a comment that silences nothing among them; "" for no fault."""
    old, new = (_told(path, report) for report in (before, after))
    if new - old:
        return "brings another finding"
    counts = [sum(number for (id_, _), number in told.items() if id_ == rule) for told in (old, new)]
    return "silences nothing" if counts[0] == counts[1] else ""


def _told(path: str, report: RunReport) -> Counter[tuple[str, str]]:
    """What is told of a file; not by keys, as a finding that marks a line marks the comment in it, too."""
    return Counter((finding.rule, finding.message) for finding in report.findings if finding.path == path)
