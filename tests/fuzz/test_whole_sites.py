"""A few hostile sites on every run of the suite; ``python -m tests.fuzz.whole_sites`` tries thousands."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.fuzz.sites import make_site
from tests.fuzz.spoil import spoil
from tests.fuzz.whole_sites import run, try_site
from tests.sampled import sampled


@pytest.mark.parametrize("first", sampled(range(9001, 9013, 2), fast=1))
def test_hostile_sites_are_answered_in_order(first: int) -> None:
    """In a process of its own: what other tests have left in the memory of this one is not the sites' fault."""
    assert not run(count=2, seed=first, processes=1)


def test_a_seed_names_a_spoiled_site(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_site(tmp_path / name, 5)
    told = [spoil(tmp_path / name, random.Random(5)) for name in ("a", "b")]
    assert told[0] == told[1] != spoil(tmp_path / "a", random.Random(6))


def test_what_must_not_be_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(words: list[str]) -> int:
        if words[0] == "links":
            raise RuntimeError("::error::")
        print("\x1b[2J" if words[0] == "why" else "")
        return 3 if words[0] == "routes" else 0

    monkeypatch.setattr("tests.fuzz.whole_sites.main", fail)
    found = {(find.command, find.what.partition(":")[0].partition(" (")[0]) for find in try_site(9001)}
    assert {("links", "raised RuntimeError"), ("why", "a raw control"), ("routes", "exit 3")} <= found
