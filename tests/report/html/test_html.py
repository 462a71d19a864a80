"""The report to look at: what stands in it, and that nothing of a site can be more than text."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given
from tests.report.samples import FILES, mark, rule, run, sample
from tests.report.strategies import reports, unhurried

from sitecheck.errors import UsageError
from sitecheck.model.finding import WHOLE_FILE, Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix, Safety
from sitecheck.model.picture import (
    DoubtfulLink,
    ExternalAddress,
    Heading,
    HeadLine,
    HiddenFile,
    LeftOut,
    Line,
    Made,
    PicturedFormula,
    PicturedPage,
    Preview,
    SitePicture,
    UnknownThing,
)
from sitecheck.model.report import Crash, LinkSummary, RunReport, Since
from sitecheck.model.span import Place
from sitecheck.report import REPORTERS, ReportOptions
from sitecheck.report.causes import causes_of
from sitecheck.report.html import cause_cards, templating
from sitecheck.report.html.preview_page import preview_html
from sitecheck.report.html.rule_pages import markdown
from sitecheck.report.html.tables import hidden_groups

ASSETS = Path(templating.__file__).parent / "assets"

HOSTILE = (
    "</script><script>pwned()</script><!-- <img src=x onerror=pwned()> \" ' {{ 7*7 }} {% x %} &lt; "
    "\u2028 \u202e \ud800 \x1b[31m ##[error] \U0001f600 javascript:pwned()"
)


def render(report: RunReport, **options: Any) -> str:
    return REPORTERS["html"].render(report, ReportOptions(**options))


def tree(text: str) -> Any:
    return html5lib.parse(text, namespaceHTMLElements=False)


def words(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def one(node: Any, path: str) -> Any:
    found = node.findall(path)
    assert len(found) == 1, path
    return found[0]


def rows(table: Any) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in one(table, "tbody")]


def hostile_picture() -> SitePicture:
    line = Line("title", HOSTILE, parts=(Made(HOSTILE, f"{HOSTILE}:1", HOSTILE),))
    page = PicturedPage(
        path=HOSTILE,
        url=f"/{HOSTILE}",
        kind=HOSTILE,
        layouts=(HOSTILE,),
        includes=(HOSTILE,),
        to=(0,),
        external=(0,),
        doubtful=(DoubtfulLink(HOSTILE, HOSTILE, HOSTILE),),
        preview=Preview(HOSTILE, (line,) * 3, (line,) * 4, is_large=True, notes=(HOSTILE,)),
        head=(HeadLine(HOSTILE, "known", HOSTILE),),
        head_gap=HOSTILE,
        outline=(Heading(2, HOSTILE, HOSTILE),),
        outline_gap=HOSTILE,
        formulas=(PicturedFormula(HOSTILE, HOSTILE, HOSTILE, known=True, errors=(HOSTILE,)),),
    )
    return SitePicture(
        pages=(page,),
        addresses=(ExternalAddress(f"javascript:{HOSTILE}", 1, "alive", HOSTILE),),
        unknown=(UnknownThing(HOSTILE, HOSTILE, 1, (HOSTILE,)),),
        hidden=(HiddenFile(HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
        left_out=(LeftOut("pages", 3),),
    )


def hostile_report() -> RunReport:
    place = Place(HOSTILE, WHOLE_FILE)
    finding = Finding(
        rule=HOSTILE,
        severity=Severity.ERROR,
        message=HOSTILE,
        place=place,
        help=HOSTILE,
        related=(Related(place, HOSTILE),),
        fix=Fix(HOSTILE, (Edit(WHOLE_FILE, HOSTILE),), Safety.UNSAFE),
    )
    info = rule("x")._replace(id=HOSTILE, group=HOSTILE, summary=HOSTILE, documentation=f"x\n\n{HOSTILE}")
    return run(
        {HOSTILE: HOSTILE},
        [finding, finding._replace(place=place._replace(path="other"))],
        rules=(info._replace(url="javascript:pwned()"),),
        root=HOSTILE,
        crashes=(Crash(HOSTILE, HOSTILE, HOSTILE),),
        links=LinkSummary(1, 2, 3, 4, 0, {HOSTILE: 3}),
        since=Since(HOSTILE, (finding,), 1),
        skipped_rules=(HOSTILE,),
        phases=((HOSTILE, 1.0),),
        picture=hostile_picture(),
    )


def handlers_and_addresses(page: Any) -> Iterator[tuple[str, str]]:
    for node in page.iter():
        for name, value in node.attrib.items() if isinstance(node.tag, str) else ():
            if str(name).startswith("on") or name in ("href", "src", "style", "action", "srcset"):
                yield str(name), value


def elements(page: Any) -> Counter[str]:
    return Counter(node.tag for node in page.iter() if isinstance(node.tag, str))


@pytest.mark.parametrize("source_url", ["", f"https://h.example/{HOSTILE}", "javascript:pwned()"])
def test_text_of_a_site_is_never_more_than_text(source_url: str) -> None:
    text = render(hostile_report(), source_url=source_url, prefix=".")
    page = tree(text)
    assert elements(page)["script"] == 3
    assert elements(page)["img"] == 0
    assert all(isinstance(each.tag, str) for each in page.iter())  # no comment
    for name, value in handlers_and_addresses(page):
        assert (name, value[:5]) in (("href", "https"), ("href", "data:")) or value.startswith("#"), (
            name,
            value,
        )
    assert "<script>pwned" not in text
    assert "\x1b" not in text
    assert "##[" not in text
    assert "49" not in words(one(page, ".//h1"))


@pytest.mark.parametrize("picture", [None, SitePicture()])
def test_a_report_without_pages(picture: SitePicture | None) -> None:
    page = tree(render(run({}, (), picture=picture)))
    assert "Nothing is wrong" in words(page)
    assert (page.find(".//section[@id='map']") is None) == (picture is None)


def policy(text: str) -> dict[str, list[str]]:
    content = one(tree(text), ".//meta[@http-equiv='Content-Security-Policy']").get("content")
    return {name: values for name, *values in (part.split() for part in content.split(";"))}


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_lets_in_what_stands_in_the_file_and_nothing_else() -> None:
    text = render(sample())
    allowed = policy(text)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert allowed["default-src"] == ["'none'"]
    assert allowed["script-src"] == [hashed(each) for each in scripts]
    assert allowed["style-src"] == [hashed(each) for each in styles]
    assert all(path.read_text("utf-8").strip() in scripts[1] for path in ASSETS.glob("*.js")), (
        "each file has its place"
    )
    assert allowed["img-src"] == ["data:"]
    assert allowed["base-uri"] == allowed["form-action"] == ["'none'"]
    assert len(scripts) == 2
    assert text.index("Content-Security-Policy") < text.index("<script")


def test_a_card_tells_what_is_wrong_where_and_how_to_mend_it() -> None:
    page = tree(render(sample(), source_url="https://h.example/r/blob/c", prefix="docs"))
    cards = one(page, ".//ol[@id='causes']").findall("li")
    assert [card.get("class") for card in cards] == ["error", "warning", "warning", "info", "info"]
    first = cards[0]
    assert words(one(first, ".//summary")) == (
        "error: no page at /missing/ broken-link _layouts/a b#[x].html:1 2 places in 2 files"
    )
    assert words(one(first, ".//pre[@class='source']//mark")) == "'/missing/'"
    places = [(words(link), link.get("href")) for link in first.findall(".//a[@class='place']")]
    assert places == [
        (
            "_layouts/a b#[x].html:1:9",
            "https://h.example/r/blob/c/docs/_layouts/a%20b%23%5Bx%5D.html?plain=1#L1",
        ),
        ("index.md:5:12", "https://h.example/r/blob/c/docs/index.md?plain=1#L5"),
    ]
    assert "Shown on 3 pages." in words(first)
    [fixed] = [card for card in cards if card.get("data-rule") == "insecure-link"]
    assert words(one(fixed, ".//p[@class='fix']")) == "Fix: use https"
    assert "[it](http://example.com/)" in words(one(fixed, ".//pre[@class='diff']//del"))
    assert "[it](https://example.com/)" in words(one(fixed, ".//pre[@class='diff']//ins"))


def test_the_head_counts() -> None:
    report = sample()._replace(
        since=Since("main", sample().findings[:2], mended=4),
        baselined=sample().findings[:1],
        hidden=sample().findings[-1:],
        phases=(("reading files", 2.0), ("judging links", 0.5)),
    )
    glance = one(tree(render(report)), ".//section[@id='glance']")
    counts = [words(item) for item in glance.findall(".//ul[@class='counts']/li")]
    assert counts == ["2 errors", "2 warnings", "2 infos"]
    scope = (
        "New since main, in 2 files and 2 pages; sitecheck fix mends 1; sitecheck fix --unsafe mends 1 more."
    )
    assert scope in words(glance)
    assert [words(item) for item in glance.findall(".//ul[@class='held']/li")] == [
        "1 error, 1 info were there at main",
        "4 others are mended",
        "1 error accepted by the baseline",
        "1 warning below the severity that was asked for",
        "1 silenced by comments in the sources",
    ]
    assert rows(one(glance, ".//table[@class='legend']"))[0] == ["proven to lead somewhere", "120", "71.9 %"]
    assert "Not run without --external: dead-link." in words(glance)
    assert "rule heading-increment failed on index.md: ValueError: no heading" in words(glance)
    bars = [
        rect.get("width")
        for rect in one(glance, ".//section[@class='panel time']").iter()
        if rect.get("width")
    ]
    assert bars == ["100.0", "25.0"]


def test_more_than_is_shown_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cause_cards, "MOST_CARDS", 3)
    monkeypatch.setattr(cause_cards, "MOST_EXCERPTS", 1)
    page = tree(render(sample()))
    assert len(one(page, ".//ol[@id='causes']")) == 3
    assert len(page.findall(".//pre[@class='source']")) == 1
    assert "insecure-link: 1 more finding" in words(page)
    monkeypatch.setattr(cause_cards, "MOST_PLACES", 5)
    places = [Finding("a", Severity.INFO, "same", mark(FILES, "index.md", "See")) for _ in range(9)]
    assert "and 3 more" in words(tree(render(run(FILES, places))))


def test_pages_of_rules() -> None:
    html = markdown(
        "## What\n\n*a* `b` [c](https://d.example) [e](javascript:x) <b onclick=x>\n\n| a |\n|---|\n| b |"
    )
    assert html.startswith("<h4>What</h4>\n<p><em>a</em> <code>b</code> ")
    assert '<a href="https://d.example" rel="noreferrer">c</a>' in html
    assert "[e](javascript:x) &lt;b onclick=x&gt;" in html
    assert "<td>b</td>" in html
    assert markdown("`a\tb`") == "<p><code>a  b</code></p>", "a tab ends at every fourth character"
    page = tree(render(sample()))
    assert [rule.get("id") for rule in page.findall(".//article")] == [
        *(
            "rule-broken-link",
            "rule-empty-title",
            "rule-insecure-link",
            "rule-missing-image",
            "rule-obsolete-html",
        ),
    ]
    assert [h4.text for h4 in page.findall(".//article[@id='rule-empty-title']//h4")] == [
        "What it does",
        "Why",
    ]


def test_hosts_by_what_they_answered() -> None:
    addresses = (
        ExternalAddress("https://a.example/1", 2, "alive", "answered 200", "2026-11-02"),
        ExternalAddress("http://A.example:80/2", 1),
        ExternalAddress("https://a.example/3", 3, "moved", "answered 301", "2026-10-01"),
        ExternalAddress("https://me@b.example/", 1, "tls", "no certificate", "2026-11-03"),
        ExternalAddress("http://[", 1, "refused", "private"),
    )
    picture = SitePicture(addresses=addresses)
    section = one(tree(render(run({}, (), picture=picture))), ".//section[@id='external']")
    assert rows(one(section, ".//table")) == [
        ["b.example", "1", "1", "", "", "1", "", "", "2026-11-03"],
        ["a.example", "2", "5", "1", "1", "", "", "", "2026-10-01"],
        ["(no host)", "1", "1", "", "", "", "1", "", ""],
        ["a.example:80", "1", "1", "", "", "", "", "1", ""],
    ]
    assert "5 addresses at 4 hosts: 1 alive, 1 moved, 1 dead, 1 walled, 1 never asked" in words(section)


def test_what_is_not_known_and_what_is_not_published() -> None:
    picture = SitePicture(
        unknown=(UnknownThing("where a link leads", "a plugin", 7, ("a.md", "b.md")),),
        hidden=(
            HiddenFile("_layouts/a.html", "layout", "a layout"),
            HiddenFile("_drafts/b.md", "draft", "a draft", url="/b/"),
        ),
    )
    page = tree(render(run({}, (), picture=picture)))
    assert "Where a link leads" in words(one(page, ".//section[@id='unknown']"))
    assert rows(one(page, ".//section[@id='unknown']//table")) == [["a plugin", "7", "a.md b.md"]]
    groups = one(page, ".//section[@id='hidden']").findall("details")
    assert [(words(one(group, "summary")), rows(one(group, "table"))) for group in groups] == [
        ("draft 1", [["_drafts/b.md", "a draft; it would be at /b/"]]),
        ("layout 1", [["_layouts/a.html", "a layout"]]),
    ]
    dynamic = run({}, (), links=LinkSummary(dynamic=3, reasons={"a loop": 3}))
    assert rows(one(tree(render(dynamic)), ".//section[@id='unknown']//table")) == [["a loop", "3", ""]]


def test_a_preview_of_one_page() -> None:
    line = Line("title", HOSTILE, is_cut=True, parts=(Made(HOSTILE, "a.md:1", "title"),))
    missing = Line("image", "", missing="the page says no image")
    preview = Preview(HOSTILE, (line,) * 3, (missing, line, line, line), is_large=False, notes=(HOSTILE,))
    page = tree(preview_html(preview))
    assert elements(page)["script"] == elements(page)["img"] == 0
    assert words(one(page, ".//div[@class='image']")) == "the page says no image"
    assert page.find(".//div[@class='card small']") is not None
    assert policy(preview_html(preview))["script-src"] == ["'none'"]
    shown = preview._replace(card=(Line("image", "https://h.example/i.png"), line, line, line))
    assert one(tree(preview_html(shown)), ".//img").get("src") == "https://h.example/i.png"
    unsafe = preview._replace(card=(Line("image", "javascript:x"), line, line, line))
    assert tree(preview_html(unsafe)).find(".//img") is None


def test_without_jinja2_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    templating._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError, match=r"pip install 'jekyll-sitecheck\[html\]'"):
        REPORTERS["html"].make_ready()
    monkeypatch.undo()
    REPORTERS["html"].make_ready()


@unhurried
@given(reports())
def test_no_report_has_other_scripts_or_ids_that_come_twice(report: RunReport) -> None:
    page = tree(render(report))
    assert elements(page)["script"] == 3
    ids = [node.get("id") for node in page.iter() if isinstance(node.tag, str) and node.get("id")]
    assert len(ids) == len(set(ids))


def test_what_is_not_published_is_grouped_by_why_what_may_be_meant_to_be_first() -> None:
    kinds = ("layout", "future", "draft", "config", "excluded", "draft")
    files = tuple(HiddenFile(f"{number}.md", kind, "why") for number, kind in enumerate(kinds))
    groups = hidden_groups(SitePicture(hidden=files))
    assert [(group.name, [row.path for row in group.rows]) for group in groups] == [
        ("draft", ["2.md", "5.md"]),
        ("excluded", ["4.md"]),
        ("future", ["1.md"]),
        ("config", ["3.md"]),
        ("layout", ["0.md"]),
    ]
    assert hidden_groups(None) == ()


def test_nobody_wants_what_the_build_needs_to_be_published() -> None:
    kinds = ("config", "layout", "include", "data", "sass", "plugin-source", "destination", "hidden-name")
    files = tuple(HiddenFile(kind, kind, "why") for kind in (*kinds, "z-last"))
    first, *others = hidden_groups(SitePicture(hidden=files))
    assert first.name == "z last"
    assert [group.name for group in others] == sorted(kind.replace("-", " ") for kind in kinds)


def test_a_card_shows_some_of_many() -> None:
    place = mark(FILES, "index.md", "/missing/")
    related = tuple(Related(place, f"{number}{'n' * 400}") for number in range(6))
    fix = Fix("mend", (Edit(place.span, "x" * 401), Edit(place.span._replace(start=place.span.end), "")))
    found = [
        Finding("a", Severity.INFO, "same", Place(f"{at:03}.md", WHOLE_FILE), related=related)
        for at in range(301)
    ]
    found.append(Finding("b", Severity.INFO, "m", mark({"a.md": "y" * 300}, "a.md", "y" * 300), fix=fix))
    report = run({**FILES, "a.md": "y" * 300}, found)
    cards = cause_cards.CardWriter(report, ReportOptions()).cards(causes_of(report))
    small, large = cards.shown
    assert (len(large.others), large.left) == (200, 100)
    assert [each.note for each in large.related] == [f"{number}{'n' * 398}…" for number in range(5)]
    assert len(cards.files) == 300
    assert cards.files[-1] == "299.md"
    assert small.change is not None
    assert [len(line) for line in small.change.added] == [400]
    (line,) = small.lines
    assert len(line.before + line.marked + line.after) == 179
