"""Of many cases that go the same way, `make fast` tries some; `make test` tries all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import settings


def slow(cases: Iterable[Any]) -> Iterator[Any]:
    """The cases of ``pytest.mark.parametrize``, marked ``slow``; a tuple is a case of several values."""
    for case in cases:
        values = case if type(case) is tuple else (case,)
        yield pytest.param(*values, marks=pytest.mark.slow)


def sampled(cases: Iterable[Any], fast: int) -> list[Any]:
    """The cases, all but the first ``fast`` of which are marked ``slow``."""
    listed = list(cases)
    return [*listed[:fast], *slow(listed[fast:])]


def examples(number: int) -> settings:
    """So many random examples of a property that needs more or fewer than others, or that cost more.

    Of these, too, the profile ``quick``, which is that of ``make fast``, takes a quarter.
    """
    return settings(max_examples=max(1, number * min(settings.default.max_examples, 100) // 100))


def is_thorough() -> bool:
    """Whether all is tried, as with ``make test``, of what goes the same way for many cases."""
    return settings.default.max_examples >= 100
