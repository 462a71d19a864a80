"""What is read of one file: nothing of what is gone, is no text or cannot be read."""

from __future__ import annotations

from datetime import timezone
from pathlib import Path

import pytest
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll.intake import source_file
from sitecheck.jekyll.intake.source_file import begins_with_fence, locate, modified
from sitecheck.jekyll.unpublished import WhyNot
from sitecheck.testing import write_site
from sitecheck.text.front_matter import FrontMatters

TEXT = "---\ntitle: T\n---\n"


def test_where_a_key_stands(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.md": TEXT, "latin.md": b"---\ntitle: \xe9\n---\n", "plain.md": "title: T\n"})
    paths, matters = ("a.md", "latin.md", "plain.md", "gone.md"), FrontMatters(timezone.utc)
    assert [locate(tmp_path, path, "title", matters) for path in paths] == [(11, 12), None, None, None]
    assert locate(tmp_path, "a.md", "layout", matters) is None
    assert [begins_with_fence(tmp_path / path) for path in paths] == [True, True, False, False]
    assert [modified(tmp_path, path) > 0 for path in paths] == [True, True, True, False]
    assert modified(tmp_path, "gone.md") == 0


@pytest.mark.parametrize("path", ["a.md", "_notes/a.md"])
def test_a_file_that_cannot_be_read_is_told_and_not_published(
    path: str, make: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, begin: bytes) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(source_file, "read_if_begins", refuse)
    site = make({"_config.yml": "collections: {notes: {output: true}}\n", path: TEXT})
    assert [(each.path, each.kind, each.message, each.fatal) for each in site.problems] == [
        (path, "unreadable", "cannot be read: Permission denied", True)
    ]
    assert site.unpublished[path].why_not is WhyNot.UNREADABLE
    assert not site.routes
