"""What is said of what stands at a cursor, ``¦`` in these texts."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.sampled import sampled
from tests.server.mangled import mangled
from tests.server.typing_site import FILES, holding, typing_view

from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.span import Place, Span
from sitecheck.server import harmless
from sitecheck.server.answers import Hover
from sitecheck.server.hover import hover
from sitecheck.server.prepare import prepare
from sitecheck.warm.site_view import SiteView


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    view = typing_view(tmp_path_factory.mktemp("site"), {"_drafts/plan.md": "---\ntitle: Plan\n---\n"})
    assert view.facts.frames
    return view


def said(view: SiteView, text: str, path: str = "index.md") -> Hover | None:
    at = text.index("¦")
    view = holding(view, path, text[:at] + text[at + 1 :])
    with view.held():
        return hover(view, path, at, ())


PAGE = "---\ntitle: Home\n---\n# Home\n\n"


@pytest.mark.parametrize(
    ("typed", "span", "words"),
    [
        ("[a](/base/ab¦out/#who-we-are)", "/base/about/#who-we-are", ["**About us**", "`about.md`", "Heading: Who we are"]),
        ("[a]({{ '/abo¦ut/' | relative_url }})", None, ["`about.md`", "`/base/about/`"]),
        ("[a¦a](/base/about/)", "[aa](/base/about/)", ["`about.md`"]),
        ("[a](/base/abo¦t/)", "/base/abot/", ["**Leads nowhere**", "`/base/about/`"]),
        ("[a](/about¦/)", "/about/", ["**Leads nowhere**", "baseurl"]),
        ("[a](#no¦ne)", "#none", ["**Leads nowhere**", "no anchor"]),
        ("## Brand new\n\n[a](#brand¦-new)", "#brand-new", ["`index.md`"]),
        ("<a href='/base/assets/map¦.png'>x</a>", "/base/assets/map.png", ["`assets/map.png`"]),
        ("[a](https://other.exa¦mple/x)", "https://other.example/x", ["out of the site"]),
        ("{% inc¦lude figure.html %}", "include", ["a file of the includes folder"]),
        ("{% include fig¦ure.html src='x' %}", "figure.html", ["`_includes/figure.html`", "`src`, `alt`"]),
        ("{% include figure.html sr¦c='x' %}", "src", ["reads this parameter"]),
        ("{% include none.ht¦ml %}", "none.html", ["no such file"]),
        ("{% link abo¦ut.md %}", "about.md", ["**About us**", "`/base/about/`"]),
        ("{% link abo¦t.md %}", "abot.md", ["**There is no page"]),
        ("{% post_url 2024-01-31-fi¦rst-steps %}", "2024-01-31-first-steps", ["**First steps**"]),
        ("{{ page.title | up¦case }}", "upcase", ["All letters large"]),
        ("{{ page.ti¦tle }}", "title", ["Value: `Home`"]),
        ("{{ site.data.me¦nu }}", "menu", ["A list of 2", "`_data/menu.yml`"]),
        ("{{ site.owner.ma¦il }}", "mail", ["`a@example.org`"]),
        ("{% for r in site.recipes %}{{ r.ser¦ves }}{% endfor %}", "serves", ["`4`", "`2`"]),
        ("{% assign x = site.data.menu | first %}{{ ¦x }}", "x", ["`site.data.menu | first`", "`shown`"]),
        ("$$ \\alp¦ha $$", "$$ \\alpha $$", ["MathJax 3 reads the formula"]),
        ("$$ \\frac{a}¦ $$", "$$ \\frac{a} $$", ["**MathJax 3 stops** at `\\frac`", "argument"]),
        ("$$ \\Re¦als $$", "$$ \\Reals $$", ["stands for `\\mathbb{R}`"]),
        ("$$ \\newcommand{\\mine}{x} $$\n\n$$ \\mi¦ne $$", "$$ \\mine $$", ["MathJax 3 reads"]),
    ],
)  # fmt: skip
def test_in_a_page(view: SiteView, typed: str, span: str | None, words: list[str]) -> None:
    text = f"{PAGE}{typed}\n\nMore.\n"
    found = said(view, text)
    assert found is not None
    for each in words:
        assert each in found.markdown
    if span is not None:
        assert text.replace("¦", "")[slice(*found.span)] == span


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        ("index.md", "¦---\ntitle: Home\n---\n", ["`https://example.org/base/`", "`_layouts/page.html`"]),
        ("_drafts/plan.md", "--¦-\ntitle: Plan\n---\n", ["Not published", "draft"]),
        ("index.md", "---\nti¦tle: Another\n---\n", ["`title`", "title is `Another`", "`_layouts/page.html`"]),
        ("index.md", "---\ntitle: Ano¦ther\n---\n", ["title is `Another`"]),
        ("index.md", "---\nban¦ner: x\n---\n", ["Read by `_layouts/page.html`"]),
        ("index.md", "---\nlayout: wi¦de\n---\n", ["`_layouts/wide.html`", "inside of `page`"]),
        ("index.md", "---\nlayout: wid¦\n---\n", ["**There is no layout** `wid`"]),
        ("index.md", "---\nimage: /assets/m¦ap.png\n---\n", ["`assets/map.png`"]),
        ("about.md", "---\nperma¦link: /:title/\n---\n", ["`https://example.org/base/about/`", "`:title`"]),
        ("_posts/2024-02-01-second.md", "---\ntags: [di¦ary]\n---\n", ["`diary` is on 2 pages"]),
        ("_posts/2024-02-01-second.md", "---\nauthor: an¦n\n---\n", ["Ann Example"]),
        ("_config.yml", "fut¦ure: true\n", ["posts of the future", "By default `false`"]),
        ("_config.yml", "kramdown:\n  auto_i¦ds: true\n", ["headings get ids"]),
        ("_config.yml", "collections:\n  reci¦pes:\n    output: true\n", ["A collection of 2 documents"]),
        ("_data/menu.yml", "- url: /abo¦ut/\n", ["**About us**"]),
        ("_layouts/page.html", "---¦\nx: 1\n---\n", ["The layout of 6 pages"]),
    ],
)  # fmt: skip
def test_in_other_places(view: SiteView, path: str, text: str, words: list[str]) -> None:
    found = said(view, text, path)
    assert found is not None
    for each in words:
        assert each in found.markdown


@pytest.mark.parametrize(
    "typed",
    ["Wor¦ds.", "`[a](/base/ab¦out/)`", "{% comment %}{{ page.ti¦tle }}{% endcomment %}", "{{ 'te¦xt' }}"],
)
def test_where_nothing_is_said(view: SiteView, typed: str) -> None:
    assert said(view, f"{PAGE}{typed}\n") is None


def test_what_layouts_bring_is_not_worked_out_for_an_answer(tmp_path: Path) -> None:
    view = typing_view(tmp_path)
    good, unknown = said(view, f"{PAGE}[a](/base/about/#who¦-we-are)"), said(view, f"{PAGE}[a](#no¦ne)")
    assert good is not None
    assert "Heading: Who we are" in good.markdown
    assert unknown is not None
    assert "Where it leads is not known" in unknown.markdown
    assert not view.facts.knows_frames


def test_a_finding_is_explained(view: SiteView) -> None:
    text = f"{PAGE}[a](/base/gone/)\n"
    at = text.index("/base")
    place = Place("index.md", Span(at, at + len("/base/gone/")))
    finding = Finding("broken-link", Severity.ERROR, "no page [x](command:y)", place, help="write another")
    held = holding(view, "index.md", text)
    with held.held():
        found = hover(
            held, "index.md", at + 3, [finding, finding._replace(place=Place("about.md", place.span))]
        )
        assert hover(held, "index.md", len(PAGE) - 3, [finding]) is None
    assert found is not None
    assert found.markdown.startswith("**error** `broken-link`: no page \\[x\\]\\(command\\:y\\)")
    assert found.markdown.count("broken-link`") == 1
    assert "write another" in found.markdown
    assert "/rules/docs/broken-link.md" in found.markdown
    assert "Leads nowhere" in found.markdown


def test_what_is_about_a_file_is_told_on_its_first_line(view: SiteView) -> None:
    finding = Finding("broken-link", Severity.INFO, "all of it", Place("index.md", WHOLE_FILE))
    with view.held():
        first, later = hover(view, "index.md", 1, [finding]), hover(view, "index.md", 22, [finding])
    assert first is not None
    assert "all of it" in first.markdown
    assert later is None or "all of it" not in later.markdown


TRAPS = ("[x](command:evil)", "<img src=x onerror=alert(1)>", "![x](https://e.example/p.png)", "https://e.example",
         "www.e.example", "a@e.example", "`` ` ``", "# x", "| a | b |", "\u202egnp", "\x07", "&lt;b&gt;", "**b**", "- x",
         "1. x", "~~~", "---", "$(command:evil)", "file:///etc/passwd", "a\nb")  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS)
def test_a_text_of_the_site_is_only_text(trap: str) -> None:
    for made in (harmless.words(trap), harmless.code(trap)):
        html = MarkdownIt("commonmark", {"linkify": False}).render(made)
        assert set(re.findall(r"<(\w+)", html)) <= {"p", "code"}
        assert not re.search("[\u202e\x07]|https://e|www\\.e", made) or made.startswith("`")
        assert "\n" not in made


@pytest.mark.parametrize(
    "trap", sampled((each for each in TRAPS if "\n" not in each and "\x07" not in each), fast=4)
)
def test_hovers_show_no_markup_of_the_site(tmp_path: Path, trap: str) -> None:
    title = trap.replace("\\", "\\\\").replace('"', '\\"')
    files = {
        "odd.md": f'---\ntitle: "{title}"\ndescription: "{title}"\nbanner: "{title}"\n---\n## {trap}\n',
        "index.md": "---\ntitle: x\n---\n[a](/base/odd.html)\n{{ page.banner }}\n{% link odd.md %}\n",
    }
    view = typing_view(tmp_path, files)
    with view.held():
        found = (hover(view, path, offset, ()) for path in files for offset in range(0, len(files[path]), 2))
        texts = {each.markdown for each in found if each is not None}
    assert texts
    for text in texts:
        html = MarkdownIt("commonmark").render(text)
        assert set(re.findall(r"<(\w+)", html)) <= {"p", "code", "strong", "em", "br"}


@pytest.mark.parametrize("times", sampled([500, 2_000], fast=1))
def test_any_place_of_any_text(tmp_path: Path, seed: int, times: int) -> None:
    view = typing_view(tmp_path)
    dice = random.Random(seed)
    paths = [path for path in FILES if not path.startswith("assets")]
    for _ in range(times):
        path = dice.choice(paths)
        text = mangled(dice, [FILES[each] for each in paths], FILES[path])
        held = holding(view, path, text)
        offset = dice.randrange(len(text) + 1)
        with held.held():
            found = hover(held, path, offset, ())
        if found is not None:
            assert 0 <= found.span.start <= offset <= found.span.end <= len(text)


HOSTILE = ("{" * 200_000, "{{" * 50_000, "a" * 1_000_000, "[a](" * 7_000, "`` ` " * 6_000, '"' * 29_000, "$ " * 14_000,
           "\n```" * 7_000, "{% assign a = a.b %}" * 1_400, "{{ a.b" + "[a" * 14_000)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_takes_bounded_steps(tmp_path: Path, text: str) -> None:
    """Counted in calls of functions, which no busy machine changes."""
    from cProfile import Profile

    view = holding(
        typing_view(tmp_path), "index.md", f"---\ntitle: x\n---\n{text}[a](/b/) $$ \\alpha $$ {{{{ a.b }}}}"
    )
    with view.held():
        prepare(view)
        hover(view, "about.md", 20, ())
        profile = Profile()
        profile.runcall(hover, view, "index.md", 25 + len(text), ())
    assert sum(entry.callcount for entry in profile.getstats()) < 400_000
