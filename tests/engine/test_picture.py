"""The picture of a site: its pages, how they are linked, what is not known and what is not published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.e2e.conftest import Cli, WriteSite, cli, site

from sitecheck.document import SiteFacts
from sitecheck.engine.check_site import RunOptions, check_site
from sitecheck.engine.findings.mask_report import mask_report
from sitecheck.engine.listings import picture as module
from sitecheck.engine.listings import pictured_links, pictured_pages
from sitecheck.engine.listings.pictured_pages import heading_words
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.model.facts import ExternalStatus
from sitecheck.model.picture import Heading, HiddenFile, LayoutLink, LeftOut, PicturedPage, SitePicture
from sitecheck.net import Ledger

__all__ = ["cli", "site"]

LAYOUT = (
    "<!doctype html><html lang=en><head><title>{{ page.title }} · S</title>"
    '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"></script></head>'
    "<body><a href=/>Home</a> <a href=../up.html>up</a>{{ content }}</body></html>"
)
SITE = {
    "_config.yml": "title: S\nurl: https://s.example\n",
    "_layouts/default.html": LAYOUT,
    "_includes/note.html": "[note](/b.html)\n",
    "index.md": "---\nlayout: default\ntitle: Start\n---\n# Start #\n\nTwo\n---\n\n[b](b.html#x) [gone](/gone) "
    "[e](https://e.example/a?token=s3cret#f) [e](https://e.example/a?token=s3cret) [c](//e.example/c)\n\n{% include note.html %}\n",
    "b.md": "---\nlayout: default\ntitle: B\n---\n<p id=x></p>\n\n$$ \\frac{1}{2} $$ $$ \\undefined $$\n",
    "in/c.md": "---\nlayout: default\n---\nno title, and nobody leads here\n",
    "in/d.html": "---\n---\n{{ site.unknown_thing }}{% unknown_tag %}<a href='{% unknown_tag %}'>x</a>\n",
    "up.html": "---\n---\nx\n",
    "_drafts/e.md": "---\ntitle: E\n---\n",
    "style.css": "---\n---\na { }\n",
    "copied.html": "<title>Copied</title><a href='/in/c.html'>c</a>",
}


def picture_of(folder: Path) -> SitePicture:
    report = check_site(RunOptions(str(folder), read_settings(None, site=str(folder)), picture=True))
    picture = mask_report(report).picture
    assert picture is not None
    return picture


def by_path(picture: SitePicture) -> dict[str, PicturedPage]:
    return {page.path: page for page in picture.pages}


def test_pages_and_the_links_between_them(site: WriteSite) -> None:
    picture = picture_of(site(SITE))
    pages = by_path(picture)
    assert {(page.path, page.url, page.kind) for page in picture.pages} == {
        ("index.md", "/", "page"),
        ("b.md", "/b.html", "page"),
        ("in/c.md", "/in/c.html", "page"),
        ("in/d.html", "/in/d.html", "page"),
        ("up.html", "/up.html", "page"),
        ("style.css", "/style.css", "page"),
        ("copied.html", "/copied.html", "static"),
    }

    def names(numbers: tuple[int, ...]) -> list[str]:
        return [picture.pages[number].path for number in numbers]

    assert names(pages["index.md"].to) == ["b.md", "index.md", "up.html"]
    assert pages["index.md"].links == (4, 1, 0, 4)
    assert [link.href for link in pages["index.md"].doubtful] == ["/gone"]
    assert names(pages["copied.html"].to) == ["in/c.md"]
    assert pages["index.md"].layouts == ("_layouts/default.html",)
    assert pages["index.md"].includes == ("_includes/note.html",)
    assert [picture.addresses[number].url for number in pages["index.md"].external] == [
        "https://e.example/a?token=***",
        "https://e.example/c",
        "https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js",
    ]


def test_links_that_layouts_give_to_many_pages(site: WriteSite) -> None:
    more = {f"in/p{number}.md": "---\nlayout: default\n---\n" for number in range(5)}
    picture = picture_of(site({**SITE, **more}))
    number = {page.url: at for at, page in enumerate(picture.pages)}
    assert picture.layout_links == (
        LayoutLink("_layouts/default.html", number["/"], 8),
        LayoutLink("_layouts/default.html", number["/up.html"], 8),
    )
    assert by_path(picture)["in/p1.md"].to == ()


def test_what_pages_say_of_themselves(site: WriteSite) -> None:
    pages = by_path(picture_of(site(SITE)))
    start, b, d = pages["index.md"], pages["b.md"], pages["in/d.html"]
    assert start.outline == (Heading(1, "start", "Start"), Heading(2, "two", "Two"))
    assert b.outline == (Heading(0, "x", ""),)
    assert start.preview is not None
    assert [line.text for line in start.preview.result[:2]] == ["s.example", "Start · S"]
    assert [(line.key, line.text) for line in start.head] == [("lang", "en"), ("title", "Start · S")]
    assert [(f.tex.strip(), f.place, f.engine, bool(f.errors)) for f in b.formulas] == [
        (r"\frac{1}{2}", "b.md:7", "mathjax3", False),
        (r"\undefined", "b.md:7", "mathjax3", True),
    ]
    assert "unknown_tag" in d.outline_gap
    assert pages["style.css"].preview is None


def test_answers_of_hosts_with_their_days(site: WriteSite) -> None:
    folder = site(SITE)
    (folder / ".sitecheck").mkdir()
    rows = {
        "https://e.example/a?token=***": {"verdict": "dead", "cause": "not-found", "code": 404, "checked": "2026-01-02T03:04Z"},
        "https://e.example/c": {"verdict": "moved", "cause": "moved", "checked": "2026-01-03T03:04Z", "final": "https://f.example/"},
    }  # fmt: skip
    lines = ",\n".join(f"    {json.dumps(url)}: {json.dumps(row)}" for url, row in rows.items())
    (folder / ".sitecheck/links.json").write_text(f'{{\n  "version": 1,\n  "links": {{\n{lines}\n  }}\n}}\n')
    found = {each.url: each for each in picture_of(folder).addresses}
    assert [(each.answer, each.told, each.asked, each.places) for each in map(found.get, rows) if each] == [
        ("dead", "answered 404", "2026-01-02", 2),
        ("moved", "moved, moved to https://f.example/", "2026-01-03", 1),
    ]


def test_what_is_not_known_and_not_published(site: WriteSite) -> None:
    picture = picture_of(site(SITE))
    told = {
        (each.subject, each.times, each.pages) for each in picture.unknown if "unknown_tag" in each.reason
    }
    assert told == {
        ("where a link leads", 1, ("in/d.html",)),
        ("what else a head says", 1, ("in/d.html",)),
        ("which anchors a page has", 1, ("in/d.html",)),
    }
    assert HiddenFile("_drafts/e.md", "draft", "a draft (built with --drafts only)", "/e.html") in [
        each._replace(url="/e.html") for each in picture.hidden
    ]


def test_what_is_too_much_is_counted(site: WriteSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_PAGES", 2)
    monkeypatch.setattr(module, "MOST_HIDDEN", 1)
    monkeypatch.setattr(module, "MOST_UNKNOWN", 1)
    monkeypatch.setattr(pictured_links, "MOST_ADDRESSES", 1)
    monkeypatch.setattr(pictured_links, "MOST_LINKS", 0)
    monkeypatch.setattr(pictured_pages, "_MOST_OF_A_PAGE", 1)
    picture = picture_of(site(SITE))
    assert [len(each) for each in (picture.pages, picture.hidden, picture.unknown, picture.addresses)] == [
        2,
        1,
        1,
        1,
    ]
    assert all(number < 2 for page in picture.pages for number in page.to)
    assert all(number < 1 for page in picture.pages for number in page.external)
    assert sum(len(page.to) + len(page.external) for page in picture.pages) == 0
    left = dict(picture.left_out)
    assert left["pages"] == 5
    assert left["formulas"] == 1
    assert set(left) == {
        "pages",
        "external addresses",
        "links of pages",
        "files that are not published",
        "formulas",
        "reasons why something is not known",
    }
    assert all(isinstance(each, LeftOut) for each in picture.left_out)


@pytest.mark.parametrize(
    ("written", "level", "text"),
    [
        ("## A b ##", 2, "A b"),
        ("\n  # A {#id} ", 1, "A"),
        ("# A}", 1, "A}"),
        (" A \n===", 1, "A"),
        ("# A {#id}", 1, "A"),
        ("#A\n", 1, "A"),
        ("Title\n=====\n", 1, "Title"),
        ("Title\n--- \nmore\n", 2, "Title"),
        ("Text\nand more\n---\n", 0, ""),
        ("Title {#t}\r\n---", 2, "Title"),
        ("# A {b {#c}", 1, "A"),
        ("# A {b} c", 1, "A {b} c"),
        ("# A {b} {c}", 1, "A {b}"),
        ("# A {b}}", 1, "A {b}}"),
        ("###### A", 6, "A"),
        ("# A {b c", 1, "A {b c"),
        ("# A b}", 1, "A b}"),
        ("####### A", 6, "# A"),
        ("A\n=", 1, "A"),
        (f"# A{' ' * 20_000}b", 1, f"A{' ' * 20_000}b"),
        (f"A{' ' * 20_000}b\n===", 1, f"A{' ' * 20_000}b"),
        ("<h2>x</h2>", 0, ""),
        ("", 0, ""),
    ],
)
def test_headings_as_they_are_written(written: str, level: int, text: str) -> None:
    assert heading_words(written) == (level, text)


def test_a_picture_is_made_when_a_format_asks_for_it(
    site: WriteSite, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, made = site(SITE), []
    real = module.site_picture
    monkeypatch.setattr(module, "site_picture", lambda *given: made.append(1) or real(*given))
    assert cli("check", folder).code == 1
    assert not made
    for number in (1, 2):  # also where the run is remembered
        out = tmp_path / f"{number}.html"
        assert cli("check", folder, "--output", f"html:{out}", "--output", "text").code == 1
        assert len(made) == number
        assert "in/c.md" in out.read_text("utf-8")
        assert "s3cret" not in out.read_text("utf-8")
    cli("check", folder)
    assert len(made) == 2


def test_a_report_in_the_site_is_told_and_changes_nothing(
    site: WriteSite, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site(SITE)
    outputs = ("--output", f"html:{folder}/report.html", "--output", "json", "--no-cache")
    answers = [cli("check", folder, *outputs) for _ in range(2)]
    assert "report.html lies in the site, so Jekyll publishes it" in answers[0].err
    first, second = (json.loads(answer.out) for answer in answers)
    assert first["findings"] == second["findings"]
    assert "report.html" not in by_path(picture_of(folder))
    for elsewhere in (f"{folder}/_reports.html", f"{tmp_path}/report.html"):
        assert "lies in the site" not in cli("check", folder, "--output", f"html:{elsewhere}").err
    monkeypatch.setattr("sitecheck.cli.outputs.is_terminal", lambda: True)
    refused = cli("check", folder, "--output-format", "html")
    assert (refused.code, refused.out) == (2, "")
    assert "--output html:report.html" in refused.err


def test_no_text_is_longer_than_anybody_reads(site: WriteSite) -> None:
    long = "x" * 5_000
    picture = picture_of(
        site(
            {
                "_config.yml": f"title: {long}\nurl: https://{long}.example\n",
                "_layouts/default.html": LAYOUT,
                "a.md": f"---\nlayout: default\ntitle: {long}\npermalink: /{long}/{long}.html\n---\n# {long} {{#{long}}}\n\n"
                f"[{long}](/{long}) [x](https://e.example/{long}) $$ {long} $$ {{% {long} %}}\n",
                "_drafts/b.md": f"---\npermalink: /{long}\n---\n",
            }
        )
    )
    [page] = picture.pages
    assert page.head
    assert page.formulas
    assert page.outline

    def longest(record: object) -> int:
        if isinstance(record, str):
            return len(record)
        return max(map(longest, record), default=0) if isinstance(record, tuple) else 0

    assert longest(picture) == 300
    assert len(page.url) == len(page.doubtful[0].href) == len(page.outline[0].id) == 300


def test_what_hosts_answered_in_this_run(site: WriteSite, tmp_path: Path) -> None:
    urls = {f"https://e.example/{name}": 1 for name in ("dead", "skipped", "unasked", "?key=s3cret")}
    statuses = {
        "https://e.example/dead": ExternalStatus("dead", "answered 410"),
        "https://e.example/skipped": ExternalStatus("skipped", "out of time"),
        "https://e.example/?key=s3cret": ExternalStatus("alive", "answered 200"),
    }
    facts = SiteFacts(load_site(site({})), {}, statuses=statuses)
    found, more = pictured_links.pictured_addresses(urls, facts, Ledger(tmp_path / "none"))
    assert more == 0
    assert [(each.url.rpartition("/")[2], each.answer, each.told) for each in found] == [
        ("dead", "dead", "answered 410"),
        ("skipped", "", "out of time"),
        ("unasked", "", ""),
        ("?key=***", "alive", "answered 200"),
    ]


def test_pages_of_lists_and_of_plugins(site: WriteSite) -> None:
    picture = picture_of(
        site(
            {
                "_config.yml": "plugins: [jekyll-paginate, jekyll-redirect-from, jekyll-archives]\npaginate: 1\n"
                "jekyll-archives: {enabled: [year]}\n",
                "index.html": "---\n---\n<head>{% unknown %}</head>{% for p in paginator.posts %}"
                '<a href="{{ p.url }}">x</a>{% endfor %}',
                "_posts/2020-01-01-a.md": "---\ntitle: A\nredirect_from: /old/\n---\n",
                "_posts/2020-01-02-b.md": "---\ntitle: B\n---\n",
            }
        )
    )
    pages = {page.url: page for page in picture.pages}
    posts = {path: page.url for path, page in by_path(picture).items() if page.kind == "posts"}
    assert [picture.pages[number].url for number in pages["/"].to] == [posts["_posts/2020-01-02-b.md"]]
    second = pages["/page2/"]
    assert (second.path, second.kind) == ("index.html", "page")
    assert [picture.pages[number].url for number in second.to] == [posts["_posts/2020-01-01-a.md"]]
    assert (pages["/old/"].path, pages["/old/"].kind) == ("", "generated")
    heads = [each for each in picture.unknown if each.subject == "what else a head says"]
    assert sum(each.times for each in heads) >= 2
    assert pages["/"].head_gap == heads[0].reason


def test_some_of_many_is_shown(site: WriteSite) -> None:
    metas = "".join(f"<meta name=n{number:02} content=x>" for number in range(50))
    titled = "".join(f"{{{{ page.t{number} }}}}" for number in range(7))
    said = "".join(f"t{number}: v{number}\n" for number in range(7))
    anchors = "".join(f"<b id=i{number}></b>" for number in range(201))
    gone = "".join(f"<a href=/gone{number}>x</a>" for number in range(31))
    included = "".join(f"{{% include i{number}.html %}}" for number in range(101))
    picture = picture_of(
        site(
            {
                "_config.yml": "title: S\n",
                "_layouts/three.html": "<a href=/a.html>a</a>{{ content }}",
                "_layouts/four.html": "<a href=/a.html>a</a>{{ content }}",
                **{f"three{number}.html": "---\nlayout: three\n---\n" for number in range(3)},
                **{f"four{number}.html": "---\nlayout: four\n---\n" for number in range(4)},
                **{f"odd{number}.html": "---\n---\n<a href='{% odd %}'>x</a>" for number in range(6)},
                **{f"_includes/i{number}.html": "x" for number in range(101)},
                "a.html": f"---\n{said}---\n<head>{metas}<title>{titled}</title></head>{anchors}{gone}{included}",
            }
        )
    )
    pages = by_path(picture)
    page = pages["a.html"]
    assert [each[0] for each in picture.layout_links] == ["_layouts/four.html"]
    assert (len(pages["three0.html"].to), len(pages["four0.html"].to)) == (1, 0)
    assert page.preview is not None
    assert [part.text for part in page.preview.result[1].parts] == [f"v{number}" for number in range(6)]
    assert (len(page.head), len(page.outline), len(page.doubtful), len(page.includes)) == (40, 200, 30, 100)
    (unknown,) = [each for each in picture.unknown if each.subject == "where a link leads"]
    assert (unknown.times, unknown.pages) == (6, tuple(f"odd{number}.html" for number in range(5)))


def test_no_page_is_read_for_its_formulas_once_there_are_enough(
    site: WriteSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "---\nlayout: default\n---\n"
    pages = {f"{name}.md": f"{head}$$ {name} $$ $$ {name}2 $$\n" for name in ("a", "b", "c")}
    folder = site({"_layouts/default.html": LAYOUT, **pages})
    for most, shown, more in ((1, ["a"], 1), (2, ["a", "a2"], 0), (3, ["a", "a2", "b"], 1)):
        monkeypatch.setattr(pictured_pages, "MOST_FORMULAS", most)
        picture = picture_of(folder)
        assert [each.tex.strip() for page in picture.pages for each in page.formulas] == shown
        assert picture.left_out == ((LeftOut("formulas", more),) if more else ())


def test_what_makes_further_addresses_is_told_unless_that_is_so_of_any_site(site: WriteSite) -> None:
    own = "module A\n  class B < Jekyll::Generator\n    def generate(site)\n      site.pages << C.new(site)\n    end\n  end\nend\n"
    for files, told in (({}, []), ({"_plugins/b.rb": own}, ["which addresses there are"])):
        picture = picture_of(site({"a.md": "---\n---\n", **files}))
        assert [each.subject for each in picture.unknown] == told
