"""An address that is cut in the middle of a character."""

from __future__ import annotations

import pytest
from tests.fuzz.limits import deadline

from sitecheck.server.complete.anchors import _TORN


@pytest.mark.parametrize(
    ("typed", "whole"),
    [("caf%C3", "caf"), ("a%C3%A9%", "a"), ("a%C3%A9%C", "a"), ("a%20z", "a%20z"), ("%C3", "")],
)
def test_what_is_not_whole_is_left_out(typed: str, whole: str) -> None:
    assert _TORN.sub("", typed) == whole


def test_very_many_of_them_are_looked_at_once() -> None:
    typed = "%5f" * 100_000 + "x"
    with deadline():
        assert _TORN.sub("", typed) == typed
