"""Some generated layouts on every run of the suite; ``python -m tests.fuzz.frames`` tries thousands."""

from __future__ import annotations

import pytest
from tests.fuzz import frames
from tests.sampled import slow

from sitecheck.document.frames import page_groups
from sitecheck.liquid.page_context import PageContext


@pytest.mark.parametrize(("seed", "count"), [(0, 6), *slow((seed, 25) for seed in range(2))])
def test_layouts_give_what_rendering_them_gives(seed: int, count: int) -> None:
    left_out: list[str] = []
    found = list(frames.faults(count, seed, left_out=left_out, makers=(frames.Maker, frames.StyleMaker)))
    assert not found, "\n".join(map(str, found[:3]))
    assert len(left_out) <= 2 * count


def test_another_choice_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    index = PageContext.index
    monkeypatch.setattr(PageContext, "index", lambda self, choice: len(choice.tests) - index(self, choice))
    assert any(frames.faults(25, 0))


def test_a_row_of_a_table_asks_for_the_forloop_of_the_loop_around_it() -> None:
    assert not list(frames.faults(1, 2747717598, 24))
    assert not list(frames.faults(1, 2960066631, 89))


def test_pages_that_cost_too_much_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "PAGE_STEPS", 20_000)
    left_out: list[str] = []
    assert not list(frames.faults(1, 2787324501, 68, left_out))  # includes that call themselves in loops
    assert len(left_out) == 5


@pytest.mark.parametrize("sizes", [(4, 1), (2, 2), (1, 3)])
def test_the_size_of_groups_changes_nothing(sizes: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Which groups cost less is tried at least where coarse ones are others than fine ones."""
    counted: list[int] = []
    tried = page_groups.GroupFinder._tried
    monkeypatch.setattr(page_groups, "_PAGES_OF_A_GROUP", sizes)
    monkeypatch.setattr(page_groups.GroupFinder, "_tried", lambda *asked: counted.append(1) or tried(*asked))
    assert not list(frames.faults(5, 7))
    assert counted or sizes[0] == sizes[1]
