"""Reports come back from the cache as they were, their links when they are asked for."""

from __future__ import annotations

import json

import pytest

from sitecheck.engine.analyze import FileReport
from sitecheck.engine.cache import stored_report
from sitecheck.engine.cache.stored_report import from_stored, to_stored
from sitecheck.errors import DamagedCacheError
from sitecheck.model.facts import Link, PageFacts
from sitecheck.model.span import Place, Span

PLACE = Place("a.md", Span(3, 9))
LINKS = tuple(Link(href, "a", "href", PLACE, PLACE, text="tab\tand\nline") for href in ("/a", "/b", None))
REPORT = FileReport(PageFacts("a.md", "page", links=LINKS, names=("x",)), exhausted=True)


def test_a_report_comes_back_as_it_was() -> None:
    row = to_stored(REPORT)
    assert b"\n" not in row, "it is one line"
    assert from_stored(row, later=False) == REPORT
    late = from_stored(row, later=True)
    assert late._replace(facts=late.facts._replace(links=LINKS)) == REPORT
    links = late.facts.links
    assert (len(links), tuple(links), links[1], links[-2:]) == (3, LINKS, LINKS[1], LINKS[-2:])
    assert to_stored(late) == row


def test_links_are_read_once_and_only_if_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[bytes] = []
    decoded = stored_report._decoded
    monkeypatch.setattr(stored_report, "_decoded", lambda row: rows.append(row) or decoded(row))
    late = from_stored(to_stored(REPORT), later=True)
    assert late.facts.names == ("x",)
    assert not rows
    assert late.facts.links
    assert list(late.facts.links) == list(LINKS)
    assert len(rows) == 1


@pytest.mark.parametrize("links", [b"", b"[]", b"[[[]]]", b"[[1]]", b"{", b"[" * 100_000, b"[[]]\t[[]]"])
def test_links_that_cannot_be_read_are_no_links(links: bytes) -> None:
    row = to_stored(REPORT).partition(b"\t")[0] + b"\t" + links
    with pytest.raises(ValueError):
        from_stored(row, later=False)
    late = from_stored(row, later=True)
    for _ in range(2):
        with pytest.raises(DamagedCacheError):
            len(late.facts.links)


@pytest.mark.parametrize("own", [b"", b"[]", b"null", b"[" * 100_000])
def test_a_report_that_cannot_be_read_is_none(own: bytes) -> None:
    links = json.dumps([[]]).encode()
    with pytest.raises(ValueError):
        from_stored(own + b"\t" + links, later=True)
