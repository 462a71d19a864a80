"""The SARIF Multitool, GitHub's rules included, has nothing against our logs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.report.samples import run, sample
from tests.report.sarif_validation import multitool, multitool_findings, uri_errors
from tests.report.strategies import SNIPPETS

from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place, Span
from sitecheck.report import REPORTERS, ReportOptions

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(
        multitool() is None, reason="the SARIF Multitool is not installed (SITECHECK_NODE_MODULES)"
    ),
]


def hostile() -> RunReport:
    """A report whose paths, messages and texts are full of traps."""
    names = [f"docs/{number} {snippet.strip('/.') or 'x'}.md" for number, snippet in enumerate(SNIPPETS)]
    names = [name for name in names if "\0" not in name]
    files = {name: f"{snippet}line\n" * 3 for name, snippet in zip(names, SNIPPETS, strict=False)}
    findings = [
        Finding("broken-link", Severity.ERROR, f"at {snippet} there", Place(name, Span(0, 9)), help=snippet)
        for name, snippet in zip(names, SNIPPETS, strict=False)
    ]
    return run(files, findings)


@pytest.mark.parametrize(
    "make",
    [sample, hostile, lambda: run({"a.md": ""}, (), rules=sample().rules)],
    ids=["sample", "hostile", "clean"],
)
def test_multitool_is_content(make: object, tmp_path: Path) -> None:
    folder = multitool()
    assert folder is not None
    text = REPORTERS["sarif"].render(make(), ReportOptions(sarif_category="site"))  # type: ignore[operator]
    assert uri_errors(folder, json.loads(text)) == []
    assert list(multitool_findings(folder, text, tmp_path)) == []


def test_multitool_would_notice_an_error(tmp_path: Path) -> None:
    folder = multitool()
    assert folder is not None
    document = json.loads(REPORTERS["sarif"].render(sample(), ReportOptions()))
    location = document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    location["artifactLocation"]["uri"] = "a b.md"
    del location["region"]
    found = " ".join(multitool_findings(folder, json.dumps(document), tmp_path))
    assert "SARIF1002" in found
    assert "GH1003" in found
