"""The inline pass: markdown-it's inline engine with kramdown's rules.

markdown-it gives the rule chain, the state and the tokens. What differs is the loop: kramdown reads a text
by recursive descent, each open element looking for its own end, and an element that finds none becomes
text and what follows is read again. Offsets in ``token.meta`` count from the start of the leaf's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from sitecheck.kramdown.braces import ENDS_ANYWHERE, Braces
from sitecheck.kramdown.grammar import SPACE
from sitecheck.kramdown.options import Options
from sitecheck.kramdown.tags import Quotes
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.named_tuple import NamedTuple

MAX_DEPTH = 50
"""How deep inline elements may nest before their marks are read as text."""

_READ_AGAIN = 16
_MOST_READ_AGAIN = 1_000_000
"""How often, and how much at most, of a text may be read again because an element found no end. kramdown
has no such bound: there, hostile text costs quadratic or exponential time."""


MOST_TURNS = 1_500_000
"""How many marks of a page are looked at within other elements; to try an element counts more. Where all
elements end, each is looked at once."""
TRIED = 4


class Effort:
    """What a page may still cost, and whether some of its marks were read as text because it costs more."""

    __slots__ = ("exceeded", "turns")

    def __init__(self) -> None:
        self.turns = MOST_TURNS
        self.exceeded = False

    @property
    def spent(self) -> int:
        """What the page has cost."""
        return MOST_TURNS - self.turns


class Piece(NamedTuple):
    """Text as it is shown: ``kind`` is text, symbol, code, math, raw, html, cdata, or break.

    The text of a break is the name of the element that begins there, with ``/`` the one that ends.
    """

    kind: str
    text: str
    start: int
    end: int


class LightToken:
    """A token without the twelve fields of markdown-it's own: of some kinds there are so many that those
    take long."""

    __slots__ = ("meta", "type")
    tag = ""

    def __init__(self, name: str, meta: dict[str, Any]) -> None:
        self.type = name
        self.meta = meta


class Level:
    """An open element and what ends it."""

    __slots__ = ("closer", "count", "images", "kind", "mark", "start")

    def __init__(self, kind: str, mark: str, start: int, closer: re.Pattern[str] | None = None) -> None:
        self.kind = kind
        self.mark = mark
        self.start = start
        self.closer = closer
        self.count = 1
        self.images = 0


class InlineState(StateInline):
    """markdown-it's state, and what kramdown's way of reading needs."""

    def __init__(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token], *, base: int = 0
    ) -> None:
        super().__init__(src, md, env, tokens)
        self.base = base
        self.engine: KramdownInline = env["engine"]
        self.options: Options = env["options"]
        self.full: bool = env["full"]
        self.pieces: list[Piece] = env["pieces"]
        self.effort: Effort = env["effort"]
        self.levels: list[Level] = [Level("", "", 0)]
        self.kinds: list[str] = []
        self.raw = False
        self.element_end = -1
        self.element_token = -1
        self.element_kind = ""
        self.budget = min(_READ_AGAIN * len(src), _MOST_READ_AGAIN) + 10_000
        self.quotes = Quotes()
        self.braces = Braces(src, ENDS_ANYWHERE)
        self.run = (-1, -1)

    def find(self, needle: str, pos: int) -> int:
        """``src.find`` that remembers what is not there."""
        return self.quotes.find(self.src, needle, pos)

    def search(self, pattern: re.Pattern[str], pos: int) -> re.Match[str] | None:
        """``pattern.search`` that remembers what is not there."""
        missing = self.quotes.missing
        if missing.get(pattern.pattern, len(self.src) + 1) <= pos:
            return None
        match = pattern.search(self.src, pos)
        if match is None:
            missing[pattern.pattern] = pos
        return match

    def text(self, start: int, end: int) -> None:
        """Shows ``src[start:end]``."""
        if self.full and end > start:
            kind = "raw" if self.raw else "text"
            self.pieces.append(Piece(kind, self.src[start:end], self.base + start, self.base + end))

    def piece(self, kind: str, text: str, start: int, end: int) -> None:
        """Shows text made from ``src[start:end]``."""
        if self.full:
            self.pieces.append(Piece(kind, text, self.base + start, self.base + end))

    def token(self, name: str, tag: str, nesting: int, /, **meta: Any) -> Token:
        """A token at the end of the list."""
        token = self.push(name, tag, nesting)  # type: ignore[arg-type]
        token.meta = meta
        return token

    def light_token(self, name: str, /, **meta: Any) -> None:
        """A token that begins and ends nothing."""
        self.tokens.append(LightToken(name, meta))  # type: ignore[arg-type]

    def element(self, kind: str, end: int, token: int) -> None:
        """Remembers the element that ends at ``end``, for an attribute list right after it."""
        self.element_end, self.element_kind, self.element_token = end, kind, token

    def within(self, level: Level) -> bool:
        """Reads on in an element; False (with everything undone) when its end is not found."""
        tokens, pieces = len(self.tokens), len(self.pieces)
        element = self.element_end, self.element_kind, self.element_token
        self.effort.turns -= TRIED
        self.levels.append(level)
        self.kinds.append(level.kind)
        self.piece("break", level.kind, level.start, level.start)
        self.pos, self.element_end = level.start, -1
        found = self.engine.tokenize(self)
        self.levels.pop()
        self.kinds.pop()
        if found:
            return True
        del self.tokens[tokens:], self.tokens_meta[tokens:], self.pieces[pieces:]
        self.element(element[1], element[0], element[2])
        self.budget -= len(self.src) - level.start + 16
        return False

    def may_open(self) -> bool:
        """Whether one more element may be tried."""
        if self.budget <= 0 or self.effort.turns <= 0:
            self.effort.exceeded = True
            return False
        return len(self.kinds) < MAX_DEPTH


InlineRule = Callable[[StateInline, bool], bool]


class KramdownInline(ParserInline):
    """markdown-it's inline parser with kramdown's loop; rules are added with :meth:`add`."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler = Ruler[InlineRule]()
        self.ruler2 = Ruler()
        self.triggers: dict[str, str] = {}
        self._table: dict[bool, dict[str, tuple[InlineRule, ...]]] = {}

    def add(self, name: str, characters: str, rule: InlineRule) -> None:
        """Adds a rule that can match at any of ``characters`` (at every place when there are none)."""
        self.ruler.push(name, rule)
        self.triggers[name] = characters

    def table(self) -> dict[str, tuple[InlineRule, ...]]:
        """The enabled rules by first character."""
        names = self.ruler.get_active_rules()
        rules = dict(zip(names, self.ruler.getRules(""), strict=True))
        characters = sorted({c for name in names for c in self.triggers[name]} | {""})
        return {
            c: tuple(
                rules[name] for name in names if not self.triggers[name] or (c and c in self.triggers[name])
            )
            for c in characters
        }

    def parse(
        self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]
    ) -> list[Token]:
        """Reads a leaf's text; see :class:`InlineState` for what ``env`` must hold."""
        self.tokenize(InlineState(src, md, env, tokens))
        return tokens

    def tokenize(self, state: StateInline) -> bool:  # type: ignore[override]
        """Reads on until the innermost open element ends (True) or the text does."""
        assert isinstance(state, InlineState)  # noqa: S101
        src, level, full = state.src, state.levels[-1], state.full
        search = _trigger(state, level).search
        table = state.env["raw_table" if state.raw else "table"]
        others = table[""]
        effort = state.effort
        while True:
            if level.kind:
                effort.turns -= 1
                if effort.turns <= 0:
                    effort.exceeded = True
                    return False
            match = search(src, state.pos)
            if match is None:
                break
            at = match.start()
            if full and src[at] in _QUOTES and at > state.pos:
                at -= 1  # a quotation mark is read with the character before it
            if full:
                state.text(state.pos, at)
            state.pos = at
            if level.kind and _ends(level, src, at):
                return True
            for rule in table.get(src[at], others):
                if rule(state, False):
                    break
            else:
                if full:
                    state.text(at, at + 1)
                state.pos = at + 1
        if not level.kind:
            state.text(state.pos, len(src))
            state.pos = len(src)
        return False


_FACTS = r"\*|_|`|<|\[|\\|\$\$|\{:|~~|!\["
_FULL = _FACTS + r"|&|\"|'|--|\.\.\.| (?:<<|>>)|>>|  (?=\n)"
# Each way begins with one character, and no class of some: from the others Python jumps over the rest of the
# text, which is five times as fast where every paragraph is gone through.
_TRIGGERS = {
    (full, bracket): lazy_pattern((_FULL if full else _FACTS) + (r"|\]" if bracket else ""))
    for full in (False, True)
    for bracket in (False, True)
}
_RAW = lazy_pattern("<")
_QUOTES = "\"'"


def is_plain(text: str) -> bool:
    """Whether a text is shown as it is written: no rule would look at any of it."""
    return bool(text) and _TRIGGERS[True, False].search(text) is None


def _trigger(state: InlineState, level: Level) -> re.Pattern[str]:
    if state.raw:
        return _RAW
    return _TRIGGERS[state.full, level.kind in ("a", "img")]


def _ends(level: Level, src: str, at: int) -> bool:
    kind = level.kind
    if kind in ("em", "strong"):
        return src.startswith(level.mark, at) and _ends_emphasis(level, src, at)
    if level.closer is not None:
        return src[at] == "<" and level.closer.match(src, at) is not None
    first = src[at]
    if first == "]":
        level.count -= 1
    elif first == "[" or (first == "!" and src.startswith("[", at + 1)):
        level.count += 1
    else:
        return False
    # kramdown counts brackets, and subtracts the images among the children, whose bracket it counted.
    return level.count - level.images == 0


def _ends_emphasis(level: Level, src: str, at: int) -> bool:
    mark = level.mark
    # kramdown: no blank before a closing mark, and something between the two.
    if at <= level.start or src[at - 1] in SPACE:
        return False
    after = at + len(mark)
    # kramdown: `**` does not close `*`, but `***` does.
    if level.kind == "em" and src.startswith(mark, after) and not src.startswith(mark, after + 1):
        return False
    # kramdown: _ closes nothing within a word.
    return mark[0] != "_" or not is_alnum(src[after : after + 1])


def is_alpha(character: str) -> bool:
    """Whether Ruby's ``[[:alpha:]]`` has it."""
    return character.isalpha() or character == "\uf8ff" or (character > "\u0344" and _other_alpha(character))


def is_alnum(character: str) -> bool:
    """Whether Ruby's ``[[:alnum:]]`` has it."""
    return bool(character) and (is_alpha(character) or character.isdecimal())


def _other_alpha(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character) in ("Nl", "Mc")
