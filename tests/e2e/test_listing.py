"""The commands that list what is known of a site, and what is printed about fixing, to the letter."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from tests.e2e.conftest import Cli, WriteSite

from sitecheck.cli.options import comma_separated
from sitecheck.document import SiteFacts, SiteReader
from sitecheck.engine.listings import listing

PAGE = "---\ntitle: A page\n---\n"
MATHJAX = '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>'
SITE = {
    "_config.yml": "url: https://example.org\ncollections: {books: {output: true}}\n",
    "index.md": f"{PAGE}[a](notes/) ![b](gone.png) [c](https://example.org/notes/x/)\n[d](//else.example/) [e](#f)\n",
    "notes/index.html": f'{PAGE}<b id="one">x</b><i id="two">y</i>{{% own %}}\n<a href="{{{{ site.github.x }}}}">z</a>\n',
    "_plugins/own.rb": "",
    "_books/b.md": f"{PAGE}## Head\n",
    "_drafts/d.md": PAGE,
    "_posts/2999-01-01-late.md": PAGE,
    "style.css": "a {}\n",
}


def rows(answer: Any) -> list[dict[str, Any]]:
    assert (answer.code, answer.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(answer.out)
    return found


def test_routes(site: WriteSite, cli: Cli) -> None:
    folder = site(SITE)
    listed = {row["url"]: row for row in rows(cli("routes", folder, "--anchors", "--output-format", "json"))}
    assert {url: (row["source"], row["output"], row["kind"]) for url, row in listed.items()} == {
        "/": ("index.md", "index.html", "page"),
        "/notes/": ("notes/index.html", "notes/index.html", "page"),
        "/books/b.html": ("_books/b.md", "books/b.html", "books"),
        "/style.css": ("style.css", "style.css", "static"),
    }
    assert listed["/notes/"]["anchors"] == ["one", "two"]
    assert "own" in listed["/notes/"]["more_anchors"]
    assert listed["/books/b.html"]["anchors"] == ["head"]
    assert "more_anchors" not in listed["/books/b.html"]
    assert all("anchors" not in row for row in rows(cli("routes", folder, "--output-format", "json")))
    assert cli("routes", folder, "--anchors").out.splitlines() == [
        f"{'/notes/':<50} notes/index.html",
        "  #one",
        "  #two",
        f"{'/':<50} index.md",
        f"{'/style.css':<50} style.css",
        f"{'/books/b.html':<50} _books/b.md",
        "  #head",
    ]


@pytest.mark.parametrize(
    ("options", "more"),
    [((), set()), (("--drafts",), {"_drafts/d.md"}), (("--future",), {"_posts/2999-01-01-late.md"})],
)
def test_routes_of_what_is_built(options: tuple[str, ...], more: set[str], site: WriteSite, cli: Cli) -> None:
    sources = {row["source"] for row in rows(cli("routes", site(SITE), *options, "--output-format", "json"))}
    assert sources == {"index.md", "notes/index.html", "_books/b.md", "style.css", *more}


def test_links(site: WriteSite, cli: Cli) -> None:
    folder = site(SITE)
    listed = rows(cli("links", folder, "--output-format", "json"))
    shown = [
        (r["path"], r["line"], r["column"], r["kind"], r["href"], r["status"], r["target"]) for r in listed
    ]
    assert shown == [
        ("notes/index.html", 5, 10, "a", None, "dynamic", None),
        ("index.md", 4, 5, "a", "notes/", "ok", "/notes/"),
        ("index.md", 4, 18, "img", "gone.png", "broken-page", "/gone.png"),
        ("index.md", 4, 32, "a", "https://example.org/notes/x/", "external", None),
        ("index.md", 5, 5, "a", "//else.example/", "external", None),
        ("index.md", 5, 26, "a", "#f", "broken-anchor", "/#f"),
    ]
    assert {row["page"] for row in listed} == {"index.md", "notes/index.html"}
    by_host = [row.get("own_site") for row in listed]
    assert by_host == [None, None, None, {"status": "broken-page", "target": "/notes/x/"}, None, None]
    assert "GitHub" in listed[0]["reason"]
    lines = cli("links", folder, "--status", "broken-page", "--status", "dynamic").out.splitlines()
    assert lines[0].startswith("notes/index.html:5:10: dynamic       ? (")
    assert lines[1] == "index.md:4:18: broken-page   gone.png"
    assert len(lines) == 2


def test_math(site: WriteSite, cli: Cli) -> None:
    page = f"{PAGE}{MATHJAX}\n\nIn $$a$$ and\n$$\n\\frac{{b}}{{$$\n\n{{% include i.md %}}\n"
    folder = site(
        {
            "index.md": page,
            "other.md": f"{PAGE}In $$c$$.\n",
            "none.md": PAGE,
            "_includes/i.md": "$$d\n+\ne$$\n",
        }
    )
    listed = rows(cli("math", folder, "--output-format", "json"))
    keys = ("page", "path", "line", "column", "display", "tex", "engine")
    assert [tuple(row[key] for key in keys) for row in listed] == [
        ("index.md", "index.md", 6, 4, False, "a", "mathjax3"),
        ("index.md", "index.md", 7, 1, False, "\\frac{b}{", "mathjax3"),
        ("index.md", "_includes/i.md", 1, 1, True, "d\n+\ne", "mathjax3"),
        ("other.md", "other.md", 4, 4, False, "c", None),
    ]
    assert [len(row["errors"]) for row in listed] == [0, 1, 0, 0]
    assert listed[1]["errors"][0].keys() == {"message", "offset", "kind"}
    lines = cli("math", folder).out.splitlines()
    assert lines[0] == "index.md:6:4: mathjax3  a"
    assert lines[2].startswith("    ")
    assert lines[3] == "_includes/i.md:1:1: mathjax3  d + e"
    assert lines[4] == "other.md:4:4: no engine c"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ('{"tex": "x^2"}', {"ok": True, "errors": []}),
        ('{"tex": "x^2^3", "display": true}', {"ok": False, "kind": "double-script", "offset": 3}),
        ("{", {"ok": False, "kind": "input", "offset": 0}),
        ('{"text": "x"}', {"ok": False, "kind": "input", "offset": 0}),
        ("[1]", {"ok": False, "kind": "input", "offset": 0}),
    ],
)
def test_a_judge_for_other_programs(line: str, answer: dict[str, object]) -> None:
    from sitecheck.cli.math import answers

    (given,) = answers([b" \n", line.encode(), b"\n"], "katex")
    found = json.loads(given)
    first = found["errors"][0] if found["errors"] else {}
    assert {"ok": found["ok"], **{key: first[key] for key in ("kind", "offset") if first}} == answer or (
        answer == found
    )


def test_the_judge_answers_each_line_of_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = io.TextIOWrapper(io.BytesIO(b'{"tex": "x^2"}\n\n{"tex": "x^2^3"}\n'))
    monkeypatch.setattr("sys.stdin", lines)
    answer = cli("math", "--stdin", "--engine", "katex")
    assert [json.loads(line)["ok"] for line in answer.out.splitlines()] == [True, False]


@pytest.mark.parametrize(
    "command",
    ["baseline", "check", "fix", "head", "init", "links", "math", "routes", "preview x", "why", "why --site"],
)
def test_a_site_that_is_not_there_is_told(command: str, cli: Cli, tmp_path: Path) -> None:
    missing = tmp_path / "no-such-folder"
    words = command.split()
    more = ("/",) if words[0] == "why" else ()
    given = (words[0], missing, *words[1:]) if words[0] == "preview" else (*words, missing)
    answer = cli(*given, *more)
    assert (answer.code, answer.out) == (2, "")
    assert "no such folder" in answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--stdin",), "--engine"), (("--engine", "katex"), "--stdin"), (("no-such-folder",), "no such folder")],
)
def test_calls_of_math_that_make_no_sense(arguments: tuple[str, ...], words: str, cli: Cli) -> None:
    answer = cli("math", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("/notes/", "notes/index.html"),
        ("notes/index.html", "/notes/"),
        ("_drafts/d.md", "draft"),
        ("_plugins/own.rb", "plugin"),
        ("/nowhere/", "nothing"),
    ],
)
def test_why(asked: str, words: str, site: WriteSite, cli: Cli) -> None:
    folder = site(SITE)
    answer = cli("why", asked, "--site", folder)
    assert answer.code == (1 if words == "nothing" else 0)
    assert words in answer.out.lower()
    shown = cli("why", asked, "--site", folder, "--output-format", "json")
    assert json.loads(shown.out) == {"asked": asked, "answer": answer.out.strip()}


def test_links_of_a_page_that_vanishes_meanwhile(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site(SITE)

    def read_and_remove(reader: SiteReader) -> SiteFacts:
        facts = listing_facts(reader)
        (folder / "index.md").unlink()
        return facts

    listing_facts = listing.read_facts
    monkeypatch.setattr(listing, "read_facts", read_and_remove)
    found = rows(cli("links", folder, "--output-format", "json"))
    assert {row["href"] for row in found if row["path"] == "index.md"} >= {"notes/", "gone.png"}


def test_why_of_a_path_from_anywhere(site: WriteSite, cli: Cli) -> None:
    folder = site(SITE)
    inside = cli("why", folder / "notes/index.html", "--site", folder, "--output-format", "json")
    assert json.loads(inside.out)["asked"] == "notes/index.html"
    beside = folder.with_name(f"{folder.name}-old") / "index.md"  # its name begins like that of the site
    beside.parent.mkdir()
    beside.write_text("")
    other = cli("why", beside, "--site", folder, "--output-format", "json")
    assert json.loads(other.out)["asked"] == str(beside)
    outside = cli("why", "/etc/hostname", "--site", folder, "--output-format", "json")
    assert json.loads(outside.out)["asked"] == "/etc/hostname"


SECURE = ("--extend-select", "insecure-link")
FIXABLE = {
    "index.md": f"{PAGE}[a](http://github.com/x) [b](http://github.com/y) [c](gone.html)\n",
    "b.md": "---\ntitle: B\n---\n[a](http://github.com/x)\n",
    "c.md": "---\ntitle: C\n---\n## My notes\n\n[a](#My-Notes)\n",
}


def test_what_is_said_about_fixing(site: WriteSite, cli: Cli) -> None:
    folder = site(FIXABLE)
    both = cli("fix", folder, "--diff", *SECURE, "--ignore", "insecure-host").err.splitlines()
    assert [line for line in both if line.startswith("would mend")] == [
        "would mend 1 × broken-anchor",
        "would mend 3 × insecure-link",
    ]
    shown = cli("fix", folder, "--diff", *SECURE, "--ignore", "broken-anchor,insecure-host")
    assert shown.code == 1
    told = ["would mend 3 × insecure-link", "2 files would change, 1 finding left"]
    assert [line for line in shown.err.splitlines() if line] == told
    assert (folder / "index.md").read_text() == FIXABLE["index.md"]
    done = cli("fix", folder, *SECURE, "--ignore", "broken-anchor,insecure-host")
    assert (done.code, done.err) == (1, "")
    told = ["b.md", "index.md", "mended 3 × insecure-link", "2 files changed, 1 finding left"]
    assert done.out.splitlines() == told
    again = cli("fix", folder, "--ignore", "broken-link")
    assert again.code == 0
    told = ["c.md", "mended 1 × broken-anchor", "1 file changed, 0 findings left"]
    assert again.out.splitlines() == told
    nothing = cli("fix", folder, "--diff")
    assert (nothing.code, nothing.out) == (0, "")


def test_fixing_some_files_only(site: WriteSite, cli: Cli) -> None:
    folder = site(FIXABLE)
    cli("fix", folder, *SECURE, "--only", "b.md")
    assert "https://github.com" in (folder / "b.md").read_text()
    assert (folder / "index.md").read_text() == FIXABLE["index.md"]


@pytest.mark.parametrize("command", ["check", "fix", "routes", "links", "math"])
def test_a_folder_that_is_none(command: str, site: WriteSite, cli: Cli, tmp_path: Path) -> None:
    folder = site(SITE)
    files = [] if command in ("check", "fix") else [(folder / "index.md", "is a file")]
    for name, words in ((tmp_path / "no", "there is no such folder"), *files):
        answer = cli(command, name)
        assert (answer.code, answer.out) == (2, "")
        assert words in answer.err


HEADS = {
    "_config.yml": "title: My site\nurl: https://example.org\nbaseurl: /b\nplugins: [jekyll-seo-tag]\n",
    "Gemfile": "",
    "_layouts/page.html": "<html lang=en><head>{% seo %}<meta name=robots content=all><meta name=robots content=none></head>"
    "<body>{{ content }}",
    "index.md": f"{PAGE[:-4]}layout: page\nlang: fr\n---\nText.\n",
    "copied.html": "<title>C</title><p><meta name=description content=late>",
    "gap.html": "---\nlayout: null\n---\n<head><title>G</title>{% own %}",
}


def test_head(site: WriteSite, cli: Cli) -> None:
    folder = site(HEADS)
    answer = cli("head", folder, "--output-format", "json")
    found = json.loads(answer.out)
    schema = json.loads(cli("schema", "head").out)
    Draft7Validator.check_schema(schema)
    Draft7Validator(schema).validate(found)
    assert {**found, "pages": []} == {
        "schema_version": 1,
        "site": {"url": {"state": "known", "value": "https://example.org"}, "baseurl": "/b"},
        "pages": [],
    }
    pages = {row.pop("output"): row for row in found["pages"]}
    assert pages.keys() == {"index.html", "copied.html", "gap.html"}
    index = pages["index.html"]
    head = index.pop("head")
    assert index.pop("jsonld")[0]["types"] == ["WebSite"]
    assert index == {
        "path": "index.md", "url": "/", "kind": "page", "layouts": ["_layouts/page.html"], "complete": True,
        "reason": None, "alternates": [],
    }  # fmt: skip
    column = HEADS["_layouts/page.html"].index("{% seo")
    assert head["title"] == {
        "state": "known",
        "value": "A page | My site",
        "parts": [
            {"text": "A page", "path": "index.md", "line": 2, "column": 8, "key": "title"},
            {"text": " | ", "path": "_layouts/page.html", "line": 1, "column": column + 1},
            {"text": "My site", "path": "_config.yml", "line": 1, "column": 8, "key": "title"},
        ],
    }
    assert (head["robots"]["value"], head["robots"]["count"]) == ("all", 2)
    assert head["canonical"]["value"] == "https://example.org/b/"
    assert head["description"] == {"state": "absent"}
    assert pages["copied.html"]["head"]["description"]["late"] is True
    assert pages["gap.html"]["complete"] is False
    assert pages["gap.html"]["head"]["description"] == {
        "state": "unknown",
        "reason": pages["gap.html"]["reason"],
    }


def test_head_in_text(site: WriteSite, cli: Cli) -> None:
    folder = site(HEADS)
    shown = cli("head", folder, "copied.html", "gap.html").out.splitlines()
    assert cli("head", folder, "./copied.html", "/gap.html").out.splitlines() == shown
    assert shown == [
        "gap.html /gap.html",
        "  what else there is, is not known: a plugin makes the output of the tag 'own'",
        "  title                  G",
        "",
        "copied.html /copied.html",
        "  title                  C",
        "  description            late (after the end of the head)",
        "",
    ]
    assert "robots                 all (2 times)" in cli("head", folder, "/").out
    assert "no page of HTML is made of it" in cli("head", folder, "gone.md").err


LONG = " ".join(["long"] * 60)
PREVIEWED = {
    "_config.yml": "title: S\nurl: https://example.org\nplugins: [jekyll-seo-tag]\n",
    "Gemfile": "",
    "_layouts/p.html": "<html lang=en><head>{% seo %}<meta name=robots content=noindex></head><body>{{ content }}",
    "a.md": f"---\nlayout: p\ntitle: A <b>\ndescription: {LONG}\nimage: /i.png\n---\n",
    "in/b.html": "<title>B</title>",
}


def test_preview(site: WriteSite, cli: Cli) -> None:
    folder = site(PREVIEWED)
    shown = cli("preview", folder, "a.md").out.splitlines()
    assert shown[:2] == ["a.md", "note: search engines are told to leave this page out (robots: noindex)"]
    at = shown.index("Search result")
    assert shown[at + 1 : at + 3] == ["  | example.org › a.html", "  | A | S"]
    assert "".join(shown[at + 3 : at + 7]).count("long") == 30
    assert "  | https://example.org/i.png" in shown[shown.index("Share card") :]
    assert "  result title: 'A' from a.md:3 (title)" in shown
    assert "  result title: 'S' from _config.yml:1 (title)" in shown
    assert cli("preview", f"{folder}/in/b.html").out.splitlines()[0] == "in/b.html"
    assert "(the page says no description)" in cli("preview", folder, "/in/b.html").out
    assert "no page of HTML is made of it" in cli("preview", folder, "gone.md").err
    assert "names 2 pages" in cli("preview", folder, "*").err


def test_preview_names_settings_from_here(site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site(PREVIEWED | {".sitecheck.yml": "no-setting: 1\n"})
    monkeypatch.chdir(folder)
    assert cli("preview", "a.md").err.startswith("sitecheck: .sitecheck.yml:1:")
    monkeypatch.chdir(folder / "in")
    assert cli("preview", "b.html").err.startswith("sitecheck: ../.sitecheck.yml:1:")


def test_preview_of_a_site_alone_shows_its_home_page(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = {"index.md": "---\ntitle: Home\nlayout: l\n---\n", "a.md": "---\ntitle: A\nlayout: l\n---\n"}
    folder = site({"_config.yml": "x: 1\n", "_layouts/l.html": "<title>{{ page.title }}</title>", **home})
    assert cli("preview", str(folder)).out.splitlines()[0] == "index.md"
    monkeypatch.chdir(folder)
    assert "no page of HTML is made of it" in cli("preview", f"{folder}/_layouts").err


def test_preview_to_look_at(site: WriteSite, cli: Cli, tmp_path: Path) -> None:
    folder = site(
        {
            **PREVIEWED,
            "c.html": "<title>&lt;script&gt;$page</title><meta name=description content='a&quot;<i>'>",
        }
    )
    target = tmp_path / "out.html"
    assert cli("preview", folder, "c.html", "--html", str(target)).code == 0
    text = target.read_text("utf-8")
    assert "&lt;script&gt;$page" in text
    assert "a&#34;&lt;i&gt;" in text
    assert "<script" not in text
    assert '<img alt="" src="https://example.org/i.png">' not in text
    cli("preview", folder, "a.md", "--html", str(target))
    assert '<img alt="" src="https://example.org/i.png">' in target.read_text("utf-8")


def test_what_heads_say_is_cut(site: WriteSite, cli: Cli) -> None:
    metas = "".join(f"<meta name={'n' * length} content={'x' * (length + 170)}>" for length in (30, 31))
    types = ",".join(f'{{"@type": "T{number:03}"}}' for number in range(50))
    script = f'<script type="application/ld+json">[{types}]</script>'
    shown = cli("head", site({"a.html": f"---\n---\n<title>T</title>{metas}{script}"}), "a.html").out
    assert shown.splitlines()[1:-1] == [
        "  title                  T",
        f"  {'n' * 30} {'x' * 200}",
        f"  {'n' * 29}… {'x' * 199}…",
        f"  JSON-LD                {', '.join(f'T{number:03}' for number in range(34))[:199]}…",
    ]


def test_lines_of_a_preview_are_short(site: WriteSite, cli: Cli) -> None:
    layout = "<title>On\n  two{{ page.title }}</title><meta name=description content='{{ page.text }}'>"
    words = f"{'w' * 38} {'w' * 37} {' '.join(['word'] * 9)}"
    page = f'---\nlayout: l\ntitle: "{"t" * 60}"\ntext: {words}\n---\n'
    shown = cli("preview", site({"_config.yml": "", "_layouts/l.html": layout, "a.md": page}), "a.md").out
    lines = shown.splitlines()
    assert f"  | {words[:76]}" in lines
    assert "  result title: 'On two' from _layouts/l.html:1" in lines
    assert f"  result title: {'t' * 60!r} from a.md:3 (title)" in lines
    assert f"  result description: {f'{words[:59]}…'!r} from a.md:4 (text)" in lines


def test_why_takes_a_path_as_it_was_printed_elsewhere(
    site: WriteSite, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site({"docs/_config.yml": "", "docs/a.md": PAGE, "other/x": "", ".git/x": ""})
    told = cli("why", f"{root}/docs", "a.md").out
    monkeypatch.chdir(root / "other")
    assert cli("why", "../docs", "docs/a.md").out == told
    assert cli("why", "../docs", "docs/b.md").out != told
    assert "/a.html" in told


def test_words_with_commas_are_several() -> None:
    assert comma_separated(["a , b", ",c,", " "]) == ("a", "b", "c")


def test_rules_are_listed_by_group(cli: Cli) -> None:
    shown = cli("rules").out.splitlines()
    groups = [line for line in shown if line and not line.startswith((" ", "A dash"))]
    assert groups == sorted(groups)
    assert {"config", "files", "front-matter", "links", "math"} <= {*groups}


def test_a_preview_is_as_wide_as_a_mail(site: WriteSite, cli: Cli) -> None:
    layout = '<html><head><title>T</title><meta name="description" content="{{ page.description }}"></head></html>\n'
    folder = site(
        {
            "_layouts/l.html": layout,
            "a.md": f"---\nlayout: l\ndescription: {'x ' * 79}x\n---\n",
            "b.md": f"---\nlayout: l\ndescription: {'yy ' * 52}y\n---\n",
        }
    )
    shown = [cli("preview", folder, page).out.splitlines() for page in ("a.md", "b.md")]
    assert [max(len(line) for line in lines if line.startswith("  | ")) for lines in shown] == [79, 78]
