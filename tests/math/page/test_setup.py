"""Configurations of MathJax and KaTeX, read from the scripts of a page."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fuzz.limits import slowness

from sitecheck.math import check
from sitecheck.math.page.delimiters import Delimiters, find
from sitecheck.math.page.js_literal import OPAQUE, JsObject, read_value
from sitecheck.math.page.script_addresses import load_of
from sitecheck.math.page.setup import Script, Setup, read_setups
from sitecheck.math.page.skipped import Skipped

MATHJAX2 = Script(address="//cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.1/MathJax.js?config=TeX-AMS_CHTML")
MATHJAX3 = Script(address="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js")
KATEX = Script(address="https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/contrib/auto-render.min.js")


def setup(*scripts: Script) -> Setup:
    return read_setups(scripts).setups[0]


@pytest.mark.parametrize(
    ("address", "engines"),
    [
        ("https://cdn.mathjax.org/mathjax/latest/MathJax.js?config=TeX-MML-AM_CHTML", ("mathjax2",)),
        (
            "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/latest.js?config=TeX-AMS_CHTML",
            ("mathjax2",),
        ),
        ("https://cdn.jsdelivr.net/npm/mathjax@3.2.2/es5/tex-mml-chtml.js", ("mathjax3",)),
        ("https://cdnjs.cloudflare.com/ajax/libs/mathjax/3.2.2/es5/tex-svg.min.js", ("mathjax3",)),
        ("https://cdn.jsdelivr.net/npm/mathjax@4/tex-chtml.js", ("mathjax4",)),
        ("/assets/mathjax/tex-svg.js", ("mathjax3", "mathjax4")),
        ("https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/katex.min.js", ("katex",)),
    ],
)
def test_the_address_tells_the_engine(address: str, engines: tuple[str, ...]) -> None:
    load = load_of(address)
    assert load is not None
    assert load.engines == engines


@pytest.mark.parametrize(
    ("release", "newest"),
    [
        ("npm/mathjax@3", True),
        ("npm/mathjax@3.2", True),
        ("npm/mathjax@3.2.2", True),
        ("ajax/libs/mathjax/3.2.2", True),
        ("npm/mathjax@3.2.0", False),
        ("npm/mathjax@3.0.1", False),
        ("npm/mathjax@3.1", False),
        ("ajax/libs/mathjax/3.2.0", False),
        ("assets/mathjax", False),
    ],
)
def test_the_newest_release_of_mathjax_3(release: str, newest: bool) -> None:
    script = Script(address=f"https://cdn.example.com/{release}/es5/tex-chtml.js")
    assert [each.environment().newest for each in read_setups([script]).setups] == [newest]


@pytest.mark.parametrize("address", ["https://code.jquery.com/jquery.js", "/js/startup.js", "", "http://[x"])
def test_other_scripts_are_no_math(address: str) -> None:
    assert load_of(address) is None


def test_hub_config() -> None:
    found = setup(
        MATHJAX2,
        Script(
            body=r"""MathJax.Hub.Config({ // comment
            tex2jax: {inlineMath: [['$','$'], ["\\(","\\)"]], processEscapes: true},
            TeX: {extensions: ["cancel.js"], Macros: {RR: "{\\bf R}", bold: ["{\\bf #1}", 1], f: function(x) {}}}
            });"""
        ),
    )
    assert found.engine == "mathjax2"
    assert found.delimiters.inline == (("$", "$"), ("\\(", "\\)"))
    assert found.macros["\\RR"].body == "{\\bf R}"
    assert found.macros["\\bold"].arity == 1
    assert found.macros["\\f"].kind == "opaque"
    assert found.packages == {"cancel"}
    assert found.complete


def test_a_backslash_that_javascript_drops() -> None:
    found = setup(MATHJAX3, Script(body=r"MathJax = {tex: {displayMath: [['\[', '\]']]}}"))
    assert found.delimiters.display == (("[", "]"),)


def test_later_assignments_and_loader() -> None:
    found = setup(
        Script(body="window.MathJax = {loader: {load: ['[tex]/physics']}, tex: {}}"),
        Script(body="MathJax.tex.macros = {R: '{\\\\bf R}'};"),
        MATHJAX3,
    )
    assert found.packages == {"physics"}
    assert found.macros["\\R"].body == "{\\bf R}"


@pytest.mark.parametrize(
    "body",
    [
        "MathJax = makeConfig()",
        "MathJax = {tex: {macros: load()}}",
        "MathJax = {tex: {packages: {'[+]': ['ours']}}}",
        "MathJax = {loader: {load: ['[custom]/ours.js']}}",
        "MathJax = {loader: {load: ['https://example.com/ours.js']}}",
        "MathJax = {tex: {mathtools: {pairedDelimiters: pairs}}}",
        "MathJax = {startup: {ready() { new CommandMap('own', {star: 'Star'}, {Star() {}}) }}}",
        "MathJax = {}; MathJax.InputJax.TeX.Definitions.Add({macros: {star: 'Star'}})",
    ],
)
def test_what_cannot_be_read_is_not_complete(body: str) -> None:
    assert not setup(MATHJAX3, Script(body=body)).complete


def test_what_can_be_read_is_complete() -> None:
    """Components of MathJax itself bring no commands that nobody could read."""
    body = (
        "MathJax = {loader: {load: ['input/tex', 'ui/safe', '[tex]/mathtools', '[mathjax]/output/svg']}, tex:"
        " {packages: {'[+]': ['mathtools']}, mathtools: {pairedDelimiters: {abs: ['\\\\lvert', '\\\\rvert']}}}}"
    )
    found = setup(MATHJAX3, Script(body=body))
    assert found.complete
    assert found.packages == {"mathtools"}
    assert found.macros["\\abs"].kind == "opaque"


def test_what_is_commented_out_does_not_count() -> None:
    assert (
        setup(MATHJAX3, Script(body="// MathJax = {tex: {inlineMath: [['$','$']]}}")).delimiters
        == Delimiters()
    )


def test_auto_render() -> None:
    found = setup(
        KATEX,
        Script(
            body=r"""renderMathInElement(document.body, {delimiters: [
            {left: '$', right: '$', display: false}], macros: {"\\RR": "\\mathbb{R}"}})"""
        ),
    )
    assert found.engine == "katex"
    assert (found.delimiters.inline, found.delimiters.display) == ((("$", "$"),), ())
    assert found.macros["\\RR"].body == "\\mathbb{R}"


def test_an_entry_that_an_earlier_one_always_fits_before_begins_nothing() -> None:
    entries = ['{left: "$", right: "$", display: false}', '{left: "$$", right: "$$", display: true}']
    for order, display in ((entries, ()), (entries[::-1], (("$$", "$$"),))):
        body = f"renderMathInElement(document.body, {{delimiters: [{', '.join(order)}]}});"
        assert setup(KATEX, Script(body=body)).delimiters.display == display


def test_two_calls_for_one_element() -> None:
    r"""The second reads what the first leaves: `onload` runs one without options, the page another."""
    dollar = "{delimiters: [{left: '$', right: '$', display: false}], macros: {'\\\\R': 'R'}}"
    found = read_setups(
        (
            KATEX,
            Script(body="auto = renderMathInElement(document.body);"),
            Script(body=f"renderMathInElement(document.body, {dollar})"),
        )
    ).setups
    assert [each.delimiters.has("$") and each.delimiters.has("$$") for each in found] == [True]
    assert list(found[0].macros) == ["\\R"]
    # What the first takes for two empty formulas never comes to the second.
    turned = Script(body=f"renderMathInElement(document.body, {dollar}); renderMathInElement(document.body)")
    assert not setup(KATEX, turned).delimiters.has("$$")


@pytest.mark.parametrize(
    ("calls", "setups"),
    [
        ("renderMathInElement(document.body, o); renderMathInElement(document.body, o)", 1),
        ("renderMathInElement(document.body, o); renderMathInElement(a, o)", 1),
        ("renderMathInElement(document.body, o); renderMathInElement(a)", 2),
        ("renderMathInElement(a, o); renderMathInElement(a)", 2),
        ("renderMathInElement(document.body, o); renderMathInElement(document.body, read())", 2),
        ("renderMathInElement(document.body, o); other(o); renderMathInElement(document.body, o)", 2),
    ],
)
def test_which_calls_are_one(calls: str, setups: int) -> None:
    """A name such as `a` may be another element each time, and what `read` gives may be anything."""
    body = f"const o = {{delimiters: [{{left: '$', right: '$', display: false}}]}}; {calls};"
    found = read_setups((KATEX, Script(body=body))).setups
    assert (len(found), found[0].delimiters.inline) == (setups, (("$", "$"),))


@pytest.mark.parametrize("in_scripts", [True, False])
@pytest.mark.parametrize(("number", "sure"), [(40, True), (300, False)])
def test_of_very_many_calls_the_first_are_read(number: int, sure: bool, in_scripts: bool) -> None:
    """What the others say nobody knows: of KaTeX neither its formulas nor that there are none."""
    calls = [
        f"renderMathInElement(document.body, {{ignoredClasses: ['a{each}']}});" for each in range(number)
    ]
    bodies = calls if in_scripts else ["".join(calls)]
    found = read_setups((KATEX, *(Script(body=body) for body in bodies))).setups
    assert (all(each.sure for each in found), any(each.more for each in found)) == (sure, not sure)
    assert len(found) <= 101


@pytest.mark.parametrize(("number", "complete"), [(90, True), (110, False)])
def test_of_very_many_settings_of_mathjax_the_first_are_read(number: int, complete: bool) -> None:
    scripts = [Script(body=f"MathJax.tex.macros.a{each} = 'b';") for each in range(number)]
    assert setup(MATHJAX3, Script(body="MathJax = {tex: {macros: {}}}"), *scripts).complete == complete
    calls = [Script(body=f"MathJax.Hub.Config({{a{each}: 1}});", old_type=True) for each in range(number)]
    assert setup(MATHJAX2, *calls).complete == complete


@pytest.mark.parametrize(("number", "sure"), [(50, True), (51, False)])
def test_of_very_many_delimiters_none_is_known(number: int, sure: bool) -> None:
    pairs = ", ".join(f"{{left: '({each}!', right: ')', display: false}}" for each in range(number))
    assert setup(KATEX, Script(body=f"renderMathInElement(e, {{delimiters: [{pairs}]}})")).sure == sure


def test_a_script_of_the_old_type_is_run_by_mathjax_2_alone() -> None:
    script = Script(body="MathJax = {tex: {inlineMath: [['$', '$']]}}", old_type=True)
    assert setup(MATHJAX2, script).delimiters.inline == (("\\(", "\\)"),)
    found = read_setups((MATHJAX3, script))
    assert found.setups[0].delimiters.inline == (("\\(", "\\)"),)
    assert found.old is not None
    assert found.old[0] == 1
    hub = script._replace(body="MathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']]}})")
    assert setup(MATHJAX2, hub).delimiters.inline == (("$", "$"),)


CALL = "renderMathInElement(document.body, {macros: macros, throwOnError: false})"


@pytest.mark.parametrize(
    ("options", "keeps", "complete"),
    [
        ("{}", False, True),
        ("{globalGroup: false}", False, True),
        ("{globalGroup: true}", True, True),
        ("{globalGroup: old()}", False, False),
    ],
)
def test_katex_with_one_global_group(options: str, keeps: bool, complete: bool) -> None:
    page = setup(KATEX, Script(body=f"renderMathInElement(document.body, {options})")).environment()
    assert (page.global_group, page.complete) == (keeps, complete)


def test_a_name_alone_is_its_own_value() -> None:
    body = """const macros = {"\\\\R": "\\\\mathbb{R}"};
        renderMathInElement(document.body, {macros, throwOnError, ready() { go(); }, delimiters: [
            {left: '$', right: '$', display: false}]});"""
    found = setup(KATEX, Script(body=body))
    assert (list(found.macros), found.complete, found.sure) == (["\\R"], True, True)
    assert found.delimiters.inline == (("$", "$"),)


def test_extensions_that_are_taken_out() -> None:
    body = "MathJax = {tex: {packages: {'[-]': ['textmacros', 'noundefined'], '[+]': ['physics']}}}"
    four = Script(address="https://cdn.jsdelivr.net/npm/mathjax@4/tex-chtml.js")
    packages = setup(Script(body=body), four).packages
    assert packages is not None
    assert {"base", "ams", "physics"} <= packages
    assert "textmacros" not in packages
    page = setup(Script(body=body), four).environment()
    assert check(r"\text{a_b} \qty(x)", True, "mathjax4", page) == ()


@pytest.mark.parametrize(
    ("count", "arity"),
    [
        ("2", 2),
        ("'2'", 2),
        ("'2.0'", 2),
        ("'²'", 0),
        ("'a'", 0),
        ("-1", 0),
        ("1e999", 1_000),
        ("'1e999'", 1_000),
    ],
)
def test_how_many_arguments_a_macro_takes(count: str, arity: int) -> None:
    config = f"MathJax = {{tex: {{macros: {{a: ['x', {count}]}}, environments: {{e: ['a', 'b', {count}]}}}}}}"
    found = setup(MATHJAX3, Script(body=config))
    assert found.macros["\\a"].arity == arity


def test_macros_that_have_a_name() -> None:
    found = setup(KATEX, Script(body=r"""const macros = {"\\^": "\\wedge"}; f(document.body);""" + CALL))
    assert found.macros["\\^"].body == "\\wedge"
    assert found.complete


@pytest.mark.parametrize(
    "before",
    [
        "",
        "let macros = {}; macros['a'] = 'b'; ",
        "let macros = {}; if (a) macros.a = 'b'; ",
        "let macros = {}; macros = f(); ",
        "let macros = {}; Object.assign(macros, more); ",
        "let macros = {}; let macros = {}; ",
        "const macros = {...more}; ",
        "const more = {}; const macros = more; ",
        "const macros = {}" + " " * 30_000,
    ],
)
def test_a_name_that_may_have_another_value_is_not_read(before: str) -> None:
    assert not setup(KATEX, Script(body=before + CALL)).complete


def test_names_cost_no_more_than_a_few_readings() -> None:
    script = "const a = [" + "1," * 5_000 + "];" + "f([" + "a," * 100_000 + "])"
    started = time.process_time()
    read_value(script, script.index("f(") + 2)
    assert time.process_time() - started < 2 * slowness()


def test_an_old_configuration_on_a_new_page() -> None:
    scripts = [MATHJAX3, Script(body="MathJax.Hub.Config({tex2jax: {}})")]
    assert read_setups(scripts).old is not None
    assert read_setups([MATHJAX2, scripts[1]]).old is None


@pytest.mark.parametrize(
    ("behind", "inline", "macros"),
    [
        ("", "$", []),
        ("_config.TeX = {Macros: {R: 'r'}};", "$", ["\\R"]),
        ("\n_config.tex2jax.inlineMath = [['@', '@']]\n_config . TeX = {};\n", "@", []),
        ("if (x) { _config.tex2jax = {}; }", "\\(", []),
        ("change(_config); _config.TeX = {};", "\\(", []),
    ],
)
def test_keys_that_are_given_to_a_declared_configuration(behind: str, inline: str, macros: list[str]) -> None:
    body = f"var _config = {{tex2jax: {{inlineMath: [['$', '$']]}}}};{behind}MathJax.Hub.Config(_config);"
    found = read_setups([Script(body=body), MATHJAX2]).setups[0]
    assert (found.delimiters.inline[0][0], list(found.macros)) == (inline, macros)
    assert found.sure == (inline != "\\(")


def test_values_that_are_no_literals_are_opaque_and_reading_goes_on() -> None:
    value, _ = read_value(
        r"{a: f(1, {b: 2}), c: /[}]/, d: `x${y}`, e: 'it' + 's', g() { return 1 }, h: 2}", 0
    )
    assert isinstance(value, JsObject)
    assert [value.get(key) for key in "acdegh"] == [OPAQUE, OPAQUE, OPAQUE, "its", OPAQUE, 2.0]


@given(st.text(alphabet="{}[](),:;'\"`\\/+ab1 \n$", max_size=60))
def test_any_text_is_read(text: str) -> None:
    _, end = read_value(text, 0)
    assert 0 <= end <= len(text) + 1
    read_setups([MATHJAX3, Script(body="MathJax = " + text)])


def test_deep_nesting_is_bounded() -> None:
    assert read_value("[" * 50_000, 0)[1] >= 50_000


def test_braces_hide_delimiters_and_escapes_are_no_delimiters() -> None:
    dollars = Delimiters(inline=(("$", "$"),))
    assert [f.tex for f in find(r"\$5 and $a\text{$b$}$ \eqref{x} \begin{align}a\end{align}", dollars)] == [
        r"a\text{$b$}",
        r"\eqref{x}",
        r"\begin{align}a\end{align}",
    ]


@given(st.text(alphabet="$\\()[]{}ab \n", max_size=60))
def test_formulas_lie_in_the_text(text: str) -> None:
    end = 0
    for found in find(text, Delimiters(inline=(("$", "$"), ("\\(", "\\)")))):
        assert end <= found.start <= found.tex_start <= found.tex_end <= found.end <= len(text)
        end = found.end


@pytest.mark.parametrize("host", ["c](dn.org", "[::1", "\u2100.org", "a]", ""])
def test_the_host_of_a_script_may_be_none(host: str) -> None:
    load = load_of(f"https://{host}/mathjax/latest/MathJax.js?config=TeX-MML-AM_CHTML")
    assert load is not None
    assert load.engines == ("mathjax2",)


@pytest.mark.parametrize(
    ("body", "inline"),
    [
        ("Reveal.initialize({math: {mathjax: '/js/MathJax.js', config: 'TeX-AMS_HTML-full'}})", "$"),
        ("Reveal.initialize({dependencies: [{src: 'plugin/math/math.js', async: true}]})", "$"),
        ("Reveal.initialize({plugins: [RevealMath, RevealNotes]})", "$"),
        ("Reveal.initialize({math: {mathjax: 'MathJax.js', tex2jax: {inlineMath: [['@', '@']]}}})", "@"),
    ],
)
def test_slides_of_reveal_show_formulas_as_its_plugin_says(body: str, inline: str) -> None:
    found = setup(Script(body=body))
    assert (found.engine, found.delimiters.inline[0]) == ("mathjax2", (inline, inline))


@pytest.mark.parametrize(
    ("config", "packages"),
    [
        ("", None),
        ("config: 'TeX-AMS_HTML-full'", None),
        ("config: 'default'", frozenset(("autoload", "base"))),
    ],
)
def test_the_plugin_of_slides_asks_for_a_combined_configuration(
    config: str, packages: frozenset[str] | None
) -> None:
    body = (
        f"Reveal.initialize({{math: {{mathjax: 'https://example.org/mathjax@2.7.8/MathJax.js', {config}}}}})"
    )
    assert setup(Script(body=body)).packages == packages


def test_a_combined_configuration_brings_what_another_load_lacks() -> None:
    addresses = ("https://example.org/mathjax@2.7.8/MathJax.js", "MathJax.js?config=TeX-AMS_CHTML")
    assert setup(*(Script(address=address) for address in addresses)).packages is None


@pytest.mark.parametrize("plugin", ["RevealMath.KaTeX", "RevealMath.MathJax3", "RevealNotes"])
def test_slides_of_reveal_with_another_engine_are_not_taken_for_mathjax_2(plugin: str) -> None:
    assert not read_setups([Script(body=f"Reveal.initialize({{plugins: [{plugin}]}})")]).setups


@pytest.mark.parametrize(
    ("written", "skipped"),
    [
        ("", Skipped()),
        ("['script', 'pre', 'code', 'style', 'textarea', 'noscript', 'option']", Skipped()),
        ("['script', 'pre', 'Table']", Skipped(frozenset({"table"}), code=True)),
        ("{'[+]': ['blockquote']}", Skipped(frozenset({"blockquote"}))),
        ("{'[-]': ['code'], '[+]': ['td']}", Skipped(frozenset({"td"}), code=True)),
        ("{'[-]': ['noscript']}", Skipped()),
        ("['h[1-6]']", Skipped(known=False)),
        ("skipped()", Skipped(known=False)),
        ("{'[+]': more}", Skipped(known=False)),
        ("{...rest}", Skipped(known=False)),
    ],
)
def test_elements_that_are_skipped(written: str, skipped: Skipped) -> None:
    for body, script in (
        (f"MathJax = {{options: {{skipHtmlTags: {written}}}}}", MATHJAX3),
        (f"MathJax.Hub.Config({{tex2jax: {{skipTags: {written}}}}})", MATHJAX2),
        (f"renderMathInElement(a, {{ignoredTags: {written}}})", KATEX),
    ):
        assert setup(Script(body=body if written else ""), script).skipped == skipped


def test_classes_and_functions_of_auto_render() -> None:
    def read(options: str) -> Setup:
        return setup(Script(body=f"renderMathInElement(a, {options})"), KATEX)

    assert read("{ignoredClasses: ['a', 'b']}").ignore == "a|b"
    assert not read("{ignoredClasses: mine}").skipped.known
    assert read("{preProcess: (tex) => tex.trim()}").changes
    assert not read("{}").changes
