"""What rules say of sites that differ in one thing: on one side of a bound and on the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rules.test_rule_cases import LOCK, MATHJAX3, PAGE, Files, config, told

LOADS = MATHJAX3["_layouts/default.html"]
SHOWN = "---\nlayout: default\n---\n"
READS_ONE = "<script>MathJax = {tex: {inlineMath: [['$', '$']], displayMath: []}};</script>\n"
MAY_LOAD = "{% if site.time %}" + LOADS.replace("{{ content }}", "") + "{% endif %}{{ content }}"
SCREEN = "put what matters first, or shorten it; results end at “…"
HALF = "the page has half a title: '| "
NO_TITLE = "add title: … to the front matter; it names the page in tabs and search results"


def tagged(*tags: str) -> Files:
    """Posts with a tag each, and a page that lists them."""
    posts = {f"_posts/2024-01-0{n}-a.md": f"---\ntags: [{tag}]\n---\n" for n, tag in enumerate(tags, 1)}
    return {"list.html": PAGE + "{{ site.tags }}", **posts}


def spelt(label: str, usual: str) -> str:
    said = f"the tag {label} (1 post) is {usual} (3 posts) but for its spelling | write {usual} everywhere"
    return f"info _posts/2024-01-04-a.md [{label}] {said}"


def titled(title: str, shown: str) -> Files:
    layout = f"<html><head><title>{shown}</title></head>{{{{ content }}}}</html>\n"
    pages = {"a.md": "---\nlayout: x\ntitle: A\n---\n", "b.md": "---\nlayout: x\n---\n"}
    return {"_config.yml": f"title: {title}\n", "_layouts/x.html": layout, **pages}


def locked(key: str, release: str) -> Files:
    return config(f"{key}\n", **{"Gemfile.lock": LOCK % release})


def headed(title: str) -> Files:
    return {"a.html": f"{PAGE}<html><head><title>{title}</title></head><body>A</body></html>\n"}


LAYOUTS = "warning _config.yml [layouts] layouts has no effect since Jekyll 3.0 | write layouts_dir"
PYGMENTS = "info _config.yml [pygments] pygments has no effect since Jekyll 1.0 | remove it: the highlighter is Rouge"
CASES: list[tuple[str, Files, list[str]]] = [
    # delimiters that the page does not read: with blanks in them and without
    ("math-delimiter-not-configured", {"_layouts/default.html": READS_ONE + LOADS,
                                       "a.html": f"{SHOWN}So \\( x_1 \\) and \\( plain \\) and \\[ x_1 \\].\n"},
     [f"warning a.html [{mark}] MathJax 3 is not configured to read {kind}, so that the source is shown | "
      "write $$…$$, or add the delimiters to its configuration"
      for mark, kind in (("\\( x_1 \\)", "\\(…\\)"), ("\\[ x_1 \\]", "\\[…\\]"))]),
    # in HTML, $$ means something where an engine may be loaded
    ("unclosed-math", {"_layouts/default.html": MAY_LOAD, "a.html": SHOWN + "So $$ x_1 + y it\n"},
     ["error a.html [$$] this $$ is never closed | a formula begins and ends with $$"]),
    ("unclosed-math", {"_layouts/default.html": "{{ content }}", "a.html": SHOWN + "So $$ x_1 + y it\n"}, []),
    # texts of links, whatever their letters and marks, but for those with a title
    ("vague-link-text", {"a.md": PAGE + "[Click Here](/a) [**More** »](/b) [here](/c){:title='x'} ![here](/d) [here](/e 'x')\n"},
     [f'info a.md [{mark}] "{text}" does not say where the link leads | put the words that name the target in the link'
      for mark, text in (("[Click Here](/a)", "Click Here"), ("[**More** »](/b)", "More"))]),
    # labels that differ in letters, in signs, in number, or in all of them
    ("similar-labels", tagged("Big-Boats", "Big-Boats", "Big-Boats", "big boat"), [spelt("big boat", "Big-Boats")]),
    ("similar-labels", tagged("boats", "boats", "boats", "boat"), [spelt("boat", "boats")]),
    ("similar-labels", tagged("BOATS", "BOATS", "BOATS", "boat"), [spelt("boat", "BOATS")]),
    ("similar-labels", tagged("bus", "bus", "bus", "bu"), []),
    # what services ask for lies in .well-known at the top
    ("unused-file", config("include: [.well-known]\n", **{".well-known/x/a.png": "", "b/.well-known/c.png": ""}),
     ["info b/.well-known/c.png [] nothing names this file | remove what is not needed, unless it is linked to from elsewhere"]),
    # a title that the site has and the layout does not read
    ("missing-title", titled("Site", "{{ page.titel }} | {{ site.title }}"),
     [f"warning _layouts/x.html [<title>] {HALF}Site' | the page's title, 'A', is not in it: see what the <title> of the layout "
      "prints instead; for example on a.md", f"warning b.md [---] {HALF}Site' | {NO_TITLE}"]),
    ("missing-title", titled("2024", "{{ page.title }} | {{ site.title }}"), [f"warning b.md [---] {HALF}2024' | {NO_TITLE}"]),
    ("missing-title", {**titled("Site", ""), "_layouts/x.html": "<html><head></head>{{ content }}</html>\n"},
     ["warning _layouts/x.html [] the pages with this layout have no title | add <title>{{ page.title }}</title> to the head"]),
    # a setting counts until the release that does away with it
    ("ignored-config-key", locked("layouts: x", "3.0.0"), [LAYOUTS]),
    ("ignored-config-key", locked("layouts: x", "3.10.0"), [LAYOUTS]),
    ("ignored-config-key", locked("layouts: x", "2.9.9"), []),
    ("ignored-config-key", locked("pygments: true", "1.0.0"), [PYGMENTS]),
    ("ignored-config-key", locked("pygments: true", "0.12.1"), []),
    # by the number of letters, and by their width
    ("title-length", headed("i" * 71), [f"info a.html [<title>] the title has 71 characters; about 70 are shown | {SCREEN}{'i' * 25}”"]),
    ("title-length", headed("i" * 70), []),
    ("title-length", headed("W" * 31), []),
    ("title-length", headed("W" * 28 + "i" * 16), []),
    ("title-length", headed("W" * 29 + "i" * 12),
     [f"info a.html [<title>] the title is about 601 pixels wide; 600 are shown | {SCREEN}{'W' * 14}{'i' * 11}”"]),
    ("title-length", headed("a" * 70),
     [f"info a.html [<title>] the title is about 778 pixels wide; 600 are shown | {SCREEN}{'a' * 25}”"]),
    ("title-length", headed("W" * 32),
     [f"info a.html [<title>] the title is about 604 pixels wide; 600 are shown | {SCREEN}{'W' * 25}”"]),
    # labels that are near are looked for, but for long ones
    *(("undefined-reference", {"a.md": f"{PAGE}See [text][{'x' * length}].\n\n[{'x' * 450}]: /x\n"},
       [f"warning a.md [[text][{'x' * length}]] there is no definition of the reference '{'x' * length}' | {advice}"])
      for length, advice in ((500, f"did you mean [{'x' * 450}]?"), (501, f"define it, in a line of its own: [{'x' * 501}]: address"))),
    # a page that leads to itself alone
    ("orphan-page", {"index.md": PAGE + "[a](a.html)\n", "a.md": PAGE + "x\n", "b.md": PAGE + "[b](b.html)\n"},
     ["info b.md [] no page links to /b.html | link to it from where visitors look for it, or set sitemap: false"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "files", "said"), CASES)
def test_what_a_rule_says(rule: str, files: Files, said: list[str], tmp_path: Path) -> None:
    assert told(rule, files, tmp_path) == said
