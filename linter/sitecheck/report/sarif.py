"""The SARIF 2.1.0 report, as GitHub code scanning and the SARIF validator want it.

One run per file; no times, no absolute paths, so two runs over the same sources give the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sitecheck import __version__
from sitecheck.engine.findings.finding_keys import finding_keys
from sitecheck.model.finding import Finding
from sitecheck.model.fix import Fix
from sitecheck.model.report import Crash, RunReport
from sitecheck.model.span import Place
from sitecheck.output.json_text import dumps
from sitecheck.report.base import TOOL_NAME, TOOL_URL, ReportOptions, counted
from sitecheck.report.fingerprint import line_hashes
from sitecheck.report.places import Locator, Region, file_uri, repository_path
from sitecheck.report.sarif_rules import LEVELS, rule_descriptors
from sitecheck.report.sarif_text import plain_message, sentence

SCHEMA_URL = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE_ID = "%SRCROOT%"
MAX_RELATED = 100
"""Code scanning keeps no more places of one result."""

Json = dict[str, Any]


def render(report: RunReport, options: ReportOptions) -> str:
    """The SARIF log of ``report``; at most ``sarif_max_results`` results, the most severe ones."""
    old = report.since.old if report.since else ()  # code scanning closes what a report leaves out
    findings = _most_severe((*report.findings, *old), options.sarif_max_results)
    dropped = len(report.findings) + len(old) - len(findings)
    if dropped:
        options.notify(f"the SARIF report leaves out {counted(dropped, 'finding')} of the lowest severities")
    log = {"$schema": SCHEMA_URL, "version": "2.1.0", "runs": [_run(report, options, findings)]}
    return dumps(log, indent=1)


def _most_severe(findings: tuple[Finding, ...], limit: int) -> list[Finding]:
    """At most ``limit`` findings, the most severe, in reading order."""
    ordered = sorted(findings, key=lambda finding: finding.sort_key)
    if len(ordered) <= limit:
        return ordered
    kept = sorted(ordered, key=lambda finding: -finding.severity)[:limit]
    return sorted(kept, key=lambda finding: finding.sort_key)


def _run(report: RunReport, options: ReportOptions, findings: list[Finding]) -> Json:
    rules = rule_descriptors(report.rules, findings)
    run: Json = {
        "tool": {
            "driver": {
                "name": TOOL_NAME,
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": TOOL_URL,
                "rules": rules,
            }
        },
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {BASE_ID: {"description": {"text": "Root of the repository."}}},
        "invocations": [_invocation(report)],
        "results": _Results(report, options, [rule["id"] for rule in rules]).of(findings),
    }
    if options.sarif_category:
        run["automationDetails"] = {"id": f"{options.sarif_category.rstrip('/')}/"}
    return run


def _invocation(report: RunReport) -> Json:
    invocation: Json = {"executionSuccessful": not report.crashes}
    if report.crashes:
        invocation["toolExecutionNotifications"] = [_crash(crash) for crash in report.crashes]
    return invocation


def _crash(crash: Crash) -> Json:
    text = plain_message(f"Rule {crash.rule} failed on {crash.path}: {crash.error}")
    return {"level": "error", "message": {"text": text}, "associatedRule": {"id": crash.rule}}


class _Results:
    """Writes the results of one run."""

    def __init__(self, report: RunReport, options: ReportOptions, rule_ids: list[str]) -> None:
        self._report = report
        self._prefix = options.prefix
        self._old = frozenset(report.since.old) if report.since else None
        self._locator = Locator(report)
        self._rule_index = {rule: index for index, rule in enumerate(rule_ids)}

    def of(self, findings: list[Finding]) -> list[Json]:
        keys = finding_keys(findings, self._report.sources)
        hashes = self._line_hashes(findings)
        return [
            self._result(finding, key, line_hash)
            for finding, key, line_hash in zip(findings, keys, hashes, strict=True)
        ]

    def _line_hashes(self, findings: list[Finding]) -> list[str | None]:
        """Each finding's ``primaryLocationLineHash``; every file is hashed once."""
        lines: defaultdict[str, set[int]] = defaultdict(set)
        starts = [self._locator.region(finding.place).start.line for finding in findings]
        for finding, line in zip(findings, starts, strict=True):
            lines[finding.path].add(line)
        files = {path: self._locator.file(path) for path in lines}
        hashes = {path: line_hashes(file.text, lines[path]) for path, file in files.items() if file}
        return [
            hashes.get(finding.path, {}).get(line) for finding, line in zip(findings, starts, strict=True)
        ]

    def _result(self, finding: Finding, key: str, line_hash: str | None) -> Json:
        fingerprints = {"primaryLocationLineHash": line_hash} if line_hash else {}
        result: Json = {
            "ruleId": finding.rule,
            "ruleIndex": self._rule_index[finding.rule],
            "level": LEVELS[finding.severity],
            "message": {"text": _message(finding)},
            "locations": [self._location(finding.place)],
            "partialFingerprints": {**fingerprints, "sitecheckFinding/v1": key},
        }
        if self._old is not None:
            result["baselineState"] = "unchanged" if finding in self._old else "new"
        if finding.related:
            result["relatedLocations"] = self._related(finding)
        if finding.fix is not None and finding.fix.edits:
            result["fixes"] = [self._fix(finding.path, finding.fix)]
        if finding.pages != 1:
            result["properties"] = {"pages": finding.pages}
        return result

    def _location(self, place: Place) -> Json:
        region = _region(self._locator.region(place, utf16=True))
        return {"physicalLocation": {"artifactLocation": self._artifact(place.path), "region": region}}

    def _artifact(self, path: str) -> Json:
        uri = file_uri(repository_path(self._report, path, self._prefix))
        return {"uri": uri, "uriBaseId": BASE_ID}

    def _related(self, finding: Finding) -> list[Json]:
        return [
            {
                "id": number,
                **self._location(related.place),
                "message": {"text": plain_message(related.note or "related place")},
            }
            for number, related in enumerate(finding.related[:MAX_RELATED], start=1)
        ]

    def _fix(self, path: str, fix: Fix) -> Json:
        replacements = [
            {
                "deletedRegion": _region(
                    self._locator.region(Place(path, edit.span), utf16=True, exact=True)
                ),
                "insertedContent": {"text": edit.text},
            }
            for edit in fix.edits
        ]
        return {
            "description": {"text": plain_message(fix.title)},
            "artifactChanges": [{"artifactLocation": self._artifact(path), "replacements": replacements}],
        }


def _region(region: Region) -> Json:
    start, end = region
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _message(finding: Finding) -> str:
    """The message, then the advice, then links to the related places; short views cut after a sentence."""
    parts = [sentence(plain_message(finding.message))]
    if finding.help:
        parts.append(sentence(plain_message(finding.help)))
    links = [
        f"[{_link_text(related.note)}]({number})"
        for number, related in enumerate(finding.related[:MAX_RELATED], start=1)
    ]
    if links:
        parts.append(f"See {', '.join(links)}.")
    return " ".join(parts)


def _link_text(note: str) -> str:
    """``note`` as the text of an embedded link, where brackets and backslashes are escaped."""
    text = plain_message(note or "related place")
    return "".join(f"\\{char}" if char in "[]\\" else char for char in text)
