"""What a tag that is written in a small part of Ruby prints, worked out without running it.

A tag is an object that Liquid makes when it reads a template, and asks for its text each time that it renders
it, again and again where an include or a layout holds the tag. So what ``render`` leaves with the object is
never read. Texts and lists are changed in place where nobody else can hold them; what may be held elsewhere,
too, is not read again (``_LOST``). Where that is not certain, nothing is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from sitecheck.model.tag_text import Converted, Shown, TagPart
from sitecheck.named_tuple import NamedTuple
from sitecheck.ruby.evaluate import Admit, Run
from sitecheck.ruby.methods import Block, Symbol, text_of
from sitecheck.ruby.nodes import Function, Node, NotReadError, refuse

MARKDOWN = frozenset(("Jekyll::Converters::Markdown", "Converters::Markdown"))
"""What the converter is called, in a class of Jekyll's module or of another."""
_OF_LIQUID = frozenset(
    (
        "@blank",
        "@block_delimiter",
        "@body",
        "@line_number",
        "@nodelist",
        "@options",
        "@parse_context",
        "@tag_name",
    )
)
"""What Liquid keeps in the object of a tag."""
_CHANGES: Mapping[str, str] = {
    f"{name}!": name for name in ("chomp", "downcase", "lstrip", "rstrip", "strip", "upcase")
}
"""Methods that change a text, and return ``nil`` where that leaves it as it is; those that give the changed
text."""
_WALKS = ("each", "each_with_index")
_PASSING = frozenset(("assign", "if", "next", "not", "return", "sequence"))
"""What is run one after the other, with no value at hand that could change meanwhile."""
_DEEPEST = 3
"""So deep are lists looked into."""
_LETTERS = 64
"""Of two texts that are compared for a step."""
_LOST = object()
"""What a variable holds that may have been changed elsewhere."""


class TagClass(NamedTuple):
    """A class of tags: what it is called, its methods and constants."""

    name: str
    is_block: bool
    has_filters: bool
    """Whether Jekyll's filters are methods of it."""
    methods: Mapping[str, Function]
    constants: Mapping[str, Node]


class Printed(NamedTuple):
    """A text of which some parts are known only where the tag stands."""

    parts: tuple[TagPart, ...]


class Thing(NamedTuple):
    """An object of Liquid or Jekyll, of which a tag asks for others."""

    name: str


_CONTEXT = Thing("context")
_SITE = Thing("site")
_MARKDOWN = Thing("Markdown")


class TagOutcome(NamedTuple):
    """What a tag prints, if that can be told, whether its body is rendered, and the steps that it took."""

    parts: tuple[TagPart, ...] | None
    is_body_rendered: bool
    steps: int


class Outside(NamedTuple):
    """What a tag knows of its site: what the configuration has under a key, and what makes plain values of
    that; either may refuse."""

    setting: Callable[[str], object]
    admit: Admit


def print_tag(tag: TagClass, name: str, markup: str, outside: Outside) -> TagOutcome:
    """What ``{% name markup %}`` prints."""
    run = _TagRun(tag, outside)
    parts: tuple[TagPart, ...] | None
    try:
        parts = run.parts(name, markup)
    except (NotReadError, RecursionError):
        parts = None
    return TagOutcome(parts, run.is_body_rendered, run.steps)


class _TagRun(Run):
    """An object of a tag that is made and rendered once."""

    things = (Printed, Thing)

    def __init__(self, tag: TagClass, outside: Outside) -> None:
        super().__init__(tag.methods, outside.admit)
        self._tag = tag
        self._setting = outside.setting
        self._held: dict[str, Any] = {}
        """The variables of the object."""
        self._renders = False
        self._running: list[str] = []
        self._is_made = False
        self._kept: frozenset[str] = frozenset()
        """The variables that earlier calls of ``render`` may have left."""
        self._settled: set[str] = set()
        """Those that this call has set."""
        self._constants: dict[str, Any] = {}
        self._given: list[Any] = []
        """Values of the configuration."""
        self._is_statement = True
        """Whether what is run now is a statement, not a part of one."""
        self._loops: set[int] = set()
        """Blocks of loops that are statements."""
        self._walked: list[Any] = []
        """The lists that are gone through."""
        self._blocks = 0
        self.is_body_rendered = False

    def parts(self, name: str, markup: str) -> tuple[TagPart, ...]:
        """What the tag prints."""
        if "initialize" in self._tag.methods:
            self.own("initialize", [name, markup, Thing("tokens")])
            if not self._is_made:
                refuse()  # a block would not know how it ends
        else:
            self._held = {"@tag_name": name, "@markup": markup}
        self._kept = _left_by_render(self._tag.methods)
        self._renders = self._is_statement = True
        self._settled.clear()
        return self._all_parts(self.own("render", [_CONTEXT]))

    def _all_parts(self, value: object) -> tuple[TagPart, ...]:
        parts = value.parts if isinstance(value, Printed) else (value,)
        if sum(map(_shows, parts)) > 1 or not all(
            isinstance(each, (str, Shown, Converted)) for each in parts
        ):
            refuse()
        return tuple(each for each in parts if isinstance(each, (str, Shown, Converted)))

    def own(self, name: str, arguments: Sequence[object]) -> object:
        """What a method of the class returns, or ``markdownify`` of Jekyll's filters, which asks for the
        context in a variable of the object."""
        if name == "markdownify" and name not in self._functions and self._tag.has_filters:
            has_context = self._held.get("@context") is _CONTEXT and "@context" in self._settled
            return self._converted(*arguments) if has_context and len(arguments) == 1 else refuse()
        self._running.append(name)
        outer, self._is_statement = self._is_statement, True
        try:
            return super().own(name, arguments)
        finally:
            self._is_statement = outer
            self._running.pop()

    def _value(self, node: Node) -> Any:
        outer = self._is_statement
        self._is_statement = outer and (node.kind in _PASSING or node.kind in ("append", "call"))
        try:
            return super()._value(node)
        finally:
            self._is_statement = outer

    # -- variables of the object ---------------------------------------------------------------------

    def _on_held(self, node: Node) -> object:
        name = node.text
        if name in _OF_LIQUID and name != "@tag_name":
            refuse()
        if self._renders and name in self._kept and name not in self._settled:
            refuse()  # an earlier call may have left something else
        return self._held.get(name)

    def _on_assign(self, node: Node) -> object:
        if node.text[0] != "@":
            return super()._on_assign(node)
        if node.text in _OF_LIQUID:
            refuse()
        value = self._value(node.nodes[0])
        self._set(node.text, value)
        return value

    def _set(self, name: str, value: object) -> None:
        if name[0] == "@":
            self._held[name] = value
            self._settled.add(name)
        else:
            self._scope[name] = value

    def _on_super(self, node: Node) -> object:
        if self._running not in (["initialize"], ["render"]):
            refuse()
        method = self._functions[self._running[0]]
        names = [Node("variable", each) for each in method.parameters]
        values = [self._value(each) for each in (node.nodes if node.text else names)]
        if self._renders:
            return self._body() if values == [_CONTEXT] else refuse()
        if len(values) != 3 or values[2] != Thing("tokens") or self._is_made:
            refuse()
        self._held.update(zip(("@tag_name", "@markup"), values, strict=False))
        self._is_made = True
        return None

    def _body(self) -> object:
        if not self._tag.is_block:
            return ""
        if self.is_body_rendered:
            refuse()
        self.is_body_rendered = True
        return Printed((Shown(),))

    def _on_class(self, node: Node) -> object:
        if node.text not in self._tag.constants:
            refuse()
        if node.text not in self._constants:
            outer, self._scope = self._scope, {}
            self._constants[node.text] = self._value(self._tag.constants[node.text])
            self._scope = outer
        return self._constants[node.text]

    def _holds(self, test: Node, value: object) -> bool:
        if isinstance(value, self.things) or (test.kind == "class" and test.text in self._tag.constants):
            refuse()
        return super()._holds(test, value)

    # -- what changes in place -----------------------------------------------------------------------

    def _on_append(self, node: Node) -> object:
        value = self._changeable(node.text)
        self._is_statement = False
        for more in node.nodes:
            each = self._value(more)
            if type(value) is list and not self._blocks:
                new: Any = self._bounded([*value, each])
            elif isinstance(value, (str, Printed)) and isinstance(each, (str, Printed)):
                new = self._of_two("+", value, each)
            else:
                refuse()
            self._change(node.text, value, new)
            value = new
        return value

    def _on_call(self, node: Node) -> object:
        is_statement, owner = self._is_statement, node.nodes[0]
        if _is_change(node):
            if not is_statement or len(node.nodes) > 1 or node.names:
                refuse()
            return self._changed(owner.text, node.text)
        self._is_statement = False
        if node.text not in _WALKS or not is_statement or node.nodes[-1].kind != "block":
            return super()._on_call(node)
        self._loops.add(id(node.nodes[-1]))
        super()._on_call(node)
        return Thing("list")  # texts in it may have been changed

    def _sent(self, name: str, value: object, *arguments: object) -> object:
        is_walk = name in _WALKS
        if is_walk:
            self._walked.append(value)
        found = super()._sent(name, value, *arguments)
        if is_walk:
            self._walked.pop()
        return found

    def _changed(self, name: str, method: str) -> object:
        value = self._changeable(name)
        if method == "shift":
            if type(value) is not list or self._blocks:
                refuse()
            self._pay(len(value))
            self._change(name, value, value[1:])
            return value[0] if value else None
        if type(value) is not str:
            refuse()
        new = self._sent(_CHANGES[method], value)
        self._change(name, value, new)
        return None if new == value else new

    def _changeable(self, name: str) -> Any:
        if not self._is_statement or len(self._running) > 1:
            refuse()
        if name[0] == "@" and self._renders:
            refuse()  # it would go on from one call of ``render`` to the next
        return self._value(Node("held" if name[0] == "@" else "variable", name))

    def _change(self, name: str, old: Any, new: Any) -> None:
        """Have a variable hold ``new``, and lose what may be the same object elsewhere."""
        elsewhere = [*self._constants.values(), *self._given, *chain.from_iterable(self._walked)]
        elsewhere += self._held.values() if self._renders else [self._held.get("@tag_name")]
        if any(self._may_hold(each, old) for each in elsewhere):
            refuse()
        for holder in (self._scope, self._held):
            for each, value in list(holder.items()):
                if each != name and self._may_hold(value, old):
                    if type(value) is not type(old) or each == self._parameter_of_name():
                        refuse()
                    holder[each] = _LOST
        self._set(name, new)

    def _may_hold(self, value: Any, changed: Any, depth: int = 0) -> bool:
        """Whether ``value`` may be the very object that is changed, or have it in it."""
        self._pay(1)
        if type(value) is type(changed) and len(value) == len(changed):
            self._pay(len(changed) // (1 if isinstance(changed, (list, dict)) else _LETTERS))
            if _may_be_alike(value, changed):
                return True
        if not isinstance(value, (list, dict)):
            return False
        if depth == _DEEPEST:
            return True
        items = value if isinstance(value, list) else [*value.keys(), *value.values()]
        return any(self._may_hold(each, changed, depth + 1) for each in items)

    def _parameter_of_name(self) -> str:
        """What the constructor calls the name of the tag, which Liquid keeps."""
        return self._functions["initialize"].parameters[0] if not self._renders else ""

    def _block(self, node: Node) -> Block:
        """A block of a loop may change what stands outside, as no other does; a parameter of the name of a
        variable outside would hide it."""
        found = super()._block(node)
        is_plain = id(node) in self._loops and self._scope.keys().isdisjoint(node.names)

        def run(*values: object) -> object:
            outer, self._is_statement = self._is_statement, is_plain
            self._blocks += 1
            try:
                return found.run(*values)
            finally:
                self._is_statement = outer
                self._blocks -= 1

        return Block(run, found.takes)

    # -- texts and objects ---------------------------------------------------------------------------

    def _on_joined(self, node: Node) -> object:
        values = [self._value(each) for each in node.nodes]
        if not any(isinstance(each, Printed) for each in values):
            return self._bounded("".join(self._bounded(text_of(each)) for each in values))
        return self._joined([each if isinstance(each, Printed) else text_of(each) for each in values])

    def _joined(self, values: Sequence[object]) -> Printed:
        parts = [part for each in values for part in (each.parts if isinstance(each, Printed) else (each,))]
        texts = [each if isinstance(each, (str, Shown, Converted)) else refuse() for each in parts]
        self._pay(len(texts))
        for each in texts:
            self._bounded(each)
        return Printed(tuple(texts))

    def _of_two(self, operator: str, one: Any, other: Any) -> object:
        if not isinstance(one, self.things) and not isinstance(other, self.things):
            return super()._of_two(operator, one, other)
        return self._joined((one, other)) if operator == "+" else refuse()

    def _of_thing(self, thing: object, name: str, arguments: Sequence[Node]) -> object:
        if isinstance(thing, Printed):
            return self._of_text(thing, name, arguments)
        if thing == _SITE and name in ("find_converter_instance", "getConverterImpl"):
            is_known = len(arguments) == 1 and arguments[0].kind == "class" and arguments[0].text in MARKDOWN
            return _MARKDOWN if is_known else refuse()
        values = [self._value(each) for each in arguments]
        if thing == _MARKDOWN and name == "convert" and len(values) == 1:
            return self._converted(values[0])
        if thing == Thing("registers") and name == "[]" and _is_symbol(values, "site"):
            return _SITE
        if thing == Thing("config") and name == "[]" and len(values) == 1 and type(values[0]) is str:
            return self._of_settings(values[0])
        if values:
            refuse()
        if thing == _CONTEXT and name == "registers":
            return Thing("registers")
        if thing == _SITE and name == "config":
            return Thing("config")
        return self._of_settings("baseurl") if thing == _SITE and name == "baseurl" else refuse()

    def _of_settings(self, key: str) -> object:
        value = self._setting(key)
        self._given.append(value)
        return value

    def _of_text(self, text: Printed, name: str, arguments: Sequence[Node]) -> object:
        if arguments:
            refuse()
        if name in ("to_s", "to_str", "dup"):
            return text
        return (
            Printed((Shown(is_stripped=True),)) if name == "strip" and text.parts == (Shown(),) else refuse()
        )

    def _converted(self, value: object) -> Printed:
        parts = value.parts if isinstance(value, Printed) else (value if type(value) is str else refuse(),)
        if any(isinstance(each, Converted) for each in parts):
            refuse()  # nobody converts twice
        return Printed((Converted(parts),))


def _is_change(node: Node) -> bool:
    """Whether it may change what a variable holds, for all of its other holders, too."""
    if node.kind == "append":
        return True
    is_named = node.kind == "call" and (node.text in _CHANGES or node.text == "shift")
    return is_named and node.nodes[0].kind in ("variable", "held")


def _may_be_alike(one: Any, other: Any) -> bool:
    """Whether two values of one type and length may be equal. What lists hold is not looked into: where each
    holds another twice, there is no end of it."""
    if isinstance(one, list):
        return all(map(_may_be_equal, one, other))
    return list(one) == list(other) if isinstance(one, dict) else bool(one == other)


def _may_be_equal(one: object, other: object) -> bool:
    return type(one) is type(other) and (isinstance(one, (list, dict)) or one == other)


def _is_symbol(values: Sequence[object], text: str) -> bool:
    return len(values) == 1 and type(values[0]) is Symbol and values[0].text == text


def _shows(part: object) -> int:
    """How often the body stands in a part."""
    if isinstance(part, Converted):
        return sum(map(_shows, part.parts))
    return isinstance(part, Shown)


def _left_by_render(methods: Mapping[str, Function]) -> frozenset[str]:
    """The variables of the object that ``render`` or what it calls may set."""
    found: set[str] = set()
    seen = {"render"}
    waiting = ["render"]
    while waiting:
        function = methods.get(waiting.pop())
        for node in _nodes(function) if function is not None else ():
            if node.kind in ("assign", "append") and node.text[0] == "@":
                found.add(node.text)
            elif node.kind in ("own", "name") and node.text not in seen:
                seen.add(node.text)
                waiting.append(node.text)
    return frozenset(found)


def _nodes(function: Function) -> Iterator[Node]:
    waiting = [function.body, *function.defaults]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.nodes
