"""What of a report is masked before it is shown: every text that may hold a secret of the site."""

from __future__ import annotations

from tests.report.samples import run

from sitecheck.engine.findings.mask_report import mask_report
from sitecheck.model.finding import Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix, Safety
from sitecheck.model.report import Crash, LinkSummary
from sitecheck.model.span import Place, Span

SECRET = "https://a:b@h/"
MASKED = "https://***@h/"


def test_every_text_of_a_finding_is_masked() -> None:
    place = Place("a.md", Span(0, 1))
    fixes = [Fix(f"write {SECRET}", (Edit(place.span, text),), Safety.SAFE) for text in ("x", SECRET)]
    findings = [
        Finding("x", Severity.ERROR, SECRET, place, SECRET, related=(Related(place, SECRET),), fix=fix)
        for fix in fixes
    ]
    shown, hidden = mask_report(run({"a.md": SECRET}, findings)).findings
    for each in (shown, hidden):
        assert (each.message, each.help, each.related[0].note) == (MASKED, MASKED, MASKED)
    assert shown.fix is not None
    assert shown.fix.title == f"write {MASKED}"
    assert hidden.fix is None


def test_what_is_said_beside_the_findings_is_masked() -> None:
    links = LinkSummary(reasons={SECRET: 2})
    report = mask_report(run({"a.md": SECRET}, (), links=links, crashes=(Crash("x", "a.md", SECRET),)))
    assert report.sources.text("a.md") == MASKED
    assert report.links.reasons == {MASKED: 2}
    assert report.crashes[0].error == MASKED
