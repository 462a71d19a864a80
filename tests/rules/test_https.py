"""Which hosts are known to serve https."""

from __future__ import annotations

import pytest
from tests.fuzz.limits import deadline

from sitecheck_rules.links._https import serves_https


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("bitbucket.org", True),
        ("API.Bitbucket.org.", True),
        ("a.b.bitbucket.org", True),
        ("any.name.app", True),
        ("notbitbucket.org", False),
        ("facebook.com", True),
        ("a.facebook.com", False),  # listed without the hosts below it
        ("example.org", False),
        ("a." * 121 + "any.app", True),
        ("a." * 124 + "any.app", False),  # no host can be called so
    ],
)
def test_a_host_is_known_by_itself_or_by_one_above_it(host: str, known: bool) -> None:
    assert serves_https(host) is known


def test_a_name_of_very_many_parts_is_looked_up_in_time() -> None:
    with deadline():
        assert not serves_https("a." * 300_000)
