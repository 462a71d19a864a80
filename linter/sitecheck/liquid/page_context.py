"""Reads the items of a specialised template (:mod:`sitecheck.liquid.residual`) as one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import ParamSpec, TypeVar

from sitecheck.liquid.budget import spend
from sitecheck.liquid.context import Context, LoopFrame, State
from sitecheck.liquid.expression import Expression, looked_up
from sitecheck.liquid.host import Host
from sitecheck.liquid.markup import Variable
from sitecheck.liquid.output import Frame, Output
from sitecheck.liquid.page_tests import PAGE
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.render import parse_include
from sitecheck.liquid.residual import (
    UNSET,
    Choice,
    Closure,
    Item,
    Items,
    Known,
    Parameters,
    Ran,
    Run,
    Symbol,
    Taken,
    Undecided,
)
from sitecheck.liquid.traced import traced
from sitecheck.liquid.values import CapturedText, Unknown, ValueText, to_text
from sitecheck.model.unknown import ReasonKind, Reasons, because, joined
from sitecheck.text.source_map import UNKNOWN

P = ParamSpec("P")
T = TypeVar("T")
_ITEM = 2
"""What reading an item for a page costs, beside what it does."""

_NO_STATE = State(assigns={}, counters={}, cycles={}, offsets={}, changed={})


class PageContext(Context):
    """One page, for which items are read. Every symbol, choice and run is worked out once."""

    __slots__ = ("_indexes", "_ran", "_said", "_texts", "_values", "_wholes")

    def __init__(self, host: Host, page_path: str) -> None:
        super().__init__(host, page_path, Frame(page_path), parse_include)
        self._values: dict[int, object] = {}
        self._wholes: dict[int, dict[object, object]] = {}
        self._indexes: dict[int, int] = {}
        self._ran: dict[int, Ran] = {}
        self._texts: dict[int, str] = {}
        self._said: dict[str, object] = {}

    def said(self, key: str) -> object:
        """What this page has under a key, whatever hides the variable ``page``."""
        self.page_used = True
        if key not in self._said:
            self._said[key] = looked_up(self.root(PAGE), (key,), self)
        return self._said[key]

    def find(self, name: object, keys: tuple[str | Expression, ...] = ()) -> object:
        """The value of a variable, as it is on this page."""
        value = super().find(name, keys)
        if not isinstance(value, (Symbol, Parameters)):
            return value
        value = self.forced(value)
        return self._unset(name) if value is UNSET else value

    def has(self, name: object) -> bool:
        """Whether there is a variable of this name on this page, be it nil."""
        held = [self.forced(scope[name]) for scope in self.scopes if name in scope]
        if held and all(value is UNSET for value in held):
            return self._unset(name) is not None
        return super().has(name)

    def join(self, ends: list[State], reasons: Reasons) -> None:
        """Go on from whichever of ``ends`` is real; a symbol in which they differ is worked out before."""
        for name in dict.fromkeys(name for end in ends for name in end.assigns):
            if len({id(end.assigns.get(name)) for end in ends}) > 1:
                for end in ends:
                    if name in end.assigns:
                        self._settle(end.assigns, name)
        super().join(ends, reasons)

    def _settle(self, assigns: dict[object, object], name: object) -> None:
        with suppress(Undecided):
            value = self.forced(assigns[name])
            if value is UNSET:
                del assigns[name]
            else:
                assigns[name] = value

    def _unset(self, name: object) -> object:
        """What a variable is that nothing on this page sets, nor perhaps a file that is not here."""
        value = self.forced(self.unset(str(name)))
        return None if value is UNSET else value

    def forced(self, value: object) -> object:
        """What a value is on this page."""
        if isinstance(value, Symbol):
            key = id(value)
            if key not in self._values:
                while isinstance(value, Symbol):  # joins of joins, as many as a loop has turns
                    value = self._worked_out(value)
                self._values[key] = self._whole(value) if isinstance(value, Parameters) else value
            return self._values[key]
        return self._whole(value) if isinstance(value, Parameters) else value

    def _worked_out(self, symbol: Symbol) -> object:
        return symbol.work.value(self)

    def _whole(self, parameters: Parameters) -> dict[object, object]:
        found = self._wholes.get(id(parameters))
        if found is None:
            found = self._wholes[id(parameters)] = parameters.replaced(self.forced)
        return found

    def index(self, choice: Choice) -> int:
        """Which of its lists a choice takes; raises :class:`Undecided` when that is not known."""
        found = self._indexes.get(id(choice))
        if found is None:
            found = self._indexes[id(choice)] = self._index(choice)
        return found

    def _index(self, choice: Choice) -> int:
        for number, test in enumerate(choice.tests):
            spend(_ITEM)
            try:
                held = test.held(self)
            except LiquidError as error:
                raise Undecided(fails=True) from error
            if isinstance(held, Unknown):
                raise Undecided(held.reasons)
            if held:
                return number
        return len(choice.tests)

    def ran(self, run: Run) -> Ran:
        """What a run gives."""
        found = self._ran.get(id(run))
        if found is None:
            found = self._ran[id(run)] = self.within(run.closure, lambda: self._run(run))
        return found

    def _run(self, run: Run) -> Ran:
        spend(_ITEM)
        self.state = State(assigns=dict(run.closure.assigns), counters={}, cycles={}, offsets={}, changed={})
        self.scopes = [self.state.assigns, run.closure.inner] if run.closure.inner else [self.state.assigns]
        self.loops = [LoopFrame(run.closure.loop)]
        self.depth = run.closure.nesting
        self.running = list(run.closure.running)
        self.out = Output()
        run.node.render(self)
        self.interrupts.clear()
        return Ran(self.out, self.state.assigns)

    def text(self, item: Item) -> str:
        """The text of an item, when its places are of no interest."""
        if isinstance(item, Run) and id(item) not in self._ran and item.variable is not None:
            return self._printed(item, item.variable)
        return self.flat((item,)).text()

    def plain(self, run: Run) -> str | None:
        """The text of a run that prints a value, if it stands where the run is written as a whole: ``None``
        for text that was captured elsewhere or is not known."""
        text = self._printed(run, run.variable) if run.variable is not None else None
        return text if type(text) in (str, ValueText) and text != UNKNOWN else None

    def shown(self, run: Run) -> str:
        """The text of a run with the places of what it is made of, if it prints more than a value;
        :data:`UNKNOWN` stands for what is not known."""
        if run.variable is not None and id(run) not in self._ran:
            return self._printed(run, run.variable)
        made = self.ran(run).out
        return CapturedText(made.text(), tuple(made.pieces))

    def _printed(self, run: Run, variable: Variable) -> str:
        found = self._texts.get(id(run))
        if found is None:
            spend(_ITEM)
            try:
                found = to_text(self.asked(run.closure, traced, variable, self))
            except LiquidError:
                self._print(run, Output(), maybe=False)  # which notes what is wrong
                found = UNKNOWN
            self._texts[id(run)] = found
        return found

    def flat(self, items: Items) -> Output:
        """The text of ``items``."""
        out = Output()
        self.put(self.taken(items), out)
        return out

    def put(self, taken: Iterable[Taken], out: Output) -> None:
        """Add the text of items in which all choices are made to ``out``."""
        for item, maybe in taken:
            if isinstance(item, Known):
                out.replay(item.text, item.pieces, maybe)
            elif item.variable is not None and id(item) not in self._ran:
                self._print(item, out, maybe)
            else:
                made = self.ran(item).out
                out.replay(made.text(), tuple(made.pieces), maybe)

    def taken(self, items: Items) -> list[Taken]:
        """What ``items`` come to once all choices in them are made."""
        found: list[Taken] = []
        self._take(items, found, False)
        return found

    def _take(self, items: Items, found: list[Taken], maybe: bool) -> None:
        spend(_ITEM * len(items))
        for item in items:
            if isinstance(item, Choice):
                self._take_choice(item, found, maybe)
            else:
                found.append((item, maybe))

    def _print(self, run: Run, out: Output, maybe: bool) -> None:
        """Write a value where it stands: it leaves nothing behind that a run would have to keep."""

        def write() -> None:
            self.out, self.maybe = out, maybe or self.maybe
            run.node.render(self)

        self.within(run.closure, write)

    def _take_choice(self, choice: Choice, found: list[Taken], maybe: bool) -> None:
        self._take(choice.bodies[self.index(choice)], found, maybe)

    def asked(self, closure: Closure, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """As :meth:`within`, for ``work`` that asks for values and writes nothing."""
        kept = self.scopes, self.state, self.frame, self.maybe
        self.scopes = [closure.assigns, closure.inner] if closure.inner else [closure.assigns]
        self.state, self.frame, self.maybe = _NO_STATE, closure.frame, closure.maybe
        try:
            return work(*given, **named)
        finally:
            self.scopes, self.state, self.frame, self.maybe = kept

    def within(self, closure: Closure, work: Callable[[], T]) -> T:
        """What ``work`` gives where the variables are those of ``closure``."""
        kept = self.scopes, self.state, self.frame, self.maybe, self.loops, self.running, self.out, self.depth
        self.scopes = [closure.assigns, closure.inner] if closure.inner else [closure.assigns]
        self.state, self.frame, self.maybe = _NO_STATE, closure.frame, closure.maybe
        try:
            return work()
        finally:
            (
                self.scopes,
                self.state,
                self.frame,
                self.maybe,
                self.loops,
                self.running,
                self.out,
                self.depth,
            ) = kept


class DoubtfulPage(PageContext):
    """A page for which items are read though choices in them are not known: whatever such a choice may take
    is there, marked as perhaps there only."""

    __slots__ = ("doubts",)

    def __init__(self, host: Host, page_path: str) -> None:
        super().__init__(host, page_path)
        self.doubts: Reasons = ()
        """Why choices are not known."""

    def _worked_out(self, symbol: Symbol) -> object:
        try:
            return symbol.work.value(self)
        except Undecided as error:
            return Unknown(error.reasons or because(ReasonKind.BRANCH))

    def _take_choice(self, choice: Choice, found: list[Taken], maybe: bool) -> None:
        try:
            number = self.index(choice)
        except Undecided as error:
            self.doubts = joined(self.doubts, error.reasons or because(ReasonKind.BRANCH))
            for body in choice.bodies:
                self._take(body, found, True)
        else:
            self._take(choice.bodies[number], found, maybe)
