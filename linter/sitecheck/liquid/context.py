"""The state of one rendering: variables, loops, reads, problems, limits, and what is only perhaps so."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from sitecheck.liquid.budget import MAX_OUTPUT, PIECE, LimitError, current, spend
from sitecheck.liquid.host import Host, HostRead
from sitecheck.liquid.lookup import get, same
from sitecheck.liquid.output import Frame, Output
from sitecheck.liquid.problem import MISSING_INCLUDE, LiquidError, LiquidProblem
from sitecheck.liquid.values import (
    MethodWord,
    Unknown,
    ValueText,
    is_array,
    is_page_text,
    reasons_of,
    undecided,
)
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import ReasonKind, Reasons, joined, may_be
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, Piece

if TYPE_CHECKING:
    from sitecheck.liquid.expression import Expression
    from sitecheck.liquid.nodes import OutputTag
    from sitecheck.liquid.template import Template

    class Parse(Protocol):
        def __call__(self, text: str, path: str, offset: int, *, liquid: int) -> Template: ...


MAX_DEPTH = 100
"""How deep blocks and includes may nest together; the gem raises at 100 scopes."""
STEPS_OF_DEPTH = 20_000
"""What reaching :data:`MAX_DEPTH` costs: includes that include themselves twice would take for ever."""
_COPY = 20
"""What copying the state costs, beside one step for each variable."""
_PROBLEM = 50
_PAYLOAD = frozenset(
    ("content", "highlighter_prefix", "highlighter_suffix", "jekyll", "layout", "page", "paginator", "site")
)
"""The variables that Jekyll gives to every page, nil or not (``Drops::UnifiedPayloadDrop``)."""
UNSEEN = "*"
"""No variable's name: under it stands why one that nothing here sets may have a value after all, once a file
was included that is not here, or where the host's roots have it."""
_NEVER_SET = _PAYLOAD | {"forloop", "include", "tablerowloop", "theme"}
"""What such a file does not set."""
_LACKING = object()
"""No value: what no branch leaves set."""
_LONGEST_MESSAGE = 300
_TEXTS = (str, ValueText)
_OF_PLUGINS = frozenset((ReasonKind.PLUGIN_FILTER, ReasonKind.PLUGIN_TAG))
"""Why a condition is unknown that a plugin decides."""


class State(NamedTuple):
    """What tags change and later tags see: copied before a branch that may not run, joined after it."""

    assigns: dict[object, object]
    counters: dict[object, object]
    cycles: dict[object, object]
    offsets: dict[object, object]
    changed: dict[object, object]

    def copy(self) -> State:
        """An independent copy."""
        self.pay()
        return State(*map(dict, self))

    def pay(self) -> None:
        """Pay for a copy."""
        spend(_COPY + sum(map(len, self)))

    def replace(self, other: State) -> None:
        """Become ``other``, in place."""
        for mine, theirs in zip(self, other, strict=True):
            if mine:
                mine.clear()
            if theirs:  # most kinds are empty nearly always, and each branch comes here
                mine.update(theirs)


class LoopFrame:
    """A running loop (or the document): whether an undecided break or continue leaves the rest unsure."""

    __slots__ = ("broken", "continued", "variable")

    def __init__(self, variable: object = None) -> None:
        self.variable = variable
        self.broken: tuple[State, Reasons] | None = None
        self.continued: tuple[State, Reasons] | None = None

    @property
    def uncertain(self) -> bool:
        """Whether the rest of this turn may not run."""
        return self.broken is not None or self.continued is not None

    def end_turn(self, context: Context, maybe: bool) -> None:
        """Settle an undecided ``continue`` at the end of a turn; ``maybe`` held before the loop."""
        if self.continued is not None:
            state, reasons = self.continued
            self.continued = None
            context.join([context.state.copy(), state], reasons)
        context.maybe = maybe or self.broken is not None

    def end(self, context: Context) -> None:
        """Settle an undecided ``break`` at the end of the loop."""
        if self.broken is not None:
            state, reasons = self.broken
            context.join([context.state.copy(), state], reasons)


class UnknownOutput(NamedTuple):
    """Output or a choice between branches that is not known: why, and the tag that writes or chooses."""

    reasons: Reasons
    place: Place


class Cached(NamedTuple):
    """What an ``include_cached`` gave; ``uses_page`` if it asked for something of the page."""

    text: str
    pieces: tuple[Piece, ...]
    uses_page: bool


class _Level:
    """One level deeper in a context. A generator would take longer than many a tag does."""

    __slots__ = ("_context",)

    def __init__(self, context: Context) -> None:
        self._context = context

    def __enter__(self) -> None:
        self._context.enter()

    def __exit__(self, *_: object) -> None:
        self._context.depth -= 1


class Context:
    """Everything a node needs while it renders."""

    __slots__ = (
        "_parse",
        "_roots",
        "depth",
        "document_out",
        "frame",
        "guarded",
        "host",
        "includes",
        "interrupts",
        "liquid",
        "loops",
        "maybe",
        "out",
        "page_path",
        "page_used",
        "problems",
        "reads",
        "running",
        "scopes",
        "state",
        "stopped",
        "strict_variables",
        "unknowns",
        "written",
    )  # fmt: skip

    def __init__(self, host: Host, page_path: str, frame: Frame, parse: Parse) -> None:
        self._parse = parse
        self.host = host
        self.liquid = host.liquid
        self.strict_variables = host.strict_variables  # asked for with each lookup
        self.page_path = page_path
        self.frame = frame
        self.out = self.document_out = Output()
        self.state = State(assigns={}, counters={}, cycles={}, offsets={}, changed={})
        self.scopes: list[dict[object, object]] = [self.state.assigns]
        self._roots = host.roots
        self.maybe = self.guarded = False
        self.interrupts: list[str] = []
        self.loops = [LoopFrame()]
        self.running: list[str] = []
        self.depth = 0
        self.written = 0
        self.stopped: Place | None = None
        self.problems: dict[LiquidProblem, None] = {}
        self.reads: set[HostRead] = set()
        self.unknowns: dict[UnknownOutput, None] = {}
        self.page_used = False
        self.includes: dict[tuple[Hashable, ...], Cached] = {}

    # -- variables -------------------------------------------------------------------------------

    def find(self, name: object, keys: tuple[str | Expression, ...] = ()) -> object:
        """The value of a variable; ``keys`` are looked up on it next (logged for ``site``)."""
        if isinstance(name, Unknown):
            return Unknown(name.reasons)
        for scope in reversed(self.scopes):
            if name in scope:
                value = scope[name]
                return "" if isinstance(value, MethodWord) else value
        if name == "site":
            self._log_site(keys)
        elif name == "page":
            self.page_used = True
        # Liquid: `increment` counts in the environment: `assign` hides its variables, they hide the page's.
        if name in self.state.counters:
            return self.state.counters[name]
        if not isinstance(name, str):
            return None
        return self.unset(name)

    def unset(self, name: str) -> object:
        """What a variable is that nothing sets: Jekyll's of this name, if any; not known once a file was
        included that is not here, nor where the host cannot tell."""
        value = self.root(name)
        if value is None and name not in _NEVER_SET:
            return self.scopes[0].get(UNSEEN, self.root(UNSEEN))
        return value

    def root(self, name: str) -> object:
        """The value of one of Jekyll's variables, whatever hides it."""
        return self._roots.get(name)

    def has(self, name: object) -> bool:
        """Whether there is a variable of this name, be it nil; true where that is not known."""
        if not isinstance(name, str) or isinstance(name, Unknown):
            return True
        known = any(name in scope for scope in self.scopes) or name in self.state.counters
        return known or name in self._roots or name in _PAYLOAD or UNSEEN in self.scopes[0]

    def _log_site(self, keys: tuple[str | Expression, ...]) -> None:
        names = [key if isinstance(key, str) else key.evaluate(self) for key in keys[:2]]
        if names and names[0] == "data":
            second = names[1] if len(names) > 1 else "*"
            self.reads.add(HostRead("data", str(second) if type(second) in _TEXTS else "*"))
        else:
            self.reads.add(HostRead("site", str(names[0]) if names and type(names[0]) in _TEXTS else "*"))

    def site_value(self, key: str) -> object:
        """A key of the site's configuration, logged as read."""
        self.reads.add(HostRead("site", key))
        return get(self._roots.get("site"), key)

    def assign(self, name: str, value: object) -> None:
        """Set a variable in the outermost scope, as ``assign`` and ``capture`` do."""
        self.state.assigns[name] = value

    @contextmanager
    def scope(self, variables: dict[object, object]) -> Iterator[dict[object, object]]:
        """A scope of its own on top of the others."""
        self.scopes.append(variables)
        try:
            yield variables
        finally:
            self.scopes.pop()

    def counter(self, name: str) -> object:
        """The value of an ``increment`` or ``decrement`` counter: 0 at first, unless other pages may have
        counted before."""
        value = self.state.counters.get(name)
        if value is None:
            value = self._roots.get(name) or 0
            if self.host.counts_on:
                value = Unknown(undecided("a counter goes on from page to page"))
        return value

    # -- output ----------------------------------------------------------------------------------

    def write(self, text: str, span: Span) -> None:
        """Write what the tag or output at ``span`` gives, captured text with the places it came from."""
        if not text:
            return
        reasons = text.reasons if isinstance(text, Unknown) else ()
        if reasons:
            self.note_unknown(reasons, span)
        maybe = self.maybe or is_page_text(text)
        if type(text) is ValueText:
            self.count_output(len(text), len(text.parts))
            self.out.produce_value(text, self.frame, span, maybe)
            return
        pieces = getattr(text, "pieces", ())
        self.count_output(len(text), len(pieces) or (2 * text.count(UNKNOWN) if reasons else 0))
        if pieces:
            self.out.replay(str(text), pieces, maybe)
        else:
            self.out.produce(str(text), self.frame, span, maybe, reasons)

    def show(self, text: str, tag: OutputTag) -> None:
        """Write what an output gives."""
        self.write(text, tag.span)

    def note_unknown(self, reasons: Reasons, span: Span) -> None:
        """Remember that the output of, or the choice made at, ``span`` is not known."""
        self.unknowns[UnknownOutput(reasons, self.frame.place(span))] = None

    def count_output(self, length: int, pieces: int = 0) -> None:
        """Pay for characters and pieces before they are written; raises :class:`LimitError`."""
        self.written += length
        budget = current()
        budget.left -= 1 + length // 16 + PIECE * pieces  # as spend() does: each text comes here
        if self.written > MAX_OUTPUT or budget.left < 0:
            raise LimitError

    def stop_at(self, span: Span) -> None:
        """Remember the innermost tag that was being rendered when the budget ran out."""
        if self.stopped is None:
            self.stopped = self.frame.place(span)

    @contextmanager
    def captured(self) -> Iterator[Output]:
        """Send output to a buffer of its own."""
        outer, self.out = self.out, Output()
        try:
            yield self.out
        finally:
            self.out = outer

    def nested(self) -> _Level:
        """One level deeper; raises :class:`LiquidError` when nesting has no end."""
        return _Level(self)

    def enter(self) -> None:
        """Go one level deeper, as :meth:`nested` does; whoever does so takes it from ``depth`` again."""
        if self.depth >= MAX_DEPTH:
            spend(STEPS_OF_DEPTH)
            raise LiquidError("tags and includes are nested too deeply", "too-deep")
        self.depth += 1

    # -- included files --------------------------------------------------------------------------

    def parse(self, text: str, path: str, offset: int) -> Template:
        """The template of an included file; what is wrong with it is reported once; nothing is fatal where it
        may not be included at all."""
        template = self._parse(text, path, offset, liquid=self.liquid)
        for problem in template.problems:
            stops = problem.stops(self.host.strict_syntax) and not self.maybe
            self.problems[problem._replace(fatal=stops)] = None
        return template

    def render_template(self, template: Template) -> None:
        """Render a template here."""
        if template.body is None:
            self.count_output(len(template.text))
            self.out.copy(template.text, self.frame, template.offset, self.maybe)
        else:
            template.body.render(self)

    # -- problems --------------------------------------------------------------------------------

    def report(self, code: str, message: str, span: Span, fatal: bool = True, *, name: str = "") -> None:
        """Record a problem at ``span`` of the current file; in a branch that may not run none is fatal, and
        where a plugin says whether it runs, the plugin may have looked for a file that is missing."""
        spend(_PROBLEM)
        if self.guarded and code == MISSING_INCLUDE:
            return
        if len(message) > _LONGEST_MESSAGE:
            message = message[:_LONGEST_MESSAGE] + "…"
        place = self.frame.place(span)
        related = self.frame.via[-1] if self.frame.via else None
        problem = LiquidProblem(
            code=code,
            message=message,
            place=place,
            fatal=fatal and not self.maybe,
            related=related,
            name=name[:_LONGEST_MESSAGE],
        )
        self.problems[problem] = None

    # -- branches that may not run ---------------------------------------------------------------

    @contextmanager
    def uncertain(self, reasons: Reasons = ()) -> Iterator[None]:
        """Mark everything written inside as maybe; ``reasons``: why nobody knows whether it is."""
        before, self.maybe = self.maybe, True
        outer, self.guarded = self.guarded, self.guarded or may_be(reasons, _OF_PLUGINS)
        try:
            yield
        finally:
            self.maybe, self.guarded = before or self.loops[-1].uncertain, outer

    def join(self, ends: list[State], reasons: Reasons) -> None:
        """Go on from whichever of ``ends`` is real: what they disagree on is unknown."""
        self.state.replace(State(*(_join(list(parts), reasons) for parts in zip(*ends, strict=True))))

    def settle_interrupt(self, reasons: Reasons) -> None:
        """After an undecided branch that broke or continued a loop: the rest of it is only maybe so."""
        loop = self.loops[-1]
        if "break" in self.interrupts and loop.broken is None:
            loop.broken = (self.state.copy(), reasons)
        elif self.interrupts and loop.continued is None:
            loop.continued = (self.state.copy(), reasons)
        self.interrupts.clear()


def _join(parts: list[dict[object, object]], reasons: Reasons) -> dict[object, object]:
    if not any(parts):
        return {}
    merged = dict(parts[0])
    for part in parts[1:]:
        for name, value in part.items():
            if merged.setdefault(name, _LACKING) is not value:  # most names are not touched by any branch
                merged[name] = _joined(parts, name, reasons)
    if all(len(part) == len(merged) for part in parts):
        return merged  # each has all names
    for name in parts[0]:
        if any(name not in part for part in parts):
            merged[name] = _joined(parts, name, reasons)
    return {name: value for name, value in merged.items() if value is not _LACKING}


def _joined(parts: list[dict[object, object]], name: object, reasons: Reasons) -> object:
    """A value that some of the parts have; where it is nil or lacking it is lacking: a file that is not here
    may set it later."""
    values = [part.get(name, part.get(UNSEEN)) for part in parts]
    agreed = all(_agree(values[0], value) for value in values[1:])
    if not agreed:
        return Unknown(joined(reasons, reasons_of(*values)))
    is_lacking = values[0] is None and any(name not in part for part in parts)
    return _LACKING if is_lacking else values[0]


def _agree(one: object, other: object) -> bool:
    if one is other:
        return True
    if isinstance(one, Unknown) or isinstance(other, Unknown) or is_array(one) or isinstance(one, dict):
        return False
    return same(one, other)
