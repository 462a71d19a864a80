"""Where nothing names a math engine, none is found: the quick answer is that of rendering the layouts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.document.test_math import MATHJAX3, page

from sitecheck.document import SiteReader
from sitecheck.document.formulas.math_engine import every_setup, find_renderer
from sitecheck.document.formulas.math_mentions import MathMentions, _texts
from sitecheck.jekyll import load_site
from sitecheck.text.source import Source

FORMULA = "---\nlayout: base\ntitle: T\n---\nIn $$a$$.\n"
BASE = "{{ content }}"


@pytest.mark.parametrize(
    "files",
    [
        {"_layouts/base.html": MATHJAX3 + BASE},
        {"_layouts/base.html": "---\nlayout: outer\n---\n" + BASE, "_layouts/outer.html": MATHJAX3 + BASE},
        {"_layouts/base.html": "{% include m.html %}" + BASE, "_includes/m.html": MATHJAX3},
        {"_layouts/base.html": "{{ site.data.head }}" + BASE, "_data/head.yml": f"[{MATHJAX3!r}]\n"},
        {"_layouts/base.html": "{{ site.head }}" + BASE, "_config.yml": f"head: {MATHJAX3!r}\n"},
        {"_layouts/base.html": "{{ layout.head }}" + BASE},
        {
            "_layouts/base.html": '<script src="/a.js"></script>' + BASE,
            "a.js": f"document.write('{MATHJAX3}')",
        },
        {
            "_layouts/base.html": "{% for p in site.posts %}{{ p.excerpt }}{% endfor %}" + BASE,
            "_posts/2024-01-01-a.html": f"---\n---\n{MATHJAX3}\n\nmore\n",
        },
        {
            "_layouts/base.html": "{% include {{ page.which }} %}" + BASE,
            "_includes/list.html": "{% include_cached 'in/side.html' %}",
            "_includes/in/side.html": "{% for p in site.posts %}{{ p.excerpt }}{% endfor %}",
            "_posts/2024-01-01-a.html": f"---\n---\n{MATHJAX3}\n\nmore\n",
        },
        {
            "_layouts/base.html": "{{ site.posts.first.excerpt }}" + BASE,
            "_posts/2024-01-01-a.html": "---\n---\n{% include_relative head.txt %}\n\nmore\n",
            "_posts/head.txt": MATHJAX3,
        },
        *(
            {
                "_layouts/base.html": f"{{% include_cached {name} %}}" + BASE,
                "_includes/in/side.html": "{{ site.posts.first.excerpt }}",
                "_posts/2024-01-01-a.html": f"---\n---\n{MATHJAX3}\n\nmore\n",
            }
            for name in ("in/side.html", "'in/side.html'", '"/in/side.html"')
        ),
    ],
    ids=[
        *("layout", "outer", "include", "data", "config", "layout value", "script", "excerpt"),
        *("any include", "any file", "include cached", "quoted", "slash"),
    ],
)
def test_whatever_may_bring_an_engine_is_looked_at(files: dict[str, str], tmp_path: Path) -> None:
    if files["_layouts/base.html"].startswith("{{ layout.head"):
        files = {"_layouts/base.html": f"---\nhead: {MATHJAX3!r}\n---\n{files['_layouts/base.html']}"}
    document = page(tmp_path, FORMULA.replace("title: T", "title: T\nwhich: list.html"), files)
    assert document.math.may_have_engine


def test_a_page_that_loads_an_engine_itself_has_it(tmp_path: Path) -> None:
    document = page(tmp_path, FORMULA + MATHJAX3, {"_layouts/base.html": BASE})
    assert document.math.may_have_engine
    assert document.math.renderer.engine == "mathjax3"


def test_a_front_matter_of_another_page_may_bring_one(tmp_path: Path) -> None:
    files = {"_layouts/base.html": BASE, "other.md": f"---\nhead: {MATHJAX3!r}\n---\n"}
    assert page(tmp_path, FORMULA, files).math.may_have_engine


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("Writing mathematics with MathJax", False),
        ("A mathematical text, set by KaTeX, and more: a/b", False),
        ("mathjax", True),
        ("MathJax formulas", False),
        ("formulas by mathjax.js", True),
        ("load cdn/mathjax.js here", True),
        ("write 'katex' for it", True),
        ("MathJax in <b>", True),
        ("a {{ mathjax }}", True),
        ("Writing about a/b, c=d and so on", False),
    ],
)
def test_a_value_that_speaks_of_an_engine_loads_none(value: str, may: bool, tmp_path: Path) -> None:
    files = {"_layouts/base.html": BASE, "other.md": f'---\ntitle: "{value}"\n---\n'}
    assert page(tmp_path, FORMULA, files).math.may_have_engine is may


@pytest.mark.parametrize("script", ["a.js", "a.mjs", "a.cjs"])
def test_a_script_of_the_site_may_bring_one(script: str, tmp_path: Path) -> None:
    files = {"_layouts/base.html": f'<script src="/{script}"></script>{BASE}', script: f"write('{MATHJAX3}')"}
    assert page(tmp_path, FORMULA, files).context.names_math_engine


@pytest.mark.parametrize("text", ["MathJax", "katex", "renderMath(x)", "tex-chtml", "tex-mml-svg", "a < b"])
def test_a_layout_that_names_an_engine_may_bring_it(text: str, tmp_path: Path) -> None:
    document = page(tmp_path, FORMULA, {"_layouts/base.html": f"<!-- {text} -->{BASE}"})
    assert document.context.names_math_engine is ("<" not in text)


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "x: <SCRIPT>\n"},
        {"_data/x.yml": "[<script>]\n"},
        {"_layouts/base.html": "---\nx: [{y: <script>}]\n---\n"},
        {"other.md": "---\nx: <script>\n---\n"},
        {"_posts/2024-01-01-a.md": "---\n<script>: x\n---\n"},
    ],
)
def test_a_value_that_is_a_script_may_bring_one(files: dict[str, str], tmp_path: Path) -> None:
    assert MathMentions(page(tmp_path, FORMULA, files).context).values_bring_scripts
    assert not MathMentions(page(tmp_path / "plain", FORMULA).context).values_bring_scripts


def test_a_file_that_no_page_loads_as_a_script_brings_none(tmp_path: Path) -> None:
    files = {"_layouts/base.html": BASE, "notes.txt": MATHJAX3}
    assert not page(tmp_path, FORMULA, files).math.may_have_engine


@pytest.mark.parametrize("shown", ["title", "excerpt"])
def test_no_layout_is_rendered_where_nothing_names_an_engine(shown: str, tmp_path: Path) -> None:
    files = {
        "_layouts/base.html": f"{{% for p in site.posts %}}{{{{ p.{shown} }}}}{{% endfor %}}" + BASE,
        "_posts/2024-01-01-a.md": "---\n---\nA post.\n",
        "a.js": "go()",
    }
    document = page(tmp_path, FORMULA.replace("$$a$$", "$5 or $6"), files)
    assert not document.math.may_have_engine
    assert document.math.formulas == ()
    assert document.math.broken_by_emphasis == ()
    assert not document.math.sure
    assert "renderer" not in vars(document.math)


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("It is \\$\\$x_1\\$\\$ here.", ["x_1"]),
        ("It is $&#36;x_1&#x24;$ here.", ["x_1"]),
        ("It is $<wbr>$x_1$<!-- - -->$ here.", ["x_1"]),
        ("It is $x_1$ and $ 5.", []),
        ("It is \\\\(x_1\\\\) here.", ["x_1"]),
    ],
)
def test_dollar_signs_stand_together_in_the_browser(text: str, formulas: list[str], tmp_path: Path) -> None:
    document = page(tmp_path, f"---\n---\n{text}\n")
    assert [formula.tex for formula in document.math.formulas] == formulas


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["opensource-guide", "rails", "rubygems-guides"])
def test_on_real_sites_none_is_found_where_none_may_be(name: str) -> None:
    corpus = os.environ.get("SITECHECK_CORPUS")
    if not corpus:
        pytest.skip("SITECHECK_CORPUS names no folder of real sites")
    reader = SiteReader(load_site(str(Path(corpus, name))))
    nowhere = 0
    for input_ in reader.inputs():
        source = reader.source(input_.path)
        if input_.kind in ("config", "data", "static") or not isinstance(source, Source):
            continue
        document = reader.document(source, input_.kind)
        if document.may_have_math and not document.math.may_have_engine:
            nowhere += 1
            found = find_renderer(document)
            assert found.state in ("none", "unknown"), input_.path
            assert found.setups in (every_setup(complete=True), every_setup(complete=False)), input_.path
    assert nowhere


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ("a: mathjax.js\nb: other\n", True),
        ("a: other\nb: KaTeX.min.css\n", True),
        ("a: We compare KaTeX with others\n", False),
        ("a: [math, jax]\n", False),
        ("a: math\nb: jax/x.js\n", False),
    ],
)
def test_each_value_names_an_engine_by_itself(values: str, named: bool, tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text(values)
    (tmp_path / "index.md").write_text("---\n---\n")
    assert SiteReader(load_site(str(tmp_path))).names_math_engine is named


def test_values_that_hold_themselves_are_looked_through_once() -> None:
    """YAML makes such of ``&a [*a]``, and of nine lines a billion values that are the same."""
    shared: list[object] = ["x", {"key": "y"}]
    for _ in range(40):
        shared = [shared, shared]
    shared.append(shared)
    assert sorted(_texts(shared)) == ["key", "x", "y"]
    assert sorted(_texts({"a": ("b", 1, None), 2: ["c"]})) == ["a", "b", "c"]
