"""What ``sitecheck ignore`` puts back: a comment that brings another finding is taken out again."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.report.samples import run

from sitecheck.engine.edits import ignore_findings as module
from sitecheck.engine.edits.ignore_findings import Ignored, ignore_findings
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import MachineError
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.span import Place, Span

Ignore = Callable[..., Ignored]
TEXT = "---\ntitle: a\n---\nbad\n"


@pytest.fixture
def ignore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ignore:
    """Silences a finding of ``b.md``, after which there is one of the rule ``then``, and ``meanwhile`` happens."""

    def call(meanwhile: Callable[[], object] = lambda: None, then: str = "worse") -> Ignored:
        rounds = itertools.count()

        def check(options: RunOptions) -> object:
            number = next(rounds)
            if number == 1:
                meanwhile()
            text = (tmp_path / "site" / "b.md").read_text()
            at = text.index("bad")
            rule = then if number == 1 else "a-rule"
            return run({"b.md": text}, [Finding(rule, Severity.ERROR, rule, Place("b.md", Span(at, at + 3)))])

        monkeypatch.setattr(module, "check_site", check)
        return ignore_findings(RunOptions(str(tmp_path / "site"), read_settings(None)), "a-rule", "why")

    (tmp_path / "site").mkdir()
    return call


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_within_the_site_stays_one(ignore: Ignore, tmp_path: Path) -> None:
    page, link = tmp_path / "site" / "a.md", tmp_path / "site" / "b.md"
    page.write_text(TEXT)
    link.symlink_to("a.md")
    assert ignore() == Ignored({}, ("b.md: put back, as a comment there brings another finding",), 1)
    assert link.is_symlink()
    assert page.read_text() == TEXT


def test_comments_that_silence_nothing_are_taken_out_again(ignore: Ignore, tmp_path: Path) -> None:
    page = tmp_path / "site" / "b.md"
    page.write_text(TEXT)
    assert ignore(then="a-rule") == Ignored({}, ("b.md: put back, as a comment there silences nothing",), 1)
    assert page.read_text() == TEXT


def test_what_the_author_writes_meanwhile_is_kept(ignore: Ignore, tmp_path: Path) -> None:
    page = tmp_path / "site" / "b.md"
    page.write_text(TEXT)
    with pytest.raises(MachineError, match="not put back, it has just been changed"):
        ignore(lambda: page.write_text(TEXT + "and more\n"))
    assert page.read_text() == TEXT + "and more\n"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_file_that_takes_no_comment_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have become another one since its findings were told."""
    site, outside, page = tmp_path / "site", tmp_path / "outside.md", tmp_path / "site" / "b.md"
    site.mkdir()
    outside.write_text(TEXT)
    at = TEXT.index("bad")
    found = run({"b.md": TEXT}, [Finding("a-rule", Severity.ERROR, "m", Place("b.md", Span(at, at + 3)))])
    monkeypatch.setattr(module, "check_site", lambda options: found)
    options = RunOptions(str(site), read_settings(None))
    page.write_bytes(b"bad \xff\n")
    (told,) = ignore_findings(options, "a-rule", "why").refused
    assert told.startswith("b.md: ")
    assert page.read_bytes() == b"bad \xff\n"
    page.unlink()
    page.symlink_to(outside)
    assert ignore_findings(options, "a-rule", "why") == Ignored(
        {}, ("b.md: not changed, it is a link out of the site",), 1
    )
    assert outside.read_text() == TEXT
    page.unlink()
    with pytest.raises(MachineError, match=r"b\.md: not changed, No such file"):
        ignore_findings(options, "a-rule", "why")
