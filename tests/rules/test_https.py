"""Which hosts are known to serve https."""

from __future__ import annotations

import pytest

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
    ],
)
def test_a_host_is_known_by_itself_or_by_one_above_it(host: str, known: bool) -> None:
    assert serves_https(host) is known
