"""Which values hang on the page while a template is specialised for many, and what is kept of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from sitecheck.liquid.budget import spend
from sitecheck.liquid.context import UNSEEN, Context
from sitecheck.liquid.expression import Expression
from sitecheck.liquid.loops import ForLoop
from sitecheck.liquid.markup import Variable
from sitecheck.liquid.names import NameFinder, Names
from sitecheck.liquid.nodes import Body, Node, OutputTag
from sitecheck.liquid.page_tests import PAGE, key_of_page
from sitecheck.liquid.residual import Closure, Evaluated, Parameters, Run, Symbol, depth_of
from sitecheck.liquid.values import Gathered, Unknown
from sitecheck.model.span import Span
from sitecheck.model.unknown import ReasonKind, because, may_be
from sitecheck.named_tuple import NamedTuple

MAX_SYMBOLS = 64
"""So many symbols may stand one behind the other; a loop that adds to a list on each turn makes many."""
ROOTS = frozenset(("content", "include", "layout", "page", "paginator", "site", "theme"))
"""Variables of Jekyll's: what a choice leaves as it was, is still theirs."""
_OF_OBJECTS = ROOTS - {"content"}
"""Those under whose names objects stand; what assigns one of them is not taken apart."""
KEPT = 5
"""What keeping a node costs, beside its variables."""
_COPIED = 256
"""So many items are copied in the time of one step."""
_UNKNOWN = Unknown(because(ReasonKind.PAGE))
_OF_PAGES = (ReasonKind.PAGE,)
WITHOUT_TAGS = frozenset(
    (
        *("cgi_escape", "escape", "escape_once", "number_of_words", "size", "slugify", "strip_html"),
        *("uri_escape", "url_encode", "xml_escape"),
    )
)
"""Filters that leave no tag in what they are given."""


class Inputs(NamedTuple):
    """What hangs on the page: ``page`` but for ``known`` keys, related posts, and perhaps the paginator and
    the content, which else is unknown on all."""

    known: frozenset[str]
    paginated: bool
    content: bool = False

    def open(self, name: str, key: str | None) -> bool:
        """Whether a key (``None``: all or any) of a variable may hang on the page."""
        if name == "page":
            return key not in self.known
        if name == "site":
            return key == "related_posts"
        return (name == "paginator" and self.paginated) or (name == "content" and self.content)


class OpaqueError(Exception):
    """This cannot be taken apart."""


class DisputedError(Exception):
    """The pages do not all see the same, where nothing said that it hangs on the page."""


class SharedContext(Context):
    """A context in which a symbol is unknown to whatever asks for its value."""

    __slots__ = ()

    def find(self, name: object, keys: tuple[str | Expression, ...] = ()) -> object:
        """The value of a variable."""
        value = super().find(name, keys)
        if isinstance(value, Symbol):
            return _UNKNOWN
        return value.replaced(lambda _: _UNKNOWN) if isinstance(value, Parameters) else value

    def assign(self, name: str, value: object) -> None:
        """Set a variable; a list is the same object on each page."""
        super().assign(name, self.gathered(value))

    def gathered(self, value: object) -> object:
        """A list as one that is the same on each page, but for one whose texts are known to stand in a file:
        a copy would not be."""
        if type(value) is not list or self.host.origin(value, 0) is not None:
            return value
        spend(len(value) // _COPIED)
        return Gathered(value)

    def show(self, text: str, tag: OutputTag) -> None:
        """Write what an output gives; raises :class:`DisputedError` where it hangs on the page and may hold
        tags, which are to be read: that of a document that is rendered before some of the pages only."""
        if is_disputed(text) and all(call.name not in WITHOUT_TAGS for call in tag.variable.filters):
            raise DisputedError
        super().show(text, tag)


def is_disputed(value: object) -> bool:
    """Whether the pages do not all see the same in a value."""
    return isinstance(value, Unknown) and may_be(value.reasons, _OF_PAGES)


class PageValues:
    """What of the variables in ``context`` hangs on the page, as ``inputs`` do."""

    def __init__(self, context: Context, inputs: Inputs, names: NameFinder) -> None:
        self._context = context
        self._inputs = inputs
        self._names = names
        self._symbols: dict[tuple[object, ...], Symbol] = {}
        self._outputs: dict[tuple[object, ...], Run] = {}

    def open(self, thing: object) -> bool:
        """Whether ``thing``, a node or a part of one, may ask for something that hangs on the page."""
        names = self._names.names(thing)
        if names.anything:
            return True
        for name, key in names.reads:  # noqa: SIM110 - asked of each node of each turn of a loop: no generator
            if self._open_name(name, key):
                return True
        return False

    def _open_name(self, name: str, key: str | None) -> bool:
        for scope in reversed(self._context.scopes):
            if name in scope:
                value = scope[name]
                if isinstance(value, Parameters) and key is not None:
                    value = value.get(key)
                return depth_of(value) > 0
        if self._inputs.open(name, key):
            return True
        unseen = self._context.scopes[0].get(UNSEEN)
        return unseen is not None and depth_of(unseen) > 0

    def page_key(self, name: str) -> str | None:
        """The key of ``page`` whose value a variable is: ``url`` where ``page.url`` was assigned to it."""
        scope = next((scope for scope in reversed(self._context.scopes) if name in scope), {})
        symbol = scope.get(name)
        work = symbol.work if isinstance(symbol, Symbol) else None
        if not isinstance(work, Evaluated) or work.variable.filters or work.closure.holds_name(PAGE):
            return None
        return key_of_page(work.variable.expression)

    def closure(self, names: Names) -> Closure:
        """The variables of ``names`` as they are now.

        Raises :class:`OpaqueError` where it may be any, or where an object of Jekyll's is assigned.
        """
        if names.anything or names.assigned & _OF_OBJECTS:
            raise OpaqueError
        context = self._context
        outermost, inner_scopes = context.scopes[0], context.scopes[1:]
        assigns: dict[object, object] = {UNSEEN: outermost[UNSEEN]} if UNSEEN in outermost else {}
        inner: dict[object, object] = {}
        spend(KEPT + len(names.variables))
        for name in names.variables:
            if name in outermost:
                assigns[name] = outermost[name]
            for scope in reversed(inner_scopes):
                if name in scope:
                    inner[name] = _frozen(scope[name])
                    break
        return Closure(
            assigns=assigns,
            inner=inner,
            frame=context.frame,
            maybe=context.maybe,
            loop=_frozen(context.loops[-1].variable),
            running=tuple(context.running),
            nesting=context.depth,
        )

    def symbol(self, variable: Variable, span: Span) -> Symbol:
        """A value that hangs on the page: the same object in each turn of a loop that does not change it, so
        that a page works it out once."""
        closure = self.closure(self._names.names(variable))
        key = id(variable), span, *_identities(closure)
        found = self._symbols.get(key)
        if found is None:
            found = Symbol(Evaluated(variable, closure, span), deeper(closure.depth))
            self._symbols[key] = found  # it keeps all that has an id in the key
        return found

    def run(self, node: Node, names: Names) -> Run:
        """A node that asks for ``names``, to be rendered for each page; an output is the same object in each
        turn of a loop, as symbols are: it asks for nothing of the loop but its variables."""
        closure = self.closure(names)
        if not isinstance(node, OutputTag):
            return Run(Body((node,)), closure)
        key = id(node), *_identities(closure)
        found = self._outputs.get(key)
        if found is None:
            found = self._outputs[key] = Run(Body((node,)), closure)
        return found


def deeper(depth: int) -> int:
    """The depth of a symbol that hangs on others of ``depth``.

    Raises :class:`OpaqueError` beyond :data:`MAX_SYMBOLS`.
    """
    if depth >= MAX_SYMBOLS:
        raise OpaqueError
    return depth + 1


def _identities(closure: Closure) -> Iterator[object]:
    """What is the same for closures in which a value comes out the same."""
    yield from (id(closure.frame), closure.maybe, len(closure.assigns))
    for part in closure[:2]:
        for name, value in part.items():
            yield name, _identity(value)


def _identity(value: object) -> object:
    """What is the same for values that cannot be told apart."""
    return (type(value), value) if type(value) in (str, int, bool) else id(value)


def _frozen(value: object) -> object:
    """A value that later turns of a loop do not change."""
    if not isinstance(value, ForLoop):
        return value
    found = copy.copy(value)
    found.parent = _frozen(found.parent)
    return found
