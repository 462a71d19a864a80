"""Consoles that are not UTF-8 terminals with colours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from tests.sampled import sampled

from sitecheck.output import streams
from sitecheck.output.console import encoded, obeys_escapes, text_encoding


def stream(encoding: str | None = "utf-8", *, terminal: bool = False) -> Any:
    return SimpleNamespace(encoding=encoding, isatty=lambda: terminal, fileno=lambda: 1)


@pytest.mark.parametrize(
    ("given", "environment", "windows", "expected"),
    [
        (stream("cp1252"), {}, True, "utf-8"),
        (stream("cp1252"), {"PYTHONIOENCODING": "cp1252"}, True, "cp1252"),
        (stream("cp437", terminal=True), {}, True, "cp437"),
        (stream("iso8859-1"), {}, False, "iso8859-1"),
        (stream(None), {}, False, "utf-8"),
        (stream("utf-16"), {}, False, "utf-8"),
        (stream("utf-7"), {}, False, "utf-8"),
        (stream("cp037"), {}, False, "utf-8"),
        (stream("nothing-known"), {}, False, "utf-8"),
    ],
)
def test_in_which_encoding_people_are_told(
    given: Any, environment: dict[str, str], windows: bool, expected: str
) -> None:
    assert text_encoding(given, environment, windows=windows) == expected


def test_what_an_encoding_does_not_have_is_written_in_ascii() -> None:
    assert encoded("é … × → ’日\u2028", "cp1252") == b"\xe9 \x85 \xd7 -> \x92\\u65e5\\u2028"
    assert encoded("é … × → ’", "ascii") == b"\\xe9 ... x -> '"
    assert encoded("é … \udc80", "utf-8") == "é … \\udc80".encode()


@pytest.mark.parametrize("understood", [True, False])
def test_consoles_of_windows_are_asked_whether_they_obey(
    understood: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("colorama.winterm")
    module.enable_vt_processing = lambda number: understood and number == 1  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "colorama", ModuleType("colorama"))
    monkeypatch.setitem(sys.modules, "colorama.winterm", module)
    assert obeys_escapes(stream(terminal=True), windows=True) is understood
    assert obeys_escapes(stream(terminal=True), windows=False)


def test_what_obeys_no_escapes_gets_neither_colours_nor_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", stream(terminal=True))
    monkeypatch.setattr(sys, "stderr", stream(terminal=True))
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((80, 24)))
    assert (streams.is_painted_terminal(), streams.watched_columns()) == (True, 80)
    monkeypatch.setattr(streams, "obeys_escapes", lambda _: False)
    assert (streams.is_terminal(), streams.is_painted_terminal(), streams.watched_columns()) == (
        True,
        False,
        0,
    )


@pytest.mark.parametrize("painted", [True, False])
def test_only_a_terminal_that_obeys_is_emptied(
    painted: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(streams, "is_painted_terminal", lambda: painted)
    streams.clear()
    assert capsys.readouterr().out.startswith("\x1b[") is painted


@pytest.mark.parametrize("encoding", sampled(["cp1252", "cp437", "ascii"], fast=1))
@pytest.mark.process
def test_a_report_in_the_encoding_of_the_console(encoding: str, tmp_path: Path) -> None:
    name = "é日.md"
    (tmp_path / "_config.yml").write_text("title: t\n", "utf-8")
    (tmp_path / name).write_text(f"---\ntitle: t\n---\n[{'x' * 200}](/gone/é…/)\n", "utf-8")

    def check(form: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "sitecheck", "check", ".", "--select", "links", "--output-format", form],
            cwd=tmp_path,
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True,
            check=False,
        ).stdout

    shown = check("text").decode(encoding)
    e = "é" if encoding != "ascii" else "\\xe9"
    dots = "…" if encoding == "cp1252" else "..."
    assert f"{e}\\u65e5.md:4:204: error: /gone/{e}{dots}/ leads nowhere" in shown
    assert f"4 | {dots}xxx" in shown
    assert name in check("json").decode("utf-8")
    assert name in check("junit").decode("utf-8")
