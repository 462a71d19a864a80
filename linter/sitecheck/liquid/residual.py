"""What is left of a template once all that is the same on every page has been worked out.

A template is *specialised* once for many pages (:mod:`sitecheck.liquid.specialize`). What comes out is a list
of items: text that is known, choices between lists of items, and runs, which are nodes that today's evaluator
renders for each page with the variables they had. :mod:`sitecheck.liquid.page_context` reads the items as one
page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sitecheck.liquid.branches import decide
from sitecheck.liquid.expression import Expression
from sitecheck.liquid.lookup import equal
from sitecheck.liquid.markup import Condition, Variable
from sitecheck.liquid.nodes import Body, OutputTag, captured_text
from sitecheck.liquid.output import Frame, Output
from sitecheck.liquid.page_tests import PageTest
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.traced import traced
from sitecheck.liquid.values import Unknown
from sitecheck.model.span import Span
from sitecheck.model.unknown import Reasons
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import Piece

if TYPE_CHECKING:
    from sitecheck.liquid.page_context import PageContext


class Undecided(Exception):  # noqa: N818 - no error: the page takes another way
    """A choice is not known for a page, so that it has to be rendered as a whole."""

    def __init__(self, reasons: Reasons = (), *, fails: bool = False) -> None:
        super().__init__(reasons)
        self.reasons = reasons
        self.fails = fails
        """Whether Liquid fails there: rendered as a whole, the page tells at what."""


class Work(Protocol):
    """How the value of a symbol is found on a page."""

    def value(self, page: PageContext) -> object:
        """The value on ``page``."""
        ...


class Symbol:
    """A value that hangs on the page."""

    __slots__ = ("depth", "work")

    def __init__(self, work: Work, depth: int) -> None:
        self.work = work
        self.depth = depth
        """How many symbols stand behind it, one behind the other."""


class Parameters(dict[object, object]):
    """The parameters of an include, some of which are symbols."""

    __slots__ = ()

    def replaced(self, value_of: Callable[[object], object]) -> dict[object, object]:
        """The parameters with other values for the symbols."""
        return {name: value_of(value) if isinstance(value, Symbol) else value for name, value in self.items()}


class Closure(NamedTuple):
    """The variables that a node asks for, as they were when it stood to be rendered."""

    assigns: dict[object, object]
    inner: dict[object, object]
    """Those of loops and includes, which go before."""
    frame: Frame
    maybe: bool
    loop: object
    """The variable ``forloop`` of the loop around, ``None`` outside of loops."""
    running: tuple[str, ...]
    nesting: int
    """How many blocks and includes stand around."""

    @property
    def depth(self) -> int:
        """How deep the symbols in it are."""
        return max(map(depth_of, self._values()), default=0)

    def holds(self, asked: Callable[[object], bool]) -> bool:
        """Whether one of the variables is as ``asked``."""
        return any(map(asked, self._values()))

    def holds_name(self, name: str) -> bool:
        """Whether it has a variable of that name."""
        return name in self.assigns or name in self.inner

    def _values(self) -> Iterator[object]:
        yield from self.assigns.values()
        yield from self.inner.values()


def depth_of(value: object) -> int:
    """How many symbols stand one behind the other in ``value``; 0 for what is known."""
    if isinstance(value, Symbol):
        return value.depth
    if isinstance(value, Parameters):
        return max((each.depth for each in value.values() if isinstance(each, Symbol)), default=0)
    return 0


class Known(NamedTuple):
    """Text that is the same on every page."""

    text: str
    pieces: tuple[Piece, ...]


class Run:
    """A node that is rendered for each page."""

    __slots__ = ("closure", "node", "variable")

    def __init__(self, node: Body, closure: Closure) -> None:
        self.node = node
        self.closure = closure
        tag = node.nodes[0] if len(node.nodes) == 1 else None
        self.variable = tag.variable if isinstance(tag, OutputTag) else None
        """What it prints, if it is nothing but an output."""


class Apart(Run):
    """A node that changes nothing but its own variables, and the items that it is made of: where a page knows
    all choices in them, they are what the node gives there."""

    __slots__ = ("items",)

    def __init__(self, run: Run, items: Items) -> None:
        super().__init__(run.node, run.closure)
        self.items = items


class Choice:
    """One of several lists of items: the first whose test holds, or the last, which has no test."""

    __slots__ = ("bodies", "tests")

    def __init__(self, tests: tuple[Test, ...], bodies: tuple[Items, ...]) -> None:
        self.tests = tests
        self.bodies = bodies


Item: TypeAlias = "Known | Choice | Run"
Items: TypeAlias = "tuple[Item, ...]"
Taken: TypeAlias = "tuple[Known | Run, bool]"
"""Text or a run as one page has it, and whether it may not be there."""


class Test(Protocol):
    """What a choice hangs on."""

    def held(self, page: PageContext) -> bool | Unknown | None:
        """Whether it holds on ``page``."""
        ...


class Holds(NamedTuple):
    """A condition of ``if``, or of ``unless`` when it is negated."""

    condition: Condition
    closure: Closure
    negated: bool
    on_page: PageTest | None = None
    """What the condition comes to, if that is one comparison with a value of the page."""

    def held(self, page: PageContext) -> bool | Unknown:
        """Whether it holds on ``page``."""
        if self.on_page is not None:
            held = self.on_page.held(page.said(self.on_page.key), page)
        else:
            held = page.asked(self.closure, decide, self.condition, page)
        return held if isinstance(held, Unknown) else held is not self.negated


class Equals(NamedTuple):
    """One value of a ``when``."""

    subject: Expression
    value: Expression
    closure: Closure

    def held(self, page: PageContext) -> bool | Unknown | None:
        """Whether the subject has that value on ``page``."""
        return page.asked(self.closure, self._equal, page)

    def _equal(self, page: PageContext) -> bool | Unknown | None:
        return equal(self.subject.evaluate(page), self.value.evaluate(page), page.host.active_support)


class NoneOf(NamedTuple):
    """The ``else`` of a ``case``."""

    tests: tuple[Test, ...]

    def held(self, page: PageContext) -> bool | Unknown:
        """Whether no test holds on ``page``."""
        for test in self.tests:
            held = test.held(page)
            if held or isinstance(held, Unknown):
                return held if isinstance(held, Unknown) else False
        return True


class Evaluated(NamedTuple):
    """The value of an assignment or a parameter."""

    variable: Variable
    closure: Closure
    span: Span
    """The tag."""

    def value(self, page: PageContext) -> object:
        """Its value on ``page``; raises :class:`Undecided` where Liquid fails, as it prints that, too."""
        try:
            return page.asked(self.closure, traced, self.variable, page, self.span)
        except LiquidError as error:
            raise Undecided(fails=True) from error


class Captured(NamedTuple):
    """What ``capture`` keeps."""

    items: Items
    maybe: bool
    """Whether all of it stands on a branch that may not run."""

    def value(self, page: PageContext) -> object:
        """The text on ``page``, with its places."""
        out = page.flat(self.items)
        return captured_text(out.text(), out.reasons, out.pieces, maybe=self.maybe)


class Unset(Enum):
    """The value of a variable on a page on which nothing sets it."""

    UNSET = "unset"


UNSET = Unset.UNSET
"""It is none until the variable is asked for: by then a file that is not here may have set it."""


class After(NamedTuple):
    """A variable as a run leaves it."""

    run: Run
    name: str

    def value(self, page: PageContext) -> object:
        """Its value on ``page``, :data:`UNSET` where the run does not set it there."""
        return page.ran(self.run).assigns.get(self.name, UNSET)


class Joined(NamedTuple):
    """A variable after a choice, each way of which leaves it with another value."""

    choice: Choice
    values: tuple[object, ...]

    def value(self, page: PageContext) -> object:
        """Its value on ``page``, which may be a symbol again, or :data:`UNSET`."""
        return self.values[page.index(self.choice)]


class Ran(NamedTuple):
    """What a run gives on one page."""

    out: Output
    assigns: Mapping[object, object]


def depth_of_item(item: Item) -> int:
    """How many symbols stand one behind the other in what an item asks for."""
    if isinstance(item, Run):
        return item.closure.depth
    if isinstance(item, Choice):
        inside = (depth_of_item(each) for body in item.bodies for each in body)
        return max(*map(depth_of_test, item.tests), *inside, 0)
    return 0


def depth_of_test(test: Test) -> int:
    """The same for a test of a choice."""
    if isinstance(test, NoneOf):
        return max((depth_of_test(each) for each in test.tests), default=0)
    return test.closure.depth if isinstance(test, (Holds, Equals)) else 0
