"""The ids of pages, of which layouts give many the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitecheck.cli import main
from sitecheck.document import SiteReader
from sitecheck.document.whole_site.anchors import PageIds
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site
from sitecheck_rules.html import duplicate_id


@pytest.mark.parametrize("parts", [(), ((),), (("a",), ("a", "b"), ()), (("a", "b"), ("c",))])
def test_ids_in_parts_are_those_of_all(parts: tuple[tuple[str, ...], ...]) -> None:
    ids, plain = PageIds(map(frozenset, parts)), frozenset(id_ for part in parts for id_ in part)
    assert ids == plain
    assert (len(ids), bool(ids), sorted(ids)) == (len(plain), bool(plain), sorted(plain))
    assert [name in ids for name in "abcd"] == [name in plain for name in "abcd"]
    assert ids - {"a"} == plain - {"a"}


def test_pages_share_the_ids_that_their_layout_gives(tmp_path: Path) -> None:
    """20,000 for each of a thousand pages took a gigabyte."""
    layout = "".join(f'<p id="i{number}"></p>' for number in range(50)) + "{{ content }}"
    pages = {f"{name}.md": f"---\nlayout: a\n---\n# {name}\n" for name in "xyz"}
    write_site(tmp_path, {"_layouts/a.html": layout, **pages})
    facts = read_facts(SiteReader(load_site(tmp_path)))
    found = [facts.anchors(facts.site.by_source[path]) for path in pages]
    wide = set()
    for ids, name in zip(found, "xyz", strict=True):
        assert isinstance(ids, PageIds)
        assert ids == {name, *(f"i{number}" for number in range(50))}
        wide.add(id(max(ids.parts, key=len)))
    assert len(wide) == 1
    given = [of_layouts for _, of_layouts in facts.identified()]
    assert len(given) == 3
    assert all(each is given[0] for each in given)


def test_of_very_many_ids_that_layouts_give_some_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A layout with 10,000, of which each of 5,000 pages has all, took a minute."""
    pages = {f"p{number}.md": "---\nlayout: a\n---\n<p id='a'></p>\n<p id='a'></p>\n" for number in range(9)}
    layout = "<p id='b'></p><b id='b'></b>{{ content }}"
    write_site(tmp_path, {"_layouts/a.html": layout, "_config.yml": "title: a\n", **pages})
    for most, told in ((18, [9]), (17, [8]), (1, [])):
        monkeypatch.setattr(duplicate_id, "_MOST", most)
        main(["check", "--no-cache", "--jobs=1", "--select=duplicate-id", "--output=json", str(tmp_path)])
        found = json.loads(capsys.readouterr().out)["findings"]
        assert [each["pages"] for each in found if each["path"] == "_layouts/a.html"] == told
        assert sum(each["path"] != "_layouts/a.html" for each in found) == 9
