"""Files as an editor names them."""

from __future__ import annotations

import os

import pytest

from sitecheck.server.lsp.files import file_of


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "untitled:1",
        "http://a/b.md",
        "file://[::1",
        "file:///a%00b",
        "file:///a\ud800b",
        "file://" + "/a" * 10_000,
    ],
)
def test_what_is_no_file(uri: str) -> None:
    assert file_of(uri) is None


@pytest.mark.skipif(os.name == "nt", reason="paths have drives there")
def test_a_file() -> None:
    assert file_of("file:///a/b%20c.md") == "/a/b c.md"
