"""Works out, once for many pages, all of a template that is the same on each of them.

Nodes that ask for nothing of the page are rendered by today's evaluator, as ever. Of the others, includes are
read in place, loops over known lists are unrolled, choices and assignments are kept with the variables they
need, and whatever is not understood is kept as a run: worst case today's cost, never another answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache, reduce
from itertools import chain, islice

from sitecheck.liquid.branches import Case, If, decide
from sitecheck.liquid.budget import spend
from sitecheck.liquid.context import UNSEEN, LoopFrame, State
from sitecheck.liquid.expression import Constant, Expression
from sitecheck.liquid.host import Host, HostRead, IncludeFile
from sitecheck.liquid.includes import Include, Parameter, frame_of, text_of
from sitecheck.liquid.jekyll_tags import Silent
from sitecheck.liquid.loops import TURN, For, ForLoop
from sitecheck.liquid.markup import Condition, FilterCall, Variable
from sitecheck.liquid.names import NameFinder, Names
from sitecheck.liquid.nodes import NODE, Assign, Body, Capture, Node, Text, captured_text, fail, output
from sitecheck.liquid.output import Frame, Output
from sitecheck.liquid.page_tests import page_test
from sitecheck.liquid.page_values import (
    KEPT,
    ROOTS,
    DisputedError,
    Inputs,
    OpaqueError,
    PageValues,
    SharedContext,
    deeper,
    is_disputed,
)
from sitecheck.liquid.problem import MISSING_INCLUDE, LiquidError, LiquidProblem, UndecidedError
from sitecheck.liquid.recipes import RecipeTag
from sitecheck.liquid.render import parse_include
from sitecheck.liquid.residual import (
    UNSET,
    After,
    Apart,
    Captured,
    Choice,
    Closure,
    Equals,
    Holds,
    Item,
    Items,
    Joined,
    Known,
    NoneOf,
    Parameters,
    Run,
    Symbol,
    Test,
    depth_of,
    depth_of_item,
    depth_of_test,
)
from sitecheck.liquid.template import Template
from sitecheck.liquid.traced import traced
from sitecheck.liquid.values import Gathered, Unknown, ValueText
from sitecheck.named_tuple import NamedTuple

_NEVER_FAIL = frozenset(
    (
        *("absolute_url", "append", "capitalize", "default", "downcase", "escape", "escape_once", "lstrip"),
        *("markdownify", "normalize_whitespace", "prepend", "relative_url", "remove", "remove_first"),
        *("replace", "replace_first", "rstrip", "size", "split", "strip", "strip_html", "strip_newlines"),
        *("upcase", "url_encode", "xml_escape"),
    )
)
"""Filters that take whatever they are given."""
_START = 100
"""Steps for beginning on a template, which hundreds of short ones would else have for nothing."""
_DEEPEST = 30
"""How deep blocks and includes are read in place."""


def may_be_refused(variable: Variable) -> bool:
    """Whether a value goes through a filter that does not take whatever it is given."""
    return any(call.name not in _NEVER_FAIL for call in variable.filters)


class Until(NamedTuple):
    """Where a text may end: ``found`` is looked for in each piece, and where it is, ``ends`` in the text up
    to there, for a piece does not tell what it stands in; it pays for that."""

    found: re.Pattern[str]
    ends: Callable[[str], bool]


class _Enough(Exception):  # noqa: N818 - no error: what comes next is not wanted
    """The text has come to where it may end."""


def specialize(
    template: Template,
    host: Host,
    path: str,
    inputs: Inputs,
    names: NameFinder,
    *,
    until: Until | None = None,
    reads: set[HostRead] | None = None,
    problems: dict[LiquidProblem, bool] | None = None,
) -> Items:
    """What is left of ``template`` for the pages on which everything but ``inputs`` is as ``host`` says.

    What follows a piece of text with which it ends by ``until`` may be left out. ``reads`` gets what was
    asked of the host, ``problems`` what is wrong, and whether it is so on all of these pages, as no choice
    stands around. Raises :class:`LimitError` when it takes more than the budget that is being spent.
    """
    spend(_START)
    if template.body is None:
        out = Output()
        out.copy(template.text, Frame(template.path), template.offset, False)
        return (Known(out.text(), tuple(out.pieces)),)
    for careful in (False, True):
        specializer = _Specializer(template, host, path, inputs, names=names, until=until, careful=careful)
        try:
            return specializer.all_items(template.body)
        except DisputedError:
            continue
        except OpaqueError:
            break
        finally:
            if reads is not None:
                reads |= specializer.reads
            if problems is not None:
                problems.update(specializer.problems)
    return whole(template)


def whole(template: Template) -> Items:
    """A template that is rendered for each page."""
    assert template.body is not None  # noqa: S101 - text without Liquid is known
    closure = Closure(
        assigns={},
        inner={},
        frame=Frame(template.path),
        maybe=False,
        loop=None,
        running=(template.path,),
        nesting=0,
    )
    return (Run(template.body, closure),)


class _Specializer:
    """The state of one specialisation: a context in which what hangs on the page is a symbol."""

    def __init__(
        self,
        template: Template,
        host: Host,
        path: str,
        inputs: Inputs,
        names: NameFinder,
        until: Until | None,
        careful: bool,
    ) -> None:
        self._context = SharedContext(host, path, Frame(template.path), parse_include)
        self._context.running.append(template.path)
        self.reads = self._context.reads
        """What was asked of the host."""
        self.problems: dict[LiquidProblem, bool] = {}
        """What is wrong, and whether it is so on all of the pages."""
        self._values = PageValues(self._context, inputs, names)
        self._names = names
        self._items: list[Item] = []
        self._guards = 0
        """How many choices stand around."""
        self._until = until
        self._careful = careful
        """Whether the pages may see in different ways what does not seem to hang on the page."""
        self._apart_from = 0
        """In how many lists of items that of the page is."""

    def all_items(self, body: Body) -> Items:
        """What is left of the page's ``body``."""
        with self._apart() as found, suppress(_Enough):
            self._body(body)
        return tuple(found)

    def items(self, body: Body) -> Items:
        """What is left of ``body``."""
        with self._apart() as found:
            self._body(body)
        return tuple(found)

    @contextmanager
    def _apart(self) -> Iterator[list[Item]]:
        """Collect items in a list of their own."""
        outer, self._items = self._items, []
        before, self._context.out = self._context.out, Output()
        self._apart_from += 1
        try:
            yield self._items
            self._flush()
        finally:
            self._items, self._context.out = outer, before
            self._apart_from -= 1

    def _flush(self) -> None:
        out = self._context.out
        if out.length:
            self._items.append(Known(out.text(), tuple(out.pieces)))
            self._context.out = Output()

    def _body(self, body: Body) -> None:
        """As :meth:`Body.render` does."""
        context = self._context
        spend(NODE)
        for node in body.nodes:
            try:
                spend(NODE)
                self._node(node)
            except LiquidError as error:
                if self._guards and error.code == MISSING_INCLUDE:
                    self._run(node)  # only a page that takes this choice lacks the file
                    continue
                before = len(context.problems)
                fail(context, error, node)
                self._note_problems(before)
            if context.interrupts and type(node) is not Text and (context.liquid >= 5 or not output(node)):
                return

    def _node(self, node: Node) -> None:
        if isinstance(node, Text) or not self._values.open(node):
            self._known(node)
        elif isinstance(node, Assign):
            self._assign(node)
        elif isinstance(node, Capture):
            self._capture(node)
        elif isinstance(node, Silent):
            self._silent(node)
        elif self._context.depth > _DEEPEST:
            raise OpaqueError
        elif isinstance(node, If):
            self._if(node)
        elif isinstance(node, Case):
            self._case(node)
        elif isinstance(node, For):
            self._for(node)
        elif isinstance(node, Include) and node.kind == "include":
            self._include(node)
        elif isinstance(node, RecipeTag):
            self._recipe(node)
        else:
            self._run(node)

    def _known(self, node: Node) -> None:
        context = self._context
        out, before = context.out, len(context.problems)
        if self._careful and not isinstance(node, Text):
            self._carefully(node)
        else:
            node.render(context)
        self._note_problems(before)
        if self._until is not None and self._apart_from == 1 and self._until.found.search(out.last):
            known = [item.text for item in self._items if isinstance(item, Known)]
            if self._until.ends("".join((*known, out.text()))):
                raise _Enough

    def _carefully(self, node: Node) -> None:
        """Render ``node``; keep it as it is where the pages see it in different ways."""
        context, kept = self._context, self._context.state.copy()

        def render() -> None:
            try:
                node.render(context)
            except DisputedError as error:
                raise OpaqueError from error

        with context.captured() as out:
            is_known = self._taken(render, kept)
        if is_known:
            context.out.replay(out.text(), tuple(out.pieces), False)
            return
        self._run(node)
        run = self._items[-1]
        if isinstance(run, Run) and run.closure.holds(is_disputed):
            raise OpaqueError  # a page would be given what all of them see

    def _note_problems(self, before: int) -> None:
        """Note the problems that turned up since there were ``before``."""
        new = len(self._context.problems) - before
        if not new:  # as after nearly every node
            return
        is_sure = not self._guards
        for problem in islice(reversed(self._context.problems), new):
            self.problems[problem] = is_sure or self.problems.get(problem, False)

    def _run(self, node: Node) -> None:
        """Keep a node as it is."""
        names = self._names.names(node)
        if names.stateful or (names.breaks and not isinstance(node, For)):
            raise OpaqueError
        run = self._values.run(node, names)
        depth = deeper(run.closure.depth)
        self._flush()
        self._items.append(run)
        for name in names.assigned:
            self._context.assign(name, Symbol(After(run, name), depth))

    def _assign(self, node: Assign) -> None:
        node = self._with_known_list(node)
        if may_be_refused(node.variable):
            self._run(node)  # where it fails, it prints that
        else:
            self._context.assign(node.name, self._values.symbol(node.variable, node.span))

    def _with_known_list(self, node: Assign) -> Assign:
        """The assignment of what filters choose from a list that is the same on each page, with that list:
        all pages are sorted once, not for each that looks for those below it."""
        for head, rest in _parted(node.variable):
            if self._values.open(head):
                continue
            try:
                known = traced(head, self._context)
            except LiquidError:
                return node
            same = self._context.gathered(known)
            if same is known or not isinstance(same, Gathered) or any(map(_is_unknown, same)):
                return node
            spend(len(same))  # it is kept, in each turn of a loop another
            return Assign(node.span, node.name, Variable(Constant(same), rest))
        return node

    def _capture(self, node: Capture) -> None:
        with self._context.nested():
            items = self.items(node.body)
        self._context.assign(node.name, self._captured(items))

    def _captured(self, items: Items) -> object:
        if not items:
            return captured_text("", (), (), maybe=False)
        if len(items) == 1 and isinstance(known := items[0], Known):
            out = Output()
            out.replay(known.text, known.pieces, False)
            return captured_text(known.text, out.reasons, known.pieces, maybe=self._context.maybe)
        return Symbol(Captured(items, self._context.maybe), deeper(max(map(depth_of_item, items))))

    def _silent(self, node: Silent) -> None:
        with self._apart():
            self._node(node.node)

    def _if(self, node: If) -> None:
        tests: list[Test] = []
        bodies: list[Body] = []
        with self._context.nested():
            for index, (condition, body) in enumerate(node.branches):
                negated = node.negated and index == 0
                if condition is None:
                    bodies.append(body)
                    break
                held = self._decided(condition, reached=not tests)
                if not isinstance(held, Unknown):
                    if held is negated:
                        continue
                    bodies.append(body)
                    break
                if not self._values.open(condition):
                    self._run(node)
                    self._take_apart(lambda: self._either(node))
                    return
                closure = self._values.closure(self._names.names(condition))
                on_page = page_test(condition, self._values, self._context)
                tests.append(Holds(condition, closure, negated, on_page))
                bodies.append(body)
            if tests:
                self._choose(node, tuple(tests), bodies)
            elif bodies:
                self._body(bodies[0])

    def _either(self, node: If) -> None:
        """Every way of a choice that is not known on any page."""
        tests: list[Test] = []
        for index, (condition, _) in enumerate(node.branches):
            if condition is None:
                break
            closure = self._values.closure(self._names.names(condition))
            tests.append(Holds(condition, closure, node.negated and index == 0))
        self._choose(node, tuple(tests), [body for _, body in node.branches[: len(tests) + 1]])

    def _decided(self, condition: Condition, *, reached: bool) -> bool | Unknown:
        """Whether a condition holds on every page; ``reached``: every page comes as far as that."""
        try:
            return decide(condition, self._context)
        except LiquidError:
            if not reached or self._values.open(condition):  # on a page it may not come as far as what fails
                return Unknown(())
            raise

    def _case(self, node: Case) -> None:
        names = reduce(Names.also, map(self._names.names, (node.subject, *_values(node))))
        if any(clause.values is None for clause in node.clauses[:-1]) or any(
            self._may_set(clause.body, names.variables) for clause in node.clauses
        ):
            self._run(node)
            return
        if not self._values.open(node.subject) and not any(map(self._values.open, _values(node))):
            self._known_case(node)
            return
        closure = self._values.closure(names)
        tests: list[Test] = []
        with self._context.nested():
            for values, body in node.clauses:
                if values is None:
                    self._choose(node, (NoneOf(tuple(tests)),), [body])
                    return
                for value in values:
                    test = Equals(node.subject, value, closure)
                    tests.append(test)
                    self._choose(node, (test,), [body])

    def _may_set(self, body: Body, variables: frozenset[str]) -> bool:
        names = self._names.names(body)
        return names.anything or not names.assigned.isdisjoint(variables | {UNSEEN})

    def _known_case(self, node: Case) -> None:
        context = self._context
        held = [[node.matches(value, context) for value in clause.values or ()] for clause in node.clauses]
        if any(isinstance(each, Unknown) for row in held for each in row):
            self._run(node)
            return
        matched = False
        with context.nested():
            for clause, row in zip(node.clauses, held, strict=True):
                hits = sum(map(bool, row)) if clause.values is not None else int(not matched)
                matched = matched or hits > 0
                for _ in range(hits):
                    self._body(clause.body)
                if context.interrupts or (clause.values is None and hits and context.liquid < 5):
                    return

    def _choose(self, node: Node, tests: tuple[Test, ...], bodies: list[Body]) -> None:
        """Read every body from the same start; afterwards a variable is what the one that is taken leaves."""
        self._flush()
        state = self._context.state
        assigns, before, memory = state.assigns, dict(state.assigns), _memory(state)
        ends, found = [], []
        self._guards += 1
        for body in bodies:
            found.append(self.items(body))
            if self._context.interrupts or _memory(state) != memory:
                raise OpaqueError
            ends.append(dict(assigns))
            spend(KEPT + len(assigns))
            assigns.clear()
            assigns.update(before)
        self._guards -= 1
        if len(bodies) == len(tests):
            found.append(())
            ends.append(before)
        choice = Choice(tests, tuple(found))
        if any(found):
            self._items.append(choice)
        depth = max(depth_of_test(test) for test in tests)
        self._join(choice, ends, depth)

    def _join(self, choice: Choice, ends: Sequence[dict[object, object]], depth: int) -> None:
        """Make of each variable what the way that is taken leaves; now they are as before the choice."""
        assigns = self._context.state.assigns
        for name in dict.fromkeys(chain.from_iterable(_changed(end, assigns) for end in ends)):
            values = tuple(end.get(name, UNSET) for end in ends)
            if all(_same(values[0], value) for value in values[1:]):
                assigns[name] = values[0]
                continue
            if name in ROOTS:
                raise OpaqueError
            deepest = max(deeper(depth), *map(depth_of, values))
            assigns[name] = Symbol(Joined(choice, values), deepest)

    def _for(self, node: For) -> None:
        loop = node.loop
        if any(map(self._values.open, (loop.collection, loop.limit, loop.offset))):
            self._run(node)
            return
        context = self._context
        with context.nested():
            kept = context.state.copy()
            try:
                items = node.items(context)
            except UndecidedError:
                self._run(node)
                return
            if not items:
                if node.otherwise is not None:
                    self._body(node.otherwise)
                return
            self._or_run(node, lambda: self._unroll(node, items), kept)

    def _or_run(self, node: Node, read: Callable[[], None], kept: State) -> None:
        """Take ``node`` apart by ``read``; else keep it as it is, from the state ``kept`` on."""
        self._flush()
        if not self._taken(read, kept):
            self._run(node)

    def _taken(self, read: Callable[[], None], kept: State) -> bool:
        """Whether ``read`` takes something apart; where it cannot, all is as before, the state ``kept``."""
        context = self._context
        items, loops, scopes = len(self._items), len(context.loops), len(context.scopes)
        maybe, guards = context.maybe, self._guards
        try:
            read()
        except OpaqueError:
            context.state.replace(kept)
            del self._items[items:], context.loops[loops:], context.scopes[scopes:]
            context.maybe, self._guards = maybe, guards
            context.out = Output()
            context.interrupts.clear()
            return False
        return True

    def _unroll(self, node: For, items: Sequence[object]) -> None:
        """As :meth:`For.render` does."""
        context, head = self._context, node.loop
        before = context.maybe
        loop = ForLoop(f"{head.variable}-{head.source}", len(items), context.loops[-1].variable)
        frame = LoopFrame(loop)
        context.loops.append(frame)
        with context.scope({"forloop": loop}) as variables:
            for item in node.turns(context, items, loop):
                spend(TURN)
                variables[head.variable] = item
                self._body(node.body)
                if frame.uncertain and _hangs(frame, context.state):
                    raise OpaqueError
                loop.index0 += 1
                if context.interrupts and context.interrupts.pop() == "break":
                    break
                frame.end_turn(context, before)
        context.loops.pop()
        frame.end(context)
        context.maybe = before

    def _include(self, node: Include) -> None:
        if self._open_text(node.name_body):
            self._run(node)
            return
        name = text_of(node.markup.name, node.name_body, self._context)
        if isinstance(name, Unknown):
            self._run(node)
            return
        node.check_name(name)
        file = node.locate(name, self._context)
        named = node.named(name)  # as a run it would else count as one that may ask for anything
        if isinstance(file, Unknown):
            self._run(named)
            self._context.assign(UNSEEN, Unknown(file.reasons))  # on every page
            return
        if self._guards and file.path in self._context.running:
            self._run(named)
            return
        self._or_run(named, lambda: self._inside_file(named, file), self._context.state.copy())

    def _recipe(self, node: RecipeTag) -> None:
        """Where only the head is asked for it is taken apart for good. Else it is kept as a run, too: a whole
        page would not be known for one choice of the recipe that hangs on the plugin's release."""
        if self._until is None and self._values.open(node):
            self._run(node)
            self._take_apart(lambda: self._inside(node))
        else:
            self._inside(node)

    def _take_apart(self, inside: Callable[[], None]) -> None:
        """Add to the run that is the last item what it is made of, which ``inside`` reads; heads are not
        asked what they have without it."""
        if self._until is not None:
            return
        run, kept = self._items[-1], self._context.state.copy()
        found: list[Item] = []

        def read() -> None:
            with self._apart() as items:
                inside()
            found.extend(items)

        is_taken = self._taken(read, kept)
        self._context.state.replace(kept)
        if is_taken and isinstance(run, Run):
            self._items[-1] = Apart(run, tuple(found))

    def _inside(self, node: RecipeTag) -> None:
        with self._context.nested(), node.opened(self._context) as template:
            if template is None or template.body is None:
                self._context.write(node.output, node.span)
            else:
                self._body(template.body)

    def _open_text(self, body: Body | None) -> bool:
        return body is not None and self._values.open(body)

    def _inside_file(self, node: Include, file: IncludeFile) -> None:
        with self._context.nested():
            self._inline(node, file)

    def _inline(self, node: Include, file: IncludeFile) -> None:
        context = self._context
        spend(len(file.text) // 64)
        variables: dict[object, object] = {}
        if node.markup.parameters is not None:
            variables["include"] = self._parameters(node, node.markup.parameters)
        template = context.parse(file.text, file.path, file.offset)
        outer = context.frame
        context.frame = frame_of(file, outer, node.span)
        context.running.append(file.path)
        try:
            with context.scope(variables):
                if template.body is None:
                    context.render_template(template)
                else:
                    self._body(template.body)
        finally:
            context.running.pop()
            context.frame = outer

    def _parameters(self, node: Include, parameters: tuple[Parameter, ...]) -> dict[object, object]:
        spend(len(parameters))
        found: dict[object, object] = {}
        for name, value in parameters:
            if not isinstance(value, str) and self._values.open(value):
                found[name] = self._values.symbol(Variable(value, ()), node.span)
            else:
                found[name] = node.parameter(value, self._context)
        is_open = any(isinstance(value, Symbol) for value in found.values())
        return Parameters(found) if is_open else found


@lru_cache(maxsize=1024)
def _parted(variable: Variable) -> Sequence[tuple[Variable, tuple[FilterCall, ...]]]:
    """The ways of taking the first filters of a value for themselves, the most of them first."""
    calls = variable.filters
    return [(variable._replace(filters=calls[:at]), calls[at:]) for at in range(len(calls) - 1, 0, -1)]


def _is_unknown(value: object) -> bool:
    return isinstance(value, Unknown)


def _hangs(frame: LoopFrame, state: State) -> bool:
    """Whether a variable hangs on the page and on whether a turn was broken off."""
    earlier = [each[0].assigns for each in (frame.broken, frame.continued) if each is not None]
    return any(
        value is not assigns.get(name) and depth_of(value) + depth_of(assigns.get(name)) > 0
        for assigns in earlier
        for name, value in state.assigns.items()
    )


def _memory(state: State) -> tuple[dict[object, object], ...]:
    """What tags remember from turn to turn."""
    return dict(state.counters), dict(state.cycles), dict(state.changed)


def _values(node: Case) -> Iterator[Expression]:
    for clause in node.clauses:
        yield from clause.values or ()


def _changed(end: Mapping[object, object], before: Mapping[object, object]) -> list[object]:
    """The variables that are otherwise at the ``end`` of one way: few of those of a large template. None is
    gone."""
    return [name for name, value in end.items() if before.get(name, UNSET) is not value]


def _same(one: object, other: object) -> bool:
    if one is other:
        return True
    if isinstance(one, ValueText) and isinstance(other, ValueText):
        return one == other and one.parts == other.parts
    simple = type(one) is type(other) and (isinstance(one, (bool, int)) or type(one) is str)
    return simple and one == other
