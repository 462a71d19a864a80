"""Lists of the site are looked through once: an index stands for looking at each item, and costs little."""

from __future__ import annotations

import pytest

from sitecheck.liquid import Budget, PlainHost, Unknown, parse, render
from sitecheck.liquid.filters import items
from sitecheck.liquid.values import Gathered
from sitecheck.model.unknown import ReasonKind, because

ITEMS: list[object] = [
    *({"n": number, "kind": f"k{number % 7}", "at": str(number)} for number in range(60)),
    {"n": "7", "kind": None},
    {"n": 2.5, "kind": True},
]
ODD: list[object] = [*ITEMS, {"kind": ["k1", "k2"]}, {"kind": "k3"}]
UNSURE: list[object] = [*ITEMS, {"kind": Unknown(because(ReasonKind.PAGE))}]
ASKED = (
    "'kind', 'k3'", "'kind', 'none'", "'kind', nil", "'kind', ''", "'kind', true", "'kind', 'true'", "'n', 7",
    "'n', '7'", "'n', '2.5'", "'n', blank", "'at', '59'", "'gone', 'x'", "nil, 'x'", "'', 'x'", "'kind', list",
    "'kind.x', 'k1'", "list, 'k1'",
)  # fmt: skip


def asked(values: list[object], markup: str) -> tuple[str, int]:
    """What a filter gives, and what that costs."""
    budget = Budget()
    template = parse(f"{{% assign x = list | {markup} %}}{{{{ x | size }}}} {{{{ x | jsonify }}}}", "a.html")
    made = render(template, PlainHost({"list": values}), "a.html", budget)
    return made.mapped.text, budget.spent


@pytest.mark.parametrize("values", [ITEMS, ODD, UNSURE], ids=["plain", "odd", "unsure"])
@pytest.mark.parametrize("name", ["where", "find"])
def test_an_index_finds_what_looking_at_each_finds(values: list[object], name: str) -> None:
    gathered = Gathered(values)
    for markup in ASKED:
        found = [asked(kind, f"{name}: {markup}")[0] for kind in (values, values, gathered, gathered)]
        assert len(set(found)) == 1, markup


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
    monkeypatch.setattr(items, "_indexes", {})
    asked(Gathered(ITEMS[:length]), "where: 'at', '3'")
    assert len(items._indexes) == made
    asked(ITEMS[:length], "find: 'at', '3'")
    assert len(items._indexes) == made


def test_so_many_indexes_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "_indexes", {})
    gathered = Gathered(ITEMS)
    for number in range(150):
        asked(gathered, f"where: 'k{number}', 'x'")
    assert [key for _, key, _ in items._indexes] == [f"k{number}" for number in range(50, 150)]
