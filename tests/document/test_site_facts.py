"""What site rules ask is answered without going through everything for each link."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import ResolvedLink, SiteReader
from sitecheck.document.whole_site.anchors import Anchors
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site


def test_the_anchors_of_a_page_are_gathered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """10,000 links to a page with 10,000 anchors would take minutes."""
    (tmp_path / "index.md").write_text("---\n---\n" + "".join(f"# h{n}\n\n[a](#h{n})\n\n" for n in range(50)))
    facts = read_facts(SiteReader(load_site(tmp_path)))
    gathered = []
    original = Anchors._frame_ids
    monkeypatch.setattr(Anchors, "_frame_ids", lambda *asked: gathered.append(asked) or original(*asked))
    assert {resolved.verdict.status for resolved in facts.links} == {"ok"}
    assert len(facts.links) == 50
    assert len(gathered) == 1


@pytest.mark.parametrize("read_anew", ["a.md", "b.md", "c.md"])
def test_links_come_in_the_order_of_the_pages_whatever_is_known_of_them(
    tmp_path: Path, read_anew: str
) -> None:
    """Of a page that was read anew nothing is known; that one is gone of which links were wanted."""
    for name in "abcd":
        (tmp_path / f"{name}.md").write_text("---\n---\n[x](/gone/) [y](/a.html)\n")
    facts = read_facts(SiteReader(load_site(tmp_path)))
    plain = [resolved.page for resolved in facts.choose("broken", _is_broken)]
    known = facts.chosen_links
    tallies = {page: each for page, each in known.tallies.items() if page.path != read_anew}
    (tmp_path / "d.md").unlink()
    after = read_facts(SiteReader(load_site(tmp_path)))
    after._read_chosen = lambda: known._replace(tallies=tallies)
    assert plain == ["a.md", "b.md", "c.md", "d.md"]
    assert [resolved.page for resolved in after.choose("broken", _is_broken)] == ["a.md", "b.md", "c.md"]


def _is_broken(resolved: ResolvedLink) -> bool:
    return resolved.verdict.status == "broken-page"
