"""A view of a site: files as the editor holds them."""

from __future__ import annotations

from pathlib import Path

from tests.warm.views import view_of

from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.warm.site_view import SiteView, Texts


def _view(site: Path, texts: Texts | None = None) -> SiteView:
    (site / "_includes").mkdir()
    (site / "_config.yml").write_text("title: A\n", encoding="utf-8")
    (site / "_includes/note.html").write_text('<a href="/old/">x</a>', encoding="utf-8")
    (site / "index.md").write_text("---\ntitle: A\n---\n{% include note.html %}\n", encoding="utf-8")
    return view_of(RunOptions(str(site), read_settings(None), jobs=1), texts)


def test_held_texts_count_for_the_whole_site(tmp_path: Path) -> None:
    view = _view(tmp_path, {"_includes/note.html": '<a href="/new/">x</a>'})
    assert {each.link.href for each in view.facts.links if each.page == "index.md"} == {"/new/"}


def test_a_document_is_that_of_now(tmp_path: Path) -> None:
    view = _view(tmp_path)
    later = SiteView(view.options, view.known, {"index.md": "---\ntitle: A\n---\n[b](/b/)\n"})
    with later.held():
        document = later.document("index.md")
    assert document is not None
    assert [link.href for link in document.links] == ["/b/"]
    assert later.document("nothing.md") is None
    assert later.kind("_includes/note.html") == "include"


def test_half_a_surrogate_is_no_fault(tmp_path: Path) -> None:
    view = _view(tmp_path, {"index.md": "---\ntitle: A\n---\na \udc80 b\n"})
    source = view.source("index.md")
    assert source is not None
    assert source.text.endswith("a ? b\n")
