"""What is wrong with a template, where, and what is not."""

from __future__ import annotations

import pytest

from sitecheck.liquid import PlainHost, parse, render
from sitecheck.liquid.nodes import output
from sitecheck.liquid.values import undecided


def found(text: str, liquid: int = 4, offset: int = 0) -> list[tuple[str, str, bool]]:
    """Code, flagged text and fatality of each problem of reading."""
    problems = parse(text, "p.md", offset, liquid=liquid).problems
    cut = [problem.place.span for problem in problems]
    flagged = [text[start - offset : end - offset] for start, end in cut]
    return [(problem.code, part, problem.fatal) for problem, part in zip(problems, flagged, strict=True)]


@pytest.mark.parametrize(
    ("text", "code", "flagged"),
    [
        ("a {{ x }", "unclosed-output", "{{"),
        ("a {{ x", "unclosed-output", "{{"),
        ("a {% if x", "unclosed-tag", "{%"),
        ("{% %}", "invalid-tag", "{% %}"),
        ("x {% if a %} y", "unclosed-block", "{% if a %}"),
        ("{% for a in b %}{% if c %}{% endfor %}", "unclosed-block", "{% if c %}"),
        ("{% raw %} {{ x", "unclosed-block", "{% raw %}"),
        ("{% raw %}{%- endraw %}", "unclosed-block", "{% raw %}"),
        ("{% endif %}", "unexpected-end", "{% endif %}"),
        ("{% else %}", "unexpected-else", "{% else %}"),
        ("{% capture a %}{% else %}{% endcapture %}", "unexpected-else", "{% else %}"),
        ("{% if %}{% endif %}", "invalid-syntax", "{% if %}"),
        ("{% for i items %}{% endfor %}", "invalid-syntax", "items"),
        ("{% assign x %}", "invalid-syntax", "{% assign x %}"),
        ("{% raw x %}{% endraw %}", "invalid-syntax", "{% raw x %}"),
        ("{% include a.html x= %}", "invalid-include", "x="),
        ("{% post_url a-post %}", "invalid-syntax", "{% post_url a-post %}"),
        ("{% highlight %}{% endhighlight %}", "invalid-syntax", "{% highlight %}"),
        ("{% comment %}{{ x }{% endcomment %}", "unclosed-output", "{{"),
    ],
)  # fmt: skip
def test_errors_that_stop_the_build(text: str, code: str, flagged: str) -> None:
    """Each hard error of the gem, at the tag or word the author has to mend."""
    assert found(text) == [(code, flagged, True)]


def test_a_condition_after_else_stops_nothing() -> None:
    assert found("{% if a %}{% else if b %}{% endif %}") == [("else-if", "{% else if b %}", False)]


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("{% if a = b %}{% endif %}", "="),
        ("{% if a && b %}{% endif %}", "&"),
        ("{{ a | append 'x' }}", "'"),
        ("{{ a..b }}", "."),
        ("{{ a | }}", "}"),
        ("{{ 'a }}", "'"),
        ("{{ a |\u00a0upcase }}", "\u00a0"),
        ("{% assign x = a b %}", "b"),
    ],
)
def test_guesses_are_warned_of(text: str, flagged: str) -> None:
    """Where the gem falls back on its lax reading, at the character where the strict one fails."""
    codes = [(code, fatal) for code, _, fatal in found(text)]
    assert codes == [("lax-syntax", False)]
    assert found(text)[0][1] == flagged


@pytest.mark.parametrize(
    "text",
    [
        "{% if a %}{% else %}{% else %}{% endif %}",
        "{% comment %}{% nosuch %}{% endfoo %}{% endcomment %}",
        "{% if a == b or c contains 'd' %}{% elsif e %}{% endif %}",
        "{{ a.b[0]['c'].size | where: 'x', y | first }}",
        "{% for i in (1..n) reversed limit:2 offset:continue %}{% endfor %}",
        "{% raw %}{{ x }{% endraw %}",
        "{% include a.html x='1' y=page.z %}{% include {{ page.file }} %}",
        "}} %} { { {%- # -%}"[:8],
    ],
)
def test_good_templates_are_left_alone(text: str) -> None:
    """Nothing is said of what the gem accepts in silence."""
    assert found(text) == []


def test_several_errors_are_reported_in_order() -> None:
    """Reading goes on after an error."""
    text = "{{ a }\n{% endfor %}\n{% if x %}\n{% assign %}"
    assert [code for code, _, fatal in found(text) if fatal] == [
        "unclosed-output",
        "unexpected-end",
        "unclosed-block",
        "invalid-syntax",
    ]


def test_offsets_count_from_the_start_of_the_file() -> None:
    """The body's place in the file is added, after CRLF too."""
    body = "one\r\ntwo {{ x }\r\n"
    (problem,) = parse(body, "p.md", 100).problems
    assert problem.place.span == (109, 111)


def test_formulas_get_advice() -> None:
    """LaTeX braces are the usual cause: say what to do, without Liquid's terms."""
    (problem,) = parse(r"$\frac{{a}{b}}$", "p.md").problems
    assert "{% raw %}" in problem.message
    (plain,) = parse("{{ x }", "p.md").problems
    assert "raw" not in plain.message


def test_the_stray_end_is_named() -> None:
    """An unclosed block points at the end that closed something around it."""
    text = "{% for a in b %}{% if c %}{% endfor %}"
    (problem,) = parse(text, "p.md").problems
    assert problem.related is not None
    start, end = problem.related.span
    assert text[start:end] == "{% endfor %}"


def test_tags_and_filters_of_plugins_have_codes_of_their_own() -> None:
    """Who knows which plugins there are can tell."""
    assert found("{% seo %}{{ a | toc }}") == [
        ("unknown-tag", "{% seo %}", True),
        ("unknown-filter", "toc", False),
    ]


def test_version_5_has_more_tags() -> None:
    """``echo``, ``liquid`` and ``#`` are of the gem 5."""
    text = "{% # note %}{% echo 'a' %}{% liquid\nassign x = 'b'\nif x\n echo x\nendif\n%}"
    assert found(text, liquid=5) == []
    assert render(parse(text, "p", liquid=5), PlainHost(liquid=5)).mapped.text == "ab"
    assert {code for code, _, _ in found(text)} == {"invalid-tag", "unknown-tag"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{% include no.html %}", "missing-include"),
        ("{% include_relative no.html %}", "missing-include"),
        ("{% include ../a.html %}", "invalid-include"),
        ("{% link no.md %}", "missing-link"),
        ("{% post_url 2020-01-01-no %}", "missing-post"),
        ("{{ 1 | divided_by: 0 }}", "render-error"),
        ("{{ 'a' | append }}", "render-error"),
        ("{% if 1 < 'a' %}{% endif %}", "render-error"),
        ("{% include self.html %}", "too-deep"),
    ],
)
def test_errors_of_rendering(text: str, code: str) -> None:
    """They stop the build too; the output there is unknown."""
    host = PlainHost(includes={"self.html": "{% include self.html %}"})
    problems = render(parse(text, "p.md"), host).problems
    assert [(problem.code, problem.fatal) for problem in problems] == [(code, True)]


def test_errors_in_a_branch_that_may_not_run_are_not_fatal() -> None:
    """Nobody knows whether the build stops."""
    from sitecheck.liquid import Unknown

    host = PlainHost({"secret": Unknown(undecided("secret"))})
    (problem,) = render(parse("{% if secret %}{% link no.md %}{% endif %}", "p.md"), host).problems
    assert (problem.code, problem.fatal) == ("missing-link", False)


def test_problems_of_includes_name_the_include_and_the_page() -> None:
    """The place is in the include, the related place is the tag that brought it in."""
    host = PlainHost(includes={"a.html": "x {% link no.md %}"})
    (problem,) = render(parse("\n{% include a.html %}", "p.md"), host).problems
    assert problem.place == ("_includes/a.html", (2, 18))
    assert problem.related == ("p.md", (1, 21))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ nobody }}", "undefined-variable"),
        ("{{ page.nobody }}", "undefined-variable"),
        ("{{ page.title.nobody }}", "undefined-variable"),
        ("{% if nobody %}{% endif %}", "undefined-variable"),
        ("{% for x in (1..1) %}{{ forloop.nobody }}{% endfor %}", "undefined-variable"),
        ("{% for x in (1..1) %}{% if forloop.size %}{% endif %}{% endfor %}", "undefined-variable"),
        ("{% tablerow x in (1..1) %}{{ tablerowloop.nobody }}{% endtablerow %}", "undefined-variable"),
        ("{{ page.title | shout }}", "undefined-filter"),
        ("{{ page.title | shout: nobody }}", "undefined-variable"),
        ("{{ page.title | shout: by: nobody }}", "undefined-variable"),
    ],
)
def test_strict_settings_refuse_names_that_do_not_exist(text: str, code: str) -> None:
    host = PlainHost({"page": {"title": "A"}}, plugins_known=True, strict_filters=True, strict_variables=True)
    assert [(p.code, p.fatal) for p in render(parse(text, "p.md"), host).problems] == [(code, True)]
    lenient = PlainHost({"page": {"title": "A"}}, plugins_known=True)
    assert render(parse(text, "p.md"), lenient).problems == ()


def test_strict_settings_take_what_exists() -> None:
    text = "{% assign a = nil %}{{ a }}{{ page.none }}{{ site }}{% for x in (1..2) %}{{ x }}{% endfor %}{{ l[9] }}"
    text += "{% for x in l %}{{ forloop.index }}{{ forloop.parentloop }}{% if forloop.first %}{% endif %}{% endfor %}"
    text += "{% tablerow x in l %}{{ tablerowloop.col_last }}{{ tablerowloop.length }}{% endtablerow %}"
    host = PlainHost({"page": {"none": None}, "l": [1]}, strict_variables=True)
    assert render(parse(text, "p.md"), host).problems == ()


def test_an_include_that_may_not_be_shown_stops_nothing_for_certain() -> None:
    from sitecheck.liquid import Unknown

    host = PlainHost({"secret": Unknown(undecided("secret"))}, includes={"a.html": "{% x %}{% if %}"})
    text = "{% if secret %}{% include a.html %}{% endif %}"
    assert {problem.fatal for problem in render(parse(text, "p.md"), host).problems} == {False}
    sure = render(parse("{% include a.html %}", "p.md"), host).problems
    assert {problem.fatal for problem in sure} == {True}


@pytest.mark.parametrize("address", [":", ":a", "::", "1:b", "x y:z", "http://", "http://a b"])
@pytest.mark.parametrize("name", ["relative_url", "absolute_url"])
def test_addresses_that_addressable_refuses_stop_the_build(name: str, address: str) -> None:
    problems = render(parse(f"{{{{ '{address}' | {name} }}}}", "p.md"), PlainHost()).problems
    assert [problem.fatal for problem in problems] == [True]


@pytest.mark.parametrize("mark", ["{{", "{{ ", "{%"])
def test_marks_without_end_are_read_as_far_as_they_are_told(mark: str) -> None:
    """A megabyte of them costs no more than text; what may still end is read on."""
    template = parse(mark * 30_000 + ("{{ page.x }}" if mark == "{%" else ""), "p.md")
    assert [problem.code for problem in template.problems][-1] == "limit"
    assert template.body is not None
    assert len(template.body.nodes) < 30_000
    assert sum(map(output, template.body.nodes)) == (mark == "{%")
