"""libyaml's error messages in plain words, with the place an author should look at."""

from __future__ import annotations

import re
from typing import Any

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_UNQUOTED_COLON = lazy_pattern(
    r"[ \t]*(?:- +)*[^\s#'\"\[{|>&*!%@`][^:\n]*:[ \t]+[^\s'\"\[{|>#][^\n]*?(: |:$)", re.M
)
_LONGEST_LINE = 2000
"""Of a longer line (characters) nobody asks what its colons mean."""
_SPECIAL_START = {
    "@": "a value must not begin with @; put it in quotes",
    "`": "a value must not begin with a backtick; put it in quotes",
    "%": "a value must not begin with %; put it in quotes",
    "*": "an unquoted value must not begin with *; put it in quotes",
    "&": "an unquoted value must not begin with &; put it in quotes",
    "!": "an unquoted value must not begin with !; put it in quotes",
}


class Explanation(NamedTuple):
    """An error as people see it: where it is, what it is, how to mend it."""

    kind: str
    start: int
    end: int
    message: str
    hint: str


def explain(error: Any, text: str) -> Explanation:
    """Explain a ``yaml.MarkedYAMLError`` about ``text``."""
    mark = error.problem_mark or error.context_mark
    at = min(mark.index if mark else 0, len(text))
    context = error.context_mark.index if error.context_mark else at
    problem = str(error.problem or "the YAML cannot be read")
    for rule in (_depth, _tab, _unclosed_quote, _unclosed_bracket, _escape, _colon, _after_quote, _special):
        if found := rule(problem, text, at, context):
            return found
    return _fallback(problem, text, at)


def _line(text: str, at: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return start, end - 1 if text[end - 1 : end] == "\r" and end > start else end


def _depth(problem: str, text: str, at: int, context: int) -> Explanation | None:
    if "max" in problem and "depth" in problem:
        return Explanation(kind="too-deep", start=at, end=at + 1, message="nested too deep", hint="")
    return None


def _tab(problem: str, text: str, at: int, context: int) -> Explanation | None:
    start, end = _line(text, at)
    lead = re.compile(r"[ \t]*").match(text, start, end)
    stop = lead.end() if lead else start
    tab = text.find("\t", start, stop)
    if tab < 0 and problem.startswith("found character that cannot start any token"):
        tab = at if text[at : at + 1] == "\t" else -1
    if tab < 0:
        return None
    message = "a tab is used for indentation, which YAML does not allow"
    return Explanation(
        kind="syntax", start=tab, end=tab + 1, message=message, hint="indent with spaces instead of tabs"
    )


def _unclosed_quote(problem: str, text: str, at: int, context: int) -> Explanation | None:
    if "unexpected end of stream" not in problem and "unexpected document indicator" not in problem:
        return None
    mark = text[context : context + 1]
    if mark not in ("'", '"'):
        return None
    name = "double" if mark == '"' else "single"
    message = f"the {name} quote that opens here is never closed"
    return Explanation(
        kind="syntax",
        start=context,
        end=_line(text, context)[1],
        message=message,
        hint=f"close it with {mark}",
    )


def _unclosed_bracket(problem: str, text: str, at: int, context: int) -> Explanation | None:
    mark = text[context : context + 1]
    if "expected ',' or" not in problem or mark not in ("[", "{"):
        return None
    closing = {"[": "]", "{": "}"}[mark]
    if mark == "{" and text[context + 1 : context + 2] == "{":
        message = "an unquoted value must not begin with {{"
        return Explanation(
            kind="syntax",
            start=context,
            end=_line(text, context)[1],
            message=message,
            hint="put the value in quotes",
        )
    message = f"the {mark} that opens here is not closed, or a comma is missing"
    return Explanation(
        kind="syntax",
        start=context,
        end=context + 1,
        message=message,
        hint=f"close it with {closing}, or quote the value",
    )


def _escape(problem: str, text: str, at: int, context: int) -> Explanation | None:
    if "escape" not in problem:
        return None
    slash = text.rfind("\\", 0, at + 1)
    start = slash if slash >= 0 else at
    message = f"{text[start : start + 2]} is not an escape that YAML knows"
    hint = "write \\\\ for a backslash, or use single quotes"
    return Explanation(kind="syntax", start=start, end=min(start + 2, len(text)), message=message, hint=hint)


def _colon(problem: str, text: str, at: int, context: int) -> Explanation | None:
    if not problem.startswith(("mapping values are not allowed", "could not find expected ':'")):
        return None
    start, end = _line(text, at)
    is_read = end - start <= _LONGEST_LINE
    if problem.startswith("mapping") and is_read and _UNQUOTED_COLON.match(text, start, end):
        message = "a value that contains a colon followed by a space must be in quotes"
        return Explanation(
            kind="syntax",
            start=at,
            end=min(at + 1, len(text)),
            message=message,
            hint='put the value in quotes: key: "a: b"',
        )
    if problem.startswith("mapping"):
        message = "a key is not expected here; check the indentation of this line and the one above"
        return Explanation(
            kind="syntax",
            start=at,
            end=min(at + 1, len(text)),
            message=message,
            hint="give keys of one level the same indentation",
        )
    return _missing_colon(text, context)


def _missing_colon(text: str, context: int) -> Explanation:
    _, end = _line(text, context)
    message = "this line is no key: the colon after the key is missing"
    return Explanation(
        kind="syntax", start=context, end=max(end, context), message=message, hint="write key: value"
    )


def _after_quote(problem: str, text: str, at: int, context: int) -> Explanation | None:
    if not problem.startswith("did not find expected key"):
        return None
    start, _ = _line(text, at)
    before = text[start:at].rstrip()
    if before.endswith(("'", '"')):
        message = "text follows the closing quote"
        return Explanation(
            kind="syntax", start=at, end=_line(text, at)[1], message=message, hint=_quote_hint(before[-1])
        )
    if before.endswith(("]", "}")):
        message = f"text follows the closing {before[-1]}"
        return Explanation(
            kind="syntax",
            start=at,
            end=_line(text, at)[1],
            message=message,
            hint="put the whole value in quotes",
        )
    return None


def _quote_hint(mark: str) -> str:
    if mark == "'":
        return "inside single quotes write '' for an apostrophe, or use double quotes"
    return 'inside double quotes write \\" for a quote, or use single quotes'


def _special(problem: str, text: str, at: int, context: int) -> Explanation | None:
    for position in (at, context):
        hint = _SPECIAL_START.get(text[position : position + 1])
        if hint:
            return Explanation(
                kind="syntax",
                start=position,
                end=_line(text, position)[1],
                message=hint.split(";")[0],
                hint="put the value in quotes",
            )
    return None


def _fallback(problem: str, text: str, at: int) -> Explanation:
    if at >= len(text) or text[at] in "\r\n":
        at = len(text[:at].rstrip())
    start, end = _line(text, at)
    hint = "check the indentation and the quotes of this line and the one above"
    if problem.startswith(("did not find expected key", "did not find expected '-' indicator")):
        problem = "this line does not fit the lines above it"
    return Explanation(
        kind="syntax", start=at if at < end else start, end=max(end, at), message=problem, hint=hint
    )
