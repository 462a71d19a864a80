"""What a Ruby expression may be when it names a file: the texts that are written, gaps for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from sitecheck.jekyll.plugins.names import ANYTHING, NUMBER, Name
from sitecheck.jekyll.plugins.scripts.listed_settings import ListedSettings
from sitecheck.jekyll.plugins.scripts.methods import Method, Methods
from sitecheck.jekyll.plugins.scripts.set_elements import SetElements
from sitecheck.jekyll.plugins.scripts.statements import (
    STATEMENT_ENDS,
    WINDOW,
    Tokens,
    arguments,
    closing,
    is_operator,
    opening,
    split,
    statement,
    text_at,
)
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.ruby import Kind, Token

_KEEPS = frozenset({"to_s", "freeze", "dup", "to_str", "to_path"})
"""Methods that give the same text."""
_ROOTS = frozenset({"dest", "source", "pwd", "__dir__", "destination"})
_JOINS = frozenset({"join", "in_dest_dir", "in_source_dir", "sanitized_path"})
_ADDS = ("+=", "<<")
_GOES_ON = ("(", "[", "{", ",")
_ALTERS = frozenset({"append", "concat", "insert", "prepend", "replace"})
_MAX_DEPTH = 8
_MAX_STEPS = 200_000
"""So many tokens are looked at for the values of one script: hostile ones could ask for many times more."""

_MAX_HEAD = 60
"""So many tokens after its ``def`` are looked at for the parameters of a method."""
_MAX_CHOICES = 16
"""So many names an expression may stand for; more are any."""
_MAX_PLACES = 64
_FORMAT = lazy_pattern(r"%[-+ 0#]*(?:[1-9]\d*)?(?:\.\d+)?([a-zA-Z%])")

Names: TypeAlias = "tuple[Name, ...]"
_ANY: Names = (ANYTHING,)
_NOT_SET = ((True, None), (True, False))
"""Settings of the site that say nothing, or no."""


class Values:
    """The values of expressions of one script, its variables followed."""

    def __init__(self, code: Sequence[Tokens], methods: Methods, settings: Mapping[str, object]) -> None:
        self._methods = methods
        self._settings = settings
        self.asked: set[str] = set()
        """The settings of the site that were looked up."""
        self._assigned: dict[str, list[tuple[Tokens, int]]] = {}
        """Where the values of each variable begin."""
        self._parameters = Counter(name for tokens in code for name in _parameters(tokens))
        """Of how many methods and blocks each variable is a parameter."""
        self._open = set(self._parameters)
        """Variables that get values elsewhere."""
        self._given = frozenset(self._open)
        """Those that callers give them to."""
        self._of_blocks = {name for tokens in code for name in _parameters(tokens, of_methods=False)}
        """Those that blocks and loops give values to, or that are changed in place."""
        self._handed_up: dict[str, Sequence[Tokens]] = {}
        """What variables of objects are that no statement of the script sets."""
        self._steps = _MAX_STEPS
        self._known: dict[tuple[int, str], Names] = {}
        self._made: dict[tuple[str, frozenset[str]], bool] = {}
        self._filled: dict[tuple[str, frozenset[str]], bool] = {}
        self._listed = ListedSettings(code, self.setting, self._only_values)
        self._changed: set[str] = set()
        """Variables whose texts are changed in place."""
        for tokens in code:
            self._index(tokens)
        self._open_namesakes()
        kept_out = self._open | {f"@{name.lstrip('@')}" for name in methods.symbols}
        self._elements = SetElements(code, self._assigned, kept_out)

    def _open_namesakes(self) -> None:
        """What a variable holds by another name is changed with it: ``a = b``, ``a << "x"``."""
        waiting = list(self._changed)
        while waiting:
            name = waiting.pop()
            held = [statement(tokens, at, 3) for tokens, at in self._assigned.get(name, ())[:_MAX_PLACES]]
            held += [each for call in self._methods.given_to(name) for each in call]
            for first in (each[0].text for each in held if _is_variable(each) or is_operator(each, 1, "[")):
                if first not in self._changed:
                    self._changed.add(first)
                    self._open.add(first)
                    self._of_blocks.add(first)
                    waiting.append(first)

    def _index(self, tokens: Tokens) -> None:
        told = 0
        for at, token in enumerate(tokens):
            if token.kind is not Kind.NAME or at < told:
                continue
            if is_operator(tokens, at - 1, ".", "&."):
                if is_operator(tokens, at + 1, "=", "||=", *_ADDS):
                    self._open.add(f"@{token.text}")  # by a method that sets it
            elif is_operator(tokens, at + 1, "=", "||="):
                self._assigned.setdefault(token.text, []).append((tokens, at + 2))
            elif one_by_one := _one_by_one(tokens, at):
                for name, value in one_by_one:
                    self._assigned.setdefault(name, []).append((value, 0))
                told = at + 2 * len(one_by_one)
            elif is_operator(tokens, at + 1, *_ADDS) or _shares(tokens, at) or _is_altered(tokens, at):
                self._open.add(token.text)
                self._of_blocks.add(token.text)
                if is_operator(tokens, at + 1, "<<") or _is_altered(tokens, at):
                    self._changed.add(token.text)

    def set_of_super(self, values: Mapping[str, Sequence[Tokens]]) -> None:
        """Note what variables of objects may be beside what the script sets; no tokens for anything."""
        self._handed_up.update(values)

    def handed_up(self, name: str) -> list[Name]:
        """What a variable of objects may be that no statement of the script sets."""
        given = self._handed_up.get(name, ())
        return [each for tokens in given for each in (self.names(tokens) if tokens else _ANY)]

    def assigned(self, name: str) -> list[Name]:
        """Everything that is assigned to a variable; anything where it gets values otherwise, too."""
        places = self._assigned.get(name, ())
        if name in self._open and places:
            return [ANYTHING]
        return [each for place in places for each in self.names(statement(*place))]

    def aliases(self, method: str) -> frozenset[str]:
        """The variables that hold what a method of another object gives: ``data = page.data``."""
        return frozenset(
            name
            for name, places in self._assigned.items()
            if any(_ends_with(tokens[at : at + 9], method) for tokens, at in places)
        )

    def aliases_of_site(self) -> frozenset[str]:
        """The variables that hold a part of the site's data or settings, or something made of that."""
        return frozenset(
            name
            for name, places in self._assigned.items()
            if all(is_of_site(statement(*place)[:40]) for place in places)
        )

    def made_by(self, name: str, classes: frozenset[str]) -> bool:
        """Whether a variable only ever holds what ``new`` of these classes gives."""
        key = (name, classes)
        if key not in self._made:
            self._made[key] = self._only_made_by(name, classes)
        return self._made[key]

    def _only_made_by(self, name: str, classes: frozenset[str]) -> bool:
        places = self._assigned.get(name, [])
        starts = [[each.text for each in tokens[at : at + 8]] for tokens, at in places]
        return (
            bool(starts)
            and name not in self._open
            and all(
                "new" in start and not classes.isdisjoint(start[: start.index("new")]) for start in starts
            )
        )

    def is_filled_by(self, name: str, makers: frozenset[str]) -> bool:
        """Whether a variable only ever holds what is written out, or what one of these methods gives."""
        key = (name, makers)
        if key not in self._filled:
            starts = [statement(*place)[:40] for place in self._assigned.get(name, ())]
            made = all(map(partial(_is_made, makers), starts))
            self._filled[key] = bool(starts) and name not in self._given and made
        return self._filled[key]

    def names(self, tokens: Tokens, depth: int = 0) -> Names:
        """What an expression may be as a name of a file: one of these."""
        self._steps -= len(tokens) + 1
        if depth > _MAX_DEPTH or self._steps < 0 or not tokens or len(tokens) >= WINDOW:
            return _ANY
        if len(split(tokens, ",")) > 1:
            return _ANY
        tokens = _unconditional(tokens)
        halves = split(tokens, "?")
        if len(halves) > 1:
            chosen = split(halves[1], ":")
            both = len(halves) == 2 and len(chosen) == 2
            return self._together(self._either(each, depth) for each in chosen) if both else _ANY
        return self._either(tokens, depth)

    def _either(self, tokens: Tokens, depth: int) -> Names:
        """``a && b || c`` is ``b`` or ``c``."""
        choices = split(tokens, "||")
        if len(choices) == 1 and len(split(tokens, "&&")) == 1:
            return self._sum(tokens, depth)
        found: list[Names] = []
        for number, each in enumerate(choices):
            operands = split(each, "&&")
            settings = [self._said(operand) for operand in operands]
            is_off = any(said is not None and not any(map(_is_true, said)) for said in settings)
            if is_off and number + 1 < len(choices):
                continue
            found.append(self._sum(operands[-1] if operands else (), depth + 1))
            if not is_off and all(said is not None and all(map(_is_true, said)) for said in settings):
                break
        return self._together(found)

    @staticmethod
    def _together(names: Iterable[Names]) -> Names:
        found = tuple(dict.fromkeys(each for group in names for each in group))
        return found if 0 < len(found) <= _MAX_CHOICES and ANYTHING not in found else _ANY

    @staticmethod
    def _joined(parts: Iterable[Names], join: Callable[[Name, Name], Name]) -> Names:
        """Every choice of one name with every choice of the next."""
        found: Names = (Name(("",)),)
        for number, names in enumerate(parts):
            found = tuple(join(one, other) for one in found for other in names) if number else names
            if len(found) > _MAX_CHOICES:
                return _ANY
        return tuple(dict.fromkeys(found))

    def texts(self, tokens: Tokens, depth: int = 0) -> frozenset[str] | None:
        """The texts that an expression may be, none for ``nil``; ``None`` where they are not known."""
        self._steps -= len(tokens) + 1
        tokens = _unconditional(tokens)
        while len(tokens) > 2 and is_operator(tokens, len(tokens) - 2, ".") and tokens[-1].text in _KEEPS:
            tokens = tokens[:-2]
        if depth > _MAX_DEPTH or self._steps < 0 or not tokens:
            return None
        choices = split(tokens, "||")
        if len(choices) > 1:
            return _united(self.texts(choice, depth + 1) for choice in choices)
        if len(tokens) == 1 and tokens[0].literal is not None:
            return frozenset([tokens[0].literal])
        said = self._said(tokens)
        if said is not None:
            texts = [value for value in said if _is_true(value)]
            return frozenset(map(str, texts)) if all(isinstance(each, str) for each in texts) else None
        is_name = len(tokens) == 1 and tokens[0].kind is Kind.NAME
        return self._texts_of(tokens[0], depth) if is_name else None

    def _texts_of(self, token: Token, depth: int) -> frozenset[str] | None:
        """Those that a variable may hold."""
        method, name = self._methods.of(token), token.text
        if name not in self._assigned and self._parameters[name] == 1:
            written = self._listed.written(name)
            if written is not None:
                return written
        values: Sequence[Tokens] = self._only_values(token)
        if method is not None and self._is_given(token) and not self.assigned_in(method, name):
            values = self._methods.given(method, name) or ()
        return _united(self.texts(each, depth + 1) for each in values) if values else None

    def is_variable(self, name: str) -> bool:
        """Whether the script has a variable of that name."""
        return name in self._assigned or name in self._open

    def _sum(self, tokens: Tokens, depth: int) -> Names:
        for sign, join in (("+", Name.then), ("/", _below)):
            terms = split(tokens, sign)
            if len(terms) > 1:
                return self._joined([self._sum(term, depth + 1) for term in terms], join)
        if not tokens:
            return _ANY
        while len(tokens) > 2 and is_operator(tokens, len(tokens) - 2, ".") and tokens[-1].text in _KEEPS:
            tokens = tokens[:-2]
        if is_operator(tokens, 0, "(") and closing(tokens, 0) == len(tokens) - 1:
            return self.names(tokens[1:-1], depth + 1)
        return self._term(tokens, depth)

    def _term(self, tokens: Tokens, depth: int) -> Names:
        last = tokens[-1]
        if tokens[0].kind is Kind.STRING and is_operator(tokens, 1, "%") and tokens[0].literal is not None:
            return (_formatted(tokens[0].literal),)
        if all(token.kind is Kind.STRING for token in tokens):
            return self._joined([self._string(token, depth) for token in tokens], Name.then)
        if last.kind is Kind.NAME and last.text in _ROOTS:
            if len(tokens) == 1 and self._is_set(last):
                return self._variable(last, depth)
            given = self._variable(last, depth) if len(tokens) == 1 and self._is_given(last) else _ANY
            return given if given != _ANY else (Name(("",)),)
        if _is_root_setting(tokens):
            return (Name(("",)),)
        if tokens[0].text == "Pathname" and len(tokens) > 1 and not is_operator(tokens, 1, ".", "::"):
            return self.names(tokens[1:], depth + 1)
        said = self._said(tokens)
        if said is not None:
            true = [value for value in said if _is_true(value)]
            return self._together((Name((value,)),) if isinstance(value, str) else _ANY for value in true)
        if len(tokens) == 1 and last.kind is Kind.NAME:
            return self._variable(last, depth)
        if elements := self._elements.values(tokens):
            return self._together(self.names(each, depth + 1) for each in elements)
        if is_operator(tokens, len(tokens) - 1, ")"):
            return self._call(tokens, depth)
        return _ANY

    def setting(self, tokens: Tokens) -> tuple[bool, object]:
        """``site.config['a']['b']``: whether it is such a setting, and what ``_config.yml`` says of it."""
        owner = tokens[0].text.lstrip("@") if tokens else ""
        if owner not in ("self", "site") or not is_operator(tokens, 1, ".", "&."):
            return False, None
        if [each.text for each in tokens[2:3]] != ["config"]:
            return False, None
        found: object = self._settings
        asked: list[str] = []
        at = 3
        while at < len(tokens):
            key = tokens[at + 1].literal if at + 2 < len(tokens) else None
            if not is_operator(tokens, at, "[") or not is_operator(tokens, at + 2, "]") or key is None:
                return False, None
            asked.append(key)
            found = found.get(key) if isinstance(found, Mapping) else None
            at += 3
        self.asked.update(asked[:1])
        return True, found

    def _said(self, tokens: Tokens) -> tuple[object, ...] | None:
        """What a setting may be, as ``_config.yml`` says it: one value, or one of those that stand in a list
        there; ``None`` for what is no setting."""
        known, value = self.setting(tokens)
        said = (value,) if known else self._listed.said(tokens)
        if said is not None:
            return said
        settings = [self.setting(each) for each in self._elements.values(tokens)]
        are_known = bool(settings) and all(known for known, _ in settings)
        return tuple(value for _, value in settings) if are_known else None

    def _only_values(self, token: Token) -> Sequence[Tokens]:
        """All that is assigned to a variable in its method, or outside of methods, where what is assigned in
        any class counts; none where it gets values otherwise, too."""
        name, method = token.text, self._methods.of(token)
        if name in self._of_blocks or (method is not None and _may_take(method, name)):
            return ()
        values = self.assigned_in(method, name)
        return values if len(values) <= _MAX_CHOICES else ()

    def assigned_in(self, method: Method | None, name: str) -> Sequence[Tokens]:
        """All that is assigned to a variable in a method, or for ``None`` outside of all methods; no tokens
        where that is not looked at."""
        if len(self._assigned.get(name, ())) > _MAX_PLACES:
            return [()]
        return [statement(*place) for place in self._own_places(method, name)]

    def _own_places(self, method: Method | None, name: str) -> Sequence[tuple[Tokens, int]]:
        """Where a variable is assigned in a method."""
        places = self._assigned.get(name, ())
        return [place for place in places if self._method_at(place) is method]

    def _is_given(self, token: Token) -> bool:
        """Whether a name is a parameter of the method that it stands in, as ``dest`` may be for any file."""
        method = self._methods.of(token)
        return method is not None and token.text in (method.parameters or ())

    def _is_set(self, token: Token) -> bool:
        """Whether a variable gets a value where it stands: ``dest = File.join(site.dest, "a.js")``."""
        return bool(self._own_places(self._methods.of(token), token.text)) or token.text in self._of_blocks

    def _variable(self, token: Token, depth: int) -> Names:
        method = self._methods.of(token)
        key = (id(method), token.text)
        if key not in self._known:
            self._known[key] = _ANY  # for what asks for itself
            self._known[key] = self._looked_up(token.text, method, depth)
        return self._known[key]

    def _looked_up(self, name: str, method: Method | None, depth: int) -> Names:
        values = self._assigned.get(name, [])
        if name[:1] in ("@", "$") or name[:1].isupper() or method is None:
            told = [*(statement(*place) for place in values[:_MAX_PLACES]), *self._handed_up.get(name, ())]
            if not 0 < len(told) <= _MAX_CHOICES or name in self._open:
                return _ANY
            return self._together(self.names(each, depth + 1) for each in told)
        if name in self._of_blocks or len(values) > _MAX_PLACES:
            return _ANY
        own = self._without_nil(self._own_places(method, name))
        found = [self.names(value, depth + 1) for value in own]
        if name in (method.parameters or ()):
            given = self._methods.given(method, name)
            found.extend(self.names(each, depth + 1) for each in given or ((),))
        elif not values:
            found.append(self.returned(name, depth))
        return self._together(found)

    def _method_at(self, place: tuple[Tokens, int]) -> Method | None:
        tokens, at = place
        return self._methods.of(tokens[at]) if at < len(tokens) else None

    def _without_nil(self, places: Iterable[tuple[Tokens, int]]) -> list[Tokens]:
        """What is assigned at places, without settings that are not set, for which ``||=`` puts others."""
        values = [_unconditional(statement(*place)) for place in places]
        known = [value for value in values if self.setting(value) not in _NOT_SET]
        return known or values

    def returned(self, name: str, depth: int = 0) -> Names:
        """What a method of the script gives that is one expression."""
        method = self._methods.only(name)
        if method is None:
            return _ANY
        body = _without_line_ends(method.body)
        whole = statement(body, 0)
        return self.names(whole, depth + 1) if len(whole) == len(body) else _ANY

    def _string(self, token: Token, depth: int) -> Names:
        parts = token.parts or (token.text,)
        if any(isinstance(part, str) and ("\0" in part or "\1" in part) for part in parts):
            return _ANY
        texts = ((Name((part,)),) if isinstance(part, str) else self.names(part, depth + 1) for part in parts)
        return self._joined(texts, Name.then)

    def _call(self, tokens: Tokens, depth: int) -> Names:
        """``File.join(…)`` and the like: the last call of the chain must close at its end."""
        start = opening(tokens)
        method = tokens[start - 1].text if start else ""
        given = arguments(tokens, start - 1) if start else []
        if method in ("expand_path", "new") and given and tokens[0].text in ("File", "Pathname"):
            return self.names(given[0], depth + 1)
        if method not in _JOINS or not given or (method == "join" and tokens[0].text != "File"):
            alone = start == 1 or (start == 3 and tokens[0].text == "self" and is_operator(tokens, 1, "."))
            return self.returned(method, depth) if alone and tokens[0].kind is Kind.NAME else _ANY
        return self._joined([self.names(each, depth + 1) for each in given], _below)


def _united(groups: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """All texts together; ``None`` where some are not known."""
    found: set[str] = set()
    for texts in groups:
        if texts is None:
            return None
        found |= texts
    return frozenset(found)


def _is_true(value: object) -> bool:
    """Whether Ruby takes a value for true."""
    return value is not None and value is not False


def _is_root_setting(tokens: Tokens) -> bool:
    """``site.config["destination"]``: the folder, wherever the configuration puts it (``Site#dest``)."""
    is_key = is_operator(tokens, len(tokens) - 1, "]") and is_operator(tokens, len(tokens) - 3, "[")
    return is_key and text_at(tokens, len(tokens) - 4) == "config" and tokens[-2].literal in _ROOTS


def _without_line_ends(tokens: Tokens) -> Tokens:
    """Tokens without the ends of lines before and after them."""
    first, last = 0, len(tokens)
    while first < last and tokens[first].kind is Kind.NEWLINE:
        first += 1
    while last > first and tokens[last - 1].kind is Kind.NEWLINE:
        last -= 1
    return tokens[first:last]


def _below(folder: Name, name: Name) -> Name:
    """``File.join(folder, name)``, ``Pathname(folder) / name``."""
    return name.below(folder)


def _formatted(text: str) -> Name:
    """What ``'%04d/%s' % values`` may be."""
    found = Name(("",))
    for number, part in enumerate(_FORMAT.split(text)):
        if number % 2 == 0:
            found = found.then(part)
        elif part == "%":
            found = found.then("%")
        else:
            found = found.then(NUMBER if part in "diu" else ANYTHING)
    return ANYTHING if "\0" in text or "\1" in text else found


def is_of_site(value: Tokens) -> bool:
    """Whether the data or the settings of the site are named."""
    return any(
        value[at].text.lstrip("@") == "site" and value[at + 2].text in ("config", "data")
        for at in range(len(value) - 2)
    )


def _is_made(makers: frozenset[str], value: Tokens) -> bool:
    first = value[0] if value else None
    written = first is not None and (first.kind not in (Kind.NAME, Kind.OPERATOR) or first.text in ("[", "{"))
    return written or any(each.kind is Kind.NAME and each.text in makers for each in value)


def _unconditional(tokens: Tokens) -> Tokens:
    """A value without what stands behind it: ``… if site.config['a']``."""
    words = (at for at, each in enumerate(tokens) if at and each.kind is Kind.NAME)
    return tokens[: next((at for at in words if tokens[at].text in STATEMENT_ENDS), len(tokens))]


def _one_by_one(tokens: Tokens, at: int) -> list[tuple[str, Tokens]]:
    """The variables of ``a, b = c, d``, the first of which stands at ``at``, each with its value; empty where
    something else stands there."""
    if not is_operator(tokens, at + 1, ",") or (at and tokens[at - 1].kind is not Kind.NEWLINE):
        return []
    halves = split(statement(tokens, at), "=")
    names, values = (split(half, ",") for half in (halves if len(halves) == 2 else ((), ())))
    plain = all(len(each) == 1 and each[0].kind is Kind.NAME for each in names)
    spread = any(is_operator(each, 0, "*") for each in values)
    if len(names) != len(values) or not plain or spread:
        return []
    return [(name[0].text, value) for name, value in zip(names, values, strict=True)]


def _is_variable(value: Tokens) -> bool:
    """Whether a value is that of a variable, or what a variable is set to: ``b``, ``b = "x"``."""
    is_name = bool(value) and value[0].kind is Kind.NAME and not value[0].text[:1].isupper()
    return is_name and (len(value) == 1 or is_operator(value, 1, "="))


def _may_take(method: Method, name: str) -> bool:
    """Whether a method may be given the variable ``name``."""
    return method.parameters is None or name in method.parameters


def _shares(tokens: Tokens, at: int) -> bool:
    """Whether a variable is one of several that are assigned to at once: ``a, b = c``; what begins a line
    within brackets is an argument."""
    first = at == 0 or (tokens[at - 1].kind is Kind.NEWLINE and not is_operator(tokens, at - 2, *_GOES_ON))
    return (
        is_operator(tokens, at + 1, ",")
        if first
        else is_operator(tokens, at - 1, ",")
        and is_operator(tokens, at + 1, "=", ",")
        and (at < 3 or tokens[at - 3].kind is Kind.NEWLINE)
    )


def _is_altered(tokens: Tokens, at: int) -> bool:
    """Whether a text is changed in place: ``a.concat(b)``, ``a.gsub!(b, c)``."""
    called = text_at(tokens, at + 2) if is_operator(tokens, at + 1, ".", "&.") else ""
    return called in _ALTERS or (called.endswith("!") and not called.endswith("merge!"))


def _ends_with(tokens: Tokens, method: str) -> bool:
    """Whether a call of ``method`` ends the statement that begins ``tokens``."""
    end = next((at for at, token in enumerate(tokens) if token.kind is Kind.NEWLINE), 0)
    return end > 1 and tokens[end - 1].text == method and is_operator(tokens, end - 2, ".", "&.")


def _parameters(tokens: Tokens, of_methods: bool = True) -> Iterator[str]:
    """The names of parameters of methods and blocks: what they are, their callers know."""
    read = 0
    for at, token in enumerate(tokens):
        end = at + 1
        if token.kind is Kind.NAME and token.text == "def":
            end += len(statement(tokens[at + 1 : at + _MAX_HEAD], 0)) if of_methods else 0
        elif is_operator(tokens, at, "|") and text_at(tokens, at - 1) in ("do", "{"):
            bars = (i for i in range(at + 1, min(at + 40, len(tokens))) if is_operator(tokens, i, "|"))
            end = next(bars, at)
        elif is_operator(tokens, at, "->"):
            brackets = is_operator(tokens, at + 1, "(")
            end = closing(tokens, at + 1, _MAX_HEAD) if brackets else at + 6
        elif token.text == "for":
            end = at + 6
        inside = tokens[max(at + 1, read) : end]  # each token once, however many methods begin before it
        read = max(read, end)
        yield from (each.text for each in inside if each.kind in (Kind.NAME, Kind.LABEL))
