"""The strict grammar of expressions: what the gem reads without a warning."""

from __future__ import annotations

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

_TOKEN = lazy_pattern(
    r"(?P<comparison>==|!=|<>|<=?|>=?|contains(?=[\t\n\v\f\r ]))"
    r"|(?P<string>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>-?[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<id>[a-zA-Z_][a-zA-Z0-9_-]*\??)"
    r"|(?P<dotdot>\.\.)"
    r"|(?P<special>[|.:,\[\]()?-])"
)
_SPACE = lazy_pattern(r"[\t\n\v\f\r ]*")

MAX_BRACKETS = 64
"""How deep brackets and ranges may nest in one expression."""


class MarkupError(Exception):
    """The markup of a tag or output does not follow the grammar; ``offset`` counts from its start."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class ExpressionToken(NamedTuple):
    """A token of an expression: its kind, its text and where it starts in the markup."""

    kind: str
    text: str
    start: int


def tokenize(markup: str) -> list[ExpressionToken]:
    """The tokens of ``markup``, ``end`` last; raises :class:`MarkupError` at a character that fits none."""
    tokens: list[ExpressionToken] = []
    position = 0
    while True:
        position = _SPACE.match(markup, position).end()  # type: ignore[union-attr]
        if position == len(markup):
            tokens.append(ExpressionToken("end", "", position))
            return tokens
        match = _TOKEN.match(markup, position)
        if match is None:
            raise MarkupError(_unexpected(markup[position]), position)
        kind = match.lastgroup or ""
        tokens.append(ExpressionToken(match[0] if kind == "special" else kind, match[0], position))
        position = match.end()


def _unexpected(character: str) -> str:
    if character in "'\"":
        return f"the quote {character} is not closed"
    if character.isspace():
        return f"an invisible character (U+{ord(character):04X}) stands where a blank should be"
    if character == "=":
        return "'=' does not belong here; a comparison is '=='"
    return f"unexpected character '{character}'"


class Cursor:
    """Walks over the tokens of one markup, putting expressions back together as plain text.

    The gem reads an expression twice: strictly, into a tidied string, and then that string by patterns;
    this is the first reading.
    """

    __slots__ = ("_depth", "_liquid", "_position", "_tokens")

    def __init__(self, markup: str, liquid: int) -> None:
        self._tokens = tokenize(markup)
        self._liquid = liquid
        self._position = 0
        self._depth = 0

    @property
    def offset(self) -> int:
        """Where the next token starts."""
        return self._tokens[self._position].start

    def look(self, kind: str, ahead: int = 0) -> bool:
        """Whether the token ``ahead`` of the next one is of ``kind``."""
        index = self._position + ahead
        return index < len(self._tokens) and self._tokens[index].kind == kind

    def accept(self, kind: str) -> str | None:
        """The next token's text if it is of ``kind`` (then it is consumed)."""
        token = self._tokens[self._position]
        if token.kind != kind:
            return None
        self._position += 1
        return token.text

    def accept_id(self, *names: str) -> str | None:
        """The next token's text if it is one of these words (then it is consumed)."""
        token = self._tokens[self._position]
        if token.kind != "id" or token.text not in names:
            return None
        self._position += 1
        return token.text

    def expect(self, kind: str) -> str:
        """The next token's text, which must be of ``kind``."""
        text = self.accept(kind)
        if text is None:
            raise self._error(_EXPECTED.get(kind, f"'{kind}' expected"))
        return text

    def finish(self) -> None:
        """Raise :class:`MarkupError` unless all is read."""
        if not self.look("end"):
            raise self._error("this does not belong here")

    def expression(self) -> str:
        """The next expression, tidied."""
        token = self._tokens[self._position]
        if token.kind in ("string", "number"):
            self._position += 1
            return token.text
        if self._depth >= MAX_BRACKETS:
            raise self._error("brackets are nested too deeply")
        self._depth += 1
        text = self._compound(token)
        self._depth -= 1
        return text

    def _compound(self, token: ExpressionToken) -> str:
        if token.kind == "id":
            self._position += 1
            return token.text + self._lookups()
        if token.kind == "[" and self._liquid >= 5:
            return self._bracket() + self._lookups()
        if token.kind == "(":
            self._position += 1
            start = self.expression()
            self.expect("dotdot")
            stop = self.expression()
            self.expect(")")
            return f"({start}..{stop})"
        raise self._error("a value is expected")

    def _bracket(self) -> str:
        self._position += 1
        text = f"[{self.expression()}"
        self.expect("]")
        return text + "]"

    def _lookups(self) -> str:
        parts: list[str] = []
        while True:
            if self.look("["):
                parts.append(self._bracket())
            elif self.accept("."):
                parts.append("." + self.expect("id"))
            else:
                return "".join(parts)

    def _error(self, message: str) -> MarkupError:
        token = self._tokens[self._position]
        found = "the end" if token.kind == "end" else f"'{token.text}'"
        return MarkupError(f"{message}, found {found}", token.start)


_EXPECTED = {
    "id": "a name expected",
    "end": "nothing more expected",
    "dotdot": "'..' expected",
}
