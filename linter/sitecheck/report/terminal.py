"""When to colour, when to make links, and how: ANSI styles and OSC 8 hyperlinks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sitecheck.model.finding import Severity
from sitecheck.named_tuple import NamedTuple

ColorChoice = Literal["auto", "always", "never"]

_LINKING_PROGRAMS = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio", "Tabby"})
_LINKING_TERMS = ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm")
_LINKING_MARKS = ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM")
_FIRST_LINKING_VTE = 5000


def use_color(choice: ColorChoice, env: Mapping[str, str], is_terminal: bool) -> bool:
    """Whether to colour standard output.

    The option decides, then a non-empty ``FORCE_COLOR``, then a non-empty ``NO_COLOR``, then
    ``TERM=dumb``, then whether the output is a terminal (force-color.org, no-color.org).
    """
    if choice != "auto":
        return choice == "always"
    if env.get("FORCE_COLOR"):
        return True
    if env.get("NO_COLOR") or env.get("TERM") == "dumb":
        return False
    return is_terminal


def use_links(env: Mapping[str, str], is_terminal: bool) -> bool:
    """Whether the terminal is known to follow OSC 8 hyperlinks; ``FORCE_HYPERLINK`` (0, 1) decides first."""
    forced = env.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if not is_terminal or env.get("CI") or env.get("TERM") == "dumb":
        return False
    vte = env.get("VTE_VERSION", "")
    return (
        env.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or env.get("TERM", "").startswith(_LINKING_TERMS)
        or any(env.get(mark) for mark in _LINKING_MARKS)
        or (vte.isdecimal() and int(vte) >= _FIRST_LINKING_VTE)
    )


_STYLES = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "path": "1",
    "rule": "2",
    "gutter": "2",
    "label": "36",
    "good": "32",
    "added": "32",
    "removed": "31",
}


class Painter(NamedTuple):
    """Styles text, or leaves it alone, as the options say."""

    color: bool = False
    links: bool = False

    def paint(self, style: str, text: str) -> str:
        """``text`` in the style of that name."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.color and text else text

    def severity(self, severity: Severity, text: str = "") -> str:
        """``text``, or the severity's name, in the severity's colour."""
        label = severity.label
        return self.paint(label, text or label)

    def link(self, url: str, text: str) -> str:
        """``text`` as a link to ``url``; only printable ASCII may stand in the sequence."""
        if not (self.links and url):
            return text
        from urllib.parse import quote  # which a warm run would load in vain where it links nothing

        target = quote(url, safe=":/?#@!$&'()*+,;=%~", errors="replace")
        return f"\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\"
