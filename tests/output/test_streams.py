from __future__ import annotations

import errno
import io
import os
import sys
from typing import Any

import pytest

from sitecheck.cli.process import secure_streams
from sitecheck.output import streams


def test_lines_are_masked_and_harmless(capfd: pytest.CaptureFixture[str]) -> None:
    streams.say("::error::a\nb", "  ##[group]", "é\u202e https://h/?token=abc", "")
    streams.warn("##vso[x]")
    out, err = capfd.readouterr()
    assert out == "\\::error::a b\n  ##\\[group]\né\ufffd https://h/?token=***\n\n"
    assert err == "##vso\\[x]\n"


def test_a_warning_is_of_bounded_length(capfd: pytest.CaptureFixture[str]) -> None:
    streams.warn("x" * 1_000_000)
    assert len(capfd.readouterr().err) == 2001
    streams.warn(f"{'x' * 1_980} https://me:s3cret@example.org/")
    assert "s3" not in capfd.readouterr().err


def test_a_report_keeps_our_own_paint_and_nothing_else(capfd: pytest.CaptureFixture[str]) -> None:
    painted = "\x1b[1;31mx\x1b[0m \x1b]8;;https://h/\x1b\\y\x1b]8;;\x1b\\\n"
    streams.put(painted, painted=True)
    streams.put(painted)
    streams.put("\x1b[2J\x1b]0;t\x07\r\u2066", painted=True)
    out = capfd.readouterr().out
    assert out.startswith(painted)
    assert out.removeprefix(painted) == painted.replace("\x1b", "␛") + "␛[2J␛]0;t␇␍\ufffd"


def test_json_loses_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    streams.put_json(["\x9b\u202e\U000e0041##[x] é", "?token=abc"], indent=None)
    assert capfd.readouterr().out == '["\\u009b\\u202e\\udb40\\udc41#\\u0023[x] é", "?token=***"]\n'


def test_a_line_that_is_drawn_again_holds_no_escape_of_others(capfd: pytest.CaptureFixture[str]) -> None:
    streams.redraw("links: \x1b[2J\nhost", 12)
    assert capfd.readouterr().err == "\r\x1b[Klinks: ␛[2J "


PATCH = "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n \ufeff---\r\n \ta\r\n-:: b\n+c é\n\\ No newline at end of file\n"


def test_a_harmless_patch_is_kept_byte_for_byte(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert streams.put_patch(PATCH) == 0
    assert capfdbinary.readouterr().out == PATCH.encode()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (" ::error::x\n", " \\::error::x\n"),
        (" \ufeff::error::x\n", " \ufeff\\::error::x\n"),
        ("+\ufeff\ufeffx\n", "+\ufeff\ufffdx\n"),
        ("\ufeffx\n", "\ufffdx\n"),
        ("  \u3000::a::x", "  \u3000\\::a::x"),
        ("+a\rb\x1b[1m\n", "+a␍b␛[1m\n"),
        ("-##[x] \u202e\n", "-##\\[x] \ufffd\n"),
        ("+?token=abc\n", "+?token=***\n"),
        (" \x0c\x85\n", " ␌\ufffd\n"),
    ],
)
def test_a_line_of_a_patch_that_had_to_be_altered_is_counted(
    line: str, shown: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert streams.put_patch(PATCH + line) == 1
    assert capfdbinary.readouterr().out == (PATCH + shown).encode()


def test_a_stream_of_text_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    streams.say("é\x1b")
    assert sys.stdout.getvalue() == "é␛\n"


def test_a_stream_that_is_closed_or_full(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    for stream, words in ((None, "closed"), (io.TextIOWrapper(io.BufferedWriter(Full())), "No space left")):
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "stderr", stream)
        with pytest.raises(OSError, match=words):
            streams.say("x")
        streams.warn("x")
        if stream is not None:
            monkeypatch.setattr(Full, "write", lambda _, data: len(data))
            stream.close()


class Sip(io.RawIOBase):
    """Takes four bytes at a time, and ten in all, as a disk that fills up or a pipe that does not wait."""

    def __init__(self) -> None:
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int | None:
        part = bytes(data)[: min(4, 10 - len(self.taken))]
        self.taken += part
        return len(part) or None


def test_a_stream_without_a_buffer_gets_all_or_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with PYTHONUNBUFFERED: half a report once ended with the exit status of a whole one."""
    sip = Sip()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(sip, write_through=True))  # type: ignore[type-var]
    streams.put("123456789\n")
    assert sip.taken == b"123456789\n"
    with pytest.raises(BlockingIOError, match="takes no more"):
        streams.put("more")


def test_the_numbers_of_closed_streams_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the next file that is opened would be written to by who means the terminal."""
    taken: list[tuple[str, int]] = []

    def fstat(number: int) -> None:
        if number != 1:
            raise OSError(errno.EBADF, "Bad file descriptor")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", fstat)
        patched.setattr(os, "open", lambda *given: taken.append(given))
        secure_streams()
    assert taken == [(os.devnull, os.O_RDONLY), (os.devnull, os.O_WRONLY)]
