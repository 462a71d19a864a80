"""What becomes of the content that a layout stands around."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.document.content_fates import FATES, FATES_ON, FILES, PAGE, UNSEEN
from tests.document.test_heads import read

from sitecheck.document import SiteReader
from sitecheck.document.frames import content_fate
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.liquid import PAGE_STEPS, Budget
from sitecheck.model.fate import Fate, either, through, together
from sitecheck.testing import check_folder, write_site
from sitecheck.text.source import Source

INNER = "---\nlayout: outer\n---\n<p id='main'>{{ content }}</p><a href='/nowhere.html'>x</a>"


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> SiteReader:
    layouts = {f"_layouts/l{number}.html": layout for number, (layout, _) in enumerate(FATES)}
    folder = write_site(tmp_path_factory.mktemp("fates"), {**FILES, **layouts, "a.md": PAGE.format("l0")})
    return SiteReader(load_site(folder))


@pytest.mark.parametrize(
    ("number", "fate"),
    [(number, fate) for number, (_, fate) in enumerate(FATES)],
    ids=[each for each, _ in FATES],
)
def test_what_becomes_of_it(number: int, fate: Fate, reader: SiteReader) -> None:
    assert reader.content_fate(f"_layouts/l{number}.html") == fate


@pytest.mark.parametrize(
    "layout",
    [
        "{% for i in (1..1000000000) %}{% capture a %}{{ i }}{{ content }}{% endcapture %}{% endfor %}",
        "{% tablerow i in (1..1000000000) %}{{ content | upcase }}{{ page.a }}{% endtablerow %}",
        "{% for i in (1..1000000000) %}{{ content | split: i }}{% if page.a == i %}{% endif %}{% endfor %}",
    ],
)
def test_all_that_is_tried_on_a_layout_has_one_budget(
    tmp_path: Path, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[int] = []
    render = content_fate.liquid.render

    def rendered(*given: Any, budget: Budget) -> Any:
        before = budget.spent
        found = render(*given, budget=budget)
        spent.append(min(budget.spent, budget.steps) - before)
        return found

    monkeypatch.setattr(content_fate.liquid, "render", rendered)
    site = write_site(tmp_path, {"_config.yml": "", "_layouts/l.html": layout, "a.md": PAGE.format("l")})
    assert SiteReader(load_site(site)).content_fate("_layouts/l.html") == "unknown"
    assert sum(spent) <= PAGE_STEPS // 2
    assert len(spent) <= 1


@pytest.mark.parametrize(("layout", "seen", "unseen"), FATES_ON, ids=[each for each, *_ in FATES_ON])
def test_what_becomes_of_it_on_a_page(layout: str, seen: Fate, unseen: Fate, tmp_path: Path) -> None:
    pages = {"a.md": PAGE.format("l"), "b.md": UNSEEN.format("l")}
    reader = SiteReader(load_site(write_site(tmp_path, {**FILES, "_layouts/l.html": layout, **pages})))
    around = reader.site.layouts["l"]
    fates = {page.path: reader.content_fate_on(page, around, Budget()) for page in reader.site.pages}
    assert (fates["a.md"], fates["b.md"]) == (seen, unseen)
    assert reader.content_fate("_layouts/l.html") == "unknown"


def test_what_is_asked_of_a_page_has_a_budget(tmp_path: Path) -> None:
    layout = "{% for i in (1..100) %}{% if page.seen == i %}{{ content }}{% endif %}{% endfor %}"
    files = {"_layouts/l.html": layout, "a.md": UNSEEN.format("l")}
    reader = SiteReader(load_site(write_site(tmp_path, {"_config.yml": "", **files})))
    (page,), around, budget = reader.site.pages, reader.site.layouts["l"], Budget()
    assert reader.content_fate_on(page, around, budget) == "left out"
    assert budget.spent >= 100
    assert reader.content_fate_on(page, around, Budget(100)) == "unknown"
    source = reader.source("a.md")
    assert isinstance(source, Source)
    document = reader.document(source, "page")
    before = document.budget.spent
    assert document.hidden_by == "_layouts/l.html"
    assert document.budget.spent - before == budget.spent


def test_a_layout_that_is_not_here_is_taken_to_show_it(reader: SiteReader) -> None:
    assert reader.content_fate("_layouts/gone.html") == "as it is"


def test_how_fates_go_together() -> None:
    assert (together([]), together(["as text", "left out"])) == ("left out", "as text")
    assert together(["as it is", "unknown", "as it is"]) == "repeated"
    assert (either(["changed", "changed"]), either(["changed", "as it is"])) == ("changed", "unknown")
    assert (either(["left out", "as text"]), either([])) == ("as text", "unknown")
    assert (through([]), through(["repeated", "as it is"])) == ("as it is", "repeated")
    assert through(["unknown", "as it is", "left out", "as text"]) == "left out"


@pytest.mark.parametrize(
    ("outer", "told"),
    [
        ("{{ content }}", {"broken-link", "duplicate-id"}),
        ("{{ content | strip_newlines }}", {"broken-link", "duplicate-id"}),
        ("{% if page.title %}{{ content }}{% endif %}", {"broken-link"}),
        ("{{ content | jsonify }}", {"broken-link"}),
        ("{{ content | strip_html }}", set()),
        ("{% if false %}{{ content }}{% endif %}", set()),
        ("<p>x</p>", set()),
    ],
)
def test_what_an_outer_layout_does_to_an_inner_one(outer: str, told: set[str], tmp_path: Path) -> None:
    """Its ids are taken for given only where they are kept, its links for shown where they may be."""
    files = {
        "_layouts/outer.html": f"<p id='main'></p>{outer}",
        "_layouts/inner.html": INNER,
        "a.md": "---\nlayout: inner\n---\nText\n",
    }
    report = check_folder(write_site(tmp_path, files), read_settings(None))
    assert {each.rule for each in report.findings} & {"broken-link", "duplicate-id"} == told


@pytest.mark.parametrize(
    ("outer", "has_title", "is_known"),
    [
        ("{{ content }}", True, True),
        ("{{ content | strip_newlines }}", True, True),
        ("{{ content | strip_html }}", False, True),
        ("<html><p>{{ page.title }}</p></html>", False, True),
        ("{{ content | truncate: 99 }}", False, False),
    ],
)
def test_the_head_of_a_layout_within_another(
    outer: str, has_title: bool, is_known: bool, tmp_path: Path
) -> None:
    """It is the page's only where the outer layout shows it."""
    files = {
        "_layouts/outer.html": outer,
        "_layouts/inner.html": "---\nlayout: outer\n---\n<head><title>In</title></head>{{ content }}",
        "a.md": "---\nlayout: inner\n---\nText\n",
        "b.html": "---\nlayout: outer\n---\n<head><title>In</title></head>\n",
    }
    write_site(tmp_path, files)
    for row in read(tmp_path).values():
        assert ("title" in row.head.fields, not row.head.reasons) == (has_title, is_known)


@pytest.mark.parametrize(("layout", "is_told"), [("{{ content }}", True), ("{{ content | jsonify }}", False)])
def test_ids_of_a_page_that_may_not_be_there(layout: str, is_told: bool, tmp_path: Path) -> None:
    files = {"_layouts/l.html": f"{layout}<p id='mark'></p>", "a.md": PAGE.format("l")}
    report = check_folder(write_site(tmp_path, files), read_settings(None))
    assert ("duplicate-id" in {each.rule for each in report.findings}) is is_told


@pytest.mark.parametrize(
    ("text", "hidden"),
    [("Text", True), ("a --> b", False), ("a --!> b", False), ("{{ page.unheard | own }}", False)],
)
def test_a_comment_that_the_content_may_end(text: str, hidden: bool, tmp_path: Path) -> None:
    files = {
        "_plugins/a.rb": "module M\n  def own(x)\n    rand\n  end\nend\nLiquid::Template.register_filter(M)\n",
        "_layouts/l.html": "<!-- {{ content }} -->",
        "a.md": f"---\nlayout: l\n---\n{text}\n",
    }
    reader = SiteReader(load_site(write_site(tmp_path, files)))
    source = reader.source("a.md")
    assert isinstance(source, Source)
    assert bool(reader.document(source, "page").hidden_by) is hidden
