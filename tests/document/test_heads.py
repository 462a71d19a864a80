"""What is known of heads: composed by layouts, includes and tags of plugins, and what stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sitecheck.document.heads import head_end
from sitecheck.document.heads.head import HeadField, HeadRow, PageHead, json_ld
from sitecheck.engine.check_site import check_site
from sitecheck.engine.listings.list_heads import list_heads
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.reading.read_site import inputs_of
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll.layout_chain import MOST_LAYOUTS
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind
from sitecheck.text.source_map import UNKNOWN

CONFIG = "url: https://x.org\ntitle: Site\ndescription: About it\nplugins: [jekyll-seo-tag]\n"
LAYOUT = "<html><head><title>{{ page.title }} | {{ site.title }}</title></head><body>{{ content }}"
SEO = "<html><head>{% seo %}</head><body>{{ content }}"


def heads(folder: Path, files: Mapping[str, str]) -> dict[str, HeadRow]:
    for path, text in {"Gemfile": "", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return read(folder)


def read(folder: Path) -> dict[str, HeadRow]:
    reader = open_site(str(folder), read_settings(None), Call())
    return {
        row.path or row.output: row for row in LayoutWork(WorkShares(reader, inputs_of(reader))).heads.rows
    }


def said(row: HeadRow, *keys: str) -> list[str]:
    found = (row.head.field(key) for key in keys)
    return [each.value if each.state == "known" else f"({each.state})" for each in found]


def page(front: str = "title: A", layout: str = "l") -> str:
    return f"---\nlayout: {layout}\n{front}\n---\nText.\n"


@pytest.mark.parametrize(
    "title", ["{{ page.title }}", "{% if page.title %}{{ page.title | escape }}{% endif %}"]
)
def test_a_head_goes_on_behind_its_end_tag_until_a_body_begins(tmp_path: Path, title: str) -> None:
    layout = "<html>\n<head>\n<link href=a.css>\n</head>\n\n{% include head.html %}\n\n<body>\n{{ content }}"
    files = {
        "_config.yml": CONFIG,
        "_layouts/l.html": layout,
        "_includes/head.html": f"<head>\n<title>{title}</title>\n</head>\n<meta name=description content=x>",
        "a.md": page(),
        "b.html": page("title: B"),
        "c.html": f"<head></head>{title}<title>C</title><body>",
        "d.html": "<head></head>\n<title>D</title><body><title>E</title>",
    }
    rows = heads(tmp_path, files)
    assert {path: said(row, "title", "description") for path, row in rows.items()} == {
        "a.md": ["A", "x"],
        "b.html": ["B", "x"],
        "c.html": ["(absent)", "(absent)"],
        "d.html": ["D", "(absent)"],
    }


@pytest.mark.parametrize(
    "aside",
    [
        "<script>w('<head><title>W</title></head><body>');</script>",
        "<script>{% if page.title %}a{% endif %}w('</head><body>');</script>",
        "<script>{% include window.js %}</script>",
        "{% assign name = page.part %}{% include {{ name }} %}",
        "<STYLE>a:after {content: '</head>'}</STYLE>",
        "<!-- </head><body> --><!--> <link rel=icon href=a.png>",
    ],
)
@pytest.mark.parametrize("body", ["</head><body>", "</head><p>"])
def test_what_a_script_or_a_comment_writes_does_not_end_the_head(
    aside: str, body: str, tmp_path: Path
) -> None:
    files = {
        "_config.yml": CONFIG,
        "_layouts/l.html": f"<html><head>\n{aside}\n<title>{{{{ page.title }}}}</title>{body}{{{{ content }}}}",
        "_includes/window.js": "{% raw %}w('</head><body>');{% endraw %}",
        "_includes/window.html": "<script>w('</head><body>');</script>",
        "a.md": page("title: A\npart: window.html"),
        "b.html": f"<head>{aside.replace('{%', '')}<title>A</title>{body}<title>C</title>",
    }
    rows = heads(tmp_path, files)
    assert [said(row, "title") for row in rows.values()] == [["A"], ["A"]]


@pytest.mark.parametrize("window", ["{{ page.title }}", "{% for each in page.title %}<body{% endfor %}"])
def test_the_search_for_the_end_of_a_head_is_paid_for(
    window: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script that writes many ends of heads has each text up to one of them searched."""
    spent: list[int] = []
    monkeypatch.setattr(head_end, "spend", spent.append)

    def steps(number: int) -> int:
        spent.clear()
        script = f"<script>{f'<body{window}' * number}</script>"
        layout = f"<head>{script}<title>A</title></head><body>"
        rows = heads(tmp_path, {"_config.yml": CONFIG, "_layouts/l.html": layout, "a.md": page()})
        assert [said(row, "title") for row in rows.values()] == [["A"]]
        return sum(spent)

    assert steps(400) > 3 * steps(200) > 100


def test_a_head_is_composed_for_each_page(tmp_path: Path) -> None:
    rows = heads(
        tmp_path, {"_config.yml": CONFIG, "_layouts/l.html": LAYOUT, "a.md": page(), "b.md": page("title: B")}
    )
    assert {path: said(row, "title", "description") for path, row in rows.items()} == {
        "a.md": ["A | Site", "(absent)"],
        "b.md": ["B | Site", "(absent)"],
    }
    assert rows["a.md"].layouts == ("_layouts/l.html",)
    part = rows["a.md"].head.field("title").parts[1]
    assert (part.text, part.place.path, part.place.span.start) == (
        " | ",
        "_layouts/l.html",
        LAYOUT.index(" | "),
    )


def test_the_layout_that_writes_the_head_counts_and_an_inner_one_goes_before(tmp_path: Path) -> None:
    outer = "---\nsay: outer\nmore: m\n---\n{{ content | strip }}"
    middle = "---\nlayout: compress\nsay: middle\n---\n<head><title>{{ layout.say }} {{ layout.more }}</title></head>{{ content }}"
    inner = "---\nlayout: middle\nsay: inner\n---\n<title>no</title>{{ content }}"
    files = {
        "_layouts/compress.html": outer,
        "_layouts/middle.html": middle,
        "_layouts/l.html": inner,
        "a.md": page(),
    }
    assert said(heads(tmp_path, files)["a.md"], "title") == ["inner"]  # what is further out is not merged yet


def test_the_language_may_be_further_out(tmp_path: Path) -> None:
    outer = "<html lang={{ page.lang }}>{{ content }}</html>"
    inner = "---\nlayout: outer\n---\n<head><title>{{ page.title }}</title></head>{{ content }}"
    files = {"_layouts/outer.html": outer, "_layouts/l.html": inner, "a.md": page("title: A\nlang: fr")}
    assert said(heads(tmp_path, files)["a.md"], "title", "lang", "robots") == ["A", "fr", "(absent)"]


@pytest.mark.parametrize(("more", "title"), [(0, "A"), (1, "(unknown)")])
def test_heads_are_looked_for_in_so_many_layouts(more: int, title: str, tmp_path: Path) -> None:
    last = MOST_LAYOUTS + more - 1
    files = {
        **{f"_layouts/l{n}.html": f"---\nlayout: l{n + 1}\n---\n{{{{ content }}}}" for n in range(last)},
        f"_layouts/l{last}.html": LAYOUT.replace(" | {{ site.title }}", ""),
        "a.md": page(layout="l0"),
    }
    row = heads(tmp_path, files)["a.md"]
    assert (said(row, "title"), len(row.layouts)) == ([title], last + 1)


def test_what_a_layout_stands_around_ends_its_head(tmp_path: Path) -> None:
    layout = "<title>{{ page.title }}</title>\n{{ content }}"
    assert said(heads(tmp_path, {"_layouts/l.html": layout, "a.md": page()})["a.md"], "title", "robots") == [
        "A",
        "(absent)",
    ]


def test_pages_without_layout_and_copied_ones_have_their_own(tmp_path: Path) -> None:
    files = {
        "own.html": "---\ntitle: Own\n---\n<head><title>{{ page.title }}</title></head>",
        "copied.html": "<title>Copied</title><body>",
        "empty.html": "",
        "piece.md": "---\n---\nText.\n",
    }
    rows = heads(tmp_path, files)
    assert {path: said(row, "title") for path, row in rows.items()} == {
        "own.html": ["Own"], "copied.html": ["Copied"], "empty.html": ["(unknown)"], "piece.md": ["(absent)"],
    }  # fmt: skip
    assert {path: row.kind for path, row in rows.items()}["copied.html"] == "static"


def test_a_body_without_a_head_makes_a_page_that_says_nothing_of_itself(tmp_path: Path) -> None:
    files = {
        "_layouts/l.html": "<body>{{ content }}</body>",
        "a.md": page(),
        "own.html": "---\ntitle: Own\n---\n<!DOCTYPE html>\n<body>x</body>",
        "piece-in-body.html": page().replace("Text.", "<p>x</p>"),
        "listing.html": "---\n---\n<p>Such as:</p>\n<body>x</body>",
        "piece.html": "---\n---\n<p>x</p>",
    }
    rows = heads(tmp_path, files)
    assert {path for path, row in rows.items() if row.head.is_page} == {
        "a.md",
        "own.html",
        "piece-in-body.html",
    }
    assert {path: said(row, "title") for path, row in rows.items()} == {path: ["(absent)"] for path in rows}


def test_a_title_in_the_body_that_a_layout_writes_is_that_of_the_page(tmp_path: Path) -> None:
    files = {
        "_layouts/l.html": "<body>{{ content }}</body>",
        "a.html": page().replace("Text", "<title>B</title>"),
    }
    row = heads(tmp_path, files)["a.html"]
    assert (said(row, "title"), row.head.is_page) == (["B"], True)


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        ({"_config.yml": "theme: some-theme\n"}, ReasonKind.THEME_LAYOUT),
        ({"_layouts/l.html": "<head>{% gallery %}</head>"}, ReasonKind.PLUGIN_TAG),
        ({"_config.yml": "theme: some-theme\n", "_layouts/l.html": "<head>{% include head.html %}</head>"}, ReasonKind.THEME_INCLUDE),
    ],
)  # fmt: skip
def test_what_is_not_here_is_unknown(tmp_path: Path, files: Mapping[str, str], kind: ReasonKind) -> None:
    row = heads(tmp_path, {"a.md": page(), **files})["a.md"]
    assert said(row, "title", "description") == ["(unknown)", "(unknown)"]
    assert row.head.field("title").reasons[0].kind is kind


def test_what_stands_before_something_unknown_is_known(tmp_path: Path) -> None:
    layout = "<head><title>{{ page.title }}</title>{% gallery %}<meta name=author content=x></head>"
    row = heads(tmp_path, {"_layouts/l.html": layout, "a.md": page()})["a.md"]
    assert said(row, "title", "author", "robots") == ["A", "(unknown)", "(unknown)"]


def test_a_tag_that_prints_a_script_or_a_style_says_nothing_of_the_page(tmp_path: Path) -> None:
    layout = "<head>{% asset a.css %}\n{% asset b.js %}<title>{{ page.title }}</title>HERE</head>"
    files = {"_config.yml": "plugins: [jekyll-assets]\n", "a.md": page()}
    row = heads(tmp_path, {**files, "_layouts/l.html": layout.replace("HERE", "")})["a.md"]
    assert said(row, "title", "robots", "icon") == ["A", "(absent)", "(unknown)"]
    row = heads(
        tmp_path, {**files, "_layouts/l.html": layout.replace("HERE", "{% asset c.js %}{% gallery %}")}
    )["a.md"]
    assert said(row, "title", "robots") == ["A", "(unknown)"]


def test_a_tag_that_stops_a_build_without_its_plugin_is_the_plugins(tmp_path: Path) -> None:
    files = {"_config.yml": CONFIG.replace("[jekyll-seo-tag]", "[]"), "_layouts/l.html": SEO, "a.md": page()}
    row = heads(tmp_path, {**files, "Gemfile": "gem 'github-pages', group: :jekyll_plugins\n"})["a.md"]
    assert said(row, "title", "description") == ["A | Site", "About it"]
    own = {"_plugins/a.rb": "Liquid::Template.register_tag(name, Own)\n"}  # which may be any
    assert said(heads(tmp_path, {**files, **own})["a.md"], "title") == ["(unknown)"]
    own["_config.yml"] = CONFIG
    assert said(heads(tmp_path, {**files, **own})["a.md"], "title") == ["A | Site"]


def test_an_undecided_choice_leaves_the_rest_known(tmp_path: Path) -> None:
    layout = (
        "<head><title>{{ page.title }}</title>{% if site.time > page.date %}<meta name=robots content=noindex>"
        "{% assign d = 'x' %}{% else %}{% assign d = 'y' %}{% endif %}<meta name=description content='{{ d }}'></head>"
    )
    row = heads(tmp_path, {"_layouts/l.html": layout, "a.md": page()})["a.md"]
    assert said(row, "title", "robots", "description", "og:title") == [
        "A",
        "(varies)",
        "(unknown)",
        "(absent)",
    ]
    robots = row.head.field("robots")
    assert (robots.value, robots.reasons[0].kind) == ("noindex", ReasonKind.TIME), "what is there if it is"
    assert row.head.field("description").value == ""


@pytest.mark.parametrize(
    ("layout", "title"),
    [
        ("<title>{% if site.source %}a{% else %}b{% endif %}</title>", "(unknown)"),
        ("{% if site.time > page.x %}<title>a</title>{% else %}<title>b</title>{% endif %}", "(varies)"),
        ("{% if site.time > page.x %}<title>a</title>{% endif %}<title>a</title>", "a"),
        ("<title>a</title>{% if site.time > page.x %}<title>b</title>{% endif %}", "a"),
        ("<title>{{ page.excerpt | strip_html | strip }}</title>", "Text."),
    ],
)
def test_values_on_branches(tmp_path: Path, layout: str, title: str) -> None:
    rows = heads(tmp_path, {"_layouts/l.html": f"<head>{layout}</head>", "_posts/2024-01-02-b.md": page()})
    assert said(rows["_posts/2024-01-02-b.md"], "title") == [title]


@pytest.mark.parametrize(
    ("filters", "options", "said_"),
    [
        ("strip_html | strip", "", 'puts "1"'),
        ("markdownify | strip | strip_html | truncate: 7", "", "puts..."),
        ("truncate: 99 | strip_html", "", "(unknown)"),
        ("escape | strip_html", "", "(unknown)"),
        ("strip_html", "block: {line_numbers: true}", "(unknown)"),
        ("strip_html", "formatter: HTMLTable", "(unknown)"),
        ("strip_html", "span: {line_numbers: true}", 'puts "1"'),
    ],
)
def test_code_in_an_excerpt_says_the_same_in_any_colours(
    tmp_path: Path, filters: str, options: str, said_: str
) -> None:
    files = {
        "_config.yml": f"kramdown: {{syntax_highlighter_opts: {{{options}}}}}\n",
        "_layouts/l.html": f"<head><title>{{{{ page.excerpt | {filters} }}}}</title></head>",
        "_posts/2024-01-02-b.md": '---\nlayout: l\n---\n```ruby\nputs "1"\n```\n',
    }
    assert said(heads(tmp_path, files)["_posts/2024-01-02-b.md"], "title") == [said_]


@pytest.mark.parametrize(
    ("config", "text", "said_"),
    [
        ("", "See [b](b.md).", "See b."),
        ("relative_links: {collections: true}\n", "See [b](b.md).", "See b."),
        ("relative_links: {collections: true}\n", "See b.", "See b."),
    ],
)
def test_of_documents_relative_links_changes_what_it_is_told_to(
    tmp_path: Path, config: str, text: str, said_: str
) -> None:
    files = {
        "_config.yml": f"plugins: [jekyll-relative-links]\n{config}",
        "_layouts/l.html": "<head><title>{{ page.excerpt | strip_html | strip }}</title></head>",
        "_posts/2024-01-02-a.md": f"---\nlayout: l\n---\n{text}\n",
    }
    assert said(heads(tmp_path, files)["_posts/2024-01-02-a.md"], "title") == [said_]


def test_github_pages_fills_the_address_in(tmp_path: Path) -> None:
    layout = (
        "<head>{% if site.url %}<link rel=canonical href='{{ page.url | absolute_url }}'>{% endif %}"
        "<meta property=og:image content='{{ '/a.png' | relative_url }}'></head>"
    )
    files = {"_layouts/l.html": layout, "a.md": page()}
    row = heads(tmp_path, {**files, "Gemfile": "gem 'github-pages', group: :jekyll_plugins"})["a.md"]
    assert said(row, "canonical", "og:image") == ["(unknown)", "/a.png"]
    assert "".join(part.text for part in row.head.field("canonical").parts) == "…/a.html"
    assert said(heads(tmp_path, {**files, "Gemfile": "gem 'jekyll'"})["a.md"], "canonical") == ["(absent)"]


def test_a_redirect_has_the_head_of_its_stub(tmp_path: Path) -> None:
    config = "url: https://x.org\nbaseurl: /b\nplugins: [jekyll-redirect-from]\n"
    files = {"_config.yml": config, "a.md": page("redirect_to: /new/"), "b.md": page("redirect_from: /old/")}
    rows = heads(tmp_path, {**files, "_layouts/l.html": LAYOUT})
    assert said(rows["a.md"], "title", "canonical", "robots") == [
        "Redirecting…",
        "https://x.org/b/new/",
        "noindex",
    ]
    assert said(rows["old/index.html"], "canonical") == ["https://x.org/b/b.html"]
    for target, address in (("http://y.org/a", "http://y.org/a"), ("https://y.org/a", "https://y.org/a"),
                            ("new", "https://x.org/b/new"), ("/a&b/", "https://x.org/b/a&b/")):  # fmt: skip
        row = heads(tmp_path, {"a.md": page(f"redirect_to: {target}")})["a.md"]
        assert said(row, "canonical") == [address]


def test_redirects_to_one_address_share_a_head(tmp_path: Path) -> None:
    """One line of front matter makes a page: a hundred thousand of them took 15 seconds."""
    config = "plugins: [jekyll-redirect-from]\n"
    rows = heads(tmp_path, {"_config.yml": config, "a.md": page("redirect_from: [/old/, /older/]")})
    one, other = rows["old/index.html"].head, rows["older/index.html"].head
    assert one is other
    assert one.field("canonical").value == "/a.html"


def test_a_redirect_in_a_layout_of_the_sites_own_is_not_the_page_that_names_it(tmp_path: Path) -> None:
    config = "plugins: [jekyll-redirect-from]\n"
    stub = "<head><title>Moved</title><link rel=canonical href='{{ page.redirect.to }}'></head>"
    layouts = {"_layouts/l.html": LAYOUT, "_layouts/redirect.html": stub}
    rows = heads(
        tmp_path,
        {"_config.yml": config, **layouts, "a.md": page("redirect_to: /b.html"), "b.md": page()},
    )
    assert said(rows["a.md"], "title", "canonical") == ["(unknown)", "(unknown)"]
    assert said(rows["b.md"], "title") == ["A |"]


@pytest.mark.parametrize(
    ("name", "is_html"), [("a.HTML", True), ("a.Htm", True), ("a.xhtml", True), ("a.xml", False)]
)
def test_which_files_have_a_head(name: str, is_html: bool, tmp_path: Path) -> None:
    rows = heads(tmp_path, {"_layouts/l.html": LAYOUT, name: page(), "b.md": page()})
    assert (name in rows) is is_html


def test_the_longest_head_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitecheck.document.heads.head_reader.PAGE_STEPS", 300_000)
    layout = "<head>{% for a in (1..999) %}{% for b in (1..999) %}{{ page.title | append: b }}{% endfor %}{% endfor %}</head>"
    row = heads(tmp_path, {"_layouts/l.html": layout, "a.md": page()})["a.md"]
    assert row.head.field("title").reasons[0].kind is ReasonKind.LIMIT


# jekyll-seo-tag


@pytest.mark.parametrize(
    ("config", "front", "title", "og"),
    [
        ("", "title: Page", "Page | Site", "Page"),
        ("", "", "Site | About it", "Site"),
        ("tagline: TL\n", "title: ''", "Site | TL", "Site"),
        ("tagline: TL\n", "title: Site", "Site | TL", "Site"),
        ("", "title: C++ & <T>", "C++ &amp; | Site", "C++ &amp;"),
        ("", "title: '1986. A year'", "A year | Site", "A year"),
        ("", "title: A | B", "A B | Site", "A B"),
    ],
)
def test_titles_of_the_seo_tag(tmp_path: Path, config: str, front: str, title: str, og: str) -> None:
    row = heads(tmp_path, {"_config.yml": CONFIG + config, "_layouts/l.html": SEO, "a.md": page(front)})[
        "a.md"
    ]
    assert said(row, "title", "og:title") == [title.replace("&amp;", "&"), og.replace("&amp;", "&")]


IMAGE = [
    ("image: /a.png", "https://x.org/b/a.png"),
    ("image: https://y.org/a b.png", "https://y.org/a%20b.png"),
    ("image: {path: /p.png, alt: An image}", "https://x.org/b/p.png"),
    ("image: {twitter: /t.png}", "https://x.org/b/t.png"),
    ("image: {feature: /f.png}", "(absent)"),
    ("image: [a.png]", "(absent)"),
    ("image: true", "(absent)"),
    ("image: a.png", "(unknown)"),  # from the root in release 2.8, from the page's folder in 2.9
]


@pytest.mark.parametrize(("front", "image"), IMAGE)
def test_images_of_the_seo_tag(tmp_path: Path, front: str, image: str) -> None:
    files = {"_config.yml": CONFIG + "baseurl: /b\n", "_layouts/l.html": SEO, "a.md": page(front)}
    row = heads(tmp_path, files)["a.md"]
    assert said(row, "og:image", "twitter:image", "twitter:card") == [
        image, image, "summary_large_image" if image != "(absent)" else "summary",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("release", "cut"),
    [
        *(("2.8.0", False), ("2.9.0", True), ("", None)),
        *(("~> 2.8.1", False), ("< 2.9", False), (">= 2.9", True), ("~> 2.8", None), ("<= 2.9", None)),
    ],
)
def test_the_release_of_the_seo_tag_counts_where_it_matters(
    tmp_path: Path, release: str, cut: bool | None
) -> None:
    words = " ".join(f"w{number}" for number in range(120))
    lock = f"GEM\n  specs:\n    jekyll-seo-tag ({release})\n" if release.endswith(".0") else ""
    gem = f"gem 'jekyll-seo-tag', '{release}'\n" if release.startswith(("~", "<", ">")) else ""
    files = {"_config.yml": CONFIG, "_layouts/l.html": SEO, "Gemfile.lock": lock, "Gemfile": gem}
    rows = heads(
        tmp_path, {**files, "a.md": page(f"description: {words}"), "b.md": page("description: short")}
    )
    expected = {False: words, True: f"{' '.join(words.split()[:100])}…", None: "(unknown)"}[cut]
    assert said(rows["a.md"], "description") == [expected]
    assert said(rows["b.md"], "description", "og:description") == ["short", "short"]


def test_without_a_gemfile_github_pages_builds_with_its_release_of_the_seo_tag(tmp_path: Path) -> None:
    words = " ".join(f"w{number}" for number in range(120))
    heads(tmp_path, {"_config.yml": CONFIG, "_layouts/l.html": SEO, "a.md": page(f"description: {words}")})
    (tmp_path / "Gemfile").unlink()
    assert said(read(tmp_path)["a.md"], "description") == [words]


def test_the_rest_of_the_seo_tag(tmp_path: Path) -> None:
    config = CONFIG + "twitter: {username: '@me'}\nlang: de-AT\nauthor: jo\n"
    files = {
        "_config.yml": config,
        "_data/authors.yml": "jo: {name: Jo Doe, twitter: jd}\n",
        "_layouts/l.html": SEO,
        "a.md": page("seo: {type: Person}\npermalink: /a/index.html"),
        "_posts/2024-01-02-b.md": page("author: {name: Bo}", "l"),
    }
    rows = heads(tmp_path, files)
    keys = (
        "canonical",
        "og:url",
        "og:type",
        "og:locale",
        "author",
        "twitter:creator",
        "twitter:site",
        "description",
    )
    assert said(rows["a.md"], *keys) == [
        "https://x.org/a/", "https://x.org/a/", "website", "de_AT", "Jo Doe", "@jd", "@me", "About it",
    ]  # fmt: skip
    assert said(rows["_posts/2024-01-02-b.md"], *keys[2:]) == [
        "article",
        "de_AT",
        "Bo",
        "@Bo",
        "@me",
        "Text.",
    ]
    assert [script.types for script in rows["a.md"].head.jsonld] == [("Person",)]
    assert [script.types for script in rows["_posts/2024-01-02-b.md"].head.jsonld] == [("BlogPosting",)]
    assert all(script.valid for row in rows.values() for script in row.head.jsonld)
    span = rows["a.md"].head.field("description").parts[0].place.span
    assert SEO[span.start : span.end] == "{% seo %}"


def test_options_of_the_seo_tag_and_the_feed(tmp_path: Path) -> None:
    layout = "<head>{% seo title=false %}{% feed_meta %}</head>"
    config = CONFIG.replace("]", ", jekyll-feed]")
    row = heads(tmp_path, {"_config.yml": config, "_layouts/l.html": layout, "a.md": page()})["a.md"]
    assert said(row, "title", "og:title") == ["(absent)", "A"]
    assert row.head.reasons == ()


def test_a_seo_tag_of_the_sites_own_is_unknown(tmp_path: Path) -> None:
    own = "class Own < Liquid::Tag\nend\nLiquid::Template.register_tag('seo', Own)\n"
    files = {"_config.yml": CONFIG, "_layouts/l.html": SEO, "a.md": page(), "_plugins/own.rb": own}
    assert said(heads(tmp_path, files)["a.md"], "title") == ["(unknown)"]


def rows_of(folder: Path, *paths: str) -> Any:
    return list_heads(str(folder), read_settings(None), Call(), paths)["pages"]


def test_pages_are_chosen_by_source_address_and_output(tmp_path: Path) -> None:
    heads(tmp_path, {"a.md": page(), "in/a.md": page(), "in/b.md": page()})
    for path, outputs in {
        "a.md": ["a.html"],
        "in/*.md": ["in/a.html", "in/b.html"],
        "/in/b.html": ["in/b.html"],
    }.items():
        assert [row["output"] for row in rows_of(tmp_path, path)] == outputs


def test_a_share_image_that_is_not_there_is_told_where_it_is_named(tmp_path: Path) -> None:
    files = {"_config.yml": CONFIG, "_layouts/l.html": SEO, "a.md": page("image: /gone.png"), "b.md": page()}
    heads(tmp_path, files)
    report = check_site(RunOptions(str(tmp_path), read_settings(None), jobs=1))
    assert [
        (f.path, f.message) for f in report.findings if f.rule.startswith("missing-") and "image" in f.rule
    ] == [("a.md", "there is no image at /gone.png")]


# themes whose files are not here

MINIMAL_MISTAKES = "remote_theme: mmistakes/minimal-mistakes@4.26.2\nurl: https://x.org\ntitle: Site\ndescription: About it\n"
EARLIER_MISTAKES = MINIMAL_MISTAKES.replace("4.26.2", "4.26.1")


@pytest.mark.parametrize(
    ("config", "front", "expected"),
    [
        (MINIMAL_MISTAKES, "title: A | B", ["A | B - Site", "A | B", "About it", "https://x.org/a.html"]),
        (MINIMAL_MISTAKES, "title: ''", ["Site - Site", "Site", "About it", "https://x.org/a.html"]),
        (MINIMAL_MISTAKES, "description: D", ["(unknown)", "(unknown)", "D", "https://x.org/a.html"]),
        (EARLIER_MISTAKES, "title: A | B", ["(unknown)", "(unknown)", "About it", "https://x.org/a.html"]),
        (EARLIER_MISTAKES, "title: ''", ["(unknown)", "(unknown)", "About it", "https://x.org/a.html"]),
        (EARLIER_MISTAKES, "description: D", ["(unknown)", "(unknown)", "D", "https://x.org/a.html"]),
        (f"{CONFIG}theme: minima\n", "title: A", ["A | Site", "A", "About it", "https://x.org/a.html"]),
        (
            f"{CONFIG}theme: jekyll-theme-cayman\n",
            "title: A",
            ["A | Site", "A", "About it", "https://x.org/a.html"],
        ),
        (
            f"{CONFIG}theme: just-the-docs\n",
            "title: A",
            ["A | Site", "A", "About it", "https://x.org/a.html"],
        ),
        (
            "remote_theme: daattali/beautiful-jekyll\nurl: https://x.org\ntitle: Site\n",
            "share-title: S\ntitle: A\ndescription: not read",
            ["S", "S", "Text.", "https://x.org/a.html"],
        ),
        (
            "remote_theme: daattali/beautiful-jekyll@4.0.1\nurl: https://x.org\n",
            "title: A",
            ["(unknown)"] * 4,
        ),
        (
            "remote_theme: daattali/beautiful-jekyll@master\nurl: https://x.org\n",
            "title: A",
            ["(unknown)"] * 4,
        ),
        (f"{CONFIG}theme: some-theme\n", "title: A", ["(unknown)"] * 4),
    ],
)
def test_heads_of_themes(tmp_path: Path, config: str, front: str, expected: list[str]) -> None:
    row = heads(tmp_path, {"_config.yml": config, "a.md": page(front, "default")})["a.md"]
    assert said(row, "title", "og:title", "description", "canonical") == expected


@pytest.mark.parametrize(
    ("gemfile", "lock", "image"),
    [
        ('gem "jekyll-theme-chirpy", "~> 7.1", ">= 7.1.1"', "", "https://c.org/m/p.png"),
        ('gem "jekyll-theme-chirpy"', "", "https://c.org/m/p.png"),
        ('gem "jekyll-theme-chirpy", "~> 6.5"', "", "(unknown)"),
        ('gem "jekyll-theme-chirpy", "6.5.5"', "", "(unknown)"),
        ('gem "jekyll-theme-chirpy", ">= 5", "< 7"', "", "(unknown)"),
        ('gem "jekyll-theme-chirpy", ">= 5"', "    jekyll-theme-chirpy (6.5.5)\n", "(unknown)"),
        ("", "", "(unknown)"),
    ],
)
def test_without_a_lock_a_build_takes_the_newest_release_that_the_gemfile_allows(
    tmp_path: Path, gemfile: str, lock: str, image: str
) -> None:
    config = "theme: jekyll-theme-chirpy\nurl: https://x.org\ntitle: Site\ncdn: https://c.org\n"
    files = {
        "_config.yml": config,
        "Gemfile": gemfile,
        "a.md": page("title: A\nmedia_subpath: /m/\nimage: p.png", "page"),
    }
    if lock:
        files["Gemfile.lock"] = f"GEM\n  specs:\n{lock}"
    row = heads(tmp_path, files)["a.md"]
    assert said(row, "title", "og:image", "twitter:image") == ["A | Site", image, image]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("image: /p.png", ["https://c.org/d/p.png", "summary_large_image", "https://x.org/b/a.html"]),
        ("image: {path: q.png}\nmedia_subpath: /m", ["https://c.org/d/m/q.png", "summary_large_image", "https://x.org/b/a.html"]),
        ("image: https://y.org/p.png", ["https://y.org/p.png", "summary_large_image", "https://x.org/b/a.html"]),
        ("title: A", ["https://c.org/d/s.png", "summary_large_image", "https://x.org/b/a.html"]),
        ("image: ''", ["(unknown)", "(unknown)", "(unknown)"]),
    ],
)  # fmt: skip
def test_pictures_of_chirpy(tmp_path: Path, front: str, expected: list[str]) -> None:
    """As real Jekyll builds them with the head of Chirpy 7.5."""
    config = "theme: jekyll-theme-chirpy\nurl: https://x.org\nbaseurl: /b\ncdn: https://c.org/d/\nsocial_preview_image: /s.png\n"
    files = {"_config.yml": config, "Gemfile": 'gem "jekyll-theme-chirpy"\n', "a.md": page(front, "page")}
    assert said(heads(tmp_path, files)["a.md"], "og:image", "twitter:card", "canonical") == expected


@pytest.mark.parametrize(
    ("lang", "own", "titles"),
    [
        (
            "lang: de\n",
            {"Gemfile": "gem 'jekyll-theme-chirpy', '~> 7.0.1'\n"},
            ["About | Site", "Own | Site"],
        ),
        ("", {}, ["About | Site", "(unknown)"]),
        ("lang: en-GB\n", {}, ["About | Site", "(unknown)"]),
        ("lang: de-DE\n", {}, ["(unknown)", "(unknown)"]),
        ("", {"_data/locales/en.yml": "tabs: {about: Who}\n"}, ["(unknown)", "(unknown)"]),
    ],
)
def test_chirpy_translates_the_titles_of_tabs(
    tmp_path: Path, lang: str, own: Mapping[str, str], titles: list[str]
) -> None:
    config = f"theme: jekyll-theme-chirpy\ntitle: Site\n{lang}collections: {{tabs: {{output: true}}}}\n"
    files = {
        "_config.yml": config,
        "_tabs/about.md": page("x: 1", "page"),
        "_tabs/own.md": page("x: 1", "page"),
    }
    rows = heads(tmp_path, {**files, **own})
    assert [said(rows[path], "title")[0] for path in ("_tabs/about.md", "_tabs/own.md")] == titles


def test_a_theme_whose_includes_the_site_replaces_is_unknown(tmp_path: Path) -> None:
    files = {"_config.yml": MINIMAL_MISTAKES, "a.md": page("title: A", "single")}
    custom = {"_includes/head/custom.html": "<meta name=author content=Jo>"}
    assert said(heads(tmp_path, {**files, **custom})["a.md"], "title", "author") == ["A - Site", "Jo"]
    assert said(heads(tmp_path, {**files, "_includes/seo.html": ""})["a.md"], "title") == ["(unknown)"]


def test_a_layout_may_be_called_by_a_number(tmp_path: Path) -> None:
    files = {
        "_layouts/404.html": "<head><title>{{ page.title }}</title></head>",
        "a.md": page("title: A", "404"),
    }
    assert said(heads(tmp_path, files)["a.md"], "title") == ["A"]


def test_a_document_whose_front_matter_cannot_be_read_has_an_empty_excerpt(tmp_path: Path) -> None:
    layout = "<head>{% if page.excerpt == '' %}<title>none</title>{% endif %}</head>"
    config = "defaults: [{scope: {path: ''}, values: {layout: l}}]\n"
    files = {
        "_config.yml": config,
        "_layouts/l.html": layout,
        "_posts/2024-01-01-a.md": "---\ntitle: [\n---\nText.\n",
    }
    assert said(heads(tmp_path, files)["_posts/2024-01-01-a.md"], "title") == ["none"]


def test_further_pages_of_a_list_have_titles_of_their_own(tmp_path: Path) -> None:
    layout = "<head><title>{% if paginator.page > 1 %}Page {{ paginator.page }} of {% endif %}{{ page.title }}</title></head>"
    files = {f"_posts/2024-01-0{day}-p.md": "---\n---\n" for day in range(1, 4)}
    files |= {"_config.yml": "plugins: [jekyll-paginate]\npaginate: 2\n", "_layouts/l.html": layout}
    rows = heads(tmp_path, {**files, "a.md": page("title: A"), "index.html": page("title: All")})
    assert said(rows["a.md"], "title") == ["A"]
    assert said(rows["index.html"], "title") == ["Page 2 of All"]  # the last of the two pages made of it


def test_a_head_is_found_behind_an_include_whose_name_hangs_on_the_page(tmp_path: Path) -> None:
    """Such an include may set any variable, so that the layout cannot be taken apart."""
    layout = "<html>{% include head.html %}<body>{{ content }}"
    head = "<head>{% for file in page.more %}{% include {{ file }} %}{% endfor %}<title>{{ page.title }}</title></head>"
    files = {"_layouts/l.html": layout, "_includes/head.html": head, "a.md": page()}
    files["_includes/x.html"] = '<meta name="robots" content="noindex">'
    rows = heads(tmp_path, {**files, "b.md": page("title: B\nmore: [x.html]")})
    assert {path: said(row, "title", "robots") for path, row in rows.items()} == {
        "a.md": ["A", "(absent)"],
        "b.md": ["B", "noindex"],
    }


def test_what_a_theme_does_is_no_fault_of_the_site(tmp_path: Path) -> None:
    config = MINIMAL_MISTAKES.replace("description: About it\n", "")
    heads(tmp_path, {"_config.yml": config, "a.md": page("title: A", "single")})
    report = check_site(RunOptions(str(tmp_path), read_settings(None, only=("head",)), jobs=1))
    assert report.findings == ()


def test_pages_without_layout_pay_for_the_search_for_a_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a site would pay for its pages twice."""
    monkeypatch.setattr(WorkShares, "frame_steps", 1_400)
    work = "---\n---\n{% for i in (1..200) %}{{ i }}{% endfor %}\n"
    rows = heads(tmp_path, {f"{name}.md": work for name in "abc"})
    limits = ["limit" if row.head.field("title").state == "unknown" else "" for row in rows.values()]
    assert limits == ["", "limit", "limit"]


def test_a_head_may_cost_more_than_an_equal_share(tmp_path: Path) -> None:
    """Pages of which most are cheap leave enough for the few that are not."""
    layout = "<head>{% if page.works %}{% for i in (1..page.works) %}{% assign x = i %}{% endfor %}{% endif %}<title>{{ page.title }}</title></head>"
    files = {f"{number}.md": page() for number in range(100)}
    rows = heads(tmp_path, {**files, "_layouts/l.html": layout, "a.md": page("title: A\nworks: 8000")})
    assert said(rows["a.md"], "title") == ["A"]


def test_pages_of_archives_and_paginated_lists_have_heads(tmp_path: Path) -> None:
    """As real Jekyll builds them with jekyll-archives 2.2.1 and jekyll-paginate-v2 3.0."""
    config = (
        "url: https://x.org\ntitle: Site\nplugins: [jekyll-seo-tag, jekyll-archives, jekyll-paginate-v2]\n"
        "jekyll-archives: {enabled: [tags, year], layout: l}\npagination: {enabled: true, per_page: 1}\n"
    )
    files = {
        "_config.yml": config,
        "_layouts/l.html": SEO.replace("</head>", "<meta name='author' content='[{{ page.dir }}]'></head>"),
        "_posts/2024-01-01-a.md": "---\ntags: [T One]\n---\nText.\n",
        "_posts/2024-01-02-b.md": "---\ntags: [T One]\n---\nText.\n",
        "index.html": page("title: List\npagination: {enabled: true}"),
    }
    rows = {row.output: row for row in heads(tmp_path, files).values()}
    assert said(rows["tag/t-one/index.html"], "title", "canonical", "og:type", "author") == [
        "T One | Site",
        "https://x.org/tag/t-one/",
        "website",
        "[]",
    ]
    assert said(rows["2024/index.html"], "title", "og:type") == ["Site", "article"]
    assert said(rows["page2/index.html"], "title") == ["Page 2 of 2 for List - page 2 | Site"]


def test_a_page_without_layout_that_prints_what_is_not_known_may_print_a_head(tmp_path: Path) -> None:
    feed = "---\n---\n<rss><item>{% nobodys_tag %}</item>\n"
    files = {"_config.yml": "", "feed/index.html": feed, "plain.html": "---\n---\n<p>Text.\n"}
    rows = heads(tmp_path, {**files, "_plugins/a.rb": "Liquid::Template.register_tag('nobodys_tag', X)\n"})
    assert said(rows["feed/index.html"], "title") == ["(unknown)"]
    assert said(rows["plain.html"], "title") == ["(absent)"]


def test_of_what_is_said_nowhere_nothing_is_written() -> None:
    field = HeadField("absent")
    assert (field.place, field.parts, field.written, field.cut) == (None, (), "", None)


def test_what_filters_make_of_a_text_with_undecided_branches_is_unknown(tmp_path: Path) -> None:
    article, website = (f"<meta property='og:type' content='{each}'>" for each in "aw")
    tags = f"{{% if jekyll.version == '4.1.0' %}}{article}{{% else %}}{website}{{% endif %}}"
    layout = f"<html><head><title>T</title>{{% capture tags %}}{tags}{{% endcapture %}}HERE</head><body>"
    files = {
        "_config.yml": CONFIG + "collections: {docs: {output: true}}\n",
        "_layouts/l.html": layout.replace("HERE", "{{ tags }}"),
        "_layouts/m.html": layout.replace("HERE", "{{ tags | replace: 'x', 'y' }}"),
        "_docs/a.md": page(),
        "_docs/b.md": page(layout="m"),
    }
    rows = heads(tmp_path, files)
    assert [said(row, "title", "og:type") for row in rows.values()] == [["T", "(varies)"], ["T", "(unknown)"]]
    assert not any(row.head.repeated for row in rows.values())


@pytest.mark.parametrize(
    ("title", "said_"),
    [
        ("Notes 1. x - y_z", "Notes 1. x - y_z"),
        ("*Ünïcode* [a](b) · “q”", "*Ünïcode* [a](b) · “q”"),
        ("it's", "(unknown)"),
        ("a -- b", "(unknown)"),
        ("a...", "(unknown)"),
        ("a & b", "(unknown)"),
        ("a < b", "(unknown)"),
        ("a\\b", "(unknown)"),
    ],
)
def test_text_without_anything_typographic_is_smart_already(tmp_path: Path, title: str, said_: str) -> None:
    layout = "<head><title>{{ page.title | smartify }}</title></head>"
    rows = heads(tmp_path, {"_layouts/l.html": layout, "a.md": f"---\nlayout: l\ntitle: {title!r}\n---\n"})
    assert said(rows["a.md"], "title") == [said_]


@pytest.mark.parametrize(
    ("layout", "lang"),
    [
        ('<!doctype html>\n<html lang="en">\n<body>{{ content }}</body>', "en"),
        ('<html lang="en">{% include b.html %}{{ content }}', "en"),
        ("<html><body>{{ content }}</body>", "(absent)"),
    ],
)
def test_a_layout_without_a_head_says_the_language_before_its_body(
    tmp_path: Path, layout: str, lang: str
) -> None:
    files = {"_layouts/l.html": layout, "_includes/b.html": "<body>", "a.md": "---\nlayout: l\n---\n"}
    rows = heads(tmp_path, files)
    assert said(rows["a.md"], "lang", "title") == [lang, "(absent)"]


def test_a_head_in_a_layout_that_others_frame_without_one_is_read(tmp_path: Path) -> None:
    inner = "---\nlayout: outer\n---\n<head><title>{{ page.title }}</title></head><body>{{ content }}"
    layouts = {"_layouts/l.html": inner, "_layouts/outer.html": "<html lang=en>{{ content }}</html>"}
    rows = heads(tmp_path, {**layouts, "a.md": page()})
    assert said(rows["a.md"], "lang", "title") == ["en", "A"]


@pytest.mark.parametrize(
    ("text", "types", "valid", "fault"),
    [
        ('{"@type": "A"}', ("A",), True, None),
        ('[{"@type": ["A", "B", ""]}, {"@type": "C"}, 1, {}]', ("A", "B", "C"), True, None),
        (
            '{"@type": "A", "@graph": [{"@type": "B"}, {"@graph": [{"@type": "C"}]}]}',
            ("A", "B", "C"),
            True,
            None,
        ),
        ('{"@type": "A", "@graph": {"@type": "B"}}', ("A",), True, None),
        ('{"@type": "A",}', (), False, 13),
        ('["A", \n]', (), False, 4),
        ('["A",, "B"]', (), False, 5),
        ("{,}", (), False, 1),
        ('{"@type": "A"', (), False, 12),
        ("", (), False, 0),
        ('{"@type": "NaN \\" NaN", "b": NaN}', (), False, 29),  # numbers of Python's, not of JSON's
        ("[-Infinity]", (), False, 1),
        (f'{{"@type": "A", "b": "{UNKNOWN}"}}', ("A",), None, None),
        (f'{{"@type": "A", "b": {UNKNOWN}}}', (), None, 20),
        ('{"@type": "A", "b": ' + "1" * 5000 + "}", (), None, None),
        ("[" * 100_000, (), None, None),
    ],
)
def test_what_json_ld_describes(
    text: str, types: tuple[str, ...], valid: bool | None, fault: int | None
) -> None:
    whole = Place("a.html", Span(0, len(text)))
    found = json_ld(text, whole, True, lambda at: Place("a.html", Span(at, at + 1)))
    assert (found.types, found.valid, found.place) == (types, valid, whole)
    assert found.fault == (None if fault is None else Place("a.html", Span(fault, fault + 1)))
    doubtful = json_ld(text, whole, False, lambda at: whole)
    assert (doubtful.types, doubtful.valid) == (types, None)


def test_a_redirect_of_a_plugin_that_only_the_gemfile_has_is_not_known(tmp_path: Path) -> None:
    gemfile = "group :jekyll_plugins do\n  gem 'jekyll-redirect-from'\nend\n"
    files = {
        "Gemfile": gemfile,
        "_layouts/l.html": LAYOUT,
        "a.md": page("redirect_to: /new/"),
        "b.md": page(),
    }
    rows = heads(tmp_path, files)
    assert said(rows["a.md"], "title") == ["(unknown)"]
    assert said(rows["b.md"], "title") == ["A |"]
    (reason,) = rows["a.md"].head.field("title").reasons
    assert (reason.kind, reason.detail) == (ReasonKind.GEMFILE_PLUGIN, "jekyll-redirect-from")
    assert rows["a.md"].layouts == ()


@pytest.mark.parametrize(
    ("layout", "shown"),
    [
        ("{% for pair in site.data.d %}{{ pair[0] }}{% endfor %}", "k"),
        ("{{ site.title }}{{ site.nothing }}", "Site"),
    ],
)
def test_what_a_head_is_told_of_the_site(layout: str, shown: str, tmp_path: Path) -> None:
    files = {"_config.yml": CONFIG, "_data/d.yml": "k: 1\n", "a.md": page()}
    rows = heads(tmp_path, {**files, "_layouts/l.html": f"<head><title>x{layout}</title></head>"})
    assert said(rows["a.md"], "title") == [f"x{shown}"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": "x\n", "b": "?"}', 8),
        ('{"a": 1, , "b": ?}', 9),
        ('{"a" 1, "b": ?}', 5),
        ('{"a": [1 2], "b": ?}', 9),
        ('{"a": x, "b": ?}', 6),
        ('{"a": NaN, "b": ?}', 6),
        ('{"a": NaN?}', None),
        ('{"a": "?\n"}', None),
        ('{"a": "b", "c": ?}', None),
        ('{"a": -?}', None),
        ('{"a": tr?}', None),
        ('{"a": "\\?"}', None),
        ('{"a": "\\u12?"}', None),
        ("[1, ?]", None),
        ("?{,}", None),
        ('{"a": "b" ?', None),
        ("[" * 100_000 + "?", None),
    ],
)
def test_json_that_does_not_parse_before_what_is_not_known(text: str, fault: int | None) -> None:
    whole = Place("a.html", Span(0, 0))
    found = json_ld(text.replace("?", UNKNOWN), whole, True, lambda at: Place("a.html", Span(at, at + 1)))
    assert found.valid is (None if fault is None else False)
    assert fault is None or found.fault == Place("a.html", Span(fault, fault + 1))


@pytest.mark.parametrize(
    ("key", "state"),
    [
        *(
            (key, "absent")
            for key in ("title", "description", "canonical", "robots", "lang", "refresh", "prev")
        ),
        *((f"og:{key}", "absent") for key in ("title", "description", "image", "url", "type", "site_name")),
        *((f"twitter:{key}", "absent") for key in ("card", "title", "description", "image", "image:alt")),
        *(("next", "absent"), ("og:locale", "absent"), ("og:image:alt", "absent")),
        *(("icon", "unknown"), ("keywords", "unknown"), ("twitter:site", "unknown")),
    ],
)
def test_what_a_recipe_leaves_out_the_theme_leaves_out(key: str, state: str) -> None:
    assert PageHead({}, by_recipe=True).field(key).state == state
    assert PageHead({}).field(key).state == "absent"


DESCRIBED = '<head><meta name=description content="{}"></head>{{{{ content }}}}'


@pytest.mark.parametrize(
    ("shown", "front", "told"),
    [
        ("{{ page.d }}", "d: b & c", ("known", "b & c", "b & c", ["b & c"], "")),
        ("a {{ page.d }} b", "d: x", ("known", "a x b", "a x b", ["a ", "x", " b"], "")),
        ("{{ page.d }}", "d: ' A  b '", ("known", "A  b", " A  b ", [" A  b "], "")),
        ("{{ page.d }}", "d: ''", ("known", "", "", [], "")),
        ("{{ page.d }}", "d: 'a \"q\" b'", ("known", "a", "a ", ["a "], "{{ page.d }}")),
        ("{{ page.d }}", "d: 'a \"'", ("known", "a", "a ", ["a "], "{{ page.d }}")),
        (
            "{{ page.d | escape }}",
            "d: 'a \"q\"'",
            ("known", 'a "q"', "a &quot;q&quot;", ["a &quot;q&quot;"], ""),
        ),
        ("{{ site.github.x }}", "d: x", ("unknown", "", "…", ["…"], "")),
        ("a {{ site.github.x }} b", "d: x", ("unknown", "", "a … b", ["a ", "…", " b"], "")),
        ("{% if site.github.x %}a{% endif %}", "d: x", ("unknown", "", "a", ["a"], "")),
    ],
)
def test_what_a_field_is_and_how_it_is_written(
    shown: str, front: str, told: tuple[object, ...], tmp_path: Path
) -> None:
    row = heads(tmp_path, {"_layouts/l.html": DESCRIBED.format(shown), "a.md": page(front)})["a.md"]
    field = row.head.field("description")
    parts = [part.text for part in field.parts]
    cut = DESCRIBED.format(shown)[slice(*field.cut.span)] if field.cut is not None else ""
    assert (field.state, field.value, field.written, parts, cut) == told


@pytest.mark.parametrize(("front", "author"), [("authors: {jo: editor}", "me"), ("authors: [jo]", "jo")])
def test_the_seo_tag_takes_authors_from_a_list_alone(tmp_path: Path, front: str, author: str) -> None:
    files = {"_config.yml": CONFIG + "author: me\n", "_layouts/l.html": SEO, "a.md": page(front)}
    assert said(heads(tmp_path, files)["a.md"], "author") == [author]


@pytest.mark.parametrize("front", ["title: A", "author: ''", "authors: ['']"])
def test_an_empty_author_is_none_to_the_seo_tag(tmp_path: Path, front: str) -> None:
    files = {"_config.yml": CONFIG + "author: ''\n", "_layouts/l.html": SEO, "a.md": page(front)}
    assert said(heads(tmp_path, files)["a.md"], "author") == ["(absent)"]


def test_a_description_of_no_words_is_an_ellipsis(tmp_path: Path) -> None:
    lock = "GEM\n  specs:\n    jekyll-seo-tag (2.9.0)\n"
    files = {"_config.yml": CONFIG, "_layouts/l.html": SEO, "Gemfile.lock": lock}
    rows = heads(tmp_path, {**files, "a.md": page("seo_description_max_words: 0")})
    assert said(rows["a.md"], "description") == ["…"]
