"""Lists of the site are looked through once: an index stands for looking at each item, and costs little."""

from __future__ import annotations

import pytest

from sitecheck.liquid import Budget, PlainHost, Unknown, loops, parse, render
from sitecheck.liquid.filters import item_index
from sitecheck.liquid.values import Drop, Gathered, UnknownText
from sitecheck.model.unknown import ReasonKind, because
from sitecheck.text.source_map import UNKNOWN

ITEMS: list[object] = [
    *({"n": number, "kind": f"k{number % 7}", "at": str(number)} for number in range(60)),
    {"n": "7", "kind": None},
    {"n": 2.5, "kind": True},
]
ODD: list[object] = [*ITEMS, {"kind": ["k1", "k2"]}, {"kind": "k3"}]
PAGE = because(ReasonKind.PAGE)
UNSURE: list[object] = [*ITEMS[:5], {"kind": Unknown(PAGE)}, *ITEMS[5:]]
UNSURE_FIRST: list[object] = [{"kind": Unknown(PAGE)}, *ITEMS]
NESTED: list[object] = [*ITEMS, ["k3", {"kind": "k3"}], ["x"], [], {"kind": "k3", "first": "k3"}]
PARTLY: list[object] = [*ITEMS, {"kind": UnknownText(PAGE, f"k{UNKNOWN}")}, {"kind": "k3"}]
ASKED = (
    "'kind', 'k3'", "'kind', 'none'", "'kind', nil", "'kind', ''", "'kind', true", "'kind', 'true'", "'n', 7",
    "'n', '7'", "'n', '2.5'", "'n', blank", "'at', '59'", "'gone', 'x'", "nil, 'x'", "'', 'x'", "'kind', list",
    "'kind.x', 'k1'", "list, 'k1'",
)  # fmt: skip
EXPRESSIONS = (
    "i.kind == 'k3'", "'k3' == i.kind", "i.kind == page.kind", "i.kind == page.gone", "i.kind == nil",
    "i.kind == blank", "i.kind == empty", "i.kind == true", "i.kind == 'true'", "i.n == 7", "i.n == '7'",
    "i.at == i.n", "i.at == i.at", "i == page.kind", "i.kind.size == 2", "i.size == 3", "i['kind'] == 'k3'",
    "i[page.key] == 'k3'", "i.kind == page[i.at]", "i.kind != 'k3'", "i.kind contains 'k3'", "i.kind",
    "i.kind == 'k3' and i.n == 3", "i.kind == 'k3' or i.n == 4", "i.n == 3 and i.kind == 'k3'",
    "i.kind == 'k3' and i.n == 4 or i.n == 10", "i.kind == page.unsure", "page.kind == 'k3'",
    "i.first == 'k3'", "i.last == 'x'", "i.first == page.kind", "i.first == nil", "i.last == nil",
    "i.kind == page.partly", "i.content == 'x'", "i.kind ==", "i.kind == 'gone'",
)  # fmt: skip


def asked(values: list[object], markup: str) -> tuple[str, int]:
    """What a filter gives, and what that costs."""
    budget = Budget()
    template = parse(f"{{% assign x = list | {markup} %}}{{{{ x | size }}}} {{{{ x | jsonify }}}}", "a.html")
    unsure: dict[str, object] = {"unsure": Unknown(PAGE), "partly": UnknownText(PAGE, f"k{UNKNOWN}")}
    page = {"kind": "k3", "key": "kind", "7": "k0", **unsure}
    made = render(template, PlainHost({"list": values, "page": page}), "a.html", budget)
    told = [each.message for each in made.problems]
    return f"{made.mapped.text} {told}", budget.spent


@pytest.mark.parametrize("values", [ITEMS, ODD, UNSURE], ids=["plain", "odd", "unsure"])
@pytest.mark.parametrize("name", ["where", "find"])
def test_an_index_finds_what_looking_at_each_finds(values: list[object], name: str) -> None:
    gathered = Gathered(values)
    for markup in ASKED:
        found = [asked(kind, f"{name}: {markup}")[0] for kind in (values, values, gathered, gathered)]
        assert len(set(found)) == 1, markup


@pytest.mark.parametrize(
    "values",
    [ITEMS, ODD, UNSURE, UNSURE_FIRST, PARTLY, NESTED],
    ids=["plain", "odd", "unsure", "first", "partly", "nested"],
)
@pytest.mark.parametrize("name", ["where_exp", "find_exp"])
@pytest.mark.parametrize("variable", ["i", "page"])
def test_an_index_finds_what_an_expression_finds(values: list[object], name: str, variable: str) -> None:
    gathered = Gathered(values)
    for expression in EXPRESSIONS:
        written = (
            expression.replace("i.", "page.").replace("i[", "page[") if variable == "page" else expression
        )
        found = [
            asked(kind, f'{name}: "{variable}", "{written}"')[0] for kind in (values, gathered, gathered)
        ]
        assert len(set(found)) == 1, written


def test_an_expression_asks_each_item_where_variables_must_be_there() -> None:
    for values in (ITEMS, Gathered(ITEMS)):
        template = parse("{% assign x = list | where_exp: 'i', 'i.gone == page.kind' %}", "a.html")
        host = PlainHost({"list": values, "page": {"kind": "k3"}}, strict_variables=True)
        told = [each.code for each in render(template, host, "a.html", Budget()).problems]
        assert told == ["undefined-variable"]


def test_an_expression_costs_little_where_the_list_is_the_sites() -> None:
    def cost(values: list[object], key: str) -> int:
        return asked(values, f'where_exp: "i", "i.{key} == page.kind"')[1]

    few, many = Gathered(ITEMS), Gathered(ITEMS * 2)
    assert cost(few, "at") * 2 < cost(ITEMS, "at")
    assert cost(many, "at") - cost(few, "at") >= 2 * len(ITEMS)  # to be handed over, and to be in the index
    assert cost(few, "kind") - cost(few, "at") > 8 * 3  # each that is found is looked at


def test_what_is_seen_of_other_pages_texts_is_asked_for_anew() -> None:
    class Text(Drop):
        def liquid_get(self, key: str) -> object:
            return now[0]

    gathered, now = Gathered(Text() for _ in range(30)), ["before"]
    for markup in ("where: 'content', 'after'", 'where_exp: "i", "i.content == \'after\'"'):
        now[0] = "before"
        before = asked(gathered, f"{markup} | map: 'x'")[0]
        now[0] = "after"
        assert asked(gathered, f"{markup} | map: 'x'")[0] != before


@pytest.mark.parametrize("name", ["where", "find"])
def test_asking_costs_the_same_each_time_and_little_where_the_list_is_the_sites(name: str) -> None:
    markup = f"{name}: 'kind', 'none'"
    other, gathered = [*ITEMS], Gathered(ITEMS)
    dear = [asked(other, markup)[1] for _ in range(3)]
    cheap = [asked(gathered, markup)[1] for _ in range(3)]
    assert len(set(dear)) == len(set(cheap)) == 1
    assert dear[0] - cheap[0] > len(ITEMS)
    assert cheap[0] > len(ITEMS)


def test_what_is_found_is_paid_for() -> None:
    gathered = Gathered({"kind": "a" if number < 300 else "b"} for number in range(400))
    costs = [asked(gathered, f"where: 'kind', '{kind}' | map: 'x' | first")[1] for kind in "ab"]
    assert costs[0] - costs[1] >= 200


@pytest.mark.parametrize(("length", "made"), [(19, 0), (20, 1)])
def test_a_short_list_is_looked_through_each_time(
    length: int, made: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_index, "_indexes", {})
    asked(Gathered(ITEMS[:length]), "where: 'at', '3'")
    assert len(item_index._indexes) == made
    asked(ITEMS[:length], "find: 'at', '3'")
    assert len(item_index._indexes) == made


def test_so_many_indexes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(item_index, "_indexes", {})
    gathered = Gathered(ITEMS)
    for number in range(150):
        asked(gathered, f"where: 'k{number}', 'x'")
    assert [key for _, key, _ in item_index._indexes] == [f"k{number}" for number in range(50, 150)]


LOOPS = (
    "{% for i in list %}{% if CONDITION %}{{ forloop.index }}={{ i.n }};{% endif %}{% endfor %}",
    "{% for i in list %} -{% if CONDITION %}{{ i.n }}{% endif %}{% raw %}{{ x }}{% endraw %}{% endfor %}",
    "{% for i in list %}{% if CONDITION %}{% if i.n == 10 %}{% continue %}{% endif %}{{ i.n }}{% break %}"
    "{% endif %} {% endfor %}",
    "{% for i in list %}{% if CONDITION %}{% assign f = forloop %}{% endif %}{% endfor %}{{ f.index0 }}{{ f.last }}",
    "{% for i in list %}{% if CONDITION %}{% for j in list %}{% if j.kind == i.kind %}"
    "{{ forloop.parentloop.index }}{% endif %}{% endfor %}{% endif %}{% endfor %}",
    "{% for i in list %}{% if CONDITION %}a{% else %}b{% endif %}{% endfor %}",
    "{% for i in list %}{% if CONDITION %}a{% elsif i.n == 3 %}b{% endif %}{% endfor %}",
    "{% for i in list %}{% unless CONDITION %}{{ i.n }}{% endunless %}{% endfor %}",
    "{% for i in list %}{{ i.n }}{% if CONDITION %}a{% endif %}{% endfor %}",
    "{% for i in list reversed %}{% if CONDITION %}{{ i.n }};{% endif %}{% else %}none{% endfor %}",
    "{% for i in list limit: 9 offset: 2 %}{% if CONDITION %}{{ forloop.index }}{% endif %}{% endfor %}",
)  # fmt: skip
MORE_CONDITIONS = (
    "i.kind == forloop.name",
    "i.n == forloop.index0",
    "i.kind == f",
    "i.at == to",
    "i.kind == from",
)
BEFORE = "{% assign to = '7' %}{% assign from = 'k3' %}"
CHANGES = (
    "{% for i in list %}{% if i.at == to %}{{ i.n }};{% assign to = '9' %}{% endif %} {% endfor %}{{ to }}"
)


def looped(values: list[object], text: str) -> str:
    """What a template with a loop over ``values`` prints, what is told of it, and where its text stands."""
    unsure: dict[str, object] = {"unsure": Unknown(PAGE), "partly": UnknownText(PAGE, f"k{UNKNOWN}")}
    page = {"kind": "k3", "key": "kind", "7": "k0", **unsure}
    made = render(parse(text, "a.html"), PlainHost({"list": values, "page": page}), "a.html", Budget())
    told = [each.message for each in made.problems]
    signs = [
        (place, made.mapped.piece_at(place)) for place, sign in enumerate(made.mapped.text) if sign.strip()
    ]
    at = [(made.mapped.place(place, place + 1).span.start, piece.maybe) for place, piece in signs]
    return f"{made.mapped.text} {told} {at}"


@pytest.mark.parametrize(
    "values", [ITEMS, ODD, UNSURE, PARTLY, NESTED], ids=["plain", "odd", "unsure", "partly", "nested"]
)
@pytest.mark.parametrize("loop", LOOPS)
def test_a_loop_passes_over_items_of_which_its_condition_does_not_hold(
    values: list[object], loop: str
) -> None:
    gathered = Gathered(values)
    for condition in (*EXPRESSIONS, *MORE_CONDITIONS):
        text = BEFORE + loop.replace("CONDITION", condition)
        found = [looped(kind, text) for kind in (values, gathered, gathered)]
        assert len(set(found)) == 1, condition


def test_white_text_of_turns_that_are_passed_over_is_one_piece_where_the_loop_stands() -> None:
    text = "{% for i in list %} \n {% if i.at == '10' %}x{% endif %}\t{% endfor %}"
    made = render(parse(text, "a.html"), PlainHost({"list": Gathered(ITEMS)}), "a.html", Budget()).mapped
    before, _, sign, _, after = made.pieces
    assert made.text == " \n \t" * 10 + " \n x\t" + " \n \t" * (len(ITEMS) - 11)
    assert (before.start, before.end, after.start, after.end) == (19, text.index("\t") + 1) * 2
    assert made.place(sign.out, sign.out + 1).span.start == text.index("x")


def test_of_white_text_no_more_is_written_than_a_page_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "MAX_OUTPUT", 1_000)
    text = f"{{% for i in list %}}{' ' * 300}{{% if i.at == 'x' %}}y{{% endif %}}{{% endfor %}}"
    made = render(parse(text, "a.html"), PlainHost({"list": Gathered(ITEMS)}), "a.html", Budget())
    assert len(made.mapped.text) == 4 * 300


def test_what_a_loop_looks_for_may_change_in_it() -> None:
    found = looped(ITEMS, BEFORE + CHANGES)
    assert "".join(found.split()).startswith("7;9;9")
    assert looped(Gathered(ITEMS), BEFORE + CHANGES) == found


def test_two_lists_of_the_site_together_are_one_of_the_site() -> None:
    text = "{% assign both = list | concat: more %}" + LOOPS[0].replace("list", "both")
    template = parse(text.replace("CONDITION", "i.at == page.to"), "a.html")
    asked = list[str]()

    class Item(Drop):
        def __init__(self, at: int) -> None:
            self.at = at

        def liquid_get(self, key: str) -> object:
            asked.append(key)
            return str(self.at) if key == "at" else self.at

    values: dict[str, object] = {
        "list": Gathered(map(Item, range(50))),
        "more": Gathered(map(Item, range(50, 99))),
    }
    for to in range(99):
        host = PlainHost({**values, "page": {"to": str(to)}})
        assert render(template, host, "a.html", Budget()).mapped.text == f"{to + 1}={to};"
    assert len(asked) < 4 * 99


def test_a_loop_that_looks_for_one_item_does_not_look_at_all() -> None:
    turns = "{% for i in list %}{% if i.at == page.to %}{{ i.n }}{% endif %}{% endfor %}"
    template, asked = parse(turns, "a.html"), list[str]()

    class Item(Drop):
        def __init__(self, at: int) -> None:
            self.at = at

        def liquid_get(self, key: str) -> object:
            asked.append(key)
            return f"{self.at}" if key == "at" else self.at

    values: list[object] = Gathered(Item(at) for at in range(100))
    for to in range(50):
        made = render(template, PlainHost({"list": values, "page": {"to": str(to)}}), "a.html", Budget())
        assert made.mapped.text == str(to)
    assert len(asked) < 2 * 100 + 2 * 50
