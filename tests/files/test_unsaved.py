"""What an editor holds stands for what is on disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from sitecheck.files import file_size, read_file, read_limited, unsaved


def test_held_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"disk")
    with unsaved({str(path): b"editor's"}):
        assert read_file(path) == b"editor's"
        assert read_file(path, 3) == b"edi"
        assert file_size(path) == 8
        with pytest.raises(OSError, match="larger"):
            read_limited(path, 7)
    assert read_file(path) == b"disk"
    assert file_size(path) == 4


def test_other_files_come_from_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.md").write_bytes(b"disk")
    monkeypatch.chdir(tmp_path)
    with unsaved({str(tmp_path / "a.md"): b"new"}):
        assert read_file("b.md") == b"disk"
        assert read_file("a.md") == b"new"  # a name that counts from here, of a file that is not there yet


def test_a_path_may_be_written_in_several_ways(tmp_path: Path) -> None:
    with unsaved({f"{tmp_path}//sub/../a.md": b"new"}):  # on Windows, with both slashes
        assert read_file(tmp_path / "a.md") == b"new"


def test_other_threads_read_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"disk")
    found = []
    with unsaved({str(path): b"new"}):
        thread = threading.Thread(target=lambda: found.append(read_file(path)))
        thread.start()
        thread.join()
    assert found == [b"disk"]
