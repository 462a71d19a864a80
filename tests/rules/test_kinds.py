"""In which kinds of files each rule looks: the same text, written everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.rule.registry import load_rules
from sitecheck.testing import check_folder, settings_for, write_site

PAGES = frozenset(("page", "post", "document"))
RENDERED = PAGES | {"layout", "include"}
SOURCE = RENDERED | {"hidden"}
"""Liquid runs in documents without a page, too, and may stop the build."""
PUBLISHED = RENDERED | {"static-page"}
SHOWN = PAGES | {"static-page"}

FILES = {
    "page": "page.html",
    "post": "_posts/2024-05-06-post.html",
    "document": "_boats/document.html",
    "layout": "_layouts/layout.html",
    "include": "_includes/include.html",
    "static-page": "static.html",
    "hidden": "_crew/hidden.html",
}
FENCES = "---\n---\n"
USERS = {
    "_config.yml": "title: Island\nurl: https://example.org\ncollections: {boats: {output: true}, crew: {output: false}}\n",
    "_layouts/outer.html": "{% include include.html %}\n{{ content }}\n",
    "user.html": "---\nlayout: layout\n---\n",
    "other-user.html": "---\nlayout: outer\n---\n",
}
MATHJAX = '<script src="https://cdn.jsdelivr.net/npm/mathjax@3.2.2/es5/tex-mml-chtml.js"></script>'
WITH_MATH = f"<html><head>{MATHJAX}</head><body><p>%s</p></body></html>"
HUB = (
    "<script type='text/x-mathjax-config'>MathJax.Hub.Config({tex2jax: {inlineMath: [['$', '$']]}});</script>"
)


@pytest.mark.parametrize(
    ("rule", "text", "kinds"),
    [
        ("deprecated-script", '<script src="https://cdn.mathjax.org/mathjax/latest/MathJax.js"></script>', PUBLISHED),
        ("empty-heading", "<h2></h2>", PAGES),
        ("empty-link", '<img src="" alt="A">', PUBLISHED),
        ("exposed-secret", "ghp_Q7vR2mXk9TzLw4YbN8sHc3JfP6dGa5UeWoVi", PUBLISHED | {"hidden"}),
        ("hostile-script", '<script src="https://polyfill.io/v3/polyfill.min.js"></script>', PUBLISHED),
        ("html-lang", "<!doctype html>\n<html>\n", RENDERED),
        ("iframe-title", '<iframe src="https://example.org/v" width="560"></iframe>', RENDERED),
        ("image-alt", '<img src="https://example.org/a.png">', PUBLISHED),
        ("link-text", '<a href="https://example.org/"><i class="fab"></i></a>', RENDERED),
        ("liquid-syntax", "{% if page.title %}", SOURCE),
        ("missing-integrity", '<script src="https://cdn.jsdelivr.net/npm/requirejs@2.3.8/require.js"></script>', PUBLISHED),
        ("mixed-content", '<script src="http://example.org/a.js"></script>', PUBLISHED),
        ("obsolete-attribute", '<p align="center">Hello</p>', RENDERED),
        ("obsolete-html", "A <font>bright</font> day.", RENDERED),
        ("old-mathjax", HUB + '<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.9/MathJax.js?config=TeX-AMS_CHTML"></script>', PUBLISHED),
        ("unknown-filter", "{{ page.title | upcsae }}", SOURCE),
        ("unknown-include", "{% include nowhere.html %}", SOURCE),
        ("unknown-link-tag", "{% link nowhere.md %}", SOURCE),
        ("unknown-post-url", "{% post_url 2024-01-31-nowhere %}", SOURCE),
        ("unknown-tag", "{% inlcude include.html %}", SOURCE),
        ("unknown-variable", "{{ titel }}", SOURCE),
        ("vague-link-text", '<a href="https://example.org/">here</a>', RENDERED),
        ("zoom-disabled", '<meta name="viewport" content="user-scalable=no">', RENDERED),
        ("math-syntax", WITH_MATH % r"\(\frac{a}\)", SHOWN),
        ("math-unknown-command", WITH_MATH % r"\(\alhpa\)", SHOWN),
        ("math-delimiter-not-configured", WITH_MATH % r"It is $x_1 + \alpha$ here.", SHOWN),
    ],
)  # fmt: skip
def test_a_rule_looks_where_its_matter_stands(
    rule: str, text: str, kinds: frozenset[str], tmp_path: Path
) -> None:
    strict = {"_config.yml": USERS["_config.yml"] + "liquid: {strict_variables: true}\n"}
    more = strict if rule == "unknown-variable" else {}
    files = {
        path: text if kind in ("include", "static-page") else FENCES + text for kind, path in FILES.items()
    }
    write_site(tmp_path, {**files, **USERS, **more})
    report = check_folder(tmp_path, settings_for(load_rules()[rule]))
    found = {finding.path for finding in report.findings if finding.rule == rule}
    assert {kind for kind, path in FILES.items() if path in found} == kinds
