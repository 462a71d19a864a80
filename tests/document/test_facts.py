"""What is known of one file: the names that its Liquid asks for, its scripts, what stands where."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sitecheck.document import Document, Kind, SiteReader
from sitecheck.document.include_names import included
from sitecheck.document.liquid_host import SiteHost
from sitecheck.document.page_scripts.own_scripts import own_script
from sitecheck.jekyll import load_site
from sitecheck.model.facts import PageFacts
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Place, Span
from sitecheck.text.source import Source
from sitecheck.text.source_map import UNKNOWN

MATTER = "---\n---\n"


def read(
    folder: Path,
    text: str,
    files: Mapping[str, str] | None = None,
    path: str = "index.md",
    kind: Kind = "page",
) -> Document:
    """A file of a small site."""
    for name, content in {"_config.yml": "", **(files or {}), path: text}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    reader = SiteReader(load_site(str(folder)))
    source = reader.source(path)
    assert isinstance(source, Source)
    return reader.document(source, kind)


def facts(
    folder: Path, text: str, files: Mapping[str, str] | None = None, path: str = "index.md"
) -> PageFacts:
    return read(folder, text, files, path).facts


@pytest.mark.parametrize(
    ("liquid", "asks", "names"),
    [
        ("{% include a.html %}", ("a.html",), ("html",)),
        ("{% include 'a.html' %}{%- include a.html -%}", ("a.html",), ("html",)),
        ("{% include {{ page.x }}.html %}", ("*.html", "page.x"), ("x",)),
        ("{% include a{{ b }}c %}", ("a*c",), ()),
        ("{% include {{ include.part }} %}", ("?part", "include.part"), ("part",)),
        ("{% include {{include.a-b}} %}", ("?a-b", "include.a"), ("a-b",)),
        ("{% include {{ include.part }}.html %}", ("*.html", "include.part"), ("part",)),
        (
            "{%- include a.html part=include.part other=x own='t' -%}",
            ("=other", "a.html", "include.part"),
            ("html", "part"),
        ),
        ("{% include_cached a/b.svg x=page.y %}", ("=x", "a/b.svg", "page.y"), ("svg", "y")),
        ("{% include_relative ../c.md %}", ("../c.md",), ("md",)),
        ("{% assign x = 'b.html' %}", ("b.html",), ("html",)),
        ("{% if x %}a.html{% endif %}", (), ()),
        ("{{ page.title }}{{ page['sub-title'] }}{{ a[\"b\"] }}{{ c[0] }}", (), ("b", "sub-title", "title")),
        (
            "{% for x in site.data.y_z %}{{ x . k }}{% endfor %} page.none",
            ("site.data.y_z",),
            ("data", "k", "y_z"),
        ),
        ("{{ a.b }", (), ()),
    ],
)
def test_what_liquid_asks_for(
    liquid: str, asks: tuple[str, ...], names: tuple[str, ...], tmp_path: Path
) -> None:
    """By whatever name an include may be called, and the names of properties."""
    files = {"_includes/a.html": "", "a/b.svg": ""}
    found = facts(
        tmp_path, f"---\nx: '{{% include front.html %}}{{{{ front.matter }}}}'\n---\n{liquid}", files
    )
    assert (found.asks, found.names) == (asks, names)


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("{% if page.kind == 'a' or page.x != \"b c\" %}x{% endif %}", ("a", "b c")),
        ("{% if page.x contains 'd' %}{% endif %}{% case page.y %}{% when 'e', 'f' or 'g' %}{% endcase %}", tuple("defg")),
        ("{{ page.kind }} == 'a'", ()),
        ("a == 'b'", ()),
    ],
)  # fmt: skip
def test_the_texts_with_which_liquid_compares(text: str, compared: tuple[str, ...], tmp_path: Path) -> None:
    assert facts(tmp_path, f"---\nkind: == 'z'\n---\n{text}\n").compared == compared


@pytest.mark.parametrize(
    "text", ["{{ page.title }}{% include a.html %}{{ page.x | where: 'y', 'z' }}", "plain"]
)
def test_where_no_liquid_runs_nothing_is_asked_for(text: str, tmp_path: Path) -> None:
    found = facts(tmp_path, f"---\nrender_with_liquid: false\n---\n{text}")
    assert (found.asks, found.names, found.compared) == ((), (), ())


def test_the_keys_of_front_matter_and_where_they_stand(tmp_path: Path) -> None:
    text = "---\ntitle: A\nx: {b: 1, c: {d: 2}}\nl: [{e: 1}]\n---\n"
    found = facts(tmp_path, text)
    assert [key.name for key in found.keys] == ["title", "x", "x.b", "x.c", "l"]
    assert [(text[slice(*key.key)], text[slice(*key.value)]) for key in found.keys[1:3]] == [
        ("x", "{b: 1, c: {d: 2}}"),
        ("b", "1"),
    ]
    assert found.key("x.b") == found.keys[2]
    assert found.key("d") is None


SCRIPT = "<script>{}</script>"
LISTENER = "window.addEventListener('hashchange', f);"
NAMER = "anchors.add('h2');"


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("location.hash", ()),
        (SCRIPT.format("x = location.hash"), ("reads_fragment",)),
        (SCRIPT.format("x = 1"), ()),
        (SCRIPT.format("$('#a').fullpage ({})"), ("reads_fragment",)),
        ("<script data-main='a.js'></script>", ("reads_fragment",)),
        (SCRIPT.format("if (this.href === location) x"), ("reads_fragment",)),
        (SCRIPT.format(LISTENER), ()),
        ('<script src="/l.js"></script>', ("heeds_fragment",)),
        ('<script src="l.js">', ("heeds_fragment",)),
        ('<script src="/big.js"></script>', ()),
        ('<script src="/none.js"></script><script></script>', ()),
        ('<img src="/l.js">', ()),
        ('<script src="https://x.org/base/l.js?v=1#a"></script>', ("heeds_fragment",)),
        ('<script src="/base/l.js"></script>', ("heeds_fragment",)),
        ('<script src="https://x.orgs/l.js"></script>', ()),
        ('<script src="//x.org/l.js"></script>', ()),
        ('<script src="/{{ site.time }}/l.js"></script>', ()),
        ("## A\n", ("begins_with_heading",)),
        ("A\n\n## B\n", ()),
        ('<p class="a usa-in-page-nav b">x</p>', ("lists_headings",)),
        ('<p class="usa-in-page-navigation">x</p>', ()),
        ("usa-in-page-nav <p>x</p>", ()),
        (SCRIPT.format("$('#toc').tocify({selectors: 'h2'})"), ("lists_headings",)),
        ('<script src="/t.js"></script>', ("lists_headings",)),
        (SCRIPT.format("$.widget('toc.tocify', {})"), ()),
    ],
)
def test_what_a_page_does_with_anchors(text: str, flags: tuple[str, ...], tmp_path: Path) -> None:
    files = {"l.js": LISTENER, "t.js": "$('#toc').tocify();", "big.js": LISTENER + "x;" * 100_000}
    files["_config.yml"] = "url: https://x.org\nbaseurl: /base\n"
    found = facts(tmp_path, f"{MATTER}{text}", files)
    names = ("reads_fragment", "heeds_fragment", "lists_headings", "begins_with_heading")
    assert tuple(name for name in names if getattr(found, name)) == flags


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (SCRIPT.format("x = 1"), ""),
        (SCRIPT.format(NAMER), "by-text"),
        ('<script src="/n.js"></script>', "by-text"),
        (SCRIPT.format("anchors.options.truncate = 9; anchors.add()"), "freely"),
        (SCRIPT.format("anchors.add(all)") + '<script src="/n.js"></script>', "freely"),
        (SCRIPT.format("anchors.add('.title')"), "freely"),
        ("anchors.add('h2')", ""),
    ],
)
def test_how_scripts_give_ids_to_headings(text: str, how: str, tmp_path: Path) -> None:
    assert facts(tmp_path, f"{MATTER}{text}", {"n.js": NAMER}).names_headings == how


def test_a_style_sheet_is_no_page(tmp_path: Path) -> None:
    text = f"{MATTER}<a href='/x' id='y'>{{% include a.html %}}# A\n"
    page = facts(tmp_path, text, {"_includes/a.html": "<p>"}, "a.html")
    sheet = facts(tmp_path, text, {"_includes/a.html": "<p>"}, "a.css")
    assert (len(page.links), len(page.ids), page.includes) == (1, 1, ("_includes/a.html",))
    assert (sheet.links, sheet.ids, sheet.includes, sheet.open_ids, sheet.headings) == ((), (), (), (), ())
    assert sheet.asks == page.asks == ("a.html",)


def test_of_what_nobody_is_shown_no_more_is_known_than_its_names(tmp_path: Path) -> None:
    files = {"_config.yml": "plugins: [jekyll-redirect-from]\n"}
    text = f"---\nredirect_to: /x/\n---\n[a](/b) {{{{ page.title }}}}{{% include a.html %}}{SCRIPT.format('location.hash')}\n"
    found = facts(tmp_path, text, files)
    assert (found.links, found.ids, found.names, found.asks) == ((), (), ("html", "title"), ("a.html",))
    assert (found.open_ids != (), found.reads_fragment) == (True, True)
    assert [key.name for key in found.keys] == ["redirect_to"]


def test_what_is_known_of_the_configuration(tmp_path: Path) -> None:
    assert read(tmp_path, "title: x\n", path="_config.yml", kind="config").facts == PageFacts(
        "_config.yml", "config"
    )


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("<base href='/a/'><base href='/b/'>", "/a/"),
        ("<base target='_blank'><base href='/b/'>", "/b/"),
        ("<base target='_blank'>", None),
        ("</base href='/a/'>", None),
        ("<p href='/a/'>", None),
    ],
)
def test_the_base_of_a_page(text: str, href: str | None, tmp_path: Path) -> None:
    base = facts(tmp_path, f"{MATTER}{text}", path="a.html").base
    assert (base.href if base is not None else None) == href
    if base is not None:
        whole = f"{MATTER}{text}"
        assert (base.element, base.attribute) == ("base", "href")
        assert whole[slice(*base.place.span)] == href
        assert whole[slice(*base.whole.span)] == f"<base href='{href}'>"


def test_places_of_a_document(tmp_path: Path) -> None:
    files = {"_includes/a.html": f"{MATTER}<p>{{{{ include.x }}}}</p>"}
    text = "---\ntitle: A\n---\n{% include a.html x='y' %} {{ page.title }} plain\n"
    page = read(tmp_path, text, files)
    at = text.index("{{ page")
    assert page.span(at, at + 16) == Place("index.md", Span(at, at + 16))
    assert page.is_made(page.span(at, at + 16))
    assert not page.is_made(page.span(text.index("plain"), len(text)))
    assert not page.is_made(Place("other.md", Span(at, at + 16)))
    assert page.written(page.span(at, at + 16)) == "{{ page.title }}"
    include = Place("_includes/a.html", Span(0, 3))
    assert page.written(include) == "---"
    assert page.written(Place("_includes/a.html", Span(8, 11))) == "<p>"
    assert page.written(Place("_includes/none.html", Span(0, 3))) == ""
    assert (page.top, page.whole) == (page.span(0, 3), Place("index.md", WHOLE_FILE))
    assert read(tmp_path, "x", path="b.html").top == Place("b.html", WHOLE_FILE)
    assert page.name == "index.md"
    assert not page.is_open(page.span(at, at + 16))
    own = read(tmp_path, files["_includes/a.html"], path="_includes/a.html", kind="include")
    assert own.is_open(Place("_includes/a.html", Span(8, 30)))
    assert not own.is_open(Place("_includes/a.html", Span(8, 11)))
    assert own.is_open(include._replace(path="_includes/b.html"))


def test_which_layouts_there_are(tmp_path: Path) -> None:
    page = read(tmp_path, MATTER, {"_layouts/a.html": ""})
    assert (page.has_layout("a"), page.has_layout("b")) == (True, False)
    themed = read(tmp_path, MATTER, {"_config.yml": "theme: other\n"})
    assert (themed.has_layout("a"), themed.has_layout("b")) == (True, None)


@pytest.mark.parametrize(
    ("script", "names"),
    [
        ("if (window.location.hash == '#a') f()", ("a",)),
        ('if (location.hash !== "#a-b") f()', ("a-b",)),
        ("if ('#a' === window.location.hash) f()", ("a",)),
        ("if (location.hash.indexOf('#a') >= 0 || location.href.includes('#b')) f()", ("a", "b")),
        ("if (document.URL.match(/#a$/)) f()", ("a",)),
        ("if (location.hash) { x == '#a' }", ()),
        ("if (location.hash) x(); y == '#a'", ()),
        ("$(location.hash).show('#a')", ()),
        ("x.hash == '#a'", ()),
        ("location.hash" + " " * 100 + "== '#a'", ()),
        ("$('#a').hide()", ()),
        ("var h = location.hash; $(h + '-tab').show(); $(`.x` + h)", ("*-tab",)),
        ("show('#tab-' + location.hash.slice(1))", ("tab-*",)),
        ("$(location.hash).show(); $('#a-' + x)", ()),
    ],
)
def test_what_a_script_compares_the_fragment_with_is_its_state(
    script: str, names: tuple[str, ...], tmp_path: Path
) -> None:
    text = f"{MATTER}<script src='l.js'></script>"
    assert facts(tmp_path, text, {"l.js": script}).named_fragments == names


@pytest.mark.parametrize(
    ("script", "is_state"),
    [
        ("show(location.hash)", True),
        ("let a = window.location.hash.slice(1)", True),
        ("if (location.hash.length > 1) show(location.hash.substring(1))", True),
        ("$(location.hash).show()", False),
        ("if (location.hash && document.querySelector(window.location.hash)) x()", False),
        ("document.getElementById(location.hash.slice(1)).open = true", False),
        ("if (location.hash !== '') { location.hash = '#a' }", False),
        ("if (location.hash) x()", False),
        ("x()", False),
    ],
)
def test_a_page_whose_own_script_shows_what_the_fragment_says(
    script: str, is_state: bool, tmp_path: Path
) -> None:
    text = f"{MATTER}<script src='/l.js'></script>"
    assert facts(tmp_path, text, {"l.js": script}).reads_fragment is is_state


def test_a_script_that_is_gone_is_as_if_it_said_nothing(tmp_path: Path) -> None:
    page = read(tmp_path, f"{MATTER}<script src='l.js'></script>", {"l.js": LISTENER})
    (tmp_path / "l.js").unlink()
    assert not page.facts.heeds_fragment


def test_a_script_is_looked_for_from_the_folder_of_its_page(tmp_path: Path) -> None:
    text = f"{MATTER}<script src='l.js'></script>"
    assert facts(tmp_path, text, {"a/l.js": LISTENER}, "a/b.html").heeds_fragment
    assert not facts(tmp_path, text, {"l.js": LISTENER}, "c/b.html").heeds_fragment


def test_a_baseurl_may_name_the_host(tmp_path: Path) -> None:
    files = {"l.js": LISTENER, "_config.yml": "baseurl: https://x.org/base\n"}
    assert facts(
        tmp_path, f"{MATTER}<script src='{{{{ site.baseurl }}}}/l.js'></script>", files
    ).heeds_fragment


def test_what_is_converted_by_itself_has_an_end(tmp_path: Path) -> None:
    """Pieces of Markdown in values; of a long one, and after very many, nothing is known."""
    page = read(tmp_path, MATTER)
    assert page.converted("*a*") == "<p><em>a</em></p>\n"
    assert page.converted("*a* " * 50_000) == ""
    short = read(tmp_path, MATTER)
    made = [short.converted("*a* " + "a" * 19_000) for _ in range(12)]
    assert made[0].startswith("<p><em>a</em>")
    assert made[-1] == ""


def test_the_lines_of_a_document(tmp_path: Path) -> None:
    page = read(tmp_path, f"{MATTER}a\nb\n")
    assert page.lines.line(page.text.index("b")) == 4
    assert page.lines.line_text(3) == "a"


@pytest.mark.parametrize("base", ["/base", "5", "''"])
@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("l.js", ("sub/l.js", "near")),
        ("./l.js?v=1#a", ("sub/l.js", "near")),
        ("../l.js", ("l.js", "top")),
        ("/l.js", ("l.js", "top")),
        ("https://x.org/l.js", ("l.js", "top")),
        ("https://x.org/sub/../l.js", ("l.js", "top")),
        ("none.js", ("sub/none.js", "")),
        ("/binary.js", ("binary.js", "")),
        ("https://x.orgs/l.js", None),
        ("//x.org/l.js", None),
        ("data:text/javascript,a", None),
        ("/l-{{ site.time }}.js", None),
    ],
)
def test_the_script_of_the_site_at_an_address(
    address: str, found: tuple[str, str] | None, base: str, tmp_path: Path
) -> None:
    files = {"l.js": "top", "sub/l.js": "near", "_config.yml": f"url: https://x.org\nbaseurl: {base}\n"}
    (tmp_path / "binary.js").write_bytes(b"\xff\xfe\x00")
    page = read(tmp_path, f"{MATTER}<script src='{address}'></script>", files, "sub/a.html")
    (element,) = page.elements
    src = element.get("src")
    assert src is not None
    own = own_script(page, src.value)
    assert (own if own is None else (own.path, own.text)) == found
    assert own is None or (own.size, own.blank) == (len(own.text), not own.text)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("_includes/a.html", UNKNOWN),
        ("_layouts/a.html", UNKNOWN),
        ("sub/a.html", "beside"),
        ("a.html", UNKNOWN),
    ],
)
def test_what_lies_beside_a_part_of_pages_lies_beside_none_of_them(
    path: str, shown: str, tmp_path: Path
) -> None:
    """Jekyll looks beside the page, which is not known where a layout or an include is read by itself."""
    beside = {f"{folder}/b.txt": "beside" for folder in ("_includes", "_layouts", "sub")}
    text = f"{MATTER if path.startswith(('sub', 'a')) else ''}{{% include_relative b.txt %}}"
    kind: Kind = "include" if "includes" in path else "layout" if "layouts" in path else "page"
    page = read(tmp_path, text, beside, path, kind)
    assert page.rendered.text.strip() == shown


def test_a_character_that_is_none_is_shown_as_a_sign_for_it(tmp_path: Path) -> None:
    (tmp_path / "_includes").mkdir()
    (tmp_path / "_includes/a.html").write_bytes(b"a\0b")
    page = read(tmp_path, f"{MATTER}{{% include a.html %}}", path="a.html")
    assert page.rendered.text.strip() == "a\ufffdb"


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("a.md", "markdown"),
        ("a.MARKDOWN", "markdown"),
        ("a.html", "html"),
        ("a.htm", "html"),
        ("a.txt", "text"),
        ("a.css", "text"),
        ("_layouts/a.html", "html"),
        ("_layouts/a.txt", "html"),
        ("_layouts/a.css", "html"),
        ("_includes/a.svg", "html"),
        ("_includes/a", "html"),
        ("_includes/a.js", "text"),
        ("_includes/a.css", "text"),
        ("_includes/a.json", "text"),
        ("_includes/a.md", "markdown"),
    ],
)
def test_what_a_file_is_once_liquid_has_run(path: str, dialect: str, tmp_path: Path) -> None:
    text = "" if path.startswith("_includes") else MATTER
    kind: Kind = "include" if "includes" in path else "layout" if "layouts" in path else "page"
    assert read(tmp_path, text, path=path, kind=kind).dialect == dialect


@pytest.mark.parametrize(
    ("config", "markdown", "html"),
    [
        ("", "*a* -- b", "<p><em>a</em> – b</p>\n"),
        ("markdown: CommonMark\n", "*a*", None),
        ("markdown: redcarpet\n", "*a*", "<p><em>a</em></p>\n"),
        ("plugins: [jekyll-commonmark]\nmarkdown: Other\n", "*a*", None),
        ("", "a" * 1_000_001, None),
    ],
)
def test_what_the_sites_converter_makes_of_markdown(
    config: str, markdown: str, html: str | None, tmp_path: Path
) -> None:
    page = read(tmp_path, MATTER, {"_config.yml": config})
    assert page.context.markdown_to_html(markdown) == html


def test_front_matter_of_what_has_none_is_text(tmp_path: Path) -> None:
    text = "---\ntitle: A\n---\nB\n"
    page = read(tmp_path, text)
    assert (page.front_matter.data, page.entry("title") is not None) == ({"title": "A"}, True)
    for path, kind in (("_config.yml", "config"), ("_data/a.yml", "data"), ("_includes/a.html", "include")):
        own = read(tmp_path, text, path=path, kind=kind)  # type: ignore[arg-type]
        assert (own.front_matter.data, own.front_matter.span.end) == ({}, 0), kind


NAMES = tuple("gdbfaceh")


def test_what_a_file_names_is_told_in_order(tmp_path: Path) -> None:
    """Sets are in another order in each run, and what is remembered of a file is compared to the letter."""
    liquid = "".join(
        f"{{% include {name}.html %}}{{{{ page.{name} }}}}{{% if x == '{name}' %}}y{{% endif %}}"
        for name in NAMES
    )
    files = {f"_includes/{name}.html": name for name in NAMES}
    found = facts(tmp_path, MATTER + liquid, files)
    assert [*found.compared] == sorted(NAMES)
    assert [*found.includes] == [f"_includes/{name}.html" for name in sorted(NAMES)]
    assert [*found.asks] == sorted({*found.asks} | {f"{name}.html" for name in NAMES})
    assert [*found.names] == sorted({*found.names} | {*NAMES})


def test_liquid_is_that_of_jekyll(tmp_path: Path) -> None:
    """Liquid 5 has another opinion of a limit that is false."""
    loop = "{% for i in (1..3) limit: false %}{{ i }}{% endfor %}"
    assert read(tmp_path, MATTER + loop + "\n").rendered.text == "123\n"


def test_includes_are_looked_at_in_order(tmp_path: Path) -> None:
    files = {f"_includes/{name}.html": name for name in NAMES}
    host = SiteHost(read(tmp_path, MATTER, files).context, None)
    wanted = frozenset(f"{name}.html" for name in (*NAMES, "gone"))
    assert [each.text for each in included(wanted, host)] == sorted(NAMES)
