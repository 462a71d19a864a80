"""What site rules ask is answered without going through everything for each link."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
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
