"""A file is replaced as a whole or not at all, and nothing is left behind."""

from __future__ import annotations

import errno
import os
import signal
import stat
import struct
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sitecheck.files import is_temporary, replace_file, sweep, write_output

pytestmark = pytest.mark.posix

LEFT = ".sitecheck-0123456789abcdef.tmp"


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_mode_stays_and_a_new_file_obeys_the_umask(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"old")
    page.chmod(0o640)
    replace_file(page, [b"new", b"\r\n"], durable=True)
    assert page.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    before = os.umask(0o027)
    try:
        replace_file(tmp_path / "other.md", [b"x"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "other.md").stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform != "linux", reason="Python knows attributes of files on Linux alone")
def test_who_else_may_read_the_file_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"old")
    page.chmod(0o640)
    user, mine, group, mask, others = ((2, 4, 65534), (1, 6, -1), (4, 0, -1), (16, 4, -1), (32, 0, -1))
    entries = (struct.pack("<HHi", *entry) for entry in (mine, user, group, mask, others))
    given = {"system.posix_acl_access": struct.pack("<I", 2) + b"".join(entries), "user.colour": b"red"}
    try:
        for name, value in given.items():
            os.setxattr(page, name, value)
    except OSError:
        pytest.skip("no attributes of files can be used here")
    replace_file(page, [b"new"])
    assert {name: os.getxattr(page, name) for name in os.listxattr(page)} == given
    assert stat.S_IMODE(page.stat().st_mode) == 0o640


def test_a_link_is_replaced_and_another_name_keeps_its_content(tmp_path: Path) -> None:
    outside, link, other = tmp_path / "outside", tmp_path / "link", tmp_path / "other"
    outside.write_bytes(b"precious")
    link.symlink_to(outside)
    os.link(outside, other)
    for path in (link, other):
        replace_file(path, [b"new"])
        assert path.read_bytes() == b"new"
    assert not link.is_symlink()
    assert outside.read_bytes() == b"precious"


def test_a_read_only_file_is_not_replaced_not_even_by_root(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"old")
    page.chmod(0o440)
    with pytest.raises(PermissionError, match="read-only"):
        replace_file(page, [b"new"])
    assert page.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["page.md"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_fault_at_any_step_leaves_the_file_and_no_rubbish(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"precious")
    monkeypatch.setattr(os, step, full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(page, [b"x" * 100], durable=True)
    assert page.read_bytes() == b"precious"
    assert os.listdir(tmp_path) == ["page.md"]


def test_an_interruption_leaves_the_file_and_no_rubbish(tmp_path: Path) -> None:
    def pieces():
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "page.md", pieces())
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_run_left_is_swept_and_what_a_living_one_writes_is_not(
    number: signal.Signals, tmp_path: Path
) -> None:
    script = f"""
import sys, time
from sitecheck.files import replace_file
def pieces():
    yield b"half"
    print("writing", flush=True)
    time.sleep(60)
replace_file({str(tmp_path / "page.md")!r}, pieces())
"""
    writer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"writing\n"
    (name,) = os.listdir(tmp_path)
    assert is_temporary(name)
    sweep(tmp_path)
    assert os.listdir(tmp_path) == [name]
    writer.send_signal(number)
    writer.wait()
    writer.stdout.close()
    sweep(tmp_path)
    assert os.listdir(tmp_path) == []


def test_only_what_is_surely_ours_is_swept(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"x")
    (tmp_path / LEFT).write_bytes(b"")
    kept = [".sitecheck-notes.tmp", ".sitecheck-0123456789abcde.tmp", LEFT + "x", f"x{LEFT}", "a.tmp"]
    for name in kept:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / LEFT.replace("0", "1")).symlink_to(precious)
    (tmp_path / LEFT.replace("0", "2")).mkdir()
    os.mkfifo(tmp_path / LEFT.replace("0", "3"))
    sweep(tmp_path)
    odd = [LEFT.replace("0", digit) for digit in "123"]
    assert sorted(os.listdir(tmp_path)) == sorted([*kept, *odd, "precious"])


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    (folder / "site").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_a_pipe_is_written_into(here: Path) -> None:
    os.mkfifo("pipe")
    seen: list[bytes] = []
    reader = threading.Thread(target=lambda: seen.append(Path("pipe").read_bytes()))
    reader.start()
    write_output("pipe", b"report", "site")
    reader.join(10)
    assert seen == [b"report"]
    assert stat.S_ISFIFO(os.lstat("pipe").st_mode)
    assert os.listdir(here) != ["pipe"]


def test_a_device_is_written_into(here: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a device node to try")
    try:
        os.mknod("null", stat.S_IFCHR | 0o600, os.makedev(1, 3))
        os.close(os.open("null", os.O_WRONLY))
    except PermissionError:
        pytest.skip("no device nodes can be used here")
    write_output("null", b"report", "site")
    assert stat.S_ISCHR(os.lstat("null").st_mode)
    assert sorted(os.listdir(here)) == ["null", "site"]


def test_a_link_of_the_user_is_followed_and_stays(here: Path) -> None:
    place = here.parent / "place"
    place.mkdir()
    target, link = place / "2026.json", place / "latest.json"
    link.symlink_to(target)
    for _ in ("made", "replaced"):
        write_output(str(link), b"report", "site")
        assert link.is_symlink()
        assert target.read_bytes() == b"report"
    assert sorted(os.listdir(place)) == ["2026.json", "latest.json"]


@pytest.mark.parametrize("path", ["out.json", "folder/out.json", "site/out.json"])
def test_a_link_out_of_the_working_directory_or_the_site_is_refused(path: str, here: Path) -> None:
    outside = here.parent / "outside"
    outside.mkdir()
    (outside / "out.json").write_bytes(b"precious")
    if path.startswith("folder"):
        (here / "folder").symlink_to(outside)
    else:
        (here / path).symlink_to(outside / "out.json")
    with pytest.raises(OSError, match="a link out of"):
        write_output(path, b"report", "site")
    assert (outside / "out.json").read_bytes() == b"precious"
    assert os.listdir(outside) == ["out.json"]


def test_a_descriptor_of_the_process_is_written_into(tmp_path: Path) -> None:
    """``--output json:/dev/stdout > file``: the file has a writer already and must stay his."""
    script = "from sitecheck.files import write_output; write_output('/dev/stdout', b'report', '.')"
    with open(tmp_path / "log", "wb") as log:
        inode = os.fstat(log.fileno()).st_ino
        subprocess.run([sys.executable, "-c", script], stdout=log, check=True, cwd=tmp_path)
    assert (tmp_path / "log").read_bytes() == b"report"
    assert os.stat(tmp_path / "log").st_ino == inode
    assert os.listdir(tmp_path) == ["log"]
