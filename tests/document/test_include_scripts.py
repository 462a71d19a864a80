"""Where a theme's layouts are not here, the scripts of the site's includes may be on any page."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck import html
from sitecheck.document import SiteReader
from sitecheck.document.formulas import include_scripts
from sitecheck.document.formulas.include_scripts import (
    PlacedScript,
    inline_scripts,
    read_includes,
    scripting_elements,
)
from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.open_site import Call
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.testing import write_site
from sitecheck.text.source_map import MappedText

FILES = {
    "_config.yml": "remote_theme: somebody/theme\n",
    "_includes/head.html": "<script>MathJax = {tex: {macros: {R: 'x'}}}</script>"
    "<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script>",
    **{f"{name}.md": "---\ntitle: A\nlayout: post\n---\n$$\\R + \\frac{1}$$\n" for name in "abc"},
}


def test_they_are_read_once_for_all_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    read = []
    real = include_scripts.read_script
    monkeypatch.setattr(include_scripts, "read_script", lambda each: read.append(each) or real(each))
    report = check_site(RunOptions(str(tmp_path), read_settings(None), None, Call(), None, 1))
    assert [each.path for each in report.findings if each.rule == "math-syntax"] == ["a.md", "b.md", "c.md"]
    assert len(read) == 1


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("<script>MathJax = {}</script>", [8]),
        ("<script type=' '>a</script>", [17]),
        ("<script type=text/javascript>a</script>", [29]),
        ("<script type='Application/JavaScript '>a</script>", [39]),
        ("<script type=module>a</script>", [20]),
        ("<script type=text/x-mathjax-config>a</script>", [35]),
        ("<script type=text/template>a</script>", []),
        ("<script src=' '>a</script>", [16]),
        ("<script src=a.js>a</script>", []),
        ("<body onload='renderMathInElement(document.body)'>", [-1]),
        ("<body onload='other()' title='renderMathInElement(document.body)'>", []),
    ],
)
def test_what_an_element_holds_of_script(text: str, begins: list[int]) -> None:
    mapped = MappedText.identity("a.html", text)
    elements = [*scripting_elements(mapped)]
    for maybe in (True, False):
        found = [each for element in elements for each in inline_scripts(element._replace(maybe=maybe))]
        assert [(each.begin, each.script.maybe) for each in found] == [(begin, maybe) for begin in begins]


@pytest.mark.parametrize("text", ["<script src='/katex.js'></script>", "<script>MathJax = {}</script>"])
def test_a_script_of_an_include_may_be_on_no_page(text: str, tmp_path: Path) -> None:
    site = load_site(write_site(tmp_path, {**FILES, "_includes/head.html": text}))
    (found,) = read_includes(SiteReader(site))
    assert (found.script if isinstance(found, PlacedScript) else found).maybe


def test_a_layout_is_looked_through_for_scripts_once_for_its_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = f"{FILES['_includes/head.html']}<p>a</p>{{{{ content }}}}"
    pages = {f"{name}.md": f"---\ntitle: {name}\nlayout: l\n---\n$$\\R$$\n" for name in "abc"}
    write_site(tmp_path, {"_config.yml": "", "_layouts/l.html": layout, **pages})
    include_scripts._scripting.cache_clear()
    read = []
    real = html.read
    monkeypatch.setattr(html, "read", lambda text: read.append(text) or real(text))
    site = SiteReader(load_site(tmp_path))
    for path in pages:
        page = site.document(site.source(path), "page")
        assert page.math.renderer.engine == "mathjax3"
        assert "\\R" in page.math.renderer.setups[0].macros
    assert sum("mathjax@3" in text for text in read) == 1


def test_elements_without_script_are_left_out() -> None:
    text = "<p>a<body onload=b><a>c</a><script>d</script><link on=e></body>"
    found = [*scripting_elements(MappedText.identity("a.html", text))]
    assert [(each.name, each.body) for each in found] == [("body", ""), ("script", "d"), ("link", "")]
