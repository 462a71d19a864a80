"""How documents, their layouts and the facts of a site are put together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sitecheck.document import Document, SiteReader
from sitecheck.document.layouts import render_layouts
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.liquid import PAGE_STEPS, Budget
from sitecheck.model.facts import ExternalStatus
from sitecheck.text.source import Source

POST = "---\nlayout: post\n---\n# Post {number}\n"


@pytest.fixture
def reader(tmp_path: Path) -> SiteReader:
    files = {
        "_config.yml": "paginate: 1\nplugins: [jekyll-paginate]\n",
        "_layouts/base.html": "---\ncolour: red\n---\n{{ site.data.menu }}{{ content }}",
        "_layouts/post.html": "---\nlayout: base\n---\n{{ site.posts.first.excerpt }}{{ content }}",
        "_layouts/lost.html": "---\nlayout: gone\n---\n{{ content }}",
        "_posts/2020-01-01-one.md": POST.format(number="one"),
        "_posts/2020-01-02-two.md": POST.format(number="two"),
        "_layouts/all.html": "{% for post in site.posts %}{{ post.content }}{% endfor %}",
        "a.md": "---\nlayout: post\n---\n[x](https://x.org/)\n",
        "b.md": "---\nlayout: lost\n---\n",
        "c.md": "---\nlayout: none\n---\n",
        "index.html": "---\n---\n{% for post in paginator.posts %}{{ post.content }}{% endfor %}",
    }
    write(tmp_path, files)
    return SiteReader(load_site(tmp_path))


def write(folder: Path, files: Mapping[str, str]) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")


def document(reader: SiteReader, path: str) -> Document:
    source = reader.source(path)
    assert isinstance(source, Source)
    return reader.document(source, "page")


def test_layouts_are_rendered_for_their_page_the_outermost_first(reader: SiteReader) -> None:
    layouts = render_layouts(document(reader, "a.md"))
    assert [mapped.pieces[0].path for mapped in layouts.texts] == ["_layouts/base.html", "_layouts/post.html"]
    assert layouts.missing == ""


@pytest.mark.parametrize(("path", "missing"), [("b.md", "gone"), ("c.md", "")])
def test_a_layout_that_is_not_here_is_named(reader: SiteReader, path: str, missing: str) -> None:
    layouts = render_layouts(document(reader, path))
    assert (layouts.missing, len(layouts.texts)) == (missing, int(bool(missing)))


def test_what_layouts_read_is_noted_for_each_page(reader: SiteReader) -> None:
    """A layout is parsed once; its file, and what it shows of other pages, counts for every page."""
    for path in ("a.md", "a.md", "_posts/2020-01-01-one.md"):
        page = document(reader, path)
        page.data = {"layout": "post"}
        with reader.log.noting() as reads:
            assert page.math.renderer.state == "none"
        noted = {(read.kind, read.name) for read in reads}
        assert {
            ("file", "_layouts/base.html"),
            ("layout", "post"),
            ("data", "menu"),
            ("file", "_posts/2020-01-02-two.md"),
        } <= noted


def test_a_page_sees_the_contents_of_others_and_a_layout_does_not(reader: SiteReader) -> None:
    page = document(reader, "index.html")
    template = reader.layout_template(reader.site.layouts["all"])
    assert template is not None
    for viewer, known in ((page.record, True), (None, False)):
        text = reader.render(template, page.path, page.record, viewer=viewer, budget=Budget()).mapped.text
        assert ("Post one" in text) is known


def test_other_budgets_make_another_reader(reader: SiteReader) -> None:
    """What has been rendered already with one budget is not taken for what another one gives."""
    one, other = document(reader, "index.html"), reader.with_steps(10, 10)
    assert [id_.id for id_ in one.ids] == ["post-two"]
    assert document(other, "index.html").ids == ()
    assert (reader.page_steps, other.page_steps) == (PAGE_STEPS, 10)


def test_a_template_is_read_as_each_page_of_its_list(reader: SiteReader) -> None:
    facts = read_facts(reader)
    assert [id_.id for id_ in facts.files["index.html"].ids] == ["post-two"]
    assert [id_.id for id_ in facts.later["/page2/"].ids] == ["post-one"]


def test_what_the_network_says_does_not_make_the_facts_anew(reader: SiteReader) -> None:
    facts = read_facts(reader)
    links = facts.links
    answered = facts.with_statuses({"https://x.org/": ExternalStatus("dead", "gone")})
    assert answered.links is links
    assert [getattr(answered.status(each.link), "verdict", None) for each in links] == ["dead"]
    assert facts.statuses == {}


@pytest.mark.parametrize(
    ("release", "written"),
    [
        ("1.5.1", "/a.html"),
        ("2.5.3", "/a.html"),
        ("3.9.5", "/a.html"),
        ("4.3.4", "/b/a.html"),
        ("", "/b/a.html"),
    ],
)
def test_which_release_writes_the_base_of_a_link(release: str, written: str, tmp_path: Path) -> None:
    lock = {"Gemfile.lock": f"GEM\n  specs:\n    jekyll ({release})\n"} if release else {}
    page = "---\n---\n{% link a.md %}"
    write(tmp_path, {"_config.yml": "baseurl: /b\n", "Gemfile": "gem 'jekyll'\n", "a.md": page, **lock})
    assert document(SiteReader(load_site(tmp_path)), "a.md").rendered.text.strip() == written
