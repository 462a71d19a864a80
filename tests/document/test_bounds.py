"""Hostile documents that once took quadratic time or worse are checked in time.

``benchmarks/doubling.py`` tries hundreds of constructs; here are those that were found wanting. Each is so long
that what was there before would take minutes, against the ten seconds that are allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.fuzz.limits import deadline
from tests.sampled import slow

from sitecheck.cli import main
from sitecheck.document import document, rendered
from sitecheck.document.visible import part
from sitecheck.engine.reading import site_texts, work_shares
from sitecheck.files import reading
from sitecheck.kramdown.model import mapped

SIZE = 200_000
PAGE = "---\n---\n"
SHOWS_EXCERPTS = {"index.md": PAGE + "{% for p in site.posts %}{{ p.excerpt }}{% endfor %}"}
SCRIPT = "---\nlayout: math\n---\n$$a$$\n\n<script>MathJax = {a: "
LAYOUTS = {
    "_layouts/math.html": "<script src='https://a.example/mathjax@3/es5/tex-chtml.js'></script>{{ content }}"
}
PATTERN = "---\nlayout: math\n---\n<script>MathJax = {options: {ignoreHtmlClass: '(a+)+b'}}</script>\n"
AUTO_RENDER = (
    PAGE
    + "<script src='https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/contrib/auto-render.min.js'></script>\n"
)
UNITS = ("/*a", "'\\", "`\\", "MathJax.", "MathJax = {", "renderMathInElement(")
ONE = {"index.md": PAGE, "img/quay-at-night.gif": ""}
IN_LAYOUT = {"index.md": "---\nlayout: l\n---\na\n"}
LARGE = 400_000
"""Characters, where what is not linear is but a square."""
POST = "_posts/2024-01-01-a.md"


class Case(NamedTuple):
    """``before``, ``unit`` until there are ``size`` characters, ``after``; ``bound`` is a bound that is lowered."""

    name: str
    unit: str
    before: str = PAGE
    after: str = ""
    path: str = "index.md"
    others: Mapping[str, str] = {}
    size: int = SIZE
    bound: tuple[str, int] | None = None


CASES = (
    Case(
        "MathJax that is loaded again and again",
        "<script src='https://cdn.mathjax.org/mathjax/latest/MathJax.js?config=TeX-AMS_CHTML'></script>\n",
        path="index.html",
        size=LARGE,
    ),
    Case(
        "tags of analytics, and scripts that may need them",
        "<script src='https://www.googletagmanager.com/gtag/js?id=UA-1-1'></script><script>a()</script>\n",
        path="index.html",
        size=LARGE,
    ),
    Case("excerpt: tags", "{% if a %}b", after="\n\nb\n", path=POST, others=SHOWS_EXCERPTS),
    Case("excerpt: open tag", "\t", before=PAGE + "{% if a", after="\n\nb", path=POST, others=SHOWS_EXCERPTS),
    Case("excerpt: open definitions", "[\n", before=PAGE + "a\n\n", path=POST, others=SHOWS_EXCERPTS),
    Case("Gemfile: one group", " do :jekyll_plugins", before="group", path="Gemfile", others={"a.md": PAGE}),
    Case("Gemfile: groups", "group :jekyll_plugins do\n", before="", path="Gemfile", others={"a.md": PAGE}),
    Case("permalink of dots", ".", before="---\npermalink: 'a", after="x'\n---\n"),
    Case("published: blanks", " ", before='---\npublished: "', after='x"\n---\n'),
    Case(
        "viewport of blanks",
        " ",
        before=PAGE + "<meta name=viewport content='a=",
        after="b c, user-scalable=no'>\n",
    ),
    Case(
        "links in a title",
        "](/a",
        before=PAGE + "<html><head><title>",
        after="</title></head></html>\n",
        path="index.html",
    ),
    Case("names of attributes", "data-", before=PAGE + "[<i class='fa fa-x' ", after="></i>](/b)\n"),
    Case("a bar, and ticks", "`", before=PAGE + "a | b ", after=" x\n"),
    Case(
        "configuration of MathJax that ends in blanks",
        " ",
        before=PAGE
        + "<script type='text/x-mathjax-config'>MathJax.Hub.Config({tex2jax:{inlineMath:[['$','$']]}})",
        after="}</script>\n<script src='https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/MathJax.js?config=TeX-AMS_HTML'></script>\n$$x$$\n",
    ),
    Case("separator", "-", before=PAGE + "| a |\n|", after="x\n"),
    Case("footer", "=", before=PAGE + "| a |\n|", after="x\n"),
    Case("blanks before a row", " ", before=PAGE + "a|b\n", after="|c|d\n"),
    Case("code elements of a row", "<code></cod", before=PAGE + "|", after="\n"),
    Case("code element of a row", ">", before=PAGE + "| <code>", after="\n"),
    Case("blanks of a definition", "\t", before=PAGE + "[a]: b", after="c\n"),
    Case("lists of attributes that end nowhere", "{:a\n", after="} x\n"),
    Case("lists of attributes in a line", "b {:a ", before=PAGE + "a", after="}\n"),
    Case("extensions that end nowhere", "{::comment ", after="}\n"),
    Case(
        "name of a tag in the layout of a page whose date cannot be read",
        "a",
        before="{% ",
        path="_layouts/l.html",
        others={"index.md": "---\nlayout: l\ndate: soon\n---\n"},
        size=150_000,
    ),
    Case("blanks of an item", "\t", before=PAGE + "- {:.a}", after="x\n"),
    Case("zeros of a date", "0", before=PAGE + "{{ '2024-01-01' | date: '%", after="' }}"),
    Case("key of blanks", " ", before="----\na", after="\nb: c\n---\n"),
    Case("words of a condition", "a", before=PAGE + "{% if a ", after="%& %}{% endif %}"),
    Case("blanks of a refresh", " ", before=PAGE + "<meta http-equiv='refresh' content='", after="x'>\n"),
    Case("blanks before a query that is not known", " ", before=PAGE + "[x](<", after="{{ site.time }}>)\n"),
    Case("words of a class", "a", before=PATTERN + "<p class='", after="c'>\\(a\\)</p>\n", others=LAYOUTS),
    Case(
        "submodule",
        " ",
        before="[submodule 'a']\npath=s",
        after="x\n",
        path=".gitmodules",
        others=ONE,
        size=LARGE,
    ),
    Case("folders of the source", "d/", before="source: ", path="_config.yml", others=ONE, size=100_000),
    Case("value of data", " ", before="- w", after="x:\n", path="_data/a.yml", others=ONE, size=LARGE),
    Case(
        "openings of a layout",
        "{{a",
        after="\n{{ content }}",
        path="_layouts/l.html",
        others=IN_LAYOUT,
        size=LARGE,
    ),
    Case(
        "repeated tags of a head",
        "<link rel=canonical href=a>",
        before=PAGE + "<html><head>",
        after="</head></html>\n",
        path="index.html",
    ),
    Case(
        "Sass: an address of blanks",
        "\xa0",
        before=PAGE + "a{b:url(",
        after='";}',
        path="a.scss",
        others=ONE,
    ),
    Case(
        "Sass: a declaration of blanks",
        " ",
        before=PAGE + "a:",
        after="b{}",
        path="a.scss",
        others=ONE,
        size=LARGE,
    ),
    Case("srcset of commas", ",", before=PAGE + '<img src="a.png" srcset="', after='">\n', size=LARGE),
    Case("onerror of blanks", " ", before=PAGE + """<img src="a.png" onerror="this.src='b'""", after='x">\n'),
    Case(
        "Ruby: a format of zeros",
        "0",
        before="a = '%",
        after="!' % b\n",
        path="_plugins/a.rb",
        others=ONE,
        size=LARGE,
    ),
    Case("unknown ids", "a,", before=PAGE + "<!-- sitecheck: ignore[", after="] b -->\n[a](b)\n"),
)

LONG = [
    Case(
        "calls of auto-render that go each their way",
        "<p>b</p>\n",
        before=AUTO_RENDER
        + "".join(
            f"<script>renderMathInElement(e, {{ignoredClasses: ['a{each}']}})</script>\n"
            for each in range(15_000)
        ),
        after="$$a$$\n",
        path="index.html",
        size=1_000,
    ),
    Case(
        "Ruby: nested classes that say what people see",
        "class Page\ndef inspect\nend\n",
        before="",
        after="end\n" * 6_000,
        path="_plugins/a.rb",
        others=ONE,
        size=6_000 * 27,
    ),
    Case(
        "Sass: braces behind comments",
        "{",
        before=PAGE + "/**/" * 40_000 + " " * 300 + "({{ site.time }}",
        path="a.scss",
        others=ONE,
    ),
    Case(
        "Sass: placeholders",
        "b{@extend %a0c;}",
        before=PAGE + "".join(f"%a{each}b{{}}" for each in range(35_000)),
        path="a.scss",
        others=ONE,
        size=500_000,
    ),
    Case(
        "Sass: places to look",
        "\n  - a",
        before="sass:\n load_paths:" + "".join(f"\n  - b{each}" for each in range(60_000)),
        path="_config.yml",
        others={**ONE, "a.scss": PAGE + "@import 'a';"},
        size=LARGE,
    ),
    Case("fence of tildes", "~", after="`a\n", size=LARGE),
    Case(
        "addresses of a style sheet",
        "a{b:url(c)}".ljust(100),
        before=PAGE + "<style>",
        after="</style>\n",
        path="index.html",
        size=2_000_000,
    ),
    Case(
        "converted marks",
        "*a [b](c) ",
        before=PAGE + "{% capture a %}",
        after="{% endcapture %}{% for i in (1..1000000000) %}{{ a | markdownify | size }}{% endfor %}",
        size=20_000,
    ),
]

SCRIPTS = [
    Case(f"script of {unit}", unit, before=SCRIPT, after="}</script>\n", others=LAYOUTS) for unit in UNITS
]


@pytest.mark.parametrize("case", [*CASES, *slow([*LONG, *SCRIPTS])], ids=lambda case: case.name)
def test_a_hostile_document_is_checked_in_time(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = case.before + case.unit * (case.size // len(case.unit)) + case.after
    check(tmp_path, {**case.others, case.path: text})
    assert "fault of sitecheck" not in capsys.readouterr().err


def check(folder: Path, files: Mapping[str, str]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(content, "utf-8")
    with deadline():
        status = main(
            [
                "check",
                "--no-cache",
                "--select",
                "all",
                "--jobs",
                "1",
                "--output-format",
                "concise",
                str(folder),
            ]
        )
    assert status in (0, 1)


TURNS = ("kramdown.span.parser.MOST_TURNS", 50_000)
CUT = (
    Case("macros", "$$\\a$$\n\n", before=PAGE + "$$\\gdef\\a{\\a}$$\n\n", after="formulas use too many macros", size=5_000, bound=("document.formulas.math._MOST_WORK", 20_000)),
    Case("marks", "*a __c [d ![e " * 12 + "\n\n", after="too many marks of emphasis, links and tables", size=5_000, bound=TURNS),
    Case("elements", "<b>*a" * 20 + "\n\n", after="too many marks of emphasis, links and tables", size=5_000, bound=TURNS),
    Case("brackets of CommonMark", "[a", after="the page is too long", others={"_config.yml": "markdown: CommonMark\n"}, size=5_000, bound=("document.rendered._MOST_BRACKETS", 3_000)),
    Case("excluded", "- a\n", before="exclude:\n", after="of which the first 1,000 are read", path="_config.yml", others={"a.md": PAGE}, size=20_000),
    Case("included numbers", "- 1\n", before="include:\n", after="more than 100 problems", path="_config.yml", others={"a.md": PAGE}, size=20_000),
    Case("permalink", ":slug", before=f"---\nslug: {'a' * SIZE}\npermalink: /", after="the address is longer than 10,000 characters"),
)  # fmt: skip
"""``after`` is what is told."""


@pytest.mark.parametrize("case", CUT, ids=lambda case: case.name)
def test_what_is_cut_off_is_told(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if case.bound is not None:
        monkeypatch.setattr(f"sitecheck.{case.bound[0]}", case.bound[1])
    text = case.before + case.unit * (2 * case.size // len(case.unit))
    path = POST if case.name == "permalink" else case.path
    check(tmp_path, {**case.others, path: text + "\n---\n" * (case.name == "permalink")})
    assert case.after in capsys.readouterr().out


def test_a_formula_keeps_the_places_of_its_own_text_only() -> None:
    offsets = tuple((n, 2 * n) for n in range(0, 1000, 2))
    for start, end in ((0, 1), (10, 11), (11, 16), (998, 1000)):
        own = part(offsets, start, end)
        assert len(own) <= 2 + (end - start)
        for at in range(end - start):
            assert mapped(own, at, at + 1) == mapped(offsets, start + at, start + at + 1)


def test_a_file_that_is_too_large_is_not_read_and_that_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert reading.LARGEST <= 30_000_000
    monkeypatch.setattr(reading, "LARGEST", 1_000_000)
    monkeypatch.setattr(site_texts, "_LARGEST", 100_000)
    for name in ("index.md", "copied.html", "_data/d.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        with open(tmp_path / name, "wb") as file:
            file.truncate(1 << 40)
    check(tmp_path, {})
    told = capsys.readouterr().out
    assert told.count("larger than 1 MB") == 3


def test_of_very_many_tags_the_beginning_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered._MOST_TAGS <= 150_000
    monkeypatch.setattr(rendered, "_MOST_TAGS", 15_000)
    check(tmp_path, {"index.html": PAGE + "<b>" * 15_001})
    assert "the page is too long" in capsys.readouterr().out


def test_of_a_page_with_very_many_addresses_the_first_are_looked_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million characters of ``srcset`` cost twelve seconds."""
    assert document._MOST_LINKS <= 30_000
    monkeypatch.setattr(document, "_MOST_LINKS", 3_000)
    addresses = ", ".join(f"a{number}.png {number}w" for number in range(1, 4_001))
    check(tmp_path, {"index.html": f'{PAGE}<img alt="x" srcset="{addresses}">\n'})
    shown = capsys.readouterr().out
    assert "partly-checked after 3,000 addresses the others are not looked up" in shown
    assert shown.count("missing-image") == 3_000


def _layouts_in_each_other(number: int) -> dict[str, str]:
    own = "---\nlayout: l{}\n---\n{{{{ content }}}}<a id='l{}' href='gone{}'>a</a>\n"
    return {f"_layouts/l{n}.html": own.format(n + 1, n, n) for n in range(number)}


def test_of_layouts_in_each_other_the_inner_ones_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A site of 26 kB, 400 pages in a chain of 400 layouts, took twenty seconds; 1,600 more than a gigabyte."""
    page = "---\nlayout: l0\n---\n[inner](#l49) [outer](#l51)\n"
    check(tmp_path, {**_layouts_in_each_other(53), "a.md": page})
    shown = capsys.readouterr().out
    assert "_layouts/l50.html:1:1: info partly-checked rendering this for each page takes" in shown
    assert shown.count("broken-link") == 50
    assert "broken-anchor" not in shown
    check(tmp_path, {"_layouts/l49.html": "{{ content }}"})
    shown = capsys.readouterr().out
    assert "partly-checked" not in shown
    assert shown.count("broken-anchor") == 2


def test_layouts_in_each_other_are_paid_for_by_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text costs no step, but 4,000 pages in 50 layouts are looked at 200,000 times."""
    monkeypatch.setattr(work_shares, "SITE_STEPS", 40_000)
    monkeypatch.setattr(work_shares, "STEPS_PER_BYTE", 0)
    pages = {f"p{number}.md": "---\nlayout: l0\n---\n" for number in range(20)}
    check(tmp_path, {**_layouts_in_each_other(30), "_layouts/l30.html": "", **pages})
    assert "for each page takes too much work; what comes of it on some" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("mark", "is_cut"),
    [
        ("href='/a{}'", False),
        ("href='a{}'", True),
        ("href='/a{}{{{{ page.title }}}}'", True),
        ("id='a{}'", False),
        ("id='a{}{{{{ page.title }}}}'", True),
        ("id=a{}{{{{ page.title }}}}", True),
    ],
)
def test_links_and_ids_of_a_layout_are_paid_for_by_page_where_each_page_has_its_own(
    mark: str,
    is_cut: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each is looked up on each page: 800 on 800 pages (60 kB) took a minute and more than a gigabyte."""
    monkeypatch.setattr(work_shares, "SITE_STEPS", 30_000)
    monkeypatch.setattr(work_shares, "STEPS_PER_BYTE", 0)
    links = "".join(f"<a {mark.format(number)}>a</a>" for number in range(100))
    pages = {f"p{number}.md": f"---\nlayout: l\ntitle: t{number}\n---\n" for number in range(40)}
    check(tmp_path, {"_layouts/l.html": links, **pages})
    assert ("for each page takes too much work" in capsys.readouterr().out) == is_cut


@pytest.mark.parametrize(("steps", "is_told"), [(4_000, False), (3_000_000, True)])
def test_a_page_of_whose_layouts_one_is_too_much_work_there_may_have_any_anchor(
    steps: int,
    is_told: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a layout prints of 1,000 posts was not read for each page, and an anchor in one of them told."""
    monkeypatch.setattr(work_shares, "SITE_STEPS", steps)
    monkeypatch.setattr(work_shares, "STEPS_PER_BYTE", 0)
    layout = "{% for post in site.posts %}<div>{{ post.content }}</div>{% endfor %}{{ content }}"
    text = "---\nlayout: l\n---\n<b id='in{}'>b</b> and more of it\n"
    posts = {f"_posts/2024-01-{n:02}-p.md": text.format(n) for n in range(1, 31)}
    check(
        tmp_path, {"_layouts/l.html": layout, **posts, "a.md": "---\nlayout: l\n---\n[a](#in3) [b](#in77)\n"}
    )
    shown = capsys.readouterr().out
    assert ("takes too much work" in shown, "#in77" in shown, "#in3" in shown) == (
        not is_told,
        is_told,
        False,
    )


def test_a_page_whose_layout_is_too_much_to_read_may_have_any_anchor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of all tags with the posts of each lost the second half of its headings."""
    monkeypatch.setattr(work_shares, "SITE_STEPS", 100_000)
    monkeypatch.setattr(work_shares, "STEPS_PER_BYTE", 0)
    tags = '{% for i in (1..500) %}<h3 id="t{{ i }}">{{ i }}</h3>{% for j in (1..40) %}{% if page.title contains j %}'
    layout = f"{{{{ content }}}}{tags}<b>{{{{ page.title }}}}</b> that costs to read{{% endif %}}{{% endfor %}}{{% endfor %}}"
    check(
        tmp_path,
        {
            "_layouts/tags.html": layout,
            "tags.md": "---\nlayout: tags\ntitle: 12345678910\n---\nA\n",
            "b.md": "---\ntitle: B\n---\n[last](/tags.html#t499)\n",
        },
    )
    shown = capsys.readouterr().out
    assert "takes too much work" in shown
    assert "broken-anchor" not in shown


@pytest.mark.parametrize(
    ("unit", "unread"),
    [("words of a book\n\n", False), ("[a](b) ", True)],
    ids=["words are cheap", "links are dear"],
)
def test_of_long_markdown_as_much_is_read_as_it_is_cheap(
    unit: str,
    unread: bool,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert rendered._DEAREST <= 2_000_000
    assert rendered._ALWAYS_READ <= 600_000
    for name, value in (("_ALWAYS_READ", 6_000), ("_DEAREST", 20_000), ("_STRIDE", 500)):
        monkeypatch.setattr(rendered, name, value)
    check(tmp_path, {"index.md": PAGE + unit * (12_000 // len(unit)) + "\n\n[x](#nowhere)\n"})
    told = capsys.readouterr().out
    assert ("the page is too long" in told) is unread
    assert ("no anchor #nowhere" in told) is not unread


def test_of_the_longest_markdown_the_beginning_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rendered._LONGEST <= 3_000_000
    for name in ("_LONGEST", "_ALWAYS_READ", "_STRIDE"):
        monkeypatch.setattr(rendered, name, 3_000)
    check(tmp_path, {"index.md": PAGE + "words\n" * 600})
    assert "the page is too long" in capsys.readouterr().out


TAGS = "".join(f"[a]({{ % {tag} 2024-01-01-%d-{n} %}})\n" for tag in ("link", "post_url") for n in range(5))


def test_includes_that_include_each_other_are_looked_through_for_scripts_in_time(tmp_path: Path) -> None:
    """Whether a script hangs on one of them was worked out anew for each tag."""
    one = (
        "{{% for p in site.pages %}}{{% assign v{0} = p.title %}}{{{{ p.title }}}}{{% endfor %}}{{% include f{1}.html %}}"
        "{{% capture c{0} %}}{{% include f{2}.html %}}{{% endcapture %}}{{% if v{1} %}}{{% assign w{0} = c{2} %}}{{% endif %}}"
    )
    files = {f"_includes/f{n}.html": one.format(n, (n * 7 + 1) % 400, (n * 13 + 5) % 400) for n in range(400)}
    layout = "{% include f0.html %}{{ content }}{% if w3 %}<script src='/mathjax.js'></script>{% endif %}"
    check(tmp_path, {**files, "_layouts/l.html": layout, "a.md": "---\nlayout: l\n---\nSo $$x^2$$.\n"})


@pytest.mark.parametrize(
    ("text", "config"),
    [
        pytest.param(TAGS, "", id="damaged tags, which may name any of the files"),
        pytest.param("", "".join(f"k{n}: b\n" for n in range(40_000)), id="a layout by defaults"),
        pytest.param("", "plugins:\n" + "".join(f"- jekyll-a{n}\n" for n in range(6_000)), id="plugins"),
    ],
)
@pytest.mark.slow
def test_a_site_of_many_files_is_checked_in_time(text: str, config: str, tmp_path: Path) -> None:
    given = "defaults:\n- {scope: {path: ''}, values: {layout: pots}}\n"
    pages = {f"p{n}.md": PAGE + (text.replace("%d", str(n))) for n in range(2_000)}
    check(tmp_path, {"_config.yml": f"theme: null\n{config}{given}", **pages})


def test_pages_without_a_title_may_begin_comments_in_all_that_they_include(tmp_path: Path) -> None:
    comments = {f"_includes/{name}.html": "<!--" * 750 for name in "abcde"}
    body = "<!DOCTYPE html>\n<html lang='en'><head></head><body>\n" + "".join(
        f"{{% include {name}.html %}}\n" for name in "abcde"
    )
    pages = {f"p{number}.html": f"{PAGE}{body}" for number in range(60)}
    check(tmp_path, {**comments, **pages})


@pytest.mark.slow
def test_a_layout_may_ask_pages_for_any_number_of_values(tmp_path: Path) -> None:
    asks = "".join(f"{{{{ page.k{n} }}}}" for n in range(12_000))
    pages = {f"p{n}.md": "---\nlayout: l\n---\n" for n in range(800)}
    check(tmp_path, {"_config.yml": "title: a\n", "_layouts/l.html": asks, **pages})


@pytest.mark.slow
def test_all_pages_may_be_named_as_translations_on_all_of_them(tmp_path: Path) -> None:
    link = '<link rel="alternate" hreflang="{{ p.lang }}" href="{{ p.url }}">'
    layout = f"<html><head>{{% for p in site.pages %}}{link}{{% endfor %}}</head></html>"
    pages = {f"p{n}.md": f"---\nlayout: l\nlang: a{n}\n---\n" for n in range(900)}
    check(tmp_path, {"_config.yml": "title: a\n", "_layouts/l.html": layout, **pages})
