"""What tells of findings without their files is read of files that have a place to tell."""

from __future__ import annotations

from sitecheck.engine.findings.sources import with_marks
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place, Point, Span


class _Texts:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def text(self, path: str) -> str | None:
        self.asked.append(path)
        return "one\ntwo"


def test_no_file_is_read_for_what_is_said_of_a_whole_one() -> None:
    """A hundred thousand links that lead nowhere were looked up with all the folders on their way."""
    whole, within = Place("a.md", WHOLE_FILE), Place("b.md", Span(4, 7))
    found = tuple(Finding("some-rule", Severity.ERROR, "bad", place) for place in (whole, within))
    texts = _Texts()
    marks = with_marks(RunReport(root=".", findings=found, sources=texts)).marks
    assert set(texts.asked) == {"b.md"}
    assert marks[whole].start == Point(1, 1)
    assert marks[within].start == Point(2, 1)
    assert marks[within].words
    assert not marks[whole].words
