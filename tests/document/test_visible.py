"""The text of a page in which scripts look for formulas, and where each character of it is written."""

from __future__ import annotations

import pytest

from sitecheck.document.visible import html_runs


@pytest.mark.parametrize(
    ("source", "runs"),
    [
        ("a<b>b</b>c", [("a", ((0, 0),)), ("b", ((0, 4),)), ("c", ((0, 9),))]),
        ("a<br>b<wbr>c", [("a\nbc", ((0, 0), (2, 5), (3, 11)))]),
        ("a<!-- x -->b", [("ab", ((0, 0), (1, 11)))]),
        ("a<br>", [("a\n", ((0, 0),))]),
        ("a&lt;b &amp;c", [("a<b &c", ((0, 0), (2, 5), (5, 12)))]),
        ("&#x41;&nothing;b", [("A¬hing;b", ((0, 0), (1, 6), (7, 15)))]),
        ("<script>x</script>a<style>y</style>b", [("a", ((0, 18),)), ("b", ((0, 35),))]),
        ("<pre>x<code>y</code>z</pre>a", [("a", ((0, 27),))]),
        ("<pre>x</code>y</pre>a", [("a", ((0, 20),))]),
        ("<div data-markdown>x<p>y</p>z</div>a", [("a", ((0, 35),))]),
        ("<code>x", []),
        ("", []),
        *((f"<{name}>x</{name}>", []) for name in ("textarea", "noscript", "option", "math", "annotation", "annotation-xml")),
    ],
)  # fmt: skip
def test_the_runs_of_a_page(source: str, runs: list[tuple[str, tuple[tuple[int, int], ...]]]) -> None:
    assert [(run.text, run.offsets) for run in html_runs(source)] == runs
