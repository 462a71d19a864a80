"""Addresses as browsers take them from attributes (url.spec.whatwg.org)."""

from __future__ import annotations

import pytest

from sitecheck.html.address import as_taken


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        (" \x00/a\n", "/a"),
        ("/a\tb\r\nc", "/abc"),
        ("/a b", "/a b"),
        ("\u00a0/a\u00a0", "\u00a0/a\u00a0"),  # no-break spaces are part of an address
        ("\n", ""),
    ],
)
def test_what_browsers_leave_out(written: str, taken: str) -> None:
    assert as_taken(written) == taken
