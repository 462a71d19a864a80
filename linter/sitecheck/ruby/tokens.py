"""The tokens of a Ruby script: names, symbols, strings, operators.

A small part of what Ruby's own lexer (``parse.y``) knows, enough to tell code from strings and comments. It
reads each character once. Where it cannot be sure that it follows (a string that never ends, a heredoc
without its end, interpolation inside interpolation without measure) it stops, and says so:
:attr:`Script.odd`.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TypeAlias

from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

MAX_DEPTH = 12
"""So deep may strings stand in the code of strings; nobody's plugin comes near."""


class Kind(Enum):
    """What a token is."""

    NAME = "name"
    """An identifier with its ``@``, ``$``, ``?`` or ``!``: keywords and constants, too."""
    SYMBOL = "symbol"
    LABEL = "label"
    """``key:`` of a hash or an argument."""
    STRING = "string"
    WORDS = "words"
    """``%w[…]`` or ``%i[…]``."""
    SHELL = "shell"
    """A command in backticks or ``%x(…)``."""
    REGEXP = "regexp"
    NUMBER = "number"
    OPERATOR = "operator"
    NEWLINE = "newline"
    """The end of a line or a semicolon, where a statement may end."""


class Token(NamedTuple):
    """One token. ``text`` is the name, the operator or the first literal text of a string.

    ``parts`` are the pieces of a string: texts, and for each ``#{…}`` the tokens of its code; the words of
    :attr:`Kind.WORDS`. ``spaced`` says whether blanks stand before it.
    """

    kind: Kind
    text: str
    parts: tuple[Part, ...] = ()
    spaced: bool = False
    raw: str = ""
    """How a string, symbol or label in quotes or a regular expression is written, and how words begin; of a
    heredoc its mark and its body; empty for all else."""

    @property
    def literal(self) -> str | None:
        """The whole text of a string or symbol without interpolation; ``None`` for anything else."""
        if self.kind is Kind.SYMBOL or self.kind is Kind.LABEL:
            return self.text
        if self.kind is not Kind.STRING or not all(isinstance(part, str) for part in self.parts):
            return None
        return "".join(map(str, self.parts))


Part: TypeAlias = "str | tuple[Token, ...]"


class Script(NamedTuple):
    """A script as far as it was understood: ``code[0]`` is the script itself."""

    code: tuple[tuple[Token, ...], ...]
    odd: bool


class _OddError(Exception):
    """The text is more than this reading understands."""


_CLOSERS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_BLANK = lazy_pattern(r"(?:[ \t\r\f\v]|\\\r?\n)+")
_COMMENT = lazy_pattern(r"#[^\n]*")
_BLOCK_COMMENT = lazy_pattern(r"^=begin(?=\s).*?^=end(?=\s|\Z)[^\n]*", re.MULTILINE | re.DOTALL)
_NAME = lazy_pattern(r"(?:@@?|\$)?[^\W\d]\w*(?:[?!](?!=(?![=~>])))?|\$[^\s\w]|\$\d+|\$-\w")
_VARIABLE = lazy_pattern(r"(?:@@?|\$)[^\W\d]\w*|\$(?:[1-9]\d*|-\w|[~*$?!@/\\;,.=:<>\"&`'+0])")
"""A variable that stands in a string behind a ``#`` alone."""
_SETTER = lazy_pattern(r"[^\W\d]\w*=(?=\()")
"""The name that ``def name=(value)`` defines."""
_NUMBER = lazy_pattern(r"\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?\w*")
_SYMBOL = lazy_pattern(
    r":(?:((?:@@?|\$)?[^\W\d]\w*(?:[?!](?![=~])|=(?![=~>]))?)|"
    r"(\[\]=?|\*\*|<=>|===?|=~|![=~]?|<<|>>|<=|>=|[+-]@|[+\-*/%<>&|^~`])(?=[\s,)\]}.;]|\Z))"
)
_LABEL = lazy_pattern(r"[^\W\d]\w*[?!]?:(?!:)")
_CHARACTER = lazy_pattern(r"\?(?:\\.|[^\s\\])(?!\w)")
_PERCENT = lazy_pattern(r"%([qQwWiIrxs]?)([^\w\s]|(?<=%)\Z)")
_HEREDOC = lazy_pattern(r"<<([~-]?)(?:\"([^\"\n]+)\"|'([^'\n]+)'|`([^`\n]+)`|([^\W\d]\w*))")
_OPERATOR = lazy_pattern(
    r"\*\*=|<=>|===|\.\.\.|<<=|>>=|&&=|\|\|=|&\.|\*\*|==|!=|>=|<=|&&|\|\||=~|!~|\.\.|::|\+=|-=|\*=|/=|%=|&=|\|=|\^=|"
    r"<<|>>|->|=>|[-`+*/%=<>!&|^~?:,.()\[\]{};]"
)
_BEFORE_VALUE = frozenset((
    "if", "unless", "while", "until", "and", "or", "not", "return", "when", "in", "do", "then", "else",
    "elsif", "case", "begin", "yield", "puts", "print", "p", "raise", "require", "require_relative", "rescue",
    "ensure", "break", "next", "defined?",
))  # fmt: skip
_FLAGS = lazy_pattern(r"[a-z]*")
_OTHER_CODING = lazy_pattern(
    r"(?:#[^\n]*\n)?#[^\n]*?coding[:=][ \t]*(?![ \t]|utf-?8)(?=[\w.-])", re.IGNORECASE
)
"""A script that says that its letters are those of another alphabet."""


def read_script(text: str) -> Script:
    """The tokens of a script. Takes time linear in its length; never raises."""
    if "\0" in text or (not text.isascii() and _OTHER_CODING.match(text)):
        return Script(((),), odd=True)
    end = re.search(r"^__END__\r?$", text, re.MULTILINE)
    lexer = _Lexer(text[: end.start()] if end else text)
    try:
        tokens = lexer.tokens("", 0)
        odd = False
    except _OddError:
        tokens, odd = tuple(lexer.outermost), True
    return Script((tokens, *lexer.inner), odd)


class _Lexer:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._heredocs: list[_Heredoc] = []
        """Those whose bodies begin on the next line."""
        self.inner: list[tuple[Token, ...]] = []
        self.outermost: list[Token] = []

    def tokens(self, closer: str, depth: int) -> tuple[Token, ...]:
        """The tokens up to ``closer`` (``}`` of an interpolation) or the end of the text."""
        if depth > MAX_DEPTH:
            raise _OddError
        found: list[Token] = [] if depth else self.outermost
        braces = 0
        while self._at < len(self._text):
            spaced = self._skip(depth)
            if self._at >= len(self._text):
                break
            character = self._text[self._at]
            if closer and character == closer and not braces:
                self._at += 1
                return tuple(found)
            token = self._token(found, depth)._replace(spaced=spaced)
            if token.kind is Kind.OPERATOR:
                braces += (token.text == "{") - (token.text == "}")
            found.append(token)
        if closer or self._heredocs:
            raise _OddError
        return tuple(found)

    def _skip(self, depth: int) -> bool:
        """Go past blanks and comments; whether there were any."""
        start = self._at
        while self._at < len(self._text):
            at_line = self._at == 0 or self._text[self._at - 1] == "\n"
            patterns = (_BLANK, _COMMENT, *((_BLOCK_COMMENT,) if at_line else ()))
            match = next((found for each in patterns if (found := each.match(self._text, self._at))), None)
            if match is None:
                if at_line and self._text.startswith("=begin", self._at):
                    raise _OddError
                break
            self._at = match.end()
        return self._at > start

    def _token(self, before: list[Token], depth: int) -> Token:
        character = self._text[self._at]
        if character == "\n":
            self._at += 1
            waiting, self._heredocs = self._heredocs, []
            for number, heredoc in enumerate(waiting):
                self._at += number > 0  # past the end of the line that ends the one before
                begin = self._at
                parts = self._body(heredoc, depth)
                raw = heredoc.mark + self._text[begin : self._at]
                before[heredoc.place] = before[heredoc.place]._replace(
                    text=_first(parts), parts=parts, raw=raw
                )
            return Token(Kind.NEWLINE, "\n")
        for read in (self._literal, self._plain):
            if token := read(character, before, depth):
                return token
        raise _OddError

    def _literal(self, character: str, before: list[Token], depth: int) -> Token | None:
        value = self._value_expected(before)
        if character in "\"'`" and not (character == "`" and _is(before, ".", "def")):
            return self._quoted(character, depth)
        if character == ":" and self._text[self._at + 1 : self._at + 2] in ('"', "'") and value:
            self._at += 1
            begin = self._at
            string = self.string(self._text[self._at], interpolates=self._text[self._at] == '"', depth=depth)
            text = "".join(part for part in string if isinstance(part, str))
            if len(string) > 1:
                return Token(Kind.STRING, text, string)
            return Token(Kind.SYMBOL, text, string, raw=self._text[begin : self._at])
        if character == "%" and value and (match := _PERCENT.match(self._text, self._at)):
            return self._percent(match, depth)
        if character == "/" and value:
            return self._regexp("/", "", depth)
        if character == "<" and value and (match := _HEREDOC.match(self._text, self._at)):
            return self._heredoc(match, before)
        if character == "?" and value and (match := _CHARACTER.match(self._text, self._at)):
            self._at = match.end()
            return Token(Kind.STRING, match[0][1:], (match[0][1:],))
        return None

    def _plain(self, character: str, before: list[Token], depth: int) -> Token | None:
        if _is(before, "def", ".") and (match := _SETTER.match(self._text, self._at)):
            self._at = match.end()
            return Token(Kind.NAME, match[0])
        if not _is(before, "?") and (match := _LABEL.match(self._text, self._at)):
            self._at = match.end()
            return Token(Kind.LABEL, match[0][:-1])
        if character == ":" and (match := _SYMBOL.match(self._text, self._at)):
            self._at = match.end()
            return Token(Kind.SYMBOL, match[1] or match[2])
        readers: tuple[tuple[re.Pattern[str], Kind], ...] = (
            (_NAME, Kind.NAME), (_NUMBER, Kind.NUMBER), (_OPERATOR, Kind.OPERATOR),
        )  # fmt: skip
        for pattern, kind in readers:
            if match := pattern.match(self._text, self._at):
                self._at = match.end()
                return Token(Kind.NEWLINE if match[0] == ";" else kind, match[0])
        return None

    def _value_expected(self, before: list[Token]) -> bool:
        """Whether a value may begin here, so that ``/`` begins a regular expression, ``%`` a string."""
        if not before or before[-1].kind is Kind.NEWLINE or before[-1].kind is Kind.LABEL:
            return True
        last = before[-1]
        if last.kind is Kind.OPERATOR:
            return last.text not in (")", "]", "}")
        if last.kind is not Kind.NAME:
            return False
        if last.text in _BEFORE_VALUE and not _is(before, ".", at=-2):
            return True
        # ``puts %w[a]``, ``puts /x/``: blanks before and none after tell an argument from an operator
        spaced = self._text[self._at - 1 : self._at] in (" ", "\t")
        following = self._text[self._at + 1 : self._at + 2]
        return spaced and not following.isspace() and following != "=" and last.text[0] not in "@$"

    def _quoted(self, quote: str, depth: int) -> Token:
        begin = self._at
        parts = self.string(quote, interpolates=quote != "'", depth=depth)
        raw = self._text[begin : self._at]
        if quote == "`":
            return Token(Kind.SHELL, _first(parts), parts)
        if self._text.startswith(":", self._at) and not self._text.startswith("::", self._at):
            following = self._text[self._at + 1 : self._at + 2]
            if following.isspace() and len(parts) <= 1:  # "key": value
                self._at += 1
                return Token(Kind.LABEL, _first(parts), parts, raw=raw)
        return Token(Kind.STRING, _first(parts), parts, raw=raw)

    def _percent(self, match: re.Match[str], depth: int) -> Token:
        kind, opener = match[1], match[2]
        begin = self._at
        self._at = match.end() - 1
        closer = _CLOSERS.get(opener, opener)
        nested = opener if closer != opener else ""
        if kind == "r":
            return self._regexp(closer, nested, depth)
        parts = self.string(closer, nested, interpolates=kind not in ("q", "w", "i", "s"), depth=depth)
        if kind and kind in "wWiI":
            if len(parts) > 1:
                return Token(Kind.STRING, _first(parts), parts)
            return Token(Kind.WORDS, "", tuple(_first(parts).split()), raw=match[0])
        shapes = {"x": Kind.SHELL, "s": Kind.SYMBOL}
        raw = self._text[begin : self._at] if kind in ("", "Q", "q") else ""
        return Token(shapes.get(kind, Kind.STRING), _first(parts), parts, raw=raw)

    def _regexp(self, closer: str, nested: str, depth: int) -> Token:
        begin = self._at
        parts = self.string(closer, nested, interpolates=True, depth=depth)
        flags = _FLAGS.match(self._text, self._at)
        self._at = flags.end() if flags else self._at
        return Token(Kind.REGEXP, _first(parts), parts, raw=self._text[begin : self._at])

    def string(self, closer: str, nested: str = "", *, interpolates: bool, depth: int) -> tuple[Part, ...]:
        """The parts of a string whose opening stands here."""
        self._at += 1
        parts: list[Part] = []
        text: list[str] = []
        special = re.compile("[" + re.escape("\\" + closer + nested + ("#" if interpolates else "")) + "]")
        level = 0
        while match := special.search(self._text, self._at):
            text.append(self._text[self._at : match.start()])
            self._at = match.end()
            mark = match[0]
            if mark == closer and not level:
                parts.append("".join(text))
                return tuple(part for part in parts if part != "") or ("",)
            if mark == "\\":
                text.append(_escaped(self._text[self._at : self._at + 1], interpolates))
                self._at += 1
            elif mark == "#" and self._text.startswith("{", self._at):
                parts.extend(("".join(text), self._interpolation(depth)))
                text.clear()
            elif mark == "#" and (variable := _VARIABLE.match(self._text, self._at)):  # "#@name"
                self._at = variable.end()
                self.inner.append((Token(Kind.NAME, variable[0]),))
                parts.extend(("".join(text), self.inner[-1]))
                text.clear()
            else:
                level += (mark == nested) - (mark == closer)
                text.append(mark)
        raise _OddError

    def _interpolation(self, depth: int) -> tuple[Token, ...]:
        self._at += 1
        waiting = len(self._heredocs)
        tokens = self.tokens("}", depth + 1)
        if len(self._heredocs) != waiting:
            raise _OddError  # the heredoc's body stands after the string
        self.inner.append(tokens)
        return tokens

    def _heredoc(self, match: re.Match[str], before: list[Token]) -> Token | None:
        squiggly, double, single, shell, bare = match.groups()
        if not squiggly and bare and not bare[0].isupper():
            return None
        self._at = match.end()
        ending = re.escape(double or single or shell or bare)
        pattern = rf"^{'[ 	]*' if squiggly else ''}{ending}\r?$"
        mark = f"<<{squiggly}{chr(39) if single else ''}"
        self._heredocs.append(_Heredoc(pattern, interpolates=not single, place=len(before), mark=mark))
        return Token(Kind.SHELL if shell else Kind.STRING, "")

    def _body(self, heredoc: _Heredoc, depth: int) -> tuple[Part, ...]:
        end = re.compile(heredoc.ending, re.MULTILINE).search(self._text, self._at)
        if end is None:
            raise _OddError
        body = self._text[self._at : end.start()]
        self._at = end.end()
        if not heredoc.interpolates:
            return (body,)
        lexer = _Lexer(f"\0{body}\0")  # a string between two marks that no text has
        parts = lexer.string("\0", interpolates=True, depth=depth + 1)
        self.inner.extend(lexer.inner)
        return parts


class _Heredoc(NamedTuple):
    ending: str
    interpolates: bool
    place: int
    """The index of its token."""
    mark: str
    """How it begins, with the quote where nothing in it is code."""


def _is(tokens: list[Token], *texts: str, at: int = -1) -> bool:
    return len(tokens) >= -at and tokens[at].text in texts and tokens[at].kind in (Kind.NAME, Kind.OPERATOR)


def _first(parts: tuple[Part, ...]) -> str:
    return parts[0] if parts and isinstance(parts[0], str) else ""


def _escaped(character: str, interpolates: bool) -> str:
    """What a backslash and ``character`` stand for in a string, as far as names of files need it."""
    if interpolates:
        return {"n": "\n", "t": "\t", "s": " ", "0": "\0", "e": "\x1b", "\n": ""}.get(character, character)
    return character if character in "\\'" else f"\\{character}"
