"""Comments for other linters, as their manuals write them."""

from __future__ import annotations

import pytest

from sitecheck.engine.findings.foreign_directives import first_foreign


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<!-- markdownlint-disable MD013 -->", "markdownlint-disable"),
        ("<!-- markdownlint-disable-next-line -->", "markdownlint-disable-next-line"),
        ("<!-- markdownlint-configure-file {} -->", "markdownlint-configure-file"),
        ("<!-- rumdl-disable MD013 -->", "rumdl-disable"),
        ("<!-- markdown-link-check-disable -->", "markdown-link-check-disable"),
        ("<!-- htmlproofer-ignore -->", "htmlproofer-ignore"),
        ('<a href="b" data-proofer-ignore>', "data-proofer-ignore"),
        ("<!-- lint ignore no-html -->", "lint ignore"),
        ("<!--lint disable-->", "lint disable"),
    ],
)
def test_the_first_comment_for_another_linter(written: str, name: str) -> None:
    text = f"one\n\n{written}\n<!-- lint disable -->\n"
    found = first_foreign("a.md", text)
    assert found is not None
    assert found == ("a.md", 3, name)


@pytest.mark.parametrize("text", ["", "markdownlint-disable", "<!-- lint it -->", "<!-- rumdl- -->"])
def test_other_comments_are_for_nobody(text: str) -> None:
    assert first_foreign("a.md", text) is None
