"""Makes text of a site harmless for a terminal and for a build log.

A site's text is the work of whoever opened the pull request. Escape sequences could rewrite what the terminal
shows, bidirectional controls reorder it, invisible characters hide in it, and build services obey commands
that they find in their log: GitHub at a line's start (``::error::``, after any blanks) and, in the old form,
anywhere (``##[error]``), Azure Pipelines (``##vso[``) and TeamCity (``##teamcity[``) anywhere; the folds of
GitLab and Travis need an escape. So every control and every invisible character becomes a visible sign, the
bracket that opens a command is separated from what is before it, and no line starts with a colon.
"""

from __future__ import annotations

import re

from sitecheck.lazy_pattern import lazy_pattern

CONTROLS = "\x00-\x1f\x7f-\x9f"
"""The inside of a character class: the controls C0 and C1."""

INVISIBLE = (
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"  # bidirectional, separators, deprecated
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\ud800-\udfff"
)
"""The inside of a character class: what is not seen, or makes the rest seen otherwise than it is.

Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt, separators and surrogates, less what
joins or varies its neighbours."""

JOINERS = "\u200c\u200d"
"""Shape emoji and the letters of many scripts; harmless only between two characters that they join."""

SELECTORS = "\ufe00-\ufe0f"
"""Choose how the character before them is drawn; one is enough."""

_UNSAFE = lazy_pattern(
    f"[{CONTROLS}{INVISIBLE}]"
    f"|[{JOINERS}](?:(?<![^\x00-\x7f{JOINERS}].)|(?![^\x00-\x7f{JOINERS}]))"
    f"|[{SELECTORS}](?<![^{SELECTORS}].)",
    re.DOTALL,
)
_UNSAFE_ASCII = lazy_pattern("[\x00-\x1f\x7f]")
_LINE_BREAKS = lazy_pattern("[\t\n\v\f\r\x85\u2028\u2029]+")
_LONE_SURROGATE = lazy_pattern("[\ud800-\udfff]")
_LOG_COMMAND = lazy_pattern(r"(##(?:vso|teamcity)?)\[", re.IGNORECASE)
_LOG_COMMAND_BEFORE = lazy_pattern(r"##(?:vso|teamcity)?\[\Z", re.IGNORECASE)
_LONGEST_COMMAND = len("##teamcity[")
_PATCH_LINE = lazy_pattern(r"([ +-]?)((?:(?<=[ +-])\ufeff)?)(.*?)(\r?\n?)", re.DOTALL)
_COMMAND = lazy_pattern("[\\s\ufeff\u200b]*::.*::")
_COMMAND_START = lazy_pattern("[\\s\ufeff\u200b]*:")

REPLACEMENT = "\ufffd"

MAX_MESSAGE = 2_000
"""Characters of a message that a person is shown; one may quote an address or a setting of a megabyte."""


def encodable(text: str) -> str:
    """``text`` without the lone surrogates that undecodable file names bring."""
    return _LONE_SURROGATE.sub(REPLACEMENT, text)


def visible(char: str) -> str:
    """One printable character that stands for the control ``char``."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else REPLACEMENT


def without_controls(text: str, keep: str = "") -> str:
    """``text`` with every control and invisible character but those of ``keep`` made visible, one by one."""
    unsafe = _UNSAFE_ASCII if text.isascii() else _UNSAFE
    return unsafe.sub(lambda match: match[0] if match[0] in keep else visible(match[0]), text)


def opens_log_command(text: str, offset: int) -> bool:
    """Whether the character at ``offset`` is the bracket of a log command."""
    end = offset + 1
    return text[offset] == "[" and bool(_LOG_COMMAND_BEFORE.search(text, max(0, end - _LONGEST_COMMAND), end))


def without_log_commands(text: str) -> str:
    """``text`` with a backslash before each bracket that opens a command anywhere in a line."""
    return _LOG_COMMAND.sub(r"\1\\[", text) if "##" in text else text


def one_line(text: str) -> str:
    """``text`` as a harmless part of one line.

    Line ends and tabs become blanks, controls visible, log commands are broken.
    """
    if text.isascii() and text.isprintable():
        return without_log_commands(text)
    return without_log_commands(without_controls(_LINE_BREAKS.sub(" ", text)))


def whole_line(text: str) -> str:
    """``text`` as one harmless line: as :func:`one_line` has it, and never the start of a command."""
    safe = one_line(text)
    start = _COMMAND_START.match(safe)
    return f"{safe[: start.end() - 1]}\\{safe[start.end() - 1 :]}" if start else safe


def patch_line(line: str) -> str:
    """A line of a unified diff, its end with it, made harmless; one that was so before stays as it is.

    So does the byte order mark with which a file begins: where a line begins it hides nothing.
    """
    match = _PATCH_LINE.fullmatch(line)
    sign, mark, text, end = match.groups() if match else ("", "", line, "")
    safe = without_log_commands(without_controls(text, keep="\t"))
    if sign in ("", " ") and _COMMAND.match(safe):
        safe = safe.replace("::", "\\::", 1)
    return f"{sign}{mark}{safe}{end}"


def log_path(path: str) -> str:
    """``path`` fit to start a line of a log."""
    safe = one_line(path)
    return f"./{safe}" if _COMMAND_START.match(safe) else safe


def wrapped(text: str, width: int) -> list[str]:
    """``text`` as harmless lines of about ``width`` columns, at least one; long words are not broken."""
    filled = re.findall(rf"[^ ](?:.{{0,{width - 1}}}(?= |\Z)|[^ ]*)", one_line(text))
    return [whole_line(line.rstrip(" ")) for line in filled] or [""]


def clip(text: str, limit: int) -> str:
    """``text``, cut to at most ``limit`` characters with an ellipsis."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
