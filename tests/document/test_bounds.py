"""Hostile documents that once took quadratic time or worse are checked in time.

``benchmarks/doubling.py`` tries hundreds of constructs; here are those that were found wanting. Each is so long
that what was there before would take minutes, against the ten seconds that are allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.fuzz.limits import deadline

from sitecheck.cli import main
from sitecheck.document.visible import part
from sitecheck.kramdown.model import mapped

SIZE = 200_000
PAGE = "---\n---\n"
SHOWS_EXCERPTS = {"index.md": PAGE + "{% for p in site.posts %}{{ p.excerpt }}{% endfor %}"}
POST = "_posts/2024-01-01-a.md"


class Case(NamedTuple):
    """``before``, ``unit`` until there are :data:`SIZE` characters, ``after``."""

    name: str
    unit: str
    before: str = PAGE
    after: str = ""
    path: str = "index.md"
    others: Mapping[str, str] = {}


CASES = (
    Case("excerpt: tags", "{% if a %}b", after="\n\nb\n", path=POST, others=SHOWS_EXCERPTS),
    Case("excerpt: open tag", "\t", before=PAGE + "{% if a", after="\n\nb", path=POST, others=SHOWS_EXCERPTS),
    Case("excerpt: open definitions", "[\n", before=PAGE + "a\n\n", path=POST, others=SHOWS_EXCERPTS),
    Case("Gemfile: one group", " do :jekyll_plugins", before="group", path="Gemfile", others={"a.md": PAGE}),
    Case("Gemfile: groups", "group :jekyll_plugins do\n", before="", path="Gemfile", others={"a.md": PAGE}),
    Case("permalink of dots", ".", before="---\npermalink: 'a", after="x'\n---\n"),
    Case("separator", "-", before=PAGE + "| a |\n|", after="x\n"),
    Case("footer", "=", before=PAGE + "| a |\n|", after="x\n"),
    Case("code elements of a row", "<code></cod", before=PAGE + "|", after="\n"),
    Case("code element of a row", ">", before=PAGE + "| <code>", after="\n"),
    Case("blanks of a definition", "\t", before=PAGE + "[a]: b", after="c\n"),
    Case("blanks of an item", "\t", before=PAGE + "- {:.a}", after="x\n"),
    Case("zeros of a date", "0", before=PAGE + "{{ '2024-01-01' | date: '%", after="' }}"),
    Case("unknown ids", "a,", before=PAGE + "<!-- sitecheck: ignore[", after="] b -->\n[a](b)\n"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_document_is_checked_in_time(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = case.before + case.unit * (SIZE // len(case.unit)) + case.after
    for path, content in {**case.others, case.path: text}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, "utf-8")
    with deadline():
        status = main(["check", "--no-cache", "--select", "all", "--jobs", "1", str(tmp_path)])
    assert status in (0, 1)
    assert "fault of sitecheck" not in capsys.readouterr().err


def test_a_formula_keeps_the_places_of_its_own_text_only() -> None:
    offsets = tuple((n, 2 * n) for n in range(0, 1000, 2))
    for start, end in ((0, 1), (10, 11), (11, 16), (998, 1000)):
        own = part(offsets, start, end)
        assert len(own) <= 2 + (end - start)
        for at in range(end - start):
            assert mapped(own, at, at + 1) == mapped(offsets, start + at, start + at + 1)
