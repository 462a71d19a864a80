"""The formulas of pages, and what shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from sitecheck.document import Document, SiteReader
from sitecheck.document.visible import html_runs
from sitecheck.jekyll import load_site
from sitecheck.math.macros import MacroDef
from sitecheck.math.settings import MathSettings
from sitecheck.text.source import Source

MATHJAX3 = '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>'
AUTO_RENDER = (
    '<script src="https://cdn.jsdelivr.net/npm/katex@0.16.22/dist/contrib/auto-render.min.js"></script>'
)


def page(
    folder: Path,
    text: str,
    files: Mapping[str, str] | None = None,
    settings: MathSettings | None = None,
    path: str = "index.md",
) -> Document:
    """The document of a page of a small site."""
    for name, content in {path: text, "_config.yml": "", **(files or {})}.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")
    reader = SiteReader(load_site(str(folder)), settings or MathSettings())
    source = reader.source(path)
    assert isinstance(source, Source)
    return reader.document(source, "page")


def written(document: Document) -> list[str]:
    return [document.text[slice(*formula.place.span)] for formula in document.math.formulas]


def test_formulas_of_kramdown_text_and_html(tmp_path: Path) -> None:
    text = f"---\n---\n{MATHJAX3}\n\nIn $$a$$ and \\\\(b\\\\) `$$c$$`.\n\n$$\nd\n$$\n\n<p>\\(e\\) $5</p>\n\n\\begin{{align}}f\\end{{align}}\n"
    document = page(tmp_path, text)
    assert [formula.tex.strip() for formula in document.math.formulas] == [
        "a", "b", "d", "e", "\\begin{align}f\\end{align}",
    ]  # fmt: skip
    assert written(document)[:2] == ["$$a$$", "\\\\(b\\\\)"]
    assert [formula.display for formula in document.math.formulas] == [False, False, True, False, True]


@pytest.mark.parametrize(("text", "is_read"), [("a ## b", False), ("a \\\\(b", True), ("a $b", False)])
def test_a_page_that_begins_no_formula_is_not_read_for_any(text: str, is_read: bool, tmp_path: Path) -> None:
    math = page(tmp_path, f"---\n---\n{MATHJAX3}\n\nIn $$a$$ {text}\n").math
    assert [formula.tex for formula in math.formulas] == ["a"]
    assert list(math.search(math.delimiters)) == []
    assert ("texts" in vars(math)) is is_read


@pytest.mark.parametrize(("text", "found"), [("a ## b", None), ("a $b", ["a $b"])])
def test_where_nothing_may_begin_a_formula_nothing_is_looked_for_outside_of_them(
    text: str, found: list[str] | None, tmp_path: Path
) -> None:
    math = page(tmp_path, f"---\n---\n{MATHJAX3}\n\nIn $$a$$ {text}\n").math
    outside = [around.strip() for _, around in math.outside(re.compile("b"))]
    assert (outside if "texts" in vars(math) else None) == found


def test_offsets_lead_to_the_file_through_liquid_and_escapes(tmp_path: Path) -> None:
    document = page(tmp_path, f"---\n---\n{MATHJAX3}{{{{ 'x' }}}}\n\nIn \\\\(a + \\\\{{ b\\\\}}\\\\) here.\n")
    (formula,) = document.math.formulas
    at = formula.tex.index("b")
    assert formula.at(at, at + 1).span.start == document.text.index("b\\\\}")


@pytest.mark.parametrize("path", ["a.html", "b.md"])
def test_characters_that_are_written_as_references_are_read_and_keep_their_places(
    path: str, tmp_path: Path
) -> None:
    formula_as_written = "\\(a &lt; b &#38; &#x63; + d\\)"
    text = f"---\n---\n{MATHJAX3}<p>&amp; {formula_as_written} &lt;</p>\n"
    document = page(tmp_path, text, path=path)
    (formula,) = document.math.formulas
    assert formula.tex == "a < b & c + d"
    assert document.text[slice(*formula.place.span)] == formula_as_written
    for shown, written_as in (
        ("a", "a"),
        ("<", "&lt;"),
        ("b", "b"),
        ("&", "&#38;"),
        ("c", "&#x63;"),
        ("d", "d"),
    ):
        at = formula.tex.index(shown)
        assert document.text[formula.at(at, at + 1).span.start :].startswith(written_as)
    assert document.text[slice(*formula.at(0, len(formula.tex)).span)] == "a &lt; b &#38; &#x63; + d"


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ("<script src='/{{ site.time }}/x.js'></script>", "unknown"),
        ("<script src='/{{ site.time }}/tex-chtml.js'></script>", "known"),
        ("<script src='/mathjax/tex-chtml.js'></script>", "known"),
        ("<script src='/x.js'></script>", "none"),
        ("<script type='application/javascript'>MathJax = {}</script>" + MATHJAX3, "known"),
        ("<script type='text/plain'>MathJax = {}</script>", "none"),
    ],
)
def test_a_script_counts_by_its_address(script: str, state: str, tmp_path: Path) -> None:
    files = {"mathjax/tex-chtml.js": "x;" * 40_000, "x.js": "x"}
    assert page(tmp_path, f"---\n---\n{script}\n\nIn $$a$$.\n", files).math.renderer.state == state


def test_the_layout_chain_brings_the_engine(tmp_path: Path) -> None:
    files = {
        "_layouts/base.html": "{% if page.mathjax %}{% include math.html %}{% endif %}{{ content }}",
        "_layouts/post.html": "---\nlayout: base\n---\n{{ content }}",
        "_includes/math.html": "<script>MathJax = {tex: {inlineMath: [['$', '$']]}}</script>" + MATHJAX3,
    }
    document = page(tmp_path, "---\nlayout: post\nmathjax: true\n---\nIn $a$.\n", files)
    assert document.math.renderer.state == "known"
    assert document.math.renderer.engine == "mathjax3"
    assert written(document) == ["$a$"]


@pytest.mark.parametrize(
    ("script", "state"),
    [
        (f"document.head.innerHTML = '{MATHJAX3}';" + "var a = 1;" * 7000, "known"),
        ("var a = 1;" * 7000, "none"),
        ("", "unknown"),
    ],
    ids=["long, and loads an engine", "long, of something else", "empty"],
)
def test_a_script_of_the_site_counts_by_what_it_holds(script: str, state: str, tmp_path: Path) -> None:
    files = {"js/own.js": script}
    document = page(tmp_path, '---\n---\n<script src="/js/own.js"></script>\n\nIn $$a$$.\n', files)
    assert document.math.renderer.state == state


def test_a_page_that_does_not_switch_it_on_has_none(tmp_path: Path) -> None:
    files = {"_layouts/base.html": f"{{% if page.mathjax %}}{MATHJAX3}{{% endif %}}{{{{ content }}}}"}
    assert page(tmp_path, "---\nlayout: base\n---\nIn $$a$$.\n", files).math.renderer.state == "none"


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "theme: minima\n"},
        {"_layouts/base.html": "{% include head.html %}{{ content }}", "_config.yml": "theme: minima\n"},
        {"_layouts/base.html": "<script src='/js/main.js'></script>{{ content }}", "js/main.js": ""},
        {"_layouts/base.html": "{{ content }}", "_config.yml": "plugins: [jekyll-spaceship]\n"},
    ],
)
def test_what_may_bring_an_engine_makes_it_unknown(tmp_path: Path, files: Mapping[str, str]) -> None:
    document = page(tmp_path, "---\nlayout: base\n---\nIn $$\\nosuch$$ and $$\\frac{a$$.\n", files)
    assert document.math.renderer.state == "unknown"
    assert [bool(errors) for _, errors in document.math.judged] == [False, True]


def test_an_include_of_the_site_stands_for_the_themes(tmp_path: Path) -> None:
    files = {"_config.yml": "theme: minima\n", "_includes/head/custom.html": MATHJAX3}
    renderer = page(tmp_path, "---\nlayout: post\n---\nIn $$a$$.\n", files).math.renderer
    assert (renderer.state, renderer.engine) == ("maybe", "mathjax3")


def test_no_include_is_asked_for_by_a_page_that_is_only_too_long(tmp_path: Path) -> None:
    files = {"_includes/head.html": MATHJAX3}
    feed = page(tmp_path, "---\n---\n<p>$a$</p>" + "<i>" * 150_001, files, path="feed/index.html")
    assert (feed.math.renderer.state, feed.math.renderer.engine) == ("unknown", None)


def test_a_script_of_the_site_is_read(tmp_path: Path) -> None:
    files = {
        "_layouts/base.html": f"<script src='/js/math.js'></script>{MATHJAX3}{{{{ content }}}}",
        "js/math.js": "window.MathJax = {tex: {macros: {R: '{\\\\bf R}'}}};",
    }
    document = page(tmp_path, "---\nlayout: base\n---\nIn $$\\R$$.\n", files)
    assert document.math.judged[0].errors == ()


def test_settings_name_the_engine_and_macros(tmp_path: Path) -> None:
    settings = MathSettings(engine="katex", macros={"\\R": MacroDef("\\R", "\\mathbb{R}")})
    document = page(tmp_path, "---\n---\nIn $$\\R$$ and $$\\eqref{a}$$.\n", settings=settings)
    assert document.math.renderer.engine == "katex"
    assert [bool(errors) for _, errors in document.math.judged] == [False, True]


@pytest.mark.parametrize("engine", ["katex", "sskatex"])
def test_kramdowns_own_engine_judges_double_dollars(engine: str, tmp_path: Path) -> None:
    files = {"_config.yml": f"kramdown: {{math_engine: {engine}}}\n"}
    document = page(tmp_path, "---\n---\nIn $$\\eqref{a}$$.\n", files)
    assert document.math.engine_of(document.math.formulas[0]) == "katex"
    assert document.math.judged[0].errors


@pytest.mark.parametrize(("engine", "shown"), [("itex2mml", ""), ("mathjax", "mathjax3")])
def test_what_another_engine_makes_of_double_dollars_no_browser_reads(
    engine: str, shown: str, tmp_path: Path
) -> None:
    files = {"_config.yml": f"kramdown: {{math_engine: {engine}}}\n"}
    document = page(tmp_path, f"---\n---\n{MATHJAX3}\n\nIn $$\\alhpa$$.\n", files)
    assert [document.math.engine_of(each) or "" for each in document.math.formulas] == [shown]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *((f"\\\\(a {mark}b\\\\) c{mark} d", 1) for mark in ("*", "**")),
        *((f"{mark}a \\\\(b{mark} c\\\\) d", 1) for mark in ("*", "**")),
        ("*a* \\\\(b\\\\) *c*", 0),
        ("\\\\(a *b* c\\\\)", 1),
        ("\\\\(a `b` c\\\\)", 0),
    ],
)
def test_a_formula_that_emphasis_runs_through_is_broken(text: str, count: int, tmp_path: Path) -> None:
    document = page(tmp_path, f"---\n---\n{MATHJAX3}\n\n{text}\n")
    assert len(document.math.broken_by_emphasis) == count


def test_a_formula_with_something_unknown_is_not_judged(tmp_path: Path) -> None:
    files = {"_plugins/a.rb": "x"}
    document = page(tmp_path, f"---\n---\n{MATHJAX3}\n\nIn $$x {{% own_tag %}} {{$$.\n", files)
    assert document.math.judged[0].errors == ()


@pytest.mark.parametrize(
    ("script", "reasons"),
    [
        (
            "Jekyll::Hooks.register(:pages, :post_render) { |page| page.output.sub!('a', x) }\n",
            ["_plugins/a.rb"],
        ),
        ("module Mine\nend\n", []),
    ],
)
def test_what_changes_pages_may_bring_an_engine(script: str, reasons: list[str], tmp_path: Path) -> None:
    renderer = page(tmp_path, "---\n---\nIn $$a$$.\n", {"_plugins/a.rb": script}).math.renderer
    assert [reason.detail for reason in renderer.reasons] == reasons


@pytest.mark.parametrize("before", ["", "Text\n", "* item "])
def test_a_configuration_may_stand_within_a_text(before: str, tmp_path: Path) -> None:
    config = "<script>MathJax = {tex: {inlineMath: [['$', '$']], macros: {R: 'r'}}}</script>"
    math = page(tmp_path, f"---\n---\n{before}{config}\n\nIn $\\R$.\n\n{MATHJAX3}\n").math
    assert [(judged.formula.tex, judged.errors) for judged in math.judged] == [("\\R", ())]


def test_ignored_classes_are_not_read(tmp_path: Path) -> None:
    text = f'---\n---\n{MATHJAX3}\n\n<p class="mathjax_ignore">\\(a\\)</p>\n\n<p>\\(b\\)</p>\n'
    assert [formula.tex for formula in page(tmp_path, text).math.formulas] == ["b"]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<div class="tex2jax_ignore">\\(a\\)</div>\\(b\\)', ["a", "b"]),
        ('<div class="x mathjax_ignore y"><div>\\(a\\)</div>\\(b\\)</div><p>\\(c\\)</p>', ["c"]),
        ('<div class="mathjax_ignore"><p>\\(a\\)</p></div><div>\\(b\\)</div>', ["b"]),
        ('<div class="mathjax_ignore_not">\\(a\\)</div>', ["a"]),
        ('<div class="mathjax_ignore"><div class="mathjax_ignore">\\(a\\)</div>\\(b\\)</div>\\(c\\)', ["c"]),
        ('<div class="mathjax_ignore"></div>\\(a\\)<p>\\(b\\)</p>', ["a", "b"]),
    ],
)
def test_what_is_ignored_ends_where_its_element_does(html: str, found: list[str], tmp_path: Path) -> None:
    document = page(tmp_path, f"---\n---\n{MATHJAX3}\n\n<div>{html}</div>\n")
    assert [formula.tex for formula in document.math.formulas] == found


@pytest.mark.parametrize(
    "element",
    [
        *("script", "noscript", "style", "textarea", "pre", "code", "annotation", "annotation-xml", "option"),
        *("math", "CODE"),
    ],
)
def test_elements_in_which_no_formula_is_looked_for(element: str, tmp_path: Path) -> None:
    html = f"<p>\\(a\\)<{element}>\\(b\\)</{element}>\\(c\\)</p>"
    document = page(tmp_path, f"---\n---\n{MATHJAX3}\n\n{html}\n", path="a.html")
    assert [formula.tex for formula in document.math.formulas] == ["a", "c"]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("\\(a<br>b\\)", ["a\nb"]),
        ("\\(a<wbr>b\\)", ["ab"]),
        ("\\(a<!-- c -->b\\)", ["ab"]),
        ("\\(a<b>b</b>\\)", []),
        ("\\(a<img>b\\) \\(c\\)", ["c"]),
    ],
)
def test_what_a_formula_may_run_over(html: str, found: list[str], tmp_path: Path) -> None:
    document = page(tmp_path, f"---\n---\n{MATHJAX3}\n\n<p>{html}</p>\n", path="a.html")
    assert [formula.tex for formula in document.math.formulas] == found


@pytest.mark.parametrize(
    ("named", "is_sure", "found"),
    [
        ("quiet|silent", True, ["a", "d"]),
        ("silent", True, ["a", "b", "d"]),
        ("(b+)+c", False, ["a", "b", "c"]),  # a pattern that takes for ever on many b's is not run
    ],
)
def test_which_classes_are_ignored(named: str, is_sure: bool, found: list[str], tmp_path: Path) -> None:
    script = MATHJAX3.replace(
        "<script", f"<script>MathJax = {{options: {{ignoreHtmlClass: '{named}'}}}}</script>\n<script"
    )
    html = '<p>\\(a\\)</p><p class="quiet">\\(b\\)</p><p class="x silent">\\(c\\)</p>'
    html += f'<p class="mathjax_ignore {"b" * 5_000}">\\(d\\)</p>'
    math = page(tmp_path, f"---\n---\n{script}\n\n<div>{html}</div>\n").math
    assert (math.sure, [formula.tex for formula in math.formulas]) == (is_sure, found)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("\\(a<br>b\\) \\(c\\)", ["c"]),
        ("\\(a<!-- c -->b\\)", []),
        ("$5<br>\\(a\\)", ["a"]),
        ("\\(a<br>\\(b\\)", ["b"]),
    ],
)
@pytest.mark.parametrize("path", ["a.html", "index.md"])
def test_katex_reads_over_no_element(html: str, found: list[str], path: str, tmp_path: Path) -> None:
    html = html if path == "a.html" else html.replace("\\", "\\\\")
    call = "<script>renderMathInElement(document.body)</script>"
    document = page(tmp_path, f"---\n---\n{AUTO_RENDER}{call}\n\n<p markdown='1'>{html}</p>\n", path=path)
    assert [formula.tex for formula in document.math.formulas] == found


_KATEX = f"{AUTO_RENDER}<script>renderMathInElement(document.body, {{%s}})</script>"
_MATHJAX = f"<script>MathJax = {{options: {{%s}}}}</script>{MATHJAX3}"


@pytest.mark.parametrize(
    ("head", "body", "known"),
    [
        (_KATEX % "ignoredClasses: ['raw']", '<p class="raw">\\(a\\)</p><p>\\(b\\)</p>', {"b": True}),
        (_KATEX % "ignoredTags: ['section']", "<section>\\(a\\)</section><p>\\(b\\)</p>", {"b": True}),
        (_KATEX % "ignoredTags: ['li', 'pre']", "* \\\\(a\\\\)", {"a": False}),
        (_KATEX % "preProcess: (tex) => tex.trim()", "$$a$$", {"a": False}),
        (_MATHJAX % "skipHtmlTags: {'[+]': ['section']}", "<section>\\(a\\)</section>", {}),
        (_MATHJAX % "skipHtmlTags: mine", "$$a$$", {"a": False}),
        (_MATHJAX % "ignoreHtmlClass: '.*|', processHtmlClass: 'math'", "\\\\(a\\\\)", {"a": False}),
        (_MATHJAX % "ignoreHtmlClass: 'raw'", "\\\\(a\\\\)\n{: #x .raw}", {"a": False}),
        (_MATHJAX % "ignoreHtmlClass: 'raw'", "\\\\(a\\\\)\n{: .other}", {"a": True}),
    ],
)
def test_formulas_that_a_configuration_leaves_out(
    head: str, body: str, known: dict[str, bool], tmp_path: Path
) -> None:
    """Of what may be left out, or be changed before, nobody knows what the engine gets."""
    files = {"_layouts/l.html": f"{head}{{{{ content }}}}"}
    document = page(tmp_path, f"---\nlayout: l\n---\n{body}\n", files)
    assert {formula.tex: formula.known for formula in document.math.formulas} == known


def test_mathjax_2_ignores_a_class_of_its_own(tmp_path: Path) -> None:
    html = '<p class="tex2jax_ignore">\\(a\\)</p><p class="mathjax_ignore">\\(b\\)</p>'
    assert [
        formula.tex
        for formula in page(
            tmp_path, f"---\n---\n{html}\n", settings=MathSettings(engine="mathjax2")
        ).math.formulas
    ] == ["b"]


def test_formulas_of_layouts_define_macros(tmp_path: Path) -> None:
    files = {
        "_layouts/l.html": f"{MATHJAX3}<p>\\(\\newcommand{{\\mine}}{{x}}\\)</p><p>no formula</p>{{{{ content }}}}"
    }
    document = page(tmp_path, "---\nlayout: l\n---\n$$\\mine$$ $$\\other$$\n", files)
    assert [len(each.errors) for each in document.math.judged] == [0, 1]


@pytest.mark.parametrize(("tex", "errors"), [("\\def\\x{", 0), ("x", 1)])
def test_a_definition_that_is_not_known_whole_makes_other_commands_doubtful(
    tex: str, errors: int, tmp_path: Path
) -> None:
    files = {"_plugins/a.rb": "x"}
    text = f"---\n---\n{MATHJAX3}\n\n$$ {tex} {{% own_tag %}} }} $$\n\n$$ \\undefinedcommand $$\n"
    judged = page(tmp_path, text, files).math.judged
    assert [len(each.errors) for each in judged] == [0, errors]


def test_very_many_beginnings_of_formulas_are_told(tmp_path: Path) -> None:
    many = "\\( " * 20_000
    document = page(tmp_path, f"---\n---\n{MATHJAX3}\n\n<p>{many}</p>\n")
    assert not document.math.formulas
    assert any("begin and do not end" in message for message in document.limits.values())


def test_slides_in_markdown_are_left_to_their_script() -> None:
    page = "<p>$a$</p><section data-markdown>```\n[ $b ] # $c\n```</section><p>$d$</p>"
    assert [run.text for run in html_runs(page) if run.text.strip()] == ["$a$", "$d$"]


@pytest.mark.parametrize(
    ("text", "torn"),
    [
        (r"So \\(a *b\\) c* d", [(r"\(a *b\\)", ["*"])]),
        (r"\\(a *b* c\\) d", [(r"\(a *b* c\\)", ["*", "*"])]),
        (r"\\(a __b__ c\\)", [(r"\(a __b__ c\\)", ["__", "__"])]),
        (r"*x* \\(a *b\\) c* and \\(d *e* f\\)", [(r"\(a *b\\)", ["*"]), (r"\(d *e* f\\)", ["*", "*"])]),
    ],
)
def test_where_a_formula_is_torn(text: str, torn: list[tuple[str, list[str]]], tmp_path: Path) -> None:
    document = page(tmp_path, f"---\n---\n{MATHJAX3}\n\n{text}\n")
    whole = document.rendered.text
    found = [
        (whole[each.start : each.end], [whole[slice(*mark)] for mark in each.marks])
        for each in document.math.broken_by_emphasis
    ]
    assert found == torn


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/MathJax.js?config=TeX-AMS_CHTML", ["a"]),
        ("https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js", []),
        ("/js/other.js", []),
    ],
)
def test_mathjax_2_alone_runs_the_text_of_the_script_that_loads_it(
    address: str, found: list[str], tmp_path: Path
) -> None:
    config = "MathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']]}});"
    document = page(tmp_path, f'---\n---\n<script src="{address}">{config}</script>\n\nSo $a$ it is.\n')
    assert [formula.tex for formula in document.math.formulas] == found


@pytest.mark.parametrize(
    ("files", "state"),
    [
        (
            {"_config.yml": "plugins: [jekyll-default-layout, jekyll-remote-theme]\nremote_theme: a/b\n"},
            "unknown",
        ),
        ({"_config.yml": "remote_theme: a/b\n"}, "unknown"),  # GitHub Pages runs both
        ({"_config.yml": "remote_theme: a/b\n", "netlify.toml": ""}, "none"),
        ({"_config.yml": "remote_theme: a/b\n", "Gemfile": "gem 'jekyll'\n"}, "none"),
    ],
)
def test_a_layout_that_a_plugin_takes_from_a_theme_elsewhere_may_load_an_engine(
    files: dict[str, str], state: str, tmp_path: Path
) -> None:
    document = page(tmp_path, "---\n---\nSo $$a$$ it is.\n", files)
    assert document.math.renderer.state == state


def test_who_else_knows_a_command_is_asked_without_looking_for_what_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    math = page(tmp_path, f"---\n---\n{MATHJAX3}\n\nIn $$\\foobaz$$ and $$\\KaTeX$$\n").math
    judged = [(formula, errors[0]) for formula, errors in math.judged]
    monkeypatch.setattr("sitecheck.math.suggest.nearest", pytest.fail)
    assert [math.known_elsewhere(*each) for each in judged] == [(), ("katex",)]


@pytest.mark.parametrize(
    ("written", "tex", "known"),
    [
        ("a &lt; b \\nosuch", "a < b \\nosuch", True),
        ("a < b", "a < b", True),
        ("a<b", "a<b", False),
        ("a <b>c</b>", "a <b>c</b>", False),
    ],
)
def test_without_a_math_engine_kramdown_writes_formulas_as_html(
    written: str, tex: str, known: bool, tmp_path: Path
) -> None:
    document = page(
        tmp_path,
        f"---\n---\n{MATHJAX3}\n\n$$ {written} $$\n",
        {"_config.yml": "kramdown: {math_engine: null}"},
    )
    (formula,) = document.math.formulas
    assert (formula.tex.strip(), formula.known) == (tex, known)
    errors = document.math.judged[0].errors
    assert [document.text[slice(*formula.at(error.offset, error.end).span)] for error in errors] == (
        ["\\nosuch"] if "nosuch" in written else []
    )
