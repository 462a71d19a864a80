"""Makes text of a site harmless for a terminal and for a build log.

A site's text is the work of whoever opened the pull request. Escape sequences could rewrite what the terminal
shows, bidirectional controls reorder it, and build services obey commands that they find in their log: GitHub
at a line's start (``::error::``) and, in the old form, anywhere (``##[error]``), Azure Pipelines (``##vso[``)
and TeamCity (``##teamcity[``) anywhere. So every control character becomes a visible sign, the bracket that
opens a command is separated from what is before it, and no line starts with text of the site.
"""

from __future__ import annotations

import re
from textwrap import wrap

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff]")
_LINE_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LOG_COMMAND = re.compile(r"(##(?:vso|teamcity)?)\[", re.IGNORECASE)
_LOG_COMMAND_BEFORE = re.compile(r"##(?:vso|teamcity)?\[\Z", re.IGNORECASE)
_LONGEST_COMMAND = len("##teamcity[")
_COMMAND_START = re.compile("[\\s\ufeff\u200b]*:")

REPLACEMENT = "\ufffd"


def encodable(text: str) -> str:
    """``text`` without the lone surrogates that undecodable file names bring."""
    return _LONE_SURROGATE.sub(REPLACEMENT, text)


def visible(char: str) -> str:
    """One printable character that stands for ``char``; ``char`` itself unless it is a control."""
    if not _UNSAFE.match(char):
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else REPLACEMENT


def without_controls(text: str) -> str:
    """``text`` with every control character made visible."""
    return _UNSAFE.sub(lambda match: visible(match[0]), text)


def opens_log_command(text: str, offset: int) -> bool:
    """Whether the character at ``offset`` is the bracket of a log command."""
    end = offset + 1
    return text[offset] == "[" and bool(_LOG_COMMAND_BEFORE.search(text, max(0, end - _LONGEST_COMMAND), end))


def one_line(text: str) -> str:
    """``text`` as one harmless line: line ends and tabs are blanks, controls visible, log commands broken."""
    return _LOG_COMMAND.sub(r"\1\\[", without_controls(_LINE_BREAKS.sub(" ", text)))


def log_path(path: str) -> str:
    """``path`` fit to start a line of a log."""
    safe = one_line(path)
    return f"./{safe}" if _COMMAND_START.match(safe) else safe


def wrapped(text: str, width: int) -> list[str]:
    """``text`` as harmless lines of about ``width`` columns, at least one; long words are not broken."""
    lines = wrap(one_line(text), width, break_long_words=False, break_on_hyphens=False)
    return [f"\\{line}" if _COMMAND_START.match(line) else line for line in lines] or [""]


def clip(text: str, limit: int) -> str:
    """``text``, cut to at most ``limit`` characters with an ellipsis."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
