"""``sitecheck diff``: what came and what went between two JSON reports."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import click

from sitecheck.cli.options import argument
from sitecheck.errors import UsageError
from sitecheck.files import read_limited
from sitecheck.named_tuple import NamedTuple
from sitecheck.output.safe import log_path
from sitecheck.output.streams import put_json, say
from sitecheck.report.base import counted

_LARGEST = 300_000_000
_VERSION = 1
_TEXTS = ("rule", "severity", "file", "message", "key")
Finding = dict[str, Any]


class _Difference(NamedTuple):
    new: list[Finding]
    mended: list[Finding]
    kept: int
    rules: dict[str, dict[str, int]]
    """How many findings each rule had before and has after."""


@click.command("diff", short_help="Say what came and what went between two JSON reports.")
@argument("before", type=click.Path())
@argument("after", type=click.Path())
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text")
def command(before: str, after: str, output_format: str) -> int:
    """Compare the reports BEFORE and AFTER, each written by 'sitecheck check --output json:FILE'.

    A finding is the same when its rule, its file and the text that it marks are. Exit status: 0 nothing new,
    1 new findings.
    """
    difference = _compare(_findings(before), _findings(after))
    if output_format == "json":
        put_json(difference._asdict())
    else:
        say(*_told("new", difference.new), *_told("mended", difference.mended), *_rows(difference.rules))
        new, mended = len(difference.new), len(difference.mended)
        say(f"{counted(new, 'new finding')}, {mended:,} mended, {difference.kept:,} as before")
    return 1 if difference.new else 0


def _findings(path: str) -> list[Finding]:
    """The findings of a report; raises :class:`UsageError` for anything else."""
    try:
        report = json.loads(read_limited(path, _LARGEST).decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: the report cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: {_ODD}") from error
    findings = report.get("findings") if isinstance(report, dict) else None
    if not isinstance(findings, list) or report.get("schema_version") != _VERSION:
        raise UsageError(f"{path}: {_ODD}")
    if not all(_is_finding(finding) for finding in findings):
        raise UsageError(f"{path}: {_ODD}")
    return findings


_ODD = "this is no JSON report of sitecheck; 'sitecheck check --output json:FILE' writes one"


def _is_finding(value: object) -> bool:
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(name), str) for name in _TEXTS)
        and all(isinstance(value.get(name), int) for name in ("line", "column"))
    )


def _compare(before: list[Finding], after: list[Finding]) -> _Difference:
    old, now = ({finding["key"] for finding in findings} for findings in (before, after))
    first, second = (Counter(finding["rule"] for finding in findings) for findings in (before, after))
    return _Difference(
        new=[finding for finding in after if finding["key"] not in old],
        mended=[finding for finding in before if finding["key"] not in now],
        kept=len(old & now),
        rules={rule: {"before": first[rule], "after": second[rule]} for rule in sorted({*first, *second})},
    )


def _told(what: str, findings: list[Finding]) -> list[str]:
    return [
        f"{log_path(each['file'])}:{each['line']}:{each['column']}: {what}: {each['severity']} "
        f"{each['rule']} {each['message']}"
        for each in findings
    ]


def _rows(rules: dict[str, dict[str, int]]) -> list[str]:
    """A line for each rule that has other findings than before, the largest change first."""
    changed = [(row["after"] - row["before"], rule, row) for rule, row in rules.items()]
    ordered = sorted((each for each in changed if each[0]), key=lambda each: (-abs(each[0]), each[1]))
    return [f"{by:+6,}  {rule} ({row['before']:,} → {row['after']:,})" for by, rule, row in ordered]
