"""Masks secrets in what a report shows; ``sitecheck fix`` works on the findings as they are."""

from __future__ import annotations

from typing import TypeVar, cast

from sitecheck.model.finding import Finding
from sitecheck.model.fix import Fix
from sitecheck.model.report import RunReport, Sources
from sitecheck.output.secrets import mask_text

T = TypeVar("T")


class MaskedSources:
    """The texts that findings point into, with the secrets in URLs as asterisks; offsets stay."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._texts: dict[str, str | None] = {}

    def text(self, path: str) -> str | None:
        """The text of ``path``, masked."""
        if path not in self._texts:
            text = self._sources.text(path)
            self._texts[path] = None if text is None else mask_text(text)
        return self._texts[path]


def mask_report(report: RunReport) -> RunReport:
    """The report as it may be shown: user names, passwords and tokens in URLs are masked."""
    masker = _Masker()
    reasons = {masker.text(reason): number for reason, number in report.links.reasons.items()}
    return report._replace(
        findings=tuple(map(masker.finding, report.findings)),
        sources=MaskedSources(report.sources),
        crashes=tuple(crash._replace(error=masker.text(crash.error)) for crash in report.crashes),
        links=report.links._replace(reasons=reasons),
        picture=report.picture and masked(report.picture),
    )


def masked(record: T) -> T:
    """A record of records and texts with each text in it masked."""
    return cast("T", _Masker().masked(record))


class _Masker:
    """Masks records; a text that comes again, as what helps against a finding does, is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def text(self, text: str) -> str:
        """``text``, masked."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = mask_text(text)
        return known

    def masked(self, value: object) -> object:
        """``value``, a record, a tuple of them or a text, masked."""
        if isinstance(value, str):
            return self.text(value)
        if not isinstance(value, tuple) or not value:
            return value
        values = [self.masked(each) for each in value]
        return value._make(values) if hasattr(value, "_make") else tuple(values)

    def finding(self, finding: Finding) -> Finding:
        """A finding, masked; a fix that would write what is masked is left out."""
        message, help_ = self.text(finding.message), self.text(finding.help)
        related = tuple(each._replace(note=self.text(each.note)) for each in finding.related)
        fix = self._fix(finding.fix)
        if (message, help_, related, fix) == (finding.message, finding.help, finding.related, finding.fix):
            return finding  # as nearly all; there may be thousands
        return finding._replace(message=message, help=help_, related=related, fix=fix)

    def _fix(self, fix: Fix | None) -> Fix | None:
        if fix is None or any(self.text(edit.text) != edit.text for edit in fix.edits):
            return None
        return fix._replace(title=self.text(fix.title))
