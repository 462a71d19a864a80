"""Addresses are written into ``redirect_from`` so that YAML reads them beside those that are there."""

from __future__ import annotations

import pytest

from sitecheck.engine.edits.redirect_edit import edit_for_redirects
from sitecheck.model.fix import apply_edits
from sitecheck.text.front_matter import read_front_matter


@pytest.mark.parametrize(
    ("matter", "written"),
    [
        ("title: T\n", "title: T\nredirect_from:\n  - /a\n  - /b/\n"),
        ("redirect_from: /old\ntitle: T\n", "redirect_from:\n  - /old\n  - /a\n  - /b/\ntitle: T\n"),
        ("redirect_from:   '/o l'\n", "redirect_from:\n  - '/o l'\n  - /a\n  - /b/\n"),
        ("redirect_from: [/old, '/x']\n", "redirect_from: [/old, '/x', /a, /b/]\n"),
        ("redirect_from:\n  - /old\ntitle: T\n", "redirect_from:\n  - /old\n  - /a\n  - /b/\ntitle: T\n"),
        ("redirect_from:\n-   '/old' # then\n- \"/x\"\n", "redirect_from:\n-   '/old' # then\n- \"/x\"\n- /a\n- /b/\n"),
        ("redirect_from:\n- /old # then\n", "redirect_from:\n- /old # then\n- /a\n- /b/\n"),
        ("redirect_from: {a: b}\n", None),
        ("redirect_from: 3\n", None),
        ("redirect_from: []\n", None),
        ("redirect_from:\n- - /c\n", "redirect_from:\n- - /c\n- /a\n- /b/\n"),
        ("redirect_from:\n-\n  /old\n", None),
        ("redirect_from:\n- &a /old\n", "redirect_from:\n- &a /old\n- /a\n- /b/\n"),
        ("redirect_from: [\n", None),
        ("redirect_from: >\n  /old\n", None),
        ("redirect_from: &a\n  - /old\nother: *a\n", None),
        ("{title: T}\n", None),
    ],
)  # fmt: skip
def test_addresses_stand_beside_those_that_are_there(matter: str, written: str | None) -> None:
    text = f"---\n{matter}---\nbody\n"
    edit = edit_for_redirects(text, ["/a", "/b/"])
    if written is None:
        assert edit is None
        return
    assert edit is not None
    found = apply_edits(text, (edit,))
    assert found == f"---\n{written}---\nbody\n"
    listed = read_front_matter(found).data["redirect_from"]
    assert listed[-2:] == ["/a", "/b/"]


@pytest.mark.parametrize("address", ["/a b", "/a: b", "/é", '/"', "/#x", "/{x}", "/a,b"])
def test_what_yaml_would_read_otherwise_is_quoted(address: str) -> None:
    edit = edit_for_redirects("---\ntitle: T\n---\n", [address])
    assert edit is not None
    found = apply_edits("---\ntitle: T\n---\n", (edit,))
    assert read_front_matter(found).data["redirect_from"] == [address]
    assert "\\u" not in found


@pytest.mark.parametrize(("text", "addresses"), [("body\n", ["/a"]), ("---\ntitle: T\n---\n", [])])
def test_without_front_matter_or_addresses_nothing_is_written(text: str, addresses: list[str]) -> None:
    assert edit_for_redirects(text, addresses) is None
