"""What rules know by name: words, endings, attributes. Of each list every entry is heard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sitecheck.model.finding import Finding
from sitecheck.model.span import Place, Span
from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site
from sitecheck_rules.front_matter._equal_titles import are_told_apart
from sitecheck_rules.head._addresses import plain_path
from sitecheck_rules.head._heads import is_half_empty
from sitecheck_rules.head._languages import language
from sitecheck_rules.liquid._plugins import sentences
from sitecheck_rules.math._mathjax2 import convert

PAGE = "---\n---\n"


def found(rule: str, files: dict[str, str], folder: Path) -> list[tuple[Finding, str]]:
    """The findings of a rule, and the texts that they mark."""
    report = check_folder(write_site(folder, files), settings_for(load_rules()[rule]))
    assert not report.crashes
    return [
        (each, (report.sources.text(each.path) or "")[each.place.span.start : each.place.span.end])
        for each in report.findings
        if each.rule == rule
    ]


def marked(rule: str, files: dict[str, str], folder: Path) -> list[str]:
    return [text for _, text in found(rule, files, folder)]


def paths(rule: str, files: dict[str, str], folder: Path) -> set[str]:
    return {finding.path for finding, _ in found(rule, files, folder)}


def head(*tags: str) -> dict[str, str]:
    """A page whose layout has these tags in its head."""
    return {"a.md": "---\nlayout: x\n---\n", "_layouts/x.html": f"<head>{''.join(tags)}</head>\n"}


def meta(name: str, content: str) -> str:
    return f'<meta {"property" if name.startswith("og:") else "name"}="{name}" content="{content}">'


def lines(template: str, each: Iterable[str]) -> str:
    return "".join(f"{template.replace('WORD', word)}\n" for word in each)


def words(text: str) -> list[str]:
    return text.split()


VAGUE = """
here; click here; click; this; this link; this page; link; read more; more; learn more; see more; details;
read here; see here; check it out; download here; find out more; continue; continue reading; view more; more info;
hier; hier klicken; mehr; weiterlesen; ici; cliquez ici; en savoir plus; lire la suite; aquí; aqui; haz clic aquí;
leer más; clique aqui; saiba mais; leia mais; qui; clicca qui; leggi tutto; тут; здесь; 点击这里; 这里; こちら
"""


def test_words_that_do_not_say_where_a_link_leads(tmp_path: Path) -> None:
    vague = [word.strip() for word in VAGUE.split(";")]
    page = PAGE + lines('<a href="https://example.org/">WORD</a>', vague)
    said = [
        finding.message.split('"')[1] for finding, _ in found("vague-link-text", {"a.html": page}, tmp_path)
    ]
    assert said == vague


@pytest.mark.parametrize("name", ["title", "aria-label", "aria-labelledby"])
def test_what_names_a_link_or_a_frame(name: str, tmp_path: Path) -> None:
    page = f'{PAGE}<a href="https://example.org/" {name}="The tides">here</a>\n<iframe src="/x" {name}="T"></iframe>\n'
    assert not found("vague-link-text", {"a.html": page}, tmp_path / "link")
    assert not found("iframe-title", {"a.html": page}, tmp_path / "frame")


FALSE = words("flase fasle fales falsee fals flse falsse fallse")
TRUE = words("ture treu tru truee rtue trrue ttrue")


def test_slips_that_count_as_true(tmp_path: Path) -> None:
    page = f"---\n{lines('k-WORD: WORD', FALSE + TRUE)}---\n"
    written = [finding.help for finding, _ in found("misread-value", {"a.md": page}, tmp_path)]
    assert written == ["write false"] * len(FALSE) + ["write true"] * len(TRUE)


def test_keys_whose_value_is_a_text(tmp_path: Path) -> None:
    texts = "title subtitle description summary headline caption name author tags categories tag category keywords"
    codes = "lang language locale hreflang lang_code language_code country country_code"
    listed = "languages langs locales countries"
    page = f"---\n{lines('WORD: no', f'{texts} {codes} {listed} draft'.split())}---\n"
    assert len(marked("misread-value", {"a.md": page}, tmp_path)) == 13 + 8 + 4


@pytest.mark.parametrize("word", ["yes", "no", "on", "off"])
def test_words_that_yaml_reads_as_true_or_false(word: str, tmp_path: Path) -> None:
    files = {"a.md": f"---\ntitle: {word}\n---\n", "b.md": "---\ntitle: false\n---\n"}
    assert marked("misread-value", files, tmp_path) == [word]


SHOWN = words("""png jpg jpeg gif svg webp avif bmp tif tiff pdf zip gz tgz doc docx odt ppt pptx odp xls xlsx ods epub
mp3 mp4 m4a m4v mov webm ogg ogv wav avi""")


def test_files_that_pages_show_or_offer(tmp_path: Path) -> None:
    shown = {f"{ending}/quay.{ending}": "" for ending in SHOWN}
    others = {f"{ending}/quay.{ending}": "" for ending in ("js", "css", "txt", "csv", "wasm")}
    assert paths("unused-file", {"a.md": PAGE, **shown, **others}, tmp_path) == {*shown}


@pytest.mark.parametrize("ending", ["woff", "woff2", "ttf", "otf", "eot"])
def test_a_drawing_beside_a_font_is_the_font(ending: str, tmp_path: Path) -> None:
    files = {"a.md": PAGE, "x/quay.svg": "", f"x/quay.{ending}": ""}
    assert not paths("unused-file", files, tmp_path)


def test_folders_that_jekyll_3_leaves_out_by_itself(tmp_path: Path) -> None:
    folders = ["node_modules", "vendor/bundle", "vendor/cache", "vendor/gems", "vendor/ruby"]
    files = {f"{folder}/a/README.md": PAGE for folder in folders}
    lock = "GEM\n  remote: https://rubygems.org/\n  specs:\n    jekyll (3.9.5)\n"
    site = {**files, "Gemfile.lock": lock, "_config.yml": "exclude: [drafts, 5]\n"}
    told = [finding.message for finding, _ in found("replaced-exclude", site, tmp_path)]
    assert told == [f"with Jekyll 3 this exclude publishes {folder}" for folder in folders]


@pytest.mark.parametrize(
    ("name", "reads", "is_list"),
    [
        *((name, "site.pages", True) for name in ("search.json", "index.txt", "all.xml")),
        *((name, "site.pages", False) for name in ("feed.xml", "atom.xml", "rss.xml", "sitemap.xml")),
        *((name, "site.pages", False) for name in ("robots.txt", "feed.json", "map.xhtml", "map.htm")),
        *(("search.json", f"site.{name}", True) for name in ("html_pages", "posts", "documents", "collections")),
        ("search.json", "site.boats.docs", True),
        ("search.json", "site.title", False),
    ],
)  # fmt: skip
def test_lists_by_which_visitors_find_pages(name: str, reads: str, is_list: bool, tmp_path: Path) -> None:
    files = {name: f"{PAGE}{{{{ {reads} | jsonify }}}}\n", "index.html": PAGE, "lost.html": PAGE}
    assert ("lost.html" in paths("orphan-page", files, tmp_path)) is not is_list


def test_pages_that_need_no_link(tmp_path: Path) -> None:
    found_by_all = {"index.html": PAGE, "404.html": PAGE, "b/index.html": "---\npermalink: /404/\n---\n"}
    lost = {"a.html": PAGE, "a.htm": PAGE, "a.xhtml": PAGE}
    assert paths("orphan-page", {**found_by_all, **lost}, tmp_path) == {*lost}


def test_attributes_that_are_obsolete_and_still_fine(tmp_path: Path) -> None:
    fine = (
        '<img border="0" alt="A">',
        '<script language="JavaScript"></script>',
        '<script charset="utf-8"></script>',
        '<style type="text/css"></style>',
        '<style type=""></style>',
    )
    bad = (
        '<img border="1" alt="A">',
        '<script language="vbscript">',
        '<script charset="latin1">',
        '<style type="x">',
    )
    page = "".join(
        f"{PAGE}{tag}{'</style>' if 'style' in tag else '</script>' * ('script' in tag)}\n" for tag in bad
    )
    assert not marked("obsolete-attribute", {"a.html": PAGE + "\n".join(fine)}, tmp_path / "fine")
    assert marked("obsolete-attribute", {"a.html": page}, tmp_path / "bad") == [*bad]


@pytest.mark.parametrize("written", ['role="none"', 'role="presentation"', "hidden", 'aria-hidden="true"',
                                     'width="0" height="0px"', 'style="visibility: hidden"'])  # fmt: skip
def test_frames_that_nobody_sees(written: str, tmp_path: Path) -> None:
    assert not marked("iframe-title", {"a.html": f'{PAGE}<iframe src="/x" {written}></iframe>'}, tmp_path)


@pytest.mark.parametrize("size", ["0", "1", "0px", "1px"])
def test_images_that_count_visitors(size: str, tmp_path: Path) -> None:
    image = f'{PAGE}<img src="https://example.org/t" width="{size}" height="{size}">'
    assert not marked("image-alt", {"a.html": image}, tmp_path)


@pytest.mark.parametrize("said", ['alt=""', 'aria-label="A"', 'aria-labelledby="a"', 'role="none"',
                                  'role="presentation"', 'aria-hidden="true"'])  # fmt: skip
def test_images_that_are_described(said: str, tmp_path: Path) -> None:
    assert not marked("image-alt", {"a.html": f'{PAGE}<img src="https://example.org/t" {said}>'}, tmp_path)


EMPTY = words("""description keywords author robots og:title og:description og:image og:url og:type og:site_name
twitter:title twitter:description twitter:image twitter:card""")


@pytest.mark.parametrize("name", EMPTY)
def test_tags_of_heads_that_should_say_something(name: str, tmp_path: Path) -> None:
    (finding, _), = found("empty-head-value", head(meta(name, ""), meta("generator", "")), tmp_path)  # fmt: skip
    assert finding.message == f"{name} is empty"
    assert (finding.severity.label == "info") is (name in ("author", "keywords"))


def test_an_empty_canonical_address(tmp_path: Path) -> None:
    tag = '<link rel="canonical" href="">'
    assert marked("empty-head-value", head(tag), tmp_path) == [tag]


ONCE = words("description og:title og:description og:url og:type twitter:card")


@pytest.mark.parametrize("tag", ["<title>A</title>", '<link rel="canonical" href="/a">',
                                 *(meta(name, "A") for name in ONCE)])  # fmt: skip
def test_tags_of_heads_that_count_once(tag: str, tmp_path: Path) -> None:
    files = head(tag, tag, *[meta("og:image", "/a.png")] * 2)
    (mark,) = marked("repeated-head-tag", files, tmp_path)
    assert tag.startswith(mark)


TEXTS = "description og:title og:description twitter:title twitter:description og:site_name author keywords"


@pytest.mark.parametrize("tag", ["<title>{{ page.a }}</title>",
                                 *(meta(name, "{{ page.a }}") for name in TEXTS.split())])  # fmt: skip
def test_tags_of_heads_that_show_a_text(tag: str, tmp_path: Path) -> None:
    files = {
        **head(tag, meta("generator", "{{ page.a }}")),
        "a.md": '---\nlayout: x\na: "See {{ b }}"\n---\n',
    }
    assert marked("raw-source-in-head", files, tmp_path) == ['"See {{ b }}"']


@pytest.mark.parametrize("name", ["og:title", "og:type", "og:image", "og:url"])
def test_tags_that_a_share_card_needs(name: str, tmp_path: Path) -> None:
    others = [each for each in ("og:title", "og:type", "og:image", "og:url") if each != name]
    (finding, _), = found("incomplete-open-graph", head(*(meta(each, "/x") for each in others)), tmp_path)  # fmt: skip
    assert finding.message == f"a share card needs {name}, too"


@pytest.mark.parametrize(
    ("path", "is_meant"),
    [
        *((f"_posts/quay.{ending}", True) for ending in ("md", "markdown", "html", "htm", "textile", "adoc")),
        *((f"_posts/quay.{ending}", False) for ending in ("png", "rb")),
        *((f"_posts/{name}.md", False) for name in ("README", "index", "post-template", "an_example", "sample")),
        *((f"_posts/{name}/quay.md", False) for name in ("draft", "drafts", "_drafts", "archive", "templates")),
        ("_posts/quays/quay.md", True),
    ],
)  # fmt: skip
def test_files_among_the_posts_that_are_meant_for_one(path: str, is_meant: bool, tmp_path: Path) -> None:
    assert (path in paths("unpublished-post", {path: PAGE, "index.md": PAGE}, tmp_path)) is is_meant


def test_keys_that_hold_a_text_in_any_case(tmp_path: Path) -> None:
    texts = words("title name id slug version label permalink layout description")
    files = {f"a{n}.md": f"---\n{lines('WORD: 1', [*texts, 'order'])}---\n" for n in range(12)}
    files["b.md"] = f"---\n{lines('WORD: third', [*texts, 'order'])}---\n"
    sorts = lines("{% assign all = site.pages | sort: 'WORD' %}", [*texts, "order"])
    files["list.html"] = f"---\n---\n{sorts}"
    told = [finding.message.split()[0] for finding, _ in found("odd-value-kind", files, tmp_path)]
    assert told == ["order"]


@pytest.mark.parametrize("name", ["data-to", "onclick", "ng-click", "v-on", "x-on", ":href", "@click", "[href]",
                                  "*ngIf", "#link", "id"])  # fmt: skip
def test_attributes_that_tie_an_element_to_a_script(name: str, tmp_path: Path) -> None:
    assert not marked("empty-link", {"a.html": f'{PAGE}<a href="" {name}="x">Next</a>'}, tmp_path)


BUILT_IN = words("tex2jax mml2jax MathMenu MathZoom MathEvents toMathML AssistiveMML")
OF_TEX = words("AMSmath AMSsymbols noUndefined autoload-all newcommand mathchoice")


@pytest.mark.parametrize(
    "old",
    [
        *(f"{{extensions: ['{name}.js']}}" for name in BUILT_IN),
        *(f"{{TeX: {{extensions: ['{name}.js']}}}}" for name in OF_TEX),
        "{showProcessingMessages: false, messageStyle: 'none'}",
        "{showProcessingMessages: true, tex2jax: {preview: 'TeX'}}",
        "{tex2jax: {preview: 'none'}, CommonHTML: {linebreaks: {automatic: false}}}",
        "{'HTML-CSS': {preferredFont: 'TeX', webFont: 'TeX', imageFont: null, linebreaks: {automatic: false}}}",
        "{'HTML-CSS': {imageFont: 'TeX', availableFonts: ['TeX'], fonts: ['TeX']}, SVG: {font: 'TeX'}}",
        "{SVG: {linebreaks: {automatic: false}}, jax: ['input/TeX', 'output/HTML-CSS', 'output/CommonHTML']}",
    ],
)
def test_what_mathjax_4_does_by_itself(old: str) -> None:
    assert convert(old, whole=False) == convert("{}", whole=False)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *((f"{{TeX: {{equationNumbers: {{autoNumber: '{n}'}}}}}}", f"tags: '{n.lower()}'") for n in ("none", "AMS", "all")),
        ("{skipStartupTypeset: true}", "typeset: false"),
        ("{skipStartupTypeset: false}", "typeset: true"),
        ("{'HTML-CSS': {scale: 90}}", "scale: 0.9"),
        ("{TeX: {extensions: ['AMScd.js']}}", "load: ['[tex]/amscd']"),
    ],
)  # fmt: skip
def test_what_mathjax_4_is_told(old: str, new: str) -> None:
    assert new in (convert(old, whole=False) or "")


@pytest.mark.parametrize(("depth", "is_read"), [(17, True), (18, False)])
def test_how_deep_a_configuration_may_be(depth: int, is_read: bool) -> None:
    old = f"{{TeX: {{Macros: {{a: {'[' * depth}1{']' * depth}}}}}}}"
    assert (convert(old, whole=False) is not None) is is_read


LIBRARY = "https://cdn.jsdelivr.net/npm/jquery@3.7.1/dist/jquery.min.js"
STYLE = "https://cdn.jsdelivr.net/npm/bootstrap@5.3.3/dist/css/bootstrap.min.css"


@pytest.mark.parametrize(
    ("rule", "html", "is_told"),
    [
        ("image-alt", "<noscript><img src=' https://example.org/t?id=1'></noscript>", False),
        ("image-alt", "<img src='/a.png' alt=' quay.png '>", True),
        ("empty-link", "<img src=' ' alt='A'>", True),
        ("empty-link", "<link rel='StyleSheet' href=' '>", True),
        ("empty-link", "<a href='' tabindex=' -1 '>x</a>", False),
        ("missing-integrity", f"<script src=' {LIBRARY} ' integrity=' '></script>", True),
        ("missing-integrity", f"<link rel='StyleSheet' href='{STYLE}'>", True),
        ("iframe-title", "<iframe src='/x' title=' '></iframe>", True),
        ("html-lang", "<!doctype html>\n<html lang=' en '></html>", False),
        ("html-lang", "<!doctype html>\n<html lang=' en_US '></html>", True),
        ("empty-heading", "<h2> &#8203; </h2>", True),
        ("link-text", "<a href='/x'> &#8203; </a>", True),
        ("link-text", "<a href=' # '></a>", False),
        ("vague-link-text", "<a href='https://example.org/'>« here » !</a>", True),
        ("mixed-content", "<input type='IMAGE' src='http://a.example/x'>", True),
        ("mixed-content", "<link rel='Preload' as='Script' href='http://a.example/x'>", True),
    ],
)
def test_white_space_and_capitals_change_nothing(rule: str, html: str, is_told: bool, tmp_path: Path) -> None:
    files = {"_config.yml": "url: https://example.org\n", "a.html": f"{PAGE}{html}\n"}
    assert bool(found(rule, files, tmp_path)) is is_told


@pytest.mark.parametrize("text", ["![ ](/a.png)", "![ quay.png ](/a.png)"])
def test_images_of_markdown_that_are_not_described(text: str, tmp_path: Path) -> None:
    assert marked("image-alt", {"a.md": f"{PAGE}{text}\n"}, tmp_path) == [text]


@pytest.mark.parametrize(
    ("path", "data", "code"),
    [
        *(("a.md", {key: "DE"}, "de") for key in ("lang", "locale", "language")),
        ("a.md", {"lang": 5}, "5"),
        ("a.md", {}, ""),
        ("_DE/a.md", {}, "de"),
        ("_English/a.md", {}, "en"),
        ("_pt-BR/a.md", {}, "pt-br"),
        ("_xx/a.md", {}, ""),
        ("notes-DE.md", {}, "de"),
    ],
)
def test_what_says_the_language_of_a_page(path: str, data: dict[str, object], code: str) -> None:
    assert language(path, data) == code


@pytest.mark.parametrize(
    ("title", "is_half"),
    [
        *((title, True) for title in ("A |", "| A", "A -  ", "|", "A ~")),
        *((title, False) for title in ("A|", "|A", "A b", "b:", " A", "x", "A - b")),
    ],
)
def test_titles_of_which_a_part_is_missing(title: str, is_half: bool) -> None:
    assert is_half_empty(title) is is_half


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.org/a/index.html", "/a"),
        ("//example.org//%61//b.html", "/a/b"),
        ("/a/", "/a"),
        ("http://[/a/", "http://[/a/"),
    ],
)
def test_what_servers_do_without_in_an_address(address: str, path: str) -> None:
    assert plain_path(address) == path


TITLED = {
    "_layouts/x.html": "<html lang='{{ page.l }}'><head><title>{{ page.title }}</title>{{ page.m }}</head></html>"
}


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ("search: true", "", True),
        *((f"{key}: false", "", False) for key in ("search", "sitemap")),
        ("search: exclude", "", False),
        ("search_exclude: true", "", False),
        ("l: EN", "l: en", True),
        ("l: de", "l: en", False),
        *((f"m: <meta name='robots' content='{said}'>", "", said == "all") for said in ("all", " None ", "NoIndex")),
        *((f"m: <link rel='canonical' href='{url}'>", "", url != "/c/") for url in ("/c/", "/a.html", " ")),
    ],
)  # fmt: skip
def test_equal_titles_that_count(one: str, other: str, is_told: bool, tmp_path: Path) -> None:
    own = {
        name: f"---\nlayout: x\ntitle: A\n{more}\n---\n" for name, more in (("a.md", one), ("b.md", other))
    }
    assert bool(marked("duplicate-title", {**TITLED, **own}, tmp_path)) is is_told


@pytest.mark.parametrize(
    ("site", "shown", "is_told"),
    [
        ("Tides", "Tides | Tides", True),
        ("Tides", "Sea | Tides", False),
        ("Tides", " | Tides", True),
        ("Tides", "", True),
        ("''", "Sea", False),
    ],
)
def test_a_title_that_is_empty_though_another_may_be_shown(
    site: str, shown: str, is_told: bool, tmp_path: Path
) -> None:
    page = f"---\ntitle: ''\n---\n<html><head><title>{shown}</title></head></html>"
    files = {"_config.yml": f"title: {site}\n", "a.html": page}
    assert bool(marked("empty-title", files, tmp_path)) is is_told


def test_advice_of_several_sentences() -> None:
    assert sentences("Write a.", "", "did you mean b?", "c") == "Write a. did you mean b? c"


def test_headings_without_text(tmp_path: Path) -> None:
    nothing = ("", "<br>", "<wbr>", "<br><wbr/><br>", "<!-- soon -->", "&#8203;")
    page = "".join(
        f"<h{n}>{inside}</h{n}>\n<h{n}>A{inside}</h{n}>\n" for n in range(1, 7) for inside in nothing
    )
    assert marked("empty-heading", {"a.html": PAGE + page}, tmp_path) == [
        f"<h{n}>" for n in range(1, 7) for _ in nothing
    ]


LOADED = {
    "error": (
        *(
            '<script src="U">',
            '<iframe src="U" title="A">',
            '<frame src="U">',
            '<embed src="U">',
            '<object data="U">',
        ),
        '<link rel="stylesheet" href="U">',
    ),
    "warning": (
        *('<img src="U" alt="A">', '<input type="image" src="U">', '<audio src="U">', '<video src="U">'),
        *('<video poster="U">', '<source src="U">', '<track src="U">'),
    ),
}


@pytest.mark.parametrize("severity", LOADED)
def test_what_a_page_loads(severity: str, tmp_path: Path) -> None:
    tags = [tag.replace("U", f"http://h{n}.example/x") for n, tag in enumerate(LOADED[severity])]
    pages = {f"{n:02}.html": f"{PAGE}{tag}\n" for n, tag in enumerate(tags)}
    said = found("mixed-content", {**pages, "_config.yml": "url: https://example.org\n"}, tmp_path)
    assert [(mark, each.severity.label) for each, mark in said] == [
        (f"http://h{n}.example/x", severity) for n in range(len(tags))
    ]


@pytest.mark.parametrize("tag", ['<a href="/notes.md">N</a>', '<area href="/notes.md" alt="N">'])
def test_links_that_a_visitor_follows_to_a_source(tag: str, tmp_path: Path) -> None:
    files = {
        "a.html": f"{PAGE}{tag}<img src='/notes.md' alt='N'>\n",
        "notes.md": "# Notes\n",
        "Gemfile": "gem 'jekyll'\n",
    }
    assert marked("raw-markdown", files, tmp_path) == ["/notes.md"]


def test_names_for_no_layout(tmp_path: Path) -> None:
    files = {f"{name}.md": f'---\nlayout: "{name}"\n---\n' for name in ("none", "null", "nil", "nothing")}
    files["empty.md"] = '---\nlayout: ""\n---\n'
    assert marked("unknown-layout", files, tmp_path) == ['"nothing"']


def test_files_that_have_a_layout(tmp_path: Path) -> None:
    front = "---\nlayout: gone\n---\n"
    files = {
        "a.md": front,
        "_posts/2024-05-06-a.md": front,
        "_boats/a.md": front,
        "_layouts/a.html": front,
        "b.md": "---\nlayout: a\n---\n",
        "_includes/a.html": front,
        "_config.yml": "collections: {boats: {output: true}}\n",
    }
    layouts = {"a.md", "_posts/2024-05-06-a.md", "_boats/a.md", "_layouts/a.html"}
    assert paths("unknown-layout", files, tmp_path) == layouts


TABLE = "<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"


@pytest.mark.parametrize(
    ("table", "is_data"),
    [
        (f"<table>{TABLE}", True),
        (f'<table role="grid">{TABLE}', True),
        (f'<table role="presentation">{TABLE}', False),
        (f'<table role="none">{TABLE}', False),
        (f"<table>{TABLE.replace('<td>a</td>', '<th>a</th>')}", False),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", False),
        ("<table><tr><td>a</td><td>b</td></tr></table>", False),
        ("<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>", True),
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", True),
    ],
)
def test_tables_of_data(table: str, is_data: bool, tmp_path: Path) -> None:
    assert bool(marked("table-without-header", {"a.html": f"{PAGE}{table}\n"}, tmp_path)) is is_data


LATE = ["<title>A</title>", '<link rel="canonical" href="/a">', '<link rel="alternate" hreflang="de" href="/de/">',
        *(meta(name, "A") for name in ("description", "robots", "og:title", "twitter:card"))]  # fmt: skip


@pytest.mark.parametrize("tag", LATE)
def test_tags_that_are_lost_behind_the_head(tag: str, tmp_path: Path) -> None:
    assert marked("head-ended-early", head("<img src='/a.png' alt=''>", tag), tmp_path / "late")
    assert not marked("head-ended-early", head(tag, "<img src='/a.png' alt=''>"), tmp_path / "early")
    assert not marked(
        "head-ended-early", head("<img src='/a.png' alt=''>", meta("generator", "A")), tmp_path / "other"
    )


SPEAKING = words("audio canvas embed iframe input object script slot template video x-icon")


def test_elements_that_give_a_link_a_name(tmp_path: Path) -> None:
    page = lines('<p><a href="https://example.org/"><WORD></WORD></a></p>', SPEAKING)
    assert not marked(
        "link-text", {f"{n}.html": PAGE + line for n, line in enumerate(page.splitlines())}, tmp_path
    )


def test_attributes_that_give_a_link_a_name(tmp_path: Path) -> None:
    link = '<a href="https://example.org/" WORD="A"></a><a href="https://example.org/"><b WORD="A"></b></a>'
    page = PAGE + lines(link, ("aria-label", "aria-labelledby", "title", "alt"))
    assert not marked("link-text", {"a.html": page}, tmp_path)


SHOWING = (
    '<img src="U" alt="A">',
    '<img srcset="U 2x" src="/a.png" alt="A">',
    '<picture><source srcset="U 2x"></picture>',
    '<video poster="U"></video>',
    '<input type="image" src="U">',
    '<svg><image href="U"/></svg>',
    '<svg><image xlink:href="U"/></svg>',
    '<p style="background: url(U)">A</p>',
)


def test_images_that_a_page_shows(tmp_path: Path) -> None:
    pages = {f"{n}.html": f"{PAGE}{tag.replace('U', f'/{n}.png')}\n" for n, tag in enumerate(SHOWING)}
    missing = [f"/{n}.png" for n in range(len(SHOWING))]
    assert marked("missing-image", {**pages, "a.png": ""}, tmp_path) == missing


def test_relations_that_need_an_address(tmp_path: Path) -> None:
    relations = ("stylesheet", "icon", "canonical", "alternate", "manifest", "preload", "shortcut icon")
    page = lines('<link rel="WORD" href="">', (*relations, "author")) + '<link href="">\n'
    assert marked("empty-link", {"a.html": PAGE + page}, tmp_path) == [
        f'<link rel="{each}" href="">' for each in relations
    ]


TEMPLATES = words("css scss sass js coffee json xml svg txt webmanifest")


def test_files_that_people_give_front_matter(tmp_path: Path) -> None:
    meant = {f"{ending}/a.{ending}": "---\ntitle: A\nbody\n" for ending in TEMPLATES}
    assert paths("invalid-front-matter", {**meant, "a.details": "---\ntitle: A\nbody\n"}, tmp_path) == {
        *meant
    }


SHAPES = {
    "\ufeff---\ntitle: A\n---\n": "an invisible byte order mark stands before the front matter | save the file as UTF-8 without BOM",
    "\n---\ntitle: A\n---\n": "blank space stands before the front matter | the three dashes must be the first thing in the file",
    "<!-- c -->\n---\ntitle: A\n---\n": "a comment stands before the front matter"
    " | move it below the second line of dashes; the first must open the file",
    "--- title: A\nb: c\n---\n": "the line that opens the front matter holds more than three dashes"
    " | write --- alone on the first line and the rest below it",
    "----\ntitle: A\n---\n": "the front matter opens with more than three dashes | write exactly three",
    "---\rtitle: A\r---\r": "the file's lines end in carriage returns only"
    " | save the file with line feeds (LF) or Windows line ends (CRLF)",
    "+++\ntitle = 'A'\n+++\n": "this front matter belongs to another generator"
    " | Jekyll reads YAML between two lines of three dashes",
    "---\ntitle: A\n": "the front matter is not closed | end it with a line that holds exactly three dashes",
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_what_is_in_the_way_of_front_matter(text: str, tmp_path: Path) -> None:
    files = {"a.md": text, "_config.yml": "", "Gemfile": "gem 'jekyll'\n", "netlify.toml": ""}
    ((finding, _),) = found("invalid-front-matter", files, tmp_path)
    assert f"{finding.message} | {finding.help}".startswith(f"{SHAPES[text]}. Jekyll ")


IN_PLACE = [
    *((key, '<meta name="description" content="{{ page[KEY] }}">', "meta_description: What it is about")
      for key in words("excerpt subtitle share-description summary")),
    *((key, "<title>{{ page[KEY] }}</title>", "og_title: A") for key in words("title share-title meta_title seo_title")),
    *((key, '<meta property="og:image" content="{{ page[KEY] }}">', "og_image: /a.png")
      for key in words("image share-img thumbnail cover")),
    ("og_image", '<meta property="og:image" content="{{ page[KEY] }}">', "share-img: /a.png"),
]  # fmt: skip
"""Keys that a layout reads, where it prints them, and what a page says in their place."""


@pytest.mark.parametrize(("key", "tag", "unread"), IN_PLACE)
def test_keys_that_layouts_read_in_place_of_others(key: str, tag: str, unread: str, tmp_path: Path) -> None:
    files = head(tag.replace("KEY", f'"{key}"'))
    files["a.md"] = f"---\nlayout: x\n{unread}\n---\n"
    ((finding, _),) = found("ignored-seo-key", files, tmp_path)
    assert finding.help == f"your layouts take it from {key}; write {key} or remove the line"


def test_elements_for_looks_may_hold_markdown(tmp_path: Path) -> None:
    """Of what browsers do not know either, it is said how to write it as text."""
    old = words("s strike center font nobr marquee")
    page = PAGE + "".join(f"<{name}>Call **now**.</{name}>\n\n" for name in (*old, "other"))
    helps = [finding.help for finding, _ in found("markdown-in-html", {"a.md": page}, tmp_path)]
    assert helps == [
        *(f'write <{name} markdown="span">, or write it in HTML' for name in old),
        "write &lt;other> if it is meant as text: kramdown takes it for a tag",
    ]


@pytest.mark.parametrize(
    ("heading", "is_told"), [("##A title", False), ("Text\n## A title", False), ("A title", True)]
)
def test_contents_of_headings_that_are_not_seen_are_told_of_these(
    heading: str, is_told: bool, tmp_path: Path
) -> None:
    files = {
        "_config.yml": "kramdown:\n  gfm_quirks: []\n",
        "a.md": f"{PAGE}* contents\n{{:toc}}\n\n{heading}\n",
    }
    assert bool(marked("empty-contents", files, tmp_path)) is is_told
    assert bool(marked("heading-as-text", files, tmp_path)) is not is_told


@pytest.mark.parametrize(
    ("url", "is_told"),
    [
        ("https://cdn.jsdelivr.net/npm/jquery@3.7.1/dist/jquery.min.js", True),
        ("https://code.jquery.com/jquery-3.7.1.min.js", True),
        ("https://esm.sh/jquery@3.7.1/dist/jquery.min.js", False),
        ("https://cdn.jsdelivr.net/gh/jquery/jquery@3.7.1/dist/jquery.min.js", False),
        ("https://example.org/js/jquery-3.7.1.min.js", False),
    ],
)
def test_networks_that_send_files_as_they_are(url: str, is_told: bool, tmp_path: Path) -> None:
    files = {"a.html": f"{PAGE}<script src='{url}'></script>\n"}
    assert bool(marked("missing-integrity", files, tmp_path)) is is_told


@pytest.mark.parametrize(
    ("host", "severity"),
    [
        ("me.github.io", "info"),
        ("me.gitlab.io", "info"),
        ("me.codeberg.page", "info"),
        ("me.github.com", "error"),
    ],
)
def test_hosts_that_hold_all_projects_of_an_owner(host: str, severity: str, tmp_path: Path) -> None:
    files = {"_config.yml": f"url: https://{host}\n", "a.md": f"{PAGE}[a](/other/x.html)\n"}
    assert [finding.severity.label for finding, _ in found("broken-link", files, tmp_path)] == [severity]


def test_words_that_are_no_slips(tmp_path: Path) -> None:
    front = "".join(f"{word}: A\n" for word in words("tile titled untitled except expert titel"))
    files = head("<title>{{ page.title }}</title>{{ page.excerpt }}")
    assert marked("misspelt-key", {**files, "a.md": f"---\nlayout: x\n{front}---\n"}, tmp_path) == ["titel"]


@pytest.mark.parametrize(
    "key", words("description excerpt subtitle share-description summary abstract tagline")
)
def test_keys_from_which_layouts_take_a_description(key: str, tmp_path: Path) -> None:
    files = head(f'<title>A</title><meta name="description" content="{{{{ page["{key}"] }}}}">')
    files["a.md"] = "---\nlayout: x\ntitle: A\n---\nText\n"
    ((finding, _),) = found("missing-description", files, tmp_path)
    assert key in finding.help


@pytest.mark.parametrize("plugin", ["jekyll-paginate", "jekyll-paginate-v2"])
def test_plugins_that_read_a_setting(plugin: str, tmp_path: Path) -> None:
    files = {"index.html": PAGE, "Gemfile": "", "_config.yml": f"paginate: 5\nplugins: [{plugin}]\n"}
    assert not marked("setting-without-plugin", files, tmp_path / "with")
    assert marked("setting-without-plugin", {**files, "_config.yml": "paginate: 5\n"}, tmp_path / "without")


@pytest.mark.parametrize(
    ("word", "other", "is_plural"),
    [
        ("boats", "boat", True),
        ("tides", "tide", True),
        ("cats", "cat", False),
        ("glass", "glas", False),
        ("virus", "viru", False),
        ("analysis", "analysi", False),
        ("physics", "physic", False),
        ("series", "serie", False),
    ],
)
def test_words_that_are_plurals(word: str, other: str, is_plural: bool, tmp_path: Path) -> None:
    posts = {
        f"_posts/2024-05-0{n}-a.md": f"---\ntags: [{word if n > 1 else other}]\n---\n" for n in range(1, 4)
    }
    files = {**posts, "index.md": f"{PAGE}{{% for tag in site.tags %}}{{{{ tag[0] }}}}{{% endfor %}}\n"}
    assert bool(marked("similar-labels", files, tmp_path)) is is_plural


NAMING = """md markdown mkd mkdown mkdn html htm xhtml textile xml svg txt atom js mjs cjs ts jsx tsx vue coffee rb py
php css scss sass less json yml yaml csv tsv toml webmanifest ipynb bib sh go cr lua pl rake"""


def test_files_that_may_name_a_picture(tmp_path: Path) -> None:
    kinds = words(NAMING)
    texts = {f"texts/t.{kind}": f"see quay-of-{kind}.png\n" for kind in (*kinds, "log", "pdf")}
    pictures = {f"img/quay-of-{kind}.png": "" for kind in (*kinds, "log", "pdf")}
    unused = paths("unused-file", {"a.md": PAGE, **texts, **pictures}, tmp_path)
    assert unused & {*pictures} == {"img/quay-of-log.png", "img/quay-of-pdf.png"}


@pytest.mark.parametrize(
    ("pages", "are_apart"),
    [
        (("page a/x.md", "page b/x.md"), True),
        (("page a/x.md", "page a/y.md"), False),
        (("page a/x.md", "page b/x.md without a title"), False),
        (("posts _posts/2023-01-02-a.md without a title", "posts _posts/2024-01-02-a.md"), True),
        (("posts _posts/2024-01-02-a.md", "posts _posts/2024-05-02-a.md"), False),
        (("page x.md without a title", "posts _posts/2024-01-02-a.md"), False),
    ],
)
def test_pages_of_one_title_that_are_told_apart(pages: tuple[str, ...], are_apart: bool) -> None:
    group: Any = []
    for page in pages:
        kind, path, *untitled = page.split(" ", 2)
        start = 0 if untitled else 4
        group.append((SimpleNamespace(kind=kind, path=path), Place(path, Span(start, start + 1))))
    assert are_told_apart(tuple(group)) is are_apart


def test_a_layout_may_be_called_by_a_number(tmp_path: Path) -> None:
    files = {"a.md": "---\nlayout: 5\n---\n", "_layouts/5.html": "{% include b.html %}{{ content }}\n"}
    site = {
        **files,
        "_layouts/6.html": "{{ content }}\n",
        "_includes/b.html": "b\n",
        "_includes/c.html": "c\n",
    }
    assert paths("unused-layout", site, tmp_path / "layouts") == {"_layouts/6.html"}
    assert paths("unused-include", site, tmp_path / "includes") == {"_includes/c.html"}


@pytest.mark.parametrize(("tag", "shown"), [("<div id='a'>", "<div id='a'>"), ("<div id='ab'>", "<div …>")])
def test_of_a_long_tag_the_name_is_told(tag: str, shown: str, tmp_path: Path) -> None:
    told = [
        each.message for each, _ in found("html-as-text", {"a.md": f"{PAGE}A {tag}word</div>\n"}, tmp_path)
    ]
    assert told[0] == f"{shown} is shown as text"


@pytest.mark.parametrize(
    ("without", "having", "is_told"), [(19, 0, False), (20, 0, True), (20, 2, True), (20, 3, False)]
)
def test_a_base_that_hardly_a_link_has(without: int, having: int, is_told: bool, tmp_path: Path) -> None:
    links = "[a](/x.html)\n" * without + "[b](/b/x.html)\n" * having
    files = {"_config.yml": "baseurl: /b\n", "index.md": PAGE + links, "x.md": PAGE}
    assert bool(found("unused-baseurl", files, tmp_path)) is is_told


@pytest.mark.parametrize(
    ("links", "files", "is_away"),
    [
        ("[a](/proj/a/) [b](/proj/b/)", {}, False),
        ("[a](/proj/a/) [b](/proj/b/) [c](/proj/c/)", {}, True),
        ("[a](/proj/a/) [b](/proj/a/) [c](/proj/a/)", {}, False),
        ("[a](/proj/a/) [b](/proj/b/) [c](/proj/c/)", {"proj/x.txt": ""}, False),
        ("[a](/proj/a/) [b](/proj/b/) [c](/proj/c/)", {"Proj/x.txt": ""}, False),
        ("[a](/proj/a/) [b](/proj/b/) [c](/proj/c/)", {"proj/x.md": "---\npermalink: /x/\n---\n"}, False),
        ("[a](/proj/a/) [b](/proj/b/) [c](/proj/c/)", {"proj/x.md": "---\npublished: false\n---\n"}, False),
    ],
)
def test_links_below_a_folder_that_the_site_does_not_have(
    links: str, files: dict[str, str], is_away: bool, tmp_path: Path
) -> None:
    told = found(
        "broken-link", {"index.md": f"{PAGE}{links}\n", "_config.yml": "title: T\n", **files}, tmp_path
    )
    assert told
    away = "this leads below /proj/, where the site has nothing"
    assert {away in finding.message for finding, _ in told} == {is_away}
