from __future__ import annotations

import pytest

from sitecheck.model.finding import Severity
from sitecheck.report.terminal import Painter, use_color, use_links


@pytest.mark.parametrize(
    ("choice", "env", "is_terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_color_policy(choice: str, env: dict[str, str], is_terminal: bool, expected: bool) -> None:
    assert use_color(choice, env, is_terminal) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("env", "is_terminal", "expected"),
    [
        ({}, True, False),
        ({"TERM_PROGRAM": "vscode"}, True, True),
        ({"TERM_PROGRAM": "vscode"}, False, False),
        ({"TERM_PROGRAM": "vscode", "CI": "true"}, True, False),
        ({"VTE_VERSION": "4999"}, True, False),
        ({"VTE_VERSION": "6800"}, True, True),
        ({"VTE_VERSION": "new"}, True, False),
        ({"VTE_VERSION": "5000"}, True, True),
        *(({"TERM": term}, True, True) for term in ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm")),
        *(({"TERM_PROGRAM": name}, True, True) for name in ("iTerm.app", "WezTerm", "ghostty", "Hyper", "rio", "Tabby")),
        *(({mark: "1"}, True, True) for mark in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM")),
        ({"WT_SESSION": "x", "TERM": "dumb"}, True, False),
        ({"FORCE_HYPERLINK": "1"}, False, True),
        ({"FORCE_HYPERLINK": "0", "WT_SESSION": "x"}, True, False),
    ],
)  # fmt: skip
def test_link_policy(env: dict[str, str], is_terminal: bool, expected: bool) -> None:
    assert use_links(env, is_terminal) is expected


def test_no_color_means_no_escape_sequence() -> None:
    painter = Painter()
    assert painter.severity(Severity.ERROR) == "error"
    assert painter.link("https://example.com/", "x") == "x"


def test_link_encodes_what_would_end_the_sequence() -> None:
    link = Painter(links=True).link("file:///a\x1b\\b\x07ü", "x")
    assert link == "\x1b]8;;file:///a%1B%5Cb%07%C3%BC\x1b\\x\x1b]8;;\x1b\\"


@pytest.mark.parametrize(
    ("styles", "code"),
    [
        *(("error", "1;31"), ("warning", "1;33"), ("info", "1;36"), ("path", "1"), ("rule gutter", "2")),
        *(("label", "36"), ("good added", "32"), ("removed", "31")),
    ],
)
def test_each_style_has_its_colour(styles: str, code: str) -> None:
    for style in styles.split():
        assert Painter(color=True).paint(style, "x") == f"\x1b[{code}mx\x1b[0m"
        assert Painter(color=True).paint(style, "") == ""
