r"""Reads the literals of a JavaScript text: objects, lists, strings, as configurations hold them.

    >>> from sitecheck.math.page.js_literal import read_value
    >>> read_value("{tex: {macros: {R: '\\\\mathbb{R}'}}}", 0)[0].get("tex", "macros", "R")
    '\\mathbb{R}'

Nothing is run: what is no literal (a call, a function) is :data:`OPAQUE`; reading goes on after it.
A name has the literal that it was declared with shortly before, unless something may have changed it since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias, Union

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.text.source_map import UNKNOWN


class Opaque:
    """The value of something that cannot be read without running it."""

    def __repr__(self) -> str:
        return "OPAQUE"


OPAQUE: Final = Opaque()


@dataclass(slots=True)
class JsObject:
    """An object literal; ``places`` has where each key is written. Of two equal keys the later counts."""

    values: dict[str, JsValue] = field(default_factory=dict)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    partial: bool = False
    """There may be further keys (``...rest``, a computed name)."""

    def get(self, *path: str) -> JsValue:
        """The value at a path of keys; ``None`` if there is none, :data:`OPAQUE` where it cannot be known."""
        value: JsValue = self
        for key in path:
            if isinstance(value, Opaque):
                return OPAQUE
            if not isinstance(value, JsObject):
                return None
            value = value.values.get(key, OPAQUE if value.partial else None)
        return value


JsValue: TypeAlias = Union[JsObject, "list[JsValue]", str, float, bool, Opaque, None]

_DEEPEST: Final = 40
_LONGEST: Final = 1_000_000
_SPACE: Final = lazy_pattern(r"(?:[\s\ufeff]+|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*")
_NAME: Final = lazy_pattern(r"[A-Za-z_$][\w$]*")
_NUMBER: Final = lazy_pattern(r"[-+]?(?:0[xX][0-9a-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+)")
_STRING: Final = lazy_pattern(r"'(?:[^'\\\n]|\\[\s\S])*'|\"(?:[^\"\\\n]|\\[\s\S])*\"|`(?:[^`\\]|\\[\s\S])*`")
_BODY: Final = {
    "'": lazy_pattern(r"(?:[^'\\\n]|\\[\s\S])*"),
    '"': lazy_pattern(r"(?:[^\"\\\n]|\\[\s\S])*"),
    "`": lazy_pattern(r"(?:[^`\\]|\\[\s\S])*"),
}
_RAW: Final = lazy_pattern(r"String\s*\.\s*raw\s*(?=`)")
_ESCAPE: Final = lazy_pattern(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))"
)
_SIMPLE: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_LITERAL: Final = r"/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,1000}\]){1,1000}/[a-z]*"
_REGEX: Final = lazy_pattern(_LITERAL)
_SKIP: Final = lazy_pattern(
    r"(?P<line>//[^\n]*)|(?P<open>/\*|['\"`])"
    rf"|(?<=[=(,:!&|?{{;\n])\s{{0,100}}{_LITERAL}"
    r"|[()\[\]{},;]"
)
_AUTO_RENDER: Final = lazy_pattern(r"\brenderMathInElement\s{0,20}\([\w$.\s]{1,200},[\w$\s]{1,200}\)")
_MOST_NAMES: Final = 20
_NEAR: Final = 20_000
"""How many names one reading looks up, and how far before them: a script may hold any number of names."""
_WORDS: Final[dict[str, JsValue]] = {"true": True, "false": False, "null": None, "undefined": None}


def read_value(text: str, at: int) -> tuple[JsValue, int]:
    """The value that begins at ``at`` and the offset after it."""
    return _Reader(text[:_LONGEST]).value(at, 0)


def read_arguments(text: str, at: int) -> tuple[list[JsValue], int]:
    """The arguments of a call whose opening parenthesis stands before ``at``, and the offset after it."""
    reader = _Reader(text[:_LONGEST])
    return reader.items(at, ")", 0)


class _Reader:
    """A recursive reader over one text; every step moves forward."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._unclosed: dict[str, int] = {}
        """By what opens a string or a comment: up to where none ends."""
        self._names_left = _MOST_NAMES

    def space(self, at: int) -> int:
        match = _SPACE.match(self.text, at)
        return match.end() if match else at

    def value(self, at: int, depth: int) -> tuple[JsValue, int]:
        """A value; anything after it up to a comma or a closing bracket makes it opaque."""
        at = self.space(at)
        value, after = self._primary(at, depth)
        after = self.space(after)
        while isinstance(value, str) and self.text.startswith("+", after):
            more, after = self._primary(self.space(after + 1), depth)
            after = self.space(after)
            value = value + more if isinstance(more, str) else OPAQUE
        if after < len(self.text) and self.text[after] not in ",;)]}\n" and not self._ends_line(after):
            return OPAQUE, self.skip(after)
        return value, after

    def _ends_line(self, at: int) -> bool:
        """Whether a line end without a semicolon separates ``at`` from what was read."""
        return "\n" in self.text[self.text.rfind("\n", 0, at) : at] and _NAME.match(self.text, at) is not None

    def _primary(self, at: int, depth: int) -> tuple[JsValue, int]:
        character = self.text[at : at + 1]
        if depth > _DEEPEST:
            return OPAQUE, self.skip(at)
        if character == "{":
            return self._object(at + 1, depth + 1)
        if character == "[":
            return self.items(at + 1, "]", depth + 1)
        if string := self._string(at):
            return string
        if match := _NUMBER.match(self.text, at):
            return _number(match[0]), match.end()
        word = _NAME.match(self.text, at)
        if word and word[0] in _WORDS:
            return _WORDS[word[0]], word.end()
        if word and (value := self._declared(word[0], at, depth)) is not OPAQUE:
            return value, word.end()
        return OPAQUE, self.skip(at)

    def _declared(self, name: str, at: int, depth: int) -> JsValue:
        """What ``const name = …`` before ``at`` has given a name: a literal that holds no further names."""
        if not self._names_left:
            return OPAQUE
        self._names_left -= 1
        before = self.text[max(0, at - _NEAR) : at]
        word = re.escape(name)
        declarations = list(re.finditer(rf"\b(?:const|let|var)\s{{1,100}}{word}\s{{0,100}}=(?!=)", before))
        if len(declarations) != 1:
            return OPAQUE
        start = declarations[0].end()
        left, self._names_left = self._names_left, 0
        given = self.value(at - len(before) + start, depth + 1)
        value, end = self._with_keys(word, *given, depth=depth, until=at)
        self._names_left = left
        # Assigned to, given a key, or handed to a call, which may do either; KaTeX's own leaves it as it is.
        changed = rf"(?<![\w$.]){word}\s{{0,100}}(?:=(?![=>])|\.|\[)|[(,]\s{{0,100}}{word}\s{{0,100}}[,)]"
        since = _AUTO_RENDER.sub("", self.text[end:at]) if end <= at else ""
        return value if end <= at and re.search(changed, since) is None else OPAQUE

    def _with_keys(
        self, word: str, value: JsValue, end: int, *, depth: int, until: int
    ) -> tuple[JsValue, int]:
        """What a name was declared with, and the keys that the statements right behind that give it."""
        keys = r"(?:\s{0,100}\.\s{0,100}[A-Za-z_$][\w$]*){1,5}"
        key = re.compile(rf"[\s;]{{0,100}}(?<![\w$.]){word}({keys})\s{{0,100}}=(?!=)")
        while isinstance(value, JsObject) and (match := key.match(self.text, end, until)) is not None:
            path = tuple(name.strip() for name in match[1].split(".")[1:])
            given, end = self.value(match.end(), depth + 1)
            value = assigned(value, path, given)
        return value, end

    def _string(self, at: int) -> tuple[JsValue, int] | None:
        raw = _RAW.match(self.text, at)
        match = self._quoted(raw.end() if raw else at)
        if match is None:
            return None
        body = match[0][1:-1]
        if UNKNOWN in body or (match[0][0] == "`" and "${" in body):
            return OPAQUE, match.end()
        return (body if raw else unescape(body)), match.end()

    def _quoted(self, at: int) -> re.Match[str] | None:
        """The string that begins at ``at``.

        Of one that does not end, the quotes within are escaped: what follows them is read as it was before,
        so that none of them begins a string that ends.
        """
        mark = self.text[at : at + 1]
        if mark not in ("'", '"', "`") or at < self._unclosed.get(mark, 0):
            return None
        match = _STRING.match(self.text, at)
        if match is None:
            body = _BODY[mark].match(self.text, at + 1)
            self._unclosed[mark] = body.end() if body is not None else at + 1
        return match

    def _closed(self, at: int) -> int:
        """Where the comment or the string that begins at ``at`` ends; 0 when it does not."""
        if not self.text.startswith("/*", at):
            string = self._quoted(at)
            return 0 if string is None else string.end()
        if at < self._unclosed.get("/*", 0):
            return 0
        end = self.text.find("*/", at + 2)
        if end < 0:
            self._unclosed["/*"] = len(self.text)
        return end + 2 if end >= 0 else 0

    def _skipped(self, at: int) -> Iterator[tuple[str, int]]:
        """The brackets, commas and semicolons from ``at`` on that count, and where they stand."""
        while (match := _SKIP.search(self.text, at)) is not None:
            at = match.end()
            if match["open"]:
                at = self._closed(match.start()) or at
            elif not match["line"]:
                yield match[0], match.start()

    def items(self, at: int, close: str, depth: int) -> tuple[list[JsValue], int]:
        """Values with commas between them, up to ``close``."""
        found: list[JsValue] = []
        while True:
            at = self.space(at)
            if at >= len(self.text) or self.text[at] == close:
                return found, at + 1
            if self.text[at] in ",;)]}":
                at += 1
                continue
            value, at = self.value(at, depth)
            found.append(value)

    def _object(self, at: int, depth: int) -> tuple[JsObject, int]:
        found = JsObject()
        while True:
            at = self.space(at)
            if at >= len(self.text) or self.text[at] == "}":
                found.partial = found.partial or at >= len(self.text)
                return found, at + 1
            at = at + 1 if self.text[at] in ",;)]" else self._entry(found, at, depth)

    def _entry(self, found: JsObject, at: int, depth: int) -> int:
        string = self._string(at)
        name = _NAME.match(self.text, at) or _NUMBER.match(self.text, at)
        if string is not None and isinstance(string[0], str):
            key, after = string[0], string[1]
        elif name is not None:
            key, after = name[0], name.end()
        else:
            found.partial = True
            return self.skip(at)
        colon = self.space(after)
        if self.text.startswith(":", colon):
            value, end = self.value(colon + 1, depth)
        # `{macros}` is `{macros: macros}`.
        elif string is None and self.text[colon : colon + 1] in (",", "}"):
            value, end = self._declared(key, at, depth), colon
        else:
            value, end = OPAQUE, max(self.skip(after), at + 1)
        found.values[key] = value
        found.places[key] = (at, after)
        return end

    def skip(self, at: int) -> int:
        """The offset of the comma or closing bracket that ends the expression at ``at``."""
        depth = 0
        if regex := _REGEX.match(self.text, at):
            at = regex.end()
        for mark, place in self._skipped(at):
            if mark in ("(", "[", "{"):
                depth += 1
            elif mark in (")", "]", "}"):
                if not depth:
                    return place
                depth -= 1
            elif mark in (",", ";") and not depth:
                return place
        return len(self.text)


def assigned(config: JsValue, path: tuple[str, ...], value: JsValue) -> JsValue:
    """A value after the assignment of ``value`` to what is at ``path``."""
    if not path:
        return value
    if not isinstance(config, JsObject):
        config = JsObject(partial=config is OPAQUE)
    inner = assigned(config.values.get(path[0]), path[1:], value)
    return JsObject({**config.values, path[0]: inner}, dict(config.places), config.partial)


def unescape(body: str) -> str:
    r"""What JavaScript makes of the inside of a string: ``\\`` is one backslash, ``\[`` is ``[``."""
    return _ESCAPE.sub(_unescaped, body) if "\\" in body else body


def _unescaped(match: re.Match[str]) -> str:
    number = match[1] or match[2] or match[3]
    if number:
        code = int(number, 16)
        return chr(code) if code <= 0x10FFFF else ""
    character = match[4]
    # JavaScript: a backslash at the end of a line joins it to the next.
    return "" if character in ("\n", "\r\n") else _SIMPLE.get(character, character)


def _number(text: str) -> JsValue:
    try:
        return float(int(text, 16)) if "x" in text.lower() else float(text)
    except (ValueError, OverflowError):
        return OPAQUE
