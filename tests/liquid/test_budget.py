"""Whatever a template asks for, rendering ends after a number of steps, in time and memory in proportion."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from tests.fuzz.limits import slowness
from tests.sampled import sampled

from sitecheck.liquid import PAGE_STEPS, Budget, PlainHost, Unknown, parse, render
from sitecheck.liquid.context import State
from sitecheck.liquid.nodes import Body
from sitecheck.model.unknown import ReasonKind, because

TEXT = "{% assign a = 'abcdefghij' %}" + "{% assign a = a | append: a %}" * 16
LIST = "{% assign l = 'a,b,c,d,e,f,g,h' | split: ',' %}" + "{% assign l = l | concat: l %}" * 14
CAPTURED = "{% capture c %}" + "{{ page.title }}x" * 1000 + "{% endcapture %}"
FOREVER = "{%% for i in (1..1000000000) %%}%s{%% endfor %%}"
REFERENCES = "{% assign l = a | split: 'z' %}" + "{% assign l = l | push: l | push: l %}" * 30

LOOPS = {
    "range": FOREVER % "",
    "tablerow": "{% tablerow i in (1..100000000) %}{% endtablerow %}",
    "tablerow-columns": "{% tablerow i in (1..100000000) cols: 3 %}{{ i }}{% endtablerow %}",
    "nested": "{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}{% endfor %}{% endfor %}{% endfor %}",
    "text": FOREVER % "[a](b) *c*\n",
    "conditions": FOREVER % ("{% if 1 == 2" + " or 1 == 2" * 5000 + " %}{% endif %}"),
    "cases": FOREVER % ("{% case 1 %}{% when " + ",".join(map(str, range(2, 5000))) + " %}{% endcase %}"),
    "keys": FOREVER % ("{{ site" + ".a" * 20_000 + " }}"),
    "filters": FOREVER % ("{{ 'a'" + " | upcase" * 5000 + " }}"),
    "cycle": FOREVER % "{% cycle 'a', 'b' %}",
    "numbers": "{% assign n = 10 %}" + "{% assign n = n | times: n %}" * 9 + FOREVER % "{{ n | times: 99999 }}",
    "captured": CAPTURED + FOREVER % "{% capture b %}{{ c }}{% endcapture %}",
    "changed": CAPTURED + FOREVER % "{% ifchanged %}{{ c }}{% endifchanged %}",
    "doubled-captures": CAPTURED + "{% capture c %}{{ c }}{{ c }}{% endcapture %}" * 20,
    "pushes": LIST + FOREVER % "{% assign l = l | push: i %}",
    "appends": FOREVER % "{% assign l = l | append: 'abcdefghijklmnop' %}",
    "kept": TEXT + FOREVER % "{% assign b = a | append: i %}{% assign l = l | push: b %}",
    "equal-texts": TEXT + "{% assign b = a | append: 1 %}{% assign c = a | append: 1 %}"
    + FOREVER % "{% if b == c %}{% endif %}",
    "contains": TEXT + "{% assign b = a | append: 1 %}" + FOREVER % "{% if a contains b %}{% endif %}",
    "equal-lists": LIST + "{% assign m = l | reverse | reverse %}" + FOREVER % "{% if l == m %}{% endif %}",
    "reversed": LIST + FOREVER % "{% for x in l reversed limit: 100000 %}{% break %}{% endfor %}",
    "sliced": LIST + FOREVER % "{% for x in l offset: 1 %}{% break %}{% endfor %}",
    "references": TEXT + REFERENCES + FOREVER % "{% assign x = l | inspect %}{% assign x = l | jsonify %}{{ l }}",
    "named-cycle": TEXT + REFERENCES + FOREVER % "{% cycle l: 'a', 'b' %}",
    "states": "".join(f"{{% assign v{n} = 1 %}}" for n in range(2000))
    + FOREVER % "{% if secret %}a{% else %}b{% endif %}",
    "includes": FOREVER % "{% include a.html %}",
    "cached-includes": FOREVER % "{% include_cached a.html %}",
    "missing-includes": FOREVER % "{% capture p %}x{{ i }}.html{% endcapture %}{% include {{ p }} %}",
    "links": FOREVER % "{% capture p %}x{{ i }}.md{% endcapture %}{% link {{ p }} %}",
    "errors": FOREVER % "{{ i | divided_by: 0 }}{{ 'x' | sort }}{{ i | where_exp: 'x', i }}",
    "long-errors": TEXT + FOREVER % "{% assign b = a | append: i %}{{ b | date_to_xmlschema }}",
    "widths": "{% assign f = '%1000d' %}" + "{% assign f = f | append: f %}" * 12 + FOREVER % "{{ '2020-01-01' | date: f }}",
}  # fmt: skip
ON_LISTS = (
    "sort", "sort_natural", "uniq", "reverse", "join", "jsonify", "inspect", "size", "first", "compact",
    "array_to_sentence_string", "map: 'x'", "where: 'x', 'y'", "where_exp: 'x', 'x == 1'", "group_by: 'x'",
    "group_by_exp: 'x', 'x'", "push: l", "concat: l", "find: 'x', 'y'", "slice: 0, 100000", "pop", "shift",
)  # fmt: skip
ON_TEXT = (
    "upcase", "capitalize", "split: ''", "split: 'a'", "replace: 'a', 'bbbb'", "replace: '', 'b'", "strip_html",
    "slugify", "slugify: 'latin'", "escape", "escape_once", "url_encode", "url_decode", "truncate: 100000",
    "truncatewords: 100000", "number_of_words", "number_of_words: 'cjk'", "xml_escape", "newline_to_br",
    "normalize_whitespace", "relative_url", "absolute_url", "cgi_escape", "uri_escape", "jsonify", "inspect",
    "remove: 'a'", "date: '%Y'", "lstrip", "slice: 3", "strip_newlines", "prepend: a", "plus: 1", "to_integer",
)  # fmt: skip
BOMBS = {
    **LOOPS,
    **{f"list-{name}": LIST + FOREVER % f"{{% assign m = l | {name} %}}" for name in ON_LISTS},
    **{f"text-{name}": TEXT + FOREVER % f"{{% assign m = a | {name} %}}" for name in ON_TEXT},
}
HOST = PlainHost(
    {"page": {"title": "T"}, "secret": Unknown(because(ReasonKind.TIME))},
    includes={"a.html": "x" * 10_000 + "{{ page.title }}" * 100, "c.html": "{{ page.title }}x" * 100},
)
STEPS = PAGE_STEPS // 20
SECONDS = 3
"""Of computing, for a sixth of a second's steps; without limits each takes from minutes to centuries."""


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end(name: str) -> None:
    """Each ends soon, is told, and leaves what it did not get to unknown."""
    template = parse("before" + BOMBS[name] + "after", "p.md")
    started = time.process_time()
    rendering = render(template, HOST, "p.md", Budget(STEPS))
    assert time.process_time() - started < SECONDS * slowness()
    assert [problem.code for problem in rendering.problems][-1] == "limit"
    assert rendering.mapped.text.startswith("before")
    assert not rendering.mapped.text.endswith("after")
    assert rendering.mapped.pieces[-1].kind == "unknown"


@pytest.mark.parametrize(
    "name", sampled(["kept", "appends", "list-push: l", "text-split: ''", "captured", "tablerow"], fast=4)
)
def test_bombs_stay_small(name: str) -> None:
    """What a page keeps is paid for, too."""
    template = parse(BOMBS[name], "p.md")
    tracemalloc.start()
    try:
        render(template, HOST, "p.md", Budget(STEPS))
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


SHOWN = {
    "output": "{{ c }}",
    "unknown": "{{ u }}",
    "ifchanged": "{% ifchanged %}{{ c }}{{ i }}{% endifchanged %}",
    "include_cached": "{% include_cached c.html %}",
}


@pytest.mark.parametrize("how", SHOWN)
def test_text_that_is_shown_once_more_is_paid_for_by_its_pieces(how: str) -> None:
    """Each is kept in nearly 200 bytes, however quickly it is copied."""
    unknown = "{% capture u %}" + "{{ secret }}x" * 100 + "{% endcapture %}"
    template = parse(CAPTURED + unknown + FOREVER % SHOWN[how], "p.md")
    pieces = render(template, HOST, "p.md", Budget(STEPS)).mapped.pieces
    assert STEPS // 20 < len(pieces) < STEPS // 3.9


@pytest.mark.parametrize("name", ["replace", "replace_first"])
def test_a_replacement_that_repeats_what_it_replaces_stays_small(name: str) -> None:
    r"""Each ``\\0`` of 50,000 would stand for 100,000 characters."""
    text = f"{{% assign n = '{chr(92)}0' %}}{{% assign a = '{'x' * 100_000}' %}}"
    text += "{% assign n = n | append: n %}" * 15 + f"{{{{ a | {name}: a, n | size }}}}"
    tracemalloc.start()
    try:
        made = render(parse(text, "p.md"), HOST, "p.md").mapped
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert [piece.kind for piece in made.pieces][-1] == "unknown"


@pytest.mark.parametrize("name", ["scssify", "markdownify"])
@pytest.mark.parametrize("of_list", ["", " | split: '|'"])
def test_to_read_another_notation_is_paid_for(of_list: str, name: str) -> None:
    """A microsecond and more for each of its characters."""
    sheet, budget = "a {b: c} " * 1000, Budget()
    text = f"{{% assign a = '{sheet}'{of_list} %}}{{{{ a | {name} }}}}"
    render(parse(text, "p.md"), HOST, "p.md", budget)
    assert budget.spent > 2 * len(sheet)


def test_the_place_of_the_limit_is_the_tag_that_was_running() -> None:
    text = "ab{% if true %}{% for i in (1..1000000000) %}{{ i }}{% endfor %}{% endif %}"
    (problem,) = render(parse(text, "p.md", 7), HOST, "p.md", Budget(STEPS)).problems
    assert problem.place.path == "p.md"
    assert text[problem.place.span.start - 7 :].startswith(("{{ i", "{% for"))


def test_counting_words_costs_what_it_takes() -> None:
    # Lists of posts by tag say how long each takes to read: six hundred of 8,000 characters is an old blog.
    text, budget = "a word " * 1000, Budget()
    render(parse(f"{{{{ '{text}' | number_of_words }}}}", "p.md"), HOST, "p.md", budget)
    plain, budget = budget.spent, Budget()
    render(parse(f"{{{{ '{text}' | number_of_words: 'auto' }}}}", "p.md"), HOST, "p.md", budget)
    assert plain < len(text) // 8 < len(text) // 2 < budget.spent


def test_one_budget_serves_several_renderings() -> None:
    """What the page has spent its layout cannot spend again."""
    budget = Budget(1000)
    first = render(parse("{% for i in (1..100) %}x{% endfor %}", "a.md"), HOST, "a.md", budget)
    second = render(parse("{% for i in (1..100) %}x{% endfor %}", "b.html"), HOST, "a.md", budget)
    assert (first.problems, budget.exhausted) == ((), True)
    assert [problem.code for problem in second.problems] == ["limit"]


def test_the_same_budget_cuts_at_the_same_place() -> None:
    """Whatever was rendered before."""
    template = parse(LIST + FOREVER % "{{ l | join: i | truncatewords: 3 }}", "p.md")
    texts = {render(template, HOST, "p.md", Budget(200_000)).mapped.text for _ in range(3)}
    assert len(texts) == 1


def test_problems_are_told_up_to_a_limit() -> None:
    """A text of nothing but faults has 10,000 of them, and one that says so."""
    problems = parse("{{" * 30_000, "p.md").problems
    assert len(problems) == 10_001
    assert [problem.code for problem in problems[-2:]] == ["unclosed-output", "limit"]


@pytest.mark.parametrize("form", ["%" + "0" * 80_000 + "\x01", "%0" * 40_000 + "\x01", "%" * 80_001])
def test_the_form_of_a_date_is_read_once(form: str) -> None:
    began = time.process_time()
    render(parse("{{ 'now' | date: '" + form + "' }}", "p.md"), PlainHost())
    assert time.process_time() - began < 2 * slowness()


@pytest.mark.parametrize("tag", ["if secret", "unless secret", "case secret %}{% when 1"])
def test_a_choice_among_texts_copies_no_state_and_is_paid_for_as_any(
    tag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = f"end{tag.split()[0]}"
    text = (
        f"{{% assign b = 1 %}}{{% {tag} %}}a{{{{ b }}}}{{% else %}}{{{{ secret }}}}{{% {end} %}}{{{{ b }}}}"
    )
    copies: list[State] = []
    copy = State.copy
    monkeypatch.setattr(State, "copy", lambda state: copies.append(state) or copy(state))

    def rendered() -> tuple[object, ...]:
        budget = Budget(STEPS)
        made = render(parse(text, "p.md"), HOST, "p.md", budget)
        return made.mapped.text, made.mapped.pieces, made.unknowns, budget.spent

    quick, copied = rendered(), len(copies)
    monkeypatch.setattr(Body, "prints_only", lambda body: False)
    assert quick == rendered()
    assert (copied, len(copies) > 0) == (0, True)
