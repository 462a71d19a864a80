"""What a method that is written in a small part of Ruby returns, worked out without running it.

Its values are Python's: ``None``, ``bool``, ``int``, ``float``, ``str``, ``list``, ``dict``, :class:`Symbol`
and patterns. Nothing that is given is ever changed. What is not certain to be what Ruby does, its errors
among it, is refused (:class:`~sitecheck.ruby.nodes.NotReadError`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from sitecheck.named_tuple import NamedTuple
from sitecheck.ruby.methods import CLASSES, MAX_BITS, MAX_TEXT, METHODS, Block, Symbol, is_same, text_of
from sitecheck.ruby.nodes import Function, Node, NotReadError, refuse
from sitecheck.ruby.patterns import compiled, search_cost

MAX_STEPS = 50_000
_PLAIN = (type(None), bool, int, float, str, list, dict, Symbol, re.Pattern)
_MOST_CALLS = 3
"""So many methods of the script may wait for each other."""
_MOST_DIGITS = 1000
_DEEPEST = 20
"""So deep are the lists and hashes that a method returns."""
_CHARACTERS = 16
"""Of a text that is looked through for a step …"""
_PLACES = 100
"""… and of a search of one with a pattern."""

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
    """What a method returns, if that can be told, and the steps that it took to work it out."""

    value: object
    steps: int
    is_told: bool = True


def call(name: str, functions: Mapping[str, Function], arguments: Sequence[object], admit: Admit) -> Outcome:
    """What the method ``name`` returns for these arguments; ``functions`` are those it may call."""
    run = Run(functions, admit)
    try:
        value = run.own(name, arguments)
        run.look_through(value)
    except (NotReadError, RecursionError):
        return Outcome(None, run.steps, is_told=False)
    is_plain = type(value) in (str, bool, int, float, type(None))
    is_told = is_plain or (type(value) in (list, dict) and not run.has_symbols)
    return Outcome(value if is_told else None, run.steps, is_told=is_told)


class Run:
    """One call, with its budget."""

    things: tuple[type, ...] = ()
    """Types of values that are none of Ruby's own classes."""

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

    def look_through(self, value: object) -> None:
        """Pay for all that a value holds, and refuse one that is deep: a list that stands in a list twice,
        which stands in one twice, is as long as whoever prints it takes it for."""
        level = [value]
        for _ in range(_DEEPEST):
            found: list[object] = []
            for each in level:
                self._pay_for(each)
                found += (*each, *each.values()) if isinstance(each, dict) else ()
                found += each if isinstance(each, list) else ()
            level = found
        if level:
            refuse()

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
        defaults = function.defaults[len(function.defaults) - missing :]
        try:
            for parameter, default in zip(later, defaults, strict=True):
                self._scope[parameter] = self._value(default)
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
        is_known = type(value) in _PLAIN or isinstance(value, self.things)
        return value if is_known else self._admit(value)

    def _pay(self, steps: float) -> None:
        self._steps -= int(steps)
        if self._steps < 0:
            refuse()

    def _pay_for(self, value: object) -> None:
        """Pay for looking at a value, and at what a list holds."""
        if isinstance(value, str):
            self._pay(len(value) // _CHARACTERS)
        elif isinstance(value, (list, dict)):
            self._pay(len(value))

    def _value(self, node: Node) -> Any:
        self._pay(1)
        return self._plain(getattr(self, f"_on_{node.kind}")(node))

    def _on_text(self, node: Node) -> object:
        return node.text

    def _on_symbol(self, node: Node) -> object:
        return Symbol(node.text)

    def _on_constant(self, node: Node) -> object:
        return {"nil": None, "true": True, "false": False}[node.text]

    def _on_number(self, node: Node) -> object:
        digits = node.text.replace("_", "")
        if len(digits) > _MOST_DIGITS:
            refuse()
        if re.fullmatch(r"-?(?:0|[1-9]\d*)", digits):
            return int(digits)
        return float(digits) if re.fullmatch(r"-?\d+\.\d+", digits) else refuse()

    def _on_regexp(self, node: Node) -> object:
        return compiled(node.text, node.names[0])

    def _on_joined(self, node: Node) -> object:
        text = ""
        for each in node.nodes:
            text = self._bounded(text + text_of(self._value(each)))
        return text

    def _on_array(self, node: Node) -> object:
        return [self._value(each) for each in node.nodes]

    def _on_hash(self, node: Node) -> object:
        values = [self._value(each) for each in node.nodes]
        if any(type(key) not in (str, Symbol) for key in values[::2]):
            refuse()
        return dict(zip(values[::2], values[1::2], strict=True))

    def _on_name(self, node: Node) -> object:
        return self.own(node.text, ())

    def _on_variable(self, node: Node) -> object:
        return self._scope.get(node.text)

    def _on_group(self, node: Node) -> object:
        number = int(node.text)
        if self._match is False:
            refuse()
        return self._match[number] if self._match and number <= self._match.re.groups else None

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
        value = self._scope[node.text] = self._value(node.nodes[0])
        return value

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
            if type(value) is not str:
                refuse()  # symbols are searched, and after all else there is no ``$1``
            return self._search(expected, value) is not None
        return is_same(value, expected)

    def _search(self, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
        self._need_plain(pattern, text)
        found = self._match = pattern.search(text)
        return found

    def _need_plain(self, pattern: re.Pattern[str], text: str) -> None:
        """Refuse what takes long, and letters beyond ASCII where they matter: they are of a word to one of
        the engines alone, and have other capitals."""
        cost = search_cost(pattern, len(text)) / _PLACES
        if cost > MAX_STEPS:
            refuse()
        self._pay(cost)
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
        self._pay_for(one)
        self._pay_for(other)
        return self._of_two(node.text, one, other)

    def _of_two(self, operator: str, one: Any, other: Any) -> object:
        if operator in ("==", "!="):
            return is_same(one, other) == (operator == "==")
        if operator in ("=~", "!~"):
            return self._matched(one, other, operator)
        return self._sent(operator, one, other)

    def _matched(self, one: object, other: object, operator: str) -> object:
        text, pattern = (other, one) if isinstance(one, re.Pattern) else (one, other)
        if not isinstance(text, str) or not isinstance(pattern, re.Pattern):
            refuse()
        found = self._search(pattern, text)
        return (found.start() if found else None) if operator == "=~" else found is None

    def _on_class(self, node: Node) -> object:
        refuse()

    # none of these is a value by itself, or one of a filter
    _on_method = _on_block = _on_refused = _on_held = _on_super = _on_append = _on_class

    def _on_own(self, node: Node) -> object:
        if any(each.kind in ("block", "method") for each in node.nodes):
            refuse()
        return self.own(node.text, [self._value(each) for each in node.nodes])

    def _on_call(self, node: Node) -> object:
        owner, *rest = node.nodes
        value = self._value(owner)
        if value is None and node.names:
            return None
        if isinstance(value, self.things):
            return self._of_thing(value, node.text, rest)
        if node.text in ("is_a?", "kind_of?") and len(rest) == 1 and rest[0].kind == "class":
            return self._holds(rest[0], value)
        block: Block | None = None
        if rest and rest[-1].kind in ("block", "method"):
            block = self._block(rest.pop())
        arguments = [self._value(each) for each in rest]
        if node.text in ("sub", "gsub") and isinstance(value, str):
            return self._bounded(self._replaced(node.text, value, arguments, block))
        if block is not None:
            arguments.append(block)
        return self._sent(node.text, value, *arguments)

    def _of_thing(self, thing: object, name: str, arguments: Sequence[Node]) -> object:
        refuse()

    def _sent(self, name: str, value: object, *arguments: object) -> object:
        """What a method of one of Ruby's classes returns."""
        method = METHODS.get((type(value), name)) or METHODS.get((object, name))
        if method is None:
            refuse()
        given = [self._admitted(each) for each in (value, *arguments)]
        try:
            return self._bounded(method(*given))
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError) as error:
            raise NotReadError from error

    def _admitted(self, value: object) -> object:
        """A value with what it holds, which methods look at."""
        self._pay_for(value)
        if type(value) is not list:
            return value
        held = [self._plain(each) for each in value]
        for each in held:
            self._pay_for(each)
        return held

    def _bounded(self, value: Any) -> Any:
        if type(value) is int and value.bit_length() > MAX_BITS:
            refuse()
        if isinstance(value, (str, list, dict)) and len(value) > MAX_TEXT:
            refuse()
        self._pay_for(value)
        return value

    def _block(self, node: Node) -> Block:
        if node.kind == "method":
            return Block(partial(self._one_sent, node.text), 1)
        names = node.names
        body, own = node.nodes

        def run(*values: object) -> object:
            given: Sequence[object] = values
            if len(names) > 1 and len(values) == 1:
                given = values[0] if isinstance(values[0], list) else values  # a pair is taken apart
            hidden = {name: self._scope[name] for name in names if name in self._scope}
            self._scope.update(zip(names, (*given, *([None] * len(names))), strict=False))
            try:
                value = self._value(body)
            except _NextError as skipped:
                value = skipped.value
            finally:
                for name in (*names, *own.names):  # each run has its own
                    self._scope.pop(name, None)
                self._scope.update(hidden)
            self._pay_for(value)  # whoever sorts by it looks at it
            return value

        return Block(run, len(names))

    def _one_sent(self, name: str, value: object) -> object:
        """``&:name``."""
        self._pay(1)
        return self._sent(name, self._plain(value))

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
            self._pay(1)
            self._match = match
            if block is not None:
                return str(self._bounded(text_of(block.run(match[0]))))
            new = arguments[1]
            self._pay_for(new)
            put_in = text_of(new.get(match[0])) if isinstance(new, dict) else _filled(new, match)
            return str(self._bounded(put_in))

        result = _all_replaced(pattern, text, put) if name == "gsub" else pattern.sub(put, text, count=1)
        self._match = False
        return result


def _all_replaced(pattern: re.Pattern[str], text: str, put: Callable[[re.Match[str]], str]) -> str:
    """``gsub``: where nothing was matched Ruby goes on behind the next letter, as Python does not."""
    parts: list[str] = []
    at = 0
    while at <= len(text) and (match := pattern.search(text, at)):
        parts += (text[at : match.start()], put(match))
        at = match.end()
        if match.start() == at:
            parts.append(text[at : at + 1])
            at += 1
    return "".join((*parts, text[at:]))


def _filled(text: str, match: re.Match[str]) -> str:
    """A replacement with what ``\\1`` and its like stand for."""
    room = MAX_TEXT

    def put(escape: re.Match[str]) -> str:
        nonlocal room
        mark = escape[1]
        if "0" <= mark <= "9":
            found = (match[int(mark)] or "") if int(mark) <= match.re.groups else ""
        else:
            found = {"\\": "\\", "&": match[0]}.get(mark) or refuse()
        room -= len(found)
        return found if room >= 0 else refuse()

    return re.sub(r"\\(.)", put, text, flags=re.DOTALL)
