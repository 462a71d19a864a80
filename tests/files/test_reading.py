"""What is read of a file, and what never is."""

from __future__ import annotations

import errno
import os
import tracemalloc
from pathlib import Path

import pytest

from sitecheck.files import read_file, read_if_begins, unsaved
from sitecheck.files import reading as module


@pytest.mark.parametrize(
    "text", [b"---\ntitle: a\n---\nwords\n", b"---", b"--", b"", b"a ---", b"\xef\xbb\xbf---"]
)
def test_a_file_is_read_if_it_begins_so(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(text)
    assert read_if_begins(path, b"---") == (text if text.startswith(b"---") else None)


def test_what_an_editor_holds_stands_for_what_is_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"words")
    with unsaved({str(path): b"---\n---\n"}):
        assert read_if_begins(path, b"---") == b"---\n---\n"
        assert read_if_begins(path, b"words") is None


def test_the_rest_of_a_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"---" + b"x" * 100)
    monkeypatch.setattr(module, "LARGEST", 50)
    assert read_if_begins(path, b"###") is None
    for read in (lambda: read_if_begins(path, b"---"), lambda: read_file(path)):
        with pytest.raises(OSError) as raised:
            read()
        assert raised.value.errno == errno.EFBIG


def test_a_small_file_is_given_little_room(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"a" * 100)
    tracemalloc.start()
    try:
        assert len(read_file(path)) == 100
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_no_pipe_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(OSError, match="not a regular file"):
        read_if_begins(tmp_path / "a.md", b"---")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "a"), "No such file or directory"),
        (OSError("out of reach"), "out of reach"),
    ],
)
def test_what_a_failure_says(error: OSError, said: str) -> None:
    assert module.said_by(error) == said
