from __future__ import annotations

from random import Random

import pytest
from tests.fuzz.limits import deadline

from sitecheck.jekyll.plugins.names import NUMBER, SEGMENT, Name
from sitecheck.jekyll.unsure import Unsure, Unsures

PARTS = ("a", "b/", ".html", "assets/", ".css", "")
GAPS = (NUMBER, SEGMENT, "1", "x")


def some(random: Random, most: int) -> str:
    return "".join(random.choices(PARTS, k=random.randint(0, most)))


def drawn(random: Random) -> Unsure:
    gap = random.choice(GAPS) if random.random() < 0.3 else ""
    texts = some(random, 2) + gap, *(some(random, 1) for _ in range(random.randint(0, 2)))
    outputs = frozenset({some(random, 3)} if random.random() < 0.2 else ())
    return Unsure(Name(texts), (), assets_only=random.random() < 0.2, outputs=outputs)


@pytest.mark.seeded
def test_those_that_cover_an_output_are_found_in_order(seed: int) -> None:
    random = Random(seed)
    for _ in range(300):
        all_of_them = Unsures(drawn(random) for _ in range(random.randint(0, 12)))
        for _ in range(8):
            output = some(random, 4) + random.choice(("", "1", "x.css"))
            assert list(all_of_them.covering(output)) == [each for each in all_of_them if each.covers(output)]


def test_what_is_made_for_certain_has_a_whole_name() -> None:
    names = {("a.html",): True, ("b.html",): False, ("c", ".html"): True, (f"d{NUMBER}.html",): True}
    all_of_them = Unsures(Unsure(Name(texts), (), sure=sure) for texts, sure in names.items())
    assert all_of_them.made == {"a.html"}


def test_long_addresses_are_looked_for_in_time() -> None:
    long = "a" * 500_000
    some_long = Unsures([Unsure(Name((long, ".html")), ())])
    with deadline():
        assert [*some_long.covering(f"{long}b.html")] == [*some_long]
        assert not [*some_long.covering(f"b{long}")]
