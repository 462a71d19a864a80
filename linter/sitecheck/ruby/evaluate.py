"""What a method that is written in a small part of Ruby returns, worked out without running it.

Its values are Python's: ``None``, ``bool``, ``int``, ``float``, ``str``, ``list``, ``dict``, :class:`Symbol`
and patterns. Nothing that is given is ever changed. What is not certain to be what Ruby does, its errors
among it, is refused (:class:`~sitecheck.ruby.syntax.NotReadError`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NoReturn

from sitecheck.named_tuple import NamedTuple
from sitecheck.ruby.methods import CLASSES, MAX_BITS, METHODS, Block, Symbol, is_same, text_of
from sitecheck.ruby.patterns import compiled, is_quick
from sitecheck.ruby.syntax import Function, Node, NotReadError

MAX_STEPS = 50_000
_PLAIN = (type(None), bool, int, float, str, list, dict, Symbol, re.Pattern)
_MOST_CALLS = 3
"""So many methods of the script may wait for each other."""

Admit = Callable[[object], object]
"""What makes a plain value of one that is given, or refuses it."""


class _ReturnError(Exception):
    """A ``return`` on its way out, with its value."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


class _NextError(Exception):
    """A ``next`` on its way out of a block, with its value."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


class Outcome(NamedTuple):
    """What a method returns, and the steps that it took to work that out."""

    value: object
    steps: int


def call(name: str, functions: Mapping[str, Function], arguments: Sequence[object], admit: Admit) -> Outcome:
    """What the method ``name`` returns for these arguments; ``functions`` are those it may call."""
    run = _Run(functions, admit)
    try:
        value = run.own(name, arguments)
    except RecursionError as error:
        raise NotReadError from error
    is_told = type(value) in (str, bool, int, float, type(None))
    if not is_told and (type(value) not in (list, dict) or run.has_symbols):
        refuse()
    return Outcome(value, run.steps)


def refuse() -> NoReturn:
    """Say that the outcome is not certain."""
    raise NotReadError


class _Run:
    """One call, with its budget."""

    def __init__(self, functions: Mapping[str, Function], admit: Admit) -> None:
        self._functions = functions
        self._admit = admit
        self._steps = MAX_STEPS
        self._calls = 0
        self._scope: dict[str, Any] = {}
        self._match: re.Match[str] | Literal[False] | None = None
        """What ``$1`` is of; ``False`` where that is not known."""
        self.has_symbols = False

    @property
    def steps(self) -> int:
        """The steps that were taken."""
        return MAX_STEPS - self._steps

    def own(self, name: str, arguments: Sequence[object]) -> object:
        """What a method of the script returns."""
        function = self._functions.get(name)
        missing = len(function.parameters) - len(arguments) if function else -1
        if function is None or not 0 <= missing <= len(function.defaults) or self._calls > _MOST_CALLS:
            refuse()
        outside, self._scope = self._scope, dict(zip(function.parameters, arguments, strict=False))
        match, self._match = self._match, None
        self._calls += 1
        later = function.parameters[len(arguments) :]
        for parameter, default in zip(
            later, function.defaults[len(function.defaults) - missing :], strict=True
        ):
            self._scope[parameter] = self._value(default)
        try:
            return self._value(function.body)
        except _ReturnError as returned:
            return returned.value
        except _NextError:
            refuse()
        finally:
            self._scope, self._match = outside, match
            self._calls -= 1

    def _plain(self, value: object) -> Any:
        self.has_symbols |= type(value) is Symbol
        return value if type(value) in _PLAIN else self._admit(value)

    def _value(self, node: Node) -> Any:
        self._steps -= 1
        if self._steps < 0:
            refuse()
        return self._plain(getattr(self, f"_on_{node.kind}")(node))

    def _on_text(self, node: Node) -> object:
        return node.text

    def _on_symbol(self, node: Node) -> object:
        return Symbol(node.text)

    def _on_constant(self, node: Node) -> object:
        return {"nil": None, "true": True, "false": False}[node.text]

    def _on_number(self, node: Node) -> object:
        digits = node.text.replace("_", "")
        if re.fullmatch(r"-?(?:0|[1-9]\d*)", digits):
            return int(digits)
        return float(digits) if re.fullmatch(r"-?\d+\.\d+", digits) else refuse()

    def _on_regexp(self, node: Node) -> object:
        return compiled(node.text, node.names[0])

    def _on_joined(self, node: Node) -> object:
        return self._bounded("".join(text_of(self._value(each)) for each in node.nodes))

    def _on_array(self, node: Node) -> object:
        return [self._value(each) for each in node.nodes]

    def _on_hash(self, node: Node) -> object:
        values = [self._value(each) for each in node.nodes]
        if any(type(key) not in (str, Symbol) for key in values[::2]):
            refuse()
        return dict(zip(values[::2], values[1::2], strict=True))

    def _on_name(self, node: Node) -> object:
        return self._scope[node.text] if node.text in self._scope else self.own(node.text, ())

    def _on_group(self, node: Node) -> object:
        number = int(node.text)
        if self._match is False:
            refuse()
        return self._match[number] if self._match and 0 < number <= self._match.re.groups else None

    def _on_sequence(self, node: Node) -> object:
        value: object = None
        for each in node.nodes:
            value = self._value(each)
        return value

    def _on_if(self, node: Node) -> object:
        condition, chosen, other = node.nodes
        return self._value(chosen if self._is_true(condition) else other)

    def _is_true(self, node: Node) -> bool:
        value = self._value(node)
        return value is not None and value is not False

    def _on_not(self, node: Node) -> object:
        return not self._is_true(node.nodes[0])

    def _on_assign(self, node: Node) -> object:
        name, value = node.text, node.nodes[0]
        if value.kind == "operator" and value.text == "||" and value.nodes[0] == Node("name", name):
            self._scope.setdefault(name, None)
        self._scope[name] = self._value(value)
        return self._scope[name]

    def _on_return(self, node: Node) -> object:
        raise _ReturnError(self._value(node.nodes[0]))

    def _on_next(self, node: Node) -> object:
        raise _NextError(self._value(node.nodes[0]))

    def _on_matches(self, node: Node) -> object:
        """``case``: whether one of the tests holds for the first."""
        subject, *tests = node.nodes
        value = self._value(subject)
        return any(self._holds(test, value) for test in tests)

    def _holds(self, test: Node, value: object) -> bool:
        if test.kind == "class":
            return type(value) in CLASSES[test.text] if test.text in CLASSES else refuse()
        expected = self._value(test)
        if isinstance(expected, re.Pattern):
            return isinstance(value, str) and self._search(expected, value) is not None
        return is_same(value, expected)

    def _search(self, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
        self._need_plain(pattern, text)
        found = self._match = pattern.search(text)
        return found

    @staticmethod
    def _need_plain(pattern: re.Pattern[str], text: str) -> None:
        """Refuse what takes long, and letters beyond ASCII where they matter: they are of a word to one of
        the engines alone, and have other capitals."""
        if not is_quick(pattern, len(text)):
            refuse()
        if not text.isascii() and (pattern.flags & re.IGNORECASE or "\\b" in pattern.pattern.lower()):
            refuse()

    def _on_operator(self, node: Node) -> object:
        left, right = node.nodes
        if node.text == "||":
            value = self._value(left)
            return self._value(right) if value is None or value is False else value
        if node.text == "&&":
            value = self._value(left)
            return value if value is None or value is False else self._value(right)
        one, other = self._value(left), self._value(right)
        if node.text in ("==", "!="):
            return is_same(one, other) == (node.text == "==")
        if node.text in ("=~", "!~"):
            return self._matched(one, other, node.text)
        method = METHODS.get((type(one), node.text))
        return self._bounded(method(one, other)) if method else refuse()

    def _matched(self, one: object, other: object, operator: str) -> object:
        text, pattern = (other, one) if isinstance(one, re.Pattern) else (one, other)
        if not isinstance(text, str) or not isinstance(pattern, re.Pattern):
            refuse()
        found = self._search(pattern, text)
        return (found.start() if found else None) if operator == "=~" else found is None

    def _on_class(self, node: Node) -> object:
        refuse()

    def _on_method(self, node: Node) -> object:
        refuse()

    def _on_block(self, node: Node) -> object:
        refuse()

    def _on_own(self, node: Node) -> object:
        if any(each.kind in ("block", "method") for each in node.nodes):
            refuse()
        return self.own(node.text, [self._value(each) for each in node.nodes])

    def _on_call(self, node: Node) -> object:
        owner, *rest = node.nodes
        value = self._value(owner)
        if value is None and node.names:
            return None
        if node.text in ("is_a?", "kind_of?") and len(rest) == 1 and rest[0].kind == "class":
            return self._holds(rest[0], value)
        block: Block | None = None
        if rest and rest[-1].kind in ("block", "method"):
            block = self._block(rest.pop())
        arguments = [self._value(each) for each in rest]
        if node.text in ("sub", "gsub") and isinstance(value, str):
            return self._bounded(self._replaced(node.text, value, arguments, block))
        method = METHODS.get((type(value), node.text)) or METHODS.get((object, node.text))
        if method is None:
            refuse()
        if block is not None:
            arguments.append(block)
        try:
            return self._bounded(method(self._admitted(value), *map(self._admitted, arguments)))
        except (TypeError, ValueError, KeyError, IndexError, AttributeError) as error:
            raise NotReadError from error

    def _admitted(self, value: object) -> object:
        """A value with what it holds, which methods look at."""
        if type(value) is list:
            self._steps -= len(value)
            return [self._plain(each) for each in value]
        return value

    def _bounded(self, value: object) -> object:
        if type(value) is int and value.bit_length() > MAX_BITS:
            refuse()
        if isinstance(value, (str, list, dict)):
            self._steps -= len(value) // 64
            if len(value) > 1_000_000:
                refuse()
        return value

    def _block(self, node: Node) -> Block:
        if node.kind == "method":
            return Block(lambda value: self._sent(node.text, value), 1)
        names = node.names

        def run(*values: object) -> object:
            given: Sequence[object] = values
            if len(names) > 1 and len(values) == 1:
                given = values[0] if isinstance(values[0], list) else values  # a pair is taken apart
            hidden = {name: self._scope[name] for name in names if name in self._scope}
            self._scope.update(zip(names, (*given, *([None] * len(names))), strict=False))
            try:
                return self._value(node.nodes[0])
            except _NextError as skipped:
                return skipped.value
            finally:
                for name in names:
                    self._scope.pop(name, None)
                self._scope.update(hidden)

        return Block(run, len(names))

    def _sent(self, name: str, value: object) -> object:
        """``&:name``."""
        self._steps -= 1
        plain = self._plain(value)
        method = METHODS.get((type(plain), name)) or METHODS.get((object, name))
        return method(plain) if method and self._steps > 0 else refuse()

    def _replaced(self, name: str, text: str, arguments: list[Any], block: Block | None) -> str:
        """``sub`` and ``gsub``."""
        if len(arguments) != (1 if block else 2):
            refuse()
        pattern = arguments[0]
        if type(pattern) is str:
            pattern = re.compile(re.escape(pattern))
        elif isinstance(pattern, re.Pattern):
            self._need_plain(pattern, text)
        else:
            refuse()
        if block is None and type(arguments[1]) not in (str, dict):
            refuse()

        def put(match: re.Match[str]) -> str:
            self._steps -= 1
            self._match = match
            if block is not None:
                return text_of(block.run(match[0]))
            new = arguments[1]
            return text_of(new.get(match[0])) if isinstance(new, dict) else _filled(new, match)

        result = pattern.sub(put, text, count=0 if name == "gsub" else 1)
        self._match = False
        return result


def _filled(text: str, match: re.Match[str]) -> str:
    """A replacement with what ``\\1`` and its like stand for."""

    def put(escape: re.Match[str]) -> str:
        mark = escape[1]
        if mark.isdigit():
            return (match[int(mark)] or "") if int(mark) <= match.re.groups else ""
        return {"\\": "\\", "&": match[0]}.get(mark) or refuse()

    return re.sub(r"\\(.)", put, text, flags=re.DOTALL)
