"""Configurations of MathJax 2 become ones of later versions, or are left alone; what the results do is held by
``tests/reference/math/test_mathjax_conversion.py``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitecheck.model.fix import apply_edits
from sitecheck_rules.math._literal import Literal, read_object
from sitecheck_rules.math._mathjax2 import convert
from sitecheck_rules.math._upgrade import configuration_edits, new_component, upgrade_edits

OLD = "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/MathJax.js?config="
LOAD = f'<script src="{OLD}TeX-AMS_CHTML"></script>'
LATER = '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>'
CONFIG = (
    '<script type="text/x-mathjax-config">MathJax.Hub.Config({tex2jax: {processEscapes: true}});</script>'
)
HUB = "<script>MathJax.Hub.Queue(['Typeset', MathJax.Hub]);</script>"


@pytest.mark.parametrize(
    "old",
    [
        "{styles: {'.MathJax': {color: 'red'}}}",
        "{'HTML-CSS': {availableFonts: ['STIX']}}",
        "{'HTML-CSS': {linebreaks: {automatic: true}}}",
        "{'HTML-CSS': {scale: '90'}}",
        "{TeX: {extensions: ['autobold.js']}}",
        "{TeX: {extensions: ['[Contrib]/physics.js']}}",
        "{TeX: {equationNumbers: {formatNumber: function (n) { return n; }}}}",
        "{TeX: {equationNumbers: {autoNumber: 'some'}}}",
        "{jax: ['input/AsciiMath', 'output/HTML-CSS']}",
        "{messageStyle: 'simple'}",
        "{tex2jax: {includeTags: {br: ' '}}}",
        "{tex2jax: {inlineMath: delimiters}}",
        "{tex2jax: {inlineMath: [['$' + '$', '$']]}}",
        "{tex2jax: {inlineMath: [['$' '$']]}}",
        "{tex2jax: {processEscapes: true preview: 'none'}}",
        "{tex2jax: {processEscapes: true}, tex2jax: {}}",
        "{menuSettings: {context: 'Browser'}}",
        "{skipStartupTypeset: 1}",
        "{...rest}",
        "{[name]: 1}",
        "{a: `b`}",
        "{tex2jax: {",
        "[]",
        "",
        "{},",
    ],
)
def test_what_has_no_equal_is_left_alone(old: str) -> None:
    assert convert(old, whole=True) is None


def test_each_part_has_its_place() -> None:
    old = """{ // all of it
      "tex2jax": {inlineMath: [['$', "$"]], processEscapes: true, preview: 'none', ignoreClass: "a|b",},
      TeX: {MultLineWidth: '80%', Macros: {"a b": 'c'}, extensions: ["color.js"]},
      CommonHTML: {scale: 110}, skipStartupTypeset: true, elements: ['x'], /* no menu */ showMathMenu: false
    }"""
    assert (
        convert(old, whole=True)
        == """{
  tex: {
    inlineMath: [['$', "$"]],
    processEscapes: true,
    multlineWidth: '80%',
    macros: {
      'a b': 'c'
    },
    packages: {
      '[+]': ['color', 'noerrors']
    }
  },
  options: {
    ignoreHtmlClass: "a|b",
    enableMenu: false,
    processHtmlClass: 'tex2jax_process'
  },
  chtml: {
    scale: 1.1
  },
  startup: {
    typeset: false,
    elements: ['x']
  },
  loader: {
    load: ['[tex]/color', '[tex]/noerrors']
  }
}"""
    )


def test_a_group_of_nothing_stays_one() -> None:
    assert "    macros: {}," in (convert("{TeX: {Macros: {}}}", whole=False) or "")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (f"{OLD}TeX-AMS_CHTML", "tex-chtml"),
        (f"{OLD}TeX-AMS_CHTML-full", "tex-chtml"),
        (f"{OLD}TeX-AMS-MML_SVG", "tex-mml-svg"),
        ("//cdn.mathjax.org/mathjax/latest/MathJax.js?config=TeX-AMS-MML_HTMLorMML", "tex-mml-chtml"),
        ("https://cdn.jsdelivr.net/npm/mathjax@2/MathJax.js?config=TeX-AMS_HTML", "tex-chtml"),
        (f"{OLD}TeX-MML-AM_CHTML", ""),  # AsciiMath
        (f"{OLD}TeX-AMS_CHTML,Safe", ""),
        (f"{OLD}TeX-AMS_CHTML&locale=de", ""),
        (f"{OLD}TeX-AMS_CHTML,https://example.org/local.js", ""),
        ("https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js", ""),
        ("/assets/MathJax.js?config=TeX-AMS_CHTML", ""),
    ],
)
def test_addresses(address: str, expected: str) -> None:
    assert new_component(address) == expected


@pytest.mark.parametrize(
    "page",
    [
        LOAD + CONFIG,
        CONFIG + LOAD + LOAD,
        CONFIG + CONFIG + LOAD,
        CONFIG + LOAD + HUB,
        CONFIG + LOAD.replace("<script", '<script integrity="sha384-x"'),
        CONFIG.replace("true", "{{ site.escapes }}") + LOAD,
        CONFIG.replace("});", "}); other();") + LOAD,
        CONFIG.replace("<script", '<script id="config"') + LOAD,
    ],
)
def test_a_page_that_would_lose_something_is_left_alone(page: str) -> None:
    assert upgrade_edits(page, page.index(OLD)) is None


def test_a_configuration_after_a_script_that_waits_is_in_time() -> None:
    page = LOAD.replace("<script", "<script defer") + CONFIG
    assert upgrade_edits(page, page.index(OLD)) is not None
    page = LATER.replace("<script", "<script defer") + CONFIG
    assert configuration_edits(page, page.index("MathJax.Hub")) is not None
    assert configuration_edits(LATER + CONFIG, (LATER + CONFIG).index("MathJax.Hub")) is None
    assert configuration_edits(CONFIG, CONFIG.index("MathJax.Hub")) is None, "the engine is loaded elsewhere"


def test_the_configuration_is_that_around_a_place() -> None:
    page = CONFIG + LATER
    ends = page.index("</script>")
    assert configuration_edits(page, 0) == configuration_edits(page, ends - 1) is not None
    assert configuration_edits(page, ends) is None
    assert upgrade_edits(CONFIG + LOAD, (CONFIG + LOAD).index("<script src")) is not None
    assert upgrade_edits(CONFIG + LOAD, (CONFIG + LOAD).index("<script src") - 1) is None


def test_a_configuration_alone_keeps_what_the_page_does_by_now() -> None:
    page = f"  {CONFIG}\n  {LATER}\n"
    edits = configuration_edits(page, page.index("MathJax.Hub"))
    assert edits is not None
    assert (
        apply_edits(page, edits)
        == f"""  <script>
  window.MathJax = {{
    tex: {{
      processEscapes: true
    }},
    options: {{
      ignoreHtmlClass: 'tex2jax_ignore',
      processHtmlClass: 'tex2jax_process'
    }}
  }};
  </script>
  {LATER}
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "{a 1}", "{a:: 1}", "{a: 1 b: 2}", "{a: 1,, b: 2}", "{,}", "{a: [1 2]}", "{a: [,]}", "{a: [1, 2}", "{a: [1, 2]",
        "{a: 1", "{a:", "{a", "[1]", "1", "{a: b}", "{a: 1} 2", "{a: 1, 'a': 2}", "{'a\\\\b': 1}", "{-: 1}",
        "{a: " * 21 + "{}" + "}" * 21, "{}".ljust(50_001),
    ],
)  # fmt: skip
def test_what_is_no_object_of_literals_is_none(text: str) -> None:
    assert read_object(text) is None


def test_an_object_is_read_whole() -> None:
    assert read_object("{a: 1, 'b c': ['x', \"2\", true,], 5: {}, e: {f: null,},}") == {
        "a": Literal("1"),
        "b c": Literal("['x', \"2\", true,]", ("x", "2", "true")),
        "5": {},
        "e": {"f": Literal("null")},
    }
    assert read_object("{a: " * 20 + "{}" + "}" * 20) is not None
    assert read_object("{}".ljust(50_000)) == {}


@given(st.text(alphabet="{}[]():,'\"\\/* \nab1$.", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    read_object(text)
    convert(text, whole=True)
    page = f"<script>MathJax.Hub.Config({text})</script>{LOAD}"
    upgrade_edits(page, page.index(OLD))


def test_long_texts_are_cheap() -> None:
    """A quadratic expression would not come back from these."""
    for unit in (
        "{",
        "}",
        "{a:",
        "<script",
        "<script>",
        "} ",
        "/*",
        "'",
        "\\",
        "{a:[",
        "MathJax.Hub.Config({",
    ):
        text = unit * (300_000 // len(unit))
        assert convert(text, whole=True) is None
        page = f"<script>MathJax.Hub.Config({text}</script>{LOAD}"
        assert upgrade_edits(page, page.index(OLD)) is None
        assert configuration_edits(text + page, 5) is None
