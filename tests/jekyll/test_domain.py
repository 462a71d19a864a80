"""The host that the file CNAME names."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("example.org\n", "example.org"),
        ("  WWW.Example.org", "www.example.org"),
        ("a.org\nb.org\n", ""),
        ("https://example.org\n", ""),
        ("", ""),
        ("\x1b[2J.org", ""),
        ("a." * 600 + "org", ""),
    ],
)
def test_the_file_cname_names_the_host(make: MakeSite, text: str, domain: str) -> None:
    assert make({"CNAME": text}).domain == domain


def test_only_a_published_one_counts(make: MakeSite) -> None:
    assert make({"docs/CNAME": "example.org\n"}).domain == ""
    assert make({"CNAME": "example.org\n", "_config.yml": "exclude: [CNAME]\n"}).domain == ""
