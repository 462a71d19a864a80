"""Variables that go through a list of the configuration: ``site.config["pages"].each do |spec|``.

What ``spec["dir"]`` may be is then written in ``_config.yml``: so plugins do that make pages of data files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from sitecheck.jekyll.plugins.scripts.statements import (
    ASSIGN,
    Tokens,
    closing,
    is_operator,
    literal,
    method_called,
    past_keys,
    split,
    text_at,
)
from sitecheck.ruby import Kind, Token

Setting = Callable[[Tokens], "tuple[bool, object]"]
"""Whether an expression is a setting of the site, and what the configuration says of it."""
Elements = Sequence[Mapping[str, object]]

_ASKS = frozenset({"key?", "has_key?", "include?", "nil?", "inspect"})
"""Methods of a hash that leave it as it is and give nothing of it."""
_ALTERED = object()
"""Stands for a value that the script sets or works out."""
_MOST_ELEMENTS = 200
"""Longer lists are not looked at: each lookup in the script would look at all of it."""
_LONGEST = 40
"""So many tokens of what is gone through are looked at."""


class ListedSettings:
    """The variables of one script that go through such lists, and through no others."""

    def __init__(
        self, code: Sequence[Tokens], setting: Setting, values: Callable[[Token], Sequence[Tokens]]
    ) -> None:
        """``values`` are all that is assigned to a variable; none where it gets values otherwise, too."""
        self._code = code
        self._setting = setting
        self._values = values
        self._told: dict[tuple[str, str], tuple[object, ...] | None] = {}

    def said(self, tokens: Tokens) -> tuple[object, ...] | None:
        """What ``spec["key"]`` may be, one for each element of the list, ``None`` where an element says
        nothing; ``None`` for any other expression, or where the script has a say in it."""
        is_lookup = len(tokens) == 4 and tokens[0].kind is Kind.NAME and is_operator(tokens, 1, "[")
        key = tokens[2].literal if is_lookup else None
        return self._of_key(tokens[0].text, key) if key is not None else None

    def _of_key(self, name: str, key: str) -> tuple[object, ...] | None:
        if (name, key) not in self._told:
            self._told[name, key] = self._look_up(name, key)
        return self._told[name, key]

    def _look_up(self, name: str, key: str) -> tuple[object, ...] | None:
        elements = self._elements.get(name)
        if elements is None:
            return None
        values = [each.get(key) for each in elements]
        is_known = (name, key) not in self._set and all(map(_is_plain, values))
        return tuple(dict.fromkeys(values)) if is_known else None

    def written(self, name: str) -> frozenset[str] | None:
        """The texts that a variable goes through which are written out: ``[:a, :b].each do |name|``; ``None``
        for any other variable."""
        receivers = self._gone_through.get(name, ())
        listed = receivers[0] if len(receivers) == 1 else ()
        if not is_operator(listed, 0, "[") or closing(listed, 0) != len(listed) - 1:
            return None
        texts = [literal(each) for each in split(listed[1:-1], ",")]
        known = frozenset(text for text in texts if text is not None)
        return known if None not in texts else None

    @cached_property
    def _gone_through(self) -> Mapping[str, Sequence[Tokens]]:
        """What each variable goes through."""
        loops: dict[str, list[Tokens]] = {}
        for name, receiver in self._loops():
            loops.setdefault(name, []).append(receiver)
        return loops

    @cached_property
    def _elements(self) -> Mapping[str, Elements]:
        found: dict[str, Elements] = {}
        for name, receivers in self._gone_through.items():
            elements = self._listed(receivers[0]) if len(receivers) == 1 else None
            if elements is not None and self._is_left_alone(name):
                found[name] = elements
        return found

    def _loops(self) -> Iterator[tuple[str, Tokens]]:
        """The variables that blocks are given one by one, each with what ``each`` is called on."""
        for tokens in self._code:
            for at, token in enumerate(tokens):
                is_one = token.kind is Kind.NAME and is_operator(tokens, at + 1, "|")
                if is_one and is_operator(tokens, at - 1, "|") and text_at(tokens, at - 2) in ("do", "{"):
                    is_each = text_at(tokens, at - 3) == "each" and is_operator(tokens, at - 4, ".", "&.")
                    yield token.text, _receiver(tokens, at - 4) if is_each else ()

    def _listed(self, receiver: Tokens) -> Elements | None:
        """The elements of what is gone through; ``None`` where they are not known."""
        if len(receiver) == 1 and receiver[0].kind is Kind.NAME:
            values = self._values(receiver[0])
            receiver = values[0] if len(values) == 1 else ()
        if is_operator(receiver, 0, "(") and closing(receiver, 0) == len(receiver) - 1:
            receiver = receiver[1:-1]
        for choice in split(receiver, "||"):
            is_setting, value = self._setting(choice)
            if not is_setting:
                return _written(choice)
            if value is not None and value is not False:
                if not isinstance(value, list) or len(value) > _MOST_ELEMENTS:
                    return None
                return value if all(isinstance(each, Mapping) for each in value) else None
        return () if receiver else None

    def _is_left_alone(self, name: str) -> bool:
        """Whether a variable is only looked up in, or set by key, wherever it stands."""
        return self._uses[name] == self._harmless[name]

    @cached_property
    def _uses(self) -> Mapping[str, int]:
        return Counter(each.text for tokens in self._code for each in tokens if each.kind is Kind.NAME)

    @cached_property
    def _harmless(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for tokens in self._code:
            for at, token in enumerate(tokens):
                if token.kind is Kind.NAME and not is_operator(tokens, at - 1, ".", "&.", "::"):
                    found[token.text] += _is_parameter(tokens, at) or _is_lookup(tokens, at)
        return found

    @cached_property
    def _set(self) -> frozenset[tuple[str, str]]:
        """Variables and keys that the script sets itself."""
        found = set()
        for tokens in self._code:
            for at, token in enumerate(tokens):
                if token.kind is Kind.NAME and is_operator(tokens, at + 1, "["):
                    after = past_keys(tokens, at + 1)
                    if is_operator(tokens, after, *ASSIGN) or _changes(method_called(tokens, after)):
                        found.add((token.text, tokens[at + 2].literal or ""))
        return frozenset(found)


def _receiver(tokens: Tokens, end: int) -> Tokens:
    """What a method is called on, the period standing at ``end``: a name, or ``site.config["a"]``."""
    begin = end
    while begin and end - begin < _LONGEST and tokens[begin - 1].kind is not Kind.NEWLINE:
        begin -= 1
    return tokens[begin:end]


def _written(tokens: Tokens) -> Elements | None:
    """The element of ``[{ "a" => b }]``, of whose values no more is known than that they are there."""
    if not is_operator(tokens, 0, "[") or closing(tokens, 0) != len(tokens) - 1:
        return None
    inside = [each for each in tokens[1:-1] if each.kind is not Kind.NEWLINE]
    if not inside:
        return ()
    if not is_operator(inside, 0, "{") or closing(inside, 0) != len(inside) - 1:
        return None
    keys: dict[str, object] = {}
    for entry in split(inside[1:-1], ","):
        key = entry[0].literal
        if key is None or not (entry[0].kind is Kind.LABEL or is_operator(entry, 1, "=>")):
            return None
        keys[key] = _ALTERED
    return (keys,)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, (str, int, float))


def _is_parameter(tokens: Tokens, at: int) -> bool:
    return is_operator(tokens, at - 1, "|") and is_operator(tokens, at + 1, "|")


def _is_lookup(tokens: Tokens, at: int) -> bool:
    """Whether a name is looked up in by a key that is written, or asked for no more than a key."""
    by_key = is_operator(tokens, at + 1, "[") and is_operator(tokens, at + 3, "]")
    return (by_key and tokens[at + 2].literal is not None) or method_called(tokens, at + 1) in _ASKS


def _changes(method: str) -> bool:
    return method.endswith("!") or method in ("<<", "append", "concat", "insert", "prepend", "replace")
