"""Text, places and reads of renderings."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sitecheck.liquid import Drop, HostRead, PlainHost, Unknown, parse, render
from sitecheck.liquid.filters.strftime import strftime
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.values import MAX_PARTS, undecided
from sitecheck.model.unknown import words


class Post(Drop):
    """A lazy object."""

    def liquid_get(self, key: str) -> object:
        return {"title": "Lazy", "url": "/lazy/"}.get(key)

    def liquid_keys(self) -> list[str]:
        return ["title", "url"]


ROOTS = {
    "site": {
        "baseurl": "/b",
        "data": {"team": [{"name": "Ann"}, {"name": "Bo"}]},
        "post": Post(),
        "title": "S",
    },
    "page": {"title": "Page", "tags": ["x", "y"]},
}
INCLUDES = {"box.html": "<b>{{ include.text }}</b>", "outer.html": "[{% include box.html text='in' %}]"}
HOST = PlainHost(ROOTS, includes=INCLUDES, links={"a.md": "/a/"}, posts={"2020-01-02-p": "/p/"})


CODE = (
    '<figure class="highlight"><pre><code class="language-c--" data-lang="c++">a &lt; b</code></pre></figure>'
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ site.post.title }}{{ site.post.nothing }}", "Lazy"),
        ("{{ site.post | relative_url }}", "/b/lazy/"),
        ("{% if site.post contains 'url' %}has{% endif %}", "has"),
        ("{% if site.post contains site.data %}has{% endif %}.", "."),
        ("{% if site.data contains page.tags %}has{% endif %}.", "."),
        ("{% for t in page.tags %}{{ forloop.index }}{{ t }}{% endfor %}", "1x2y"),
        ("{% link a.md %}{% post_url 2020-01-02-p %}", "/b/a//b/p/"),
        ("{% include box.html text=page.title %}{% include outer.html %}", "<b>Page</b>[<b>in</b>]"),
        ("{% assign f = 'box' %}{% include {{ f }}.html text=\"q\" %}", "<b>q</b>"),
        ("a  {%- if true -%}  b  {%- endif -%}  c", "abc"),
        ("{% if true %} {% assign x = 1 %} {% endif %}.", "."),
        ("{% raw %}{{ x }}{% endraw %}{% comment %}no{% endcomment %}", "{{ x }}"),
        ("{{ 0.0305 | round: 3 }} {{ 7 | divided_by: 2 }} {{ 7.0 | divided_by: 2 }}", "0.031 3 3.5"),
        ("{{ 125.5 | round: -1 }} {{ -0.5 | round: -1 }} {{ -15 | round: -1 }} {{ 14 | round: -1 }} {{ 7 | round: 2 }}", "130 0 -20 10 7"),
        (f"{{{{ {'9' * 450} | round: 2 }}}} {{{{ '{'9' * 390}.95' | round: 10 }}}}", f"{'9' * 450} Infinity"),
        (f"{{{{ {'9' * 450} | divided_by: 0.0 }}}} {{{{ -{'9' * 450} | divided_by: 0.0 }}}}", "Infinity -Infinity"),
        ("{{ 'a,b,,' | split: ',' | size }}{{ 'one two' | truncatewords: 2 }}", "2one two..."),
        ("{{ \"it's <b>\" | xml_escape }}", "it&apos;s &lt;b&gt;"),
        ("{% highlight c++ %}\na < b\n{% endhighlight %}", CODE),
    ],
)  # fmt: skip
def test_text(text: str, expected: str) -> None:
    """What comes out."""
    assert render(parse(text, "p.md"), HOST).mapped.text == expected


def place_of(text: str, part: str, offset: int = 0) -> tuple[str, str]:
    """The file and the source text that ``part`` of the rendered text comes from."""
    mapped = render(parse(text, "p.md", offset), HOST).mapped
    at = mapped.text.index(part)
    path, (start, end) = mapped.place(at, at + len(part))
    source = " " * offset + text if path == "p.md" else INCLUDES[path.removeprefix("_includes/")]
    return path, source[start:end]


def test_places() -> None:
    """Copied text maps to itself, made text to its tag, included text into the include."""
    text = "one {{ page.title }} two\r\n{% include box.html text='in' %} three"
    for offset in (0, 40):
        assert place_of(text, "two", offset) == ("p.md", "two")
        assert place_of(text, "Page", offset) == ("p.md", "{{ page.title }}")
        assert place_of(text, "three", offset) == ("p.md", "three")
        assert place_of(text, "<b>", offset) == ("_includes/box.html", "<b>")
        assert place_of(text, "in", offset) == ("_includes/box.html", "{{ include.text }}")


def test_captured_text_keeps_its_places() -> None:
    """Printed as it is, a capture maps to where it was written; through a filter, to where it is printed."""
    text = "{% capture c %}see [it](/x){% endcapture %}.{{ c }}.{{ c | upcase }}"
    assert place_of(text, "(/x)") == ("p.md", "(/x)")
    assert place_of(text, "(/X)") == ("p.md", "{{ c | upcase }}")


def test_included_text_knows_the_way() -> None:
    """Each tag that led into an include, outermost first."""
    mapped = render(parse("{% include outer.html %}", "p.md"), HOST).mapped
    piece = mapped.piece_at(mapped.text.index("<b>"))
    assert [place.path for place in piece.via] == ["p.md", "_includes/outer.html"]
    assert piece.via[0].span == (0, 24)


def test_what_no_filter_changes_is_handed_on_as_a_value() -> None:
    """`Context#invoke` asks what a filter gives, and one that nobody has, for its ``to_liquid``."""
    text = "{{ blank | nothing | number_of_words }}{{ empty | upcase | number_of_words }}{{ 'a b' | nothing | size }}"
    assert render(parse(text, "p.md"), PlainHost(plugins_known=True)).mapped.text == "003"


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("{{ site.title }}{{ site.none }}", {("site", "title"), ("site", "none")}),
        ("{{ site.data.team[0].name }}{{ site.data['x'] }}", {("data", "team"), ("data", "x")}),
        ("{% assign d = site.data %}", {("data", "*")}),
        ("{% assign s = site %}{{ s.title }}", {("site", "*")}),
        ("{{ '/a' | relative_url }}", {("site", "baseurl")}),
        ("{% link a.md %}", {("link", "a.md"), ("site", "baseurl")}),
        (
            "{% include box.html %}{% include none.html %}",
            {("include", "box.html"), ("include", "none.html")},
        ),
        ("{% include_relative n.md %}", {("include_relative", "docs/p.md:n.md")}),
        ("{% post_url 2020-01-01-no %}", {("post_url", "2020-01-01-no")}),
        ("{{ page.title }}", set()),
    ],
)
def test_reads(text: str, reads: set[tuple[str, str]]) -> None:
    """All that was asked for outside the document, answered or not."""
    assert render(parse(text, "docs/p.md"), HOST).reads == {HostRead(*read) for read in reads}


def test_cached_includes_that_use_the_page_are_unsure() -> None:
    """Jekyll shows the first page's rendering on all pages."""
    host = PlainHost(ROOTS, includes={"fixed.html": "<i>{{ include.a }}</i>", "own.html": "{{ page.title }}"})
    fixed = render(parse("{% include_cached fixed.html a='1' %}", "p.md"), host).mapped
    own = render(parse("{% include_cached own.html %}", "p.md"), host).mapped
    assert (fixed.text, own.text) == ("<i>1</i>", "Page")
    assert not any(piece.maybe for piece in fixed.pieces)
    assert all(piece.maybe for piece in own.pieces)


class Named(Drop):
    """An object that Liquid asks for its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def liquid_get(self, key: str) -> object:
        return self.name if key == "name" else None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{% for x in both %}{% include_cached one.html of=x %}{% endfor %}", "ab"),
        ("{% include_cached one.html of=a %}{% assign b = a %}{% include_cached one.html of=b %}", "aa"),
        ("{% include_cached first.html of=both %}{% include_cached first.html of=turned %}", "ab"),
        ("{% include_cached first.html of=many %}{% include_cached first.html of=more %}", "ab"),
        ("{% include_cached names.html x='1' %}{% include_cached names.html y='1' %}", "1-1-"),
        ("{% include_cached names.html x='1' %}{% include_cached names.html x=1 y=2 %}", "1-1-2"),
    ],
)
def test_cached_includes_serve_calls_with_the_same_values(text: str, shown: str) -> None:
    """To jekyll-include-cache the names do not count, and a document is one with itself alone."""
    a, b = Named("a"), Named("b")
    lists = {"both": [a, b], "turned": [b, a], "many": [a] * MAX_PARTS * 2, "more": [b] * MAX_PARTS * 2}
    includes = {
        "one.html": "{{ include.of.name }}",
        "first.html": "{{ include.of.first.name }}",
        "names.html": "{{ include.x }}-{{ include.y }}",
    }
    host = PlainHost({**ROOTS, **lists, "a": a}, includes=includes)
    assert render(parse(text, "p.md"), host).mapped.text == shown


class Themed(PlainHost):
    """A host none of whose includes is here."""

    def include(self, name: str, page: str | None) -> Unknown:
        return Unknown(undecided("a theme may bring it"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ lang }}{% include a.html %}", "\uf8ff"),
        ("{% include a.html %}{{ lang }}", "\uf8ff\uf8ff"),
        ("{% include a.html %}{{ names[lang] }}", "\uf8ff\uf8ff"),
        ("{% assign lang = 'en' %}{% include a.html %}{{ lang }}", "\uf8ffen"),
        ("{% include a.html %}{{ page.lang }}{{ include.lang }}{{ forloop.index }}", "\uf8ff"),
        ("{% if nil %}{% include a.html %}{% endif %}{{ lang }}", ""),
        ("{% if lang %}a{% endif %}{% capture x %}{% include a.html %}{% endcapture %}{{ lang }}", "\uf8ff"),
    ],
)
def test_what_is_not_here_may_set_variables(text: str, expected: str) -> None:
    assert render(parse(text, "p.md"), Themed({"page": {}})).mapped.text == expected


def test_what_is_not_here_may_set_what_strict_variables_asks_for() -> None:
    host = Themed({"page": {}}, strict_variables=True)
    assert render(parse("{% include a.html %}{{ lang }}", "p.md"), host).problems == ()
    assert render(parse("{{ lang }}", "p.md"), host).problems != ()


def test_an_include_that_a_theme_may_bring_is_unknown() -> None:
    """The host says so; no problem is reported."""
    rendering = render(parse("{% include a.html %}", "p.md"), Themed())
    assert rendering.mapped.text == "\uf8ff"
    assert rendering.problems == ()
    assert [words(unknown.reasons) for unknown in rendering.unknowns] == ["a theme may bring it"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("%Y-%m-%d %H:%M:%S", "2021-03-04 05:06:07"),
        ("%-d %b %y, %-I%P", "4 Mar 21, 5am"),
        ("%^a %j %U %G-%V %u %e|%k", "THU 063 09 2021-09 4  4| 5"),
        ("%z %:z %s %%", "+0000 +00:00 1614834367 %"),
        ("%5d %_m %3N %Q", "00004  3 000 %Q"),
    ],
)
def test_dates(pattern: str, expected: str) -> None:
    """Ruby's ``strftime``, its flags and widths."""
    text = "{{ '2021-03-04 05:06:07' | date: \"" + pattern + '" }}'
    assert render(parse(text, "p.md"), HOST).mapped.text == expected


@pytest.mark.parametrize("pattern", ["%Y %", "%", "%%%", "%Y%-", "%10", "%_^#05"])
def test_a_time_is_not_written_by_a_pattern_that_is_cut_off(pattern: str) -> None:
    with pytest.raises(LiquidError, match="invalid format"):
        strftime(datetime(2021, 3, 4, 5), pattern)
    assert strftime(date(2021, 3, 4), pattern) == pattern.replace("%Y", "2021").replace("%%", "%")


def test_dates_alone_are_written_as_by_the_command_date() -> None:
    """``Time#strftime`` does not know ``%+``; where it is known, its zone is that of a date."""
    assert strftime(datetime(2021, 3, 4, 5), "%+|%^+|%c") == "%+|%^+|Thu Mar  4 05:00:00 2021"
    assert strftime(date(2021, 3, 4), "%+") == "Thu Mar  4 00:00:00 +00:00 2021"


@pytest.mark.parametrize("pattern", ["%:", "100%% ", "%E", "% ", "%é"])
def test_what_is_no_directive_is_written_as_it_is(pattern: str) -> None:
    assert strftime(datetime(2021, 3, 4, 5), pattern) == pattern.replace("%%", "%")
