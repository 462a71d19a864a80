"""Three-valued evaluation: what is not known stays so, and nothing more than that."""

from __future__ import annotations

import pytest
from tests.sampled import sampled, slow

from sitecheck.liquid import PlainHost, Unknown, parse, render
from sitecheck.liquid.render import Rendering
from sitecheck.liquid.values import undecided
from sitecheck.model.unknown import MAX_REASONS, words
from sitecheck.text.source_map import UNKNOWN

U = "\uf8ff"
ROOTS = {
    "secret": Unknown(undecided("it is secret")),
    "site": {
        "url": "https://a.org",
        "baseurl": "/b",
        "list": [1, Unknown(undecided("one item is secret")), 3],
    },
    "yes": True,
    "page": {"title": "T"},
}


def rendered(text: str, **settings: object) -> Rendering:
    """The rendering of ``text`` over :data:`ROOTS`."""
    return render(parse(text, "p.md"), PlainHost(ROOTS, **settings))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("test", "is_known"),
    [
        ("x == ''", False),
        ("x != ''", False),
        ("x == empty", False),
        ("x == 'y'", False),
        ("x == 5", True),
        ("'' == x", False),
        ("x contains 'y'", False),
        ("z contains 'a'", True),
        ("z == ''", True),
        ("z == empty", True),
    ],
)
def test_of_a_text_that_may_be_captured_nobody_knows_what_it_is(test: str, is_known: bool) -> None:
    made = "{% capture x %}{% if secret %}y{% endif %}{% endcapture %}{% capture z %}a{{ secret }}{% endcapture %}"
    found = rendered(f"{made}{{% if {test} %}}a{{% else %}}b{{% endif %}}")
    assert (not any(piece.maybe for piece in found.mapped.pieces)) is is_known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ secret }}", U),
        ("{{ secret.a.b[0] }}", U),
        ("{{ secret[nothing] }}{{ secret.a[nothing].b }}", ""),
        ("{{ nothing }}", ""),
        ("{{ '/img/' | append: secret | append: '.png' | relative_url }}", f"/b/img/{U}.png"),
        ("{{ secret | prepend: '/x/' | absolute_url }}", f"https://a.org/b/x/{U}"),
        ("{{ secret | append: 'https://a.org' | absolute_url }}", U),
        ("{{ secret | append: 'https://a.org' | relative_url }}", U),
        ("{{ secret | append: 'a b' | url_encode }}", f"{U}a+b"),
        ("{{ secret | size }}", U),
        ("{{ secret | default: 'x' }}", U),
        ("{{ secret | append: '' | default: 'x' }}", U),
        ("{{ 'a' | append: secret | default: 'x' }}", f"a{U}"),
        ("{{ site.list | join: ',' }}", f"1,{U},3"),
        ("{{ site.list | first }}{{ site.list | size }}", "13"),
        ("{{ site.list | sort }}", U),
        ("{{ site.list | where_exp: 'i', 'i > 1' }}", U),
        ("{{ site.list[secret] }}", U),
        ("{{ 'text' | plugin_filter }}", U),
        ("{{ '/a.js' | relative_url | bust_file_cache }}", f"/b/a.js?{U}"),
        ("{{ '/a.css' | bust_css_cache | append: '&x' }}", f"/a.css?{U}&x"),
        ("{{ secret | bust_file_cache }}{{ nothing | bust_file_cache }}", f"{U}{U}"),
        ("{{ 'now' | date: '%Y' }}", U),
        ("{{ 'now' | date: '?v=%s%-d&x' }}", f"?v={U}&x"),
        ("{{ 'now' | date: '%s' | prepend: '?v=' }}", f"?v={U}"),
        ("{{ 'now' | date: '%s' | append: '.js' | prepend: '/a.' }}", f"/a.{U}.js"),
        ("{{ 'x' | markdownify }}", U),
        ("{{ page.title | jsonify }}{{ site.list | jsonify }}", f'"T"[1,{U},3]'),
        ("{% plugin a %}", U),
        ("{% plugin %}body{% endplugin %}", f"{U}body{U}"),
    ],
)
def test_values(text: str, expected: str) -> None:
    """Text filters keep what is known; others give unknown; nil is not unknown."""
    assert rendered(text).mapped.text == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("secret", "AB"),
        ("secret == 1", "AB"),
        ("secret and nothing", "B"),
        ("nothing and secret", "B"),
        ("secret or yes", "A"),
        ("yes or secret", "A"),
        ("secret and yes", "AB"),
        ("secret contains 'x'", "AB"),
        ("secret < 5", "AB"),
        ("text", "A"),
        ("text == '/b/y/'", "B"),
        ("text == '/a/y/'", "AB"),
        ("text == 5", "B"),
        ("text contains '/a'", "A"),
        ("text contains 'zzz'", "AB"),
        ("text == empty", "B"),
        ("secret == empty", "AB"),
        ("site.list contains 3", "A"),
        ("site.list contains 4", "AB"),
    ],
)
def test_conditions(condition: str, expected: str) -> None:
    """Kleene's logic: a condition is decided when what is known decides it."""
    text = "{% assign text = '/a/' | append: secret %}{% if " + condition + " %}A{% else %}B{% endif %}"
    rendering = rendered(text)
    assert rendering.mapped.text == expected
    assert {piece.maybe for piece in rendering.mapped.pieces} == {len(expected) > 1}


def test_undecided_branches_are_marked_and_what_follows_is_not() -> None:
    """Pieces of a branch that may not run say so."""
    rendering = rendered("a{% if secret %}b{% elsif yes %}c{% else %}d{% endif %}e")
    mapped = rendering.mapped
    assert mapped.text == "abce"
    assert [piece.maybe for piece in mapped.pieces] == [False, True, True, False]
    assert [words(unknown.reasons) for unknown in rendering.unknowns] == ["it is secret"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% assign x = 1 %}{% if secret %}{% assign x = 2 %}{% endif %}{{ x }}", U),
        ("{% if secret %}{% assign x = 2 %}{{ x }}{% endif %}{{ x }}", f"2{U}"),
        ("{% if secret %}{% assign x = 2 %}{% else %}{% assign x = 2 %}{% endif %}{{ x }}", "2"),
        ("{% if secret %}{% assign x = 2 %}{% else %}{% assign x = 3 %}{% endif %}{{ x }}", U),
        ("{% for i in secret %}{{ i.url }}{% assign n = 1 %}{% endfor %}{{ n }}", f"{U}{U}"),
        ("{% if secret %}{% cycle 'a', 'b' %}{% endif %}{% cycle 'a', 'b' %}", f"a{U}"),
        ("{% if secret %}{% increment n %}{% endif %}{% increment n %}", f"0{U}"),
        ("{% case secret %}{% when 1 %}a{% else %}b{% endcase %}", "ab"),
        ("{% case 1 %}{% when secret, 1 %}a{% else %}b{% endcase %}", "aa"),
        ("{% unless secret %}a{% else %}b{% endunless %}", "ab"),
        ("{% capture c %}<{{ secret }}>{% endcapture %}{{ c }}{% if c %}t{% endif %}", f"<{U}>t"),
    ],
)
def test_variables_after_undecided_branches(text: str, expected: str) -> None:
    """Only what all ways agree on is known afterwards."""
    assert rendered(text).mapped.text == expected


def test_a_break_that_may_not_run_leaves_the_rest_of_the_loop_unsure() -> None:
    """The first item is certain, all after the undecided break only maybe."""
    text = "{% for i in (1..3) %}{{ i }}{% if secret %}{% break %}{% endif %}-{% endfor %}end"
    mapped = rendered(text).mapped
    assert mapped.text == "1-2-3-end"
    assert [piece.maybe for piece in mapped.pieces] == [False, *[True] * 5, False]


def test_a_variable_set_before_an_unsure_break_is_unsure_after_the_loop() -> None:
    """The loop may have ended after the first turn."""
    text = "{% for i in (1..3) %}{% assign x = i %}{% if secret %}{% break %}{% endif %}{% endfor %}{{ x }}"
    assert rendered(text).mapped.text == U


def test_plugins_that_are_all_known_make_filters_certain() -> None:
    """The gem passes the input through a filter that nobody brings."""
    assert rendered("{{ 'text' | plugin_filter }}", plugins_known=True).mapped.text == "text"


def test_a_list_with_something_unknown_is_no_text_that_jekyll_3_searches() -> None:
    site = {**ROOTS["site"], "all": [{"a": "x"}]}  # type: ignore[dict-item]
    searched = parse("{{ site.all | where: 'a', site.list | size }}", "p.md")
    assert render(searched, PlainHost({"site": site}, is_jekyll_4=False)).mapped.text == U


def test_blank_needs_active_support() -> None:
    """``== blank`` is false in plain Jekyll, works with ActiveSupport, and is undecided if nobody knows."""
    text = "{% if page.none == blank %}A{% else %}B{% endif %}"
    assert rendered(text).mapped.text == "B"
    assert rendered(text, active_support=True).mapped.text == "A"
    assert rendered(text, active_support=None).mapped.text == "AB"


def test_what_is_not_blank_is_so_in_every_world() -> None:
    """Without ActiveSupport no text is blank, and with it none that shows something is."""
    text = "{% if 'x' == blank %}A{% else %}B{% endif %}{% if '' == blank %}A{% else %}B{% endif %}"
    assert rendered(text, active_support=None).mapped.text == "BAB"


def test_includes_that_recur_under_undecided_conditions_end() -> None:
    """A tree of unknown depth is rendered once, not a hundred times."""
    call = "{% include tree.html node=child %}"
    tree = "{% for child in include.node %}<" + call * 2 + ">{% endfor %}"
    host = PlainHost(ROOTS, includes={"tree.html": tree})
    assert render(parse("{% include tree.html node=secret %}", "p.md"), host).mapped.text == f"<{U}{U}>"


@pytest.mark.parametrize("stop", ["99999999999999999999", "n", "9223372036854775808"])
@pytest.mark.parametrize(
    "text",
    [
        "{% for i in (1..N) limit: 2 %}{% endfor %}",
        "{% for i in (-1..N) reversed %}{% endfor %}",
        "{% tablerow i in (1..N) cols: 2 %}{% endtablerow %}",
        "{% assign r = (1..N) %}{{ r.size }}{{ r | first }}{{ r | join: ',' }}{% if r contains 3 %}{% endif %}",
    ],
)
def test_a_range_that_python_cannot_count_is_too_much(text: str, stop: str) -> None:
    found = rendered("{% assign n = 99999999999999999999 %}a" + text.replace("N", stop))
    assert found.mapped.text.startswith("a")
    assert found.unknowns


@pytest.mark.parametrize("body", ["", *slow(["x" * 23])])  # a loop of text is a bomb in test_budget.py
def test_endless_loops_end(body: str) -> None:
    """With a problem that says so."""
    text = "{% for i in (1..999999999) %}{% for j in (1..999999999) %}" + body + "{% endfor %}{% endfor %}"
    assert [problem.code for problem in rendered(text).problems] == ["limit"]


@pytest.mark.parametrize(
    "step", ["'aaaaaaaaaa' | append: x", "9 | times: x", "'a,b' | split: ',' | concat: x"]
)
def test_growing_values_end_as_unknown(step: str) -> None:
    """Doubling a text, a number or a list a hundred times."""
    start, operation = step.rsplit(" | ", 1)
    text = (
        "{% assign x = "
        + start
        + " %}{% for i in (1..100) %}{% assign x = x | "
        + operation
        + " %}{% endfor %}{{ x }}"
    )
    assert rendered(text).mapped.text == U


@pytest.mark.parametrize("operation", ["push: x", "unshift: x", "group_by: 'a'", "group_by_exp: 'i', 'i.a'"])
@pytest.mark.parametrize(
    "end", sampled(["", " | jsonify", " | inspect", " | join: ','", " | size", " | uniq", " | sort"], 2)
)
def test_nested_values_end_as_unknown(operation: str, end: str) -> None:
    """Lists put into lists, hundreds deep, neither crash nor blow up."""
    start = "{% assign x = 'a,b' | split: ',' %}"
    text = (
        start + "{% for i in (1..300) %}{% assign x = x | " + operation + " %}{% endfor %}{{ x" + end + " }}"
    )
    assert rendered(text).mapped.text == U


@pytest.mark.parametrize(
    "text",
    [
        "{{ one | append: two }}",
        "{{ one[two] }}",
        "{{ one | append: two | size }}",
        "{{ list }}",
        "{{ list | join: ' ' }}",
        "{{ list | jsonify }}",
        "{{ list | sort }}",
        "{{ one | relative_url | prepend: two }}",
        "{% capture both %}{{ one }} {{ two }}{% endcapture %}{{ both | upcase }}",
        "{% if one %}{% assign x = two %}{% else %}{% assign x = 1 %}{% endif %}{{ x }}",
        "{% if one and two %}{% assign x = 1 %}{% endif %}{{ x }}",
        "{% if one %}{% elsif two %}{% assign x = 1 %}{% endif %}{{ x }}",
        "{% if one == two %}{% assign x = 1 %}{% endif %}{{ x }}",
        "{% if one < two %}{% assign x = 1 %}{% endif %}{{ x }}",
        "{% if one contains two %}{% assign x = 1 %}{% endif %}{{ x }}",
        "{% if list contains 1 %}{% assign x = 1 %}{% endif %}{{ x }}",
        "{% case one %}{% when two %}{% assign x = 1 %}{% endcase %}{{ x }}",
        "{% for i in one %}{% assign x = two %}{% endfor %}{{ x }}",
    ],
)
def test_all_reasons_are_kept_where_several_meet(text: str) -> None:
    one, two = Unknown(undecided("one")), Unknown(undecided("two"))
    rendering = render(parse(text, "a.md"), PlainHost({"one": one, "two": two, "list": [one, two]}))
    last = [piece for piece in rendering.mapped.pieces if piece.kind == "unknown"][-1]
    assert {reason.detail for reason in last.reasons} == {"one", "two"}


def test_a_page_with_any_number_of_reasons_keeps_a_few() -> None:
    tags = "".join(f"{{% tag{number} %}}" for number in range(500))
    rendering = render(
        parse(f"{{% capture all %}}{tags}{{% endcapture %}}{{{{ all | upcase }}}}", "a.md"), PlainHost()
    )
    (piece,) = {piece.reasons for piece in rendering.mapped.pieces if piece.reasons}
    assert len(piece) == MAX_REASONS + 1


def test_what_stands_beside_something_unknown_is_known() -> None:
    host = PlainHost({"secret": Unknown(undecided("it is secret"))})
    rendering = render(parse("{{ secret | append: 'b' | prepend: 'a' }}", "a.md"), host)
    pieces, text = rendering.mapped.pieces, rendering.mapped.text
    ends = [*(piece.out for piece in pieces[1:]), len(text)]
    assert [(text[p.out : end], p.kind, bool(p.reasons)) for p, end in zip(pieces, ends, strict=True)] == [
        ("a", "produced", False),
        (UNKNOWN, "unknown", True),
        ("b", "produced", False),
    ]
