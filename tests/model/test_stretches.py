"""Whether a place lies in one of many stretches of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sitecheck.model.span import Stretches

PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(PAIRS)
def test_it_is_in_one_of_them(pairs: list[tuple[int, int]]) -> None:
    stretches = Stretches(pairs)
    for at in range(-1, 32):
        assert (at in stretches) == any(start <= at < end for start, end in pairs)
