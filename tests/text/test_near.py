"""The name that was probably meant."""

from __future__ import annotations

import pytest

from sitecheck.text.near import slip_of


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("inlcude", "include"),  # swapped
        ("includ", "include"),
        ("asssign", "assign"),
        ("Include", "include"),
        ("fro", "for"),
        ("fir", ""),  # short names are near to too many
        ("include", ""),
        ("section", ""),
    ],
)
def test_one_slip_is_near(name: str, meant: str) -> None:
    assert slip_of(name, {"include", "assign", "for", "if"}) == meant
