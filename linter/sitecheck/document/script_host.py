"""The site as the layouts of a page see it where only their scripts are of interest.

Loops take most of the time that layouts take: each post looks through all others for those akin to it. Where
neither an include with loops, or a loop of a layout, nor what it includes can bring a script, and nothing
around it asks for a variable that it sets, what it prints is not worked out.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from sitecheck.document.liquid_host import SiteHost
from sitecheck.document.plain_variables import BRINGS, BY_PLUGINS, PlainVariables
from sitecheck.document.script_variables import ScriptVariables
from sitecheck.document.site_templates import SiteTemplates, reached
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.branches import If
from sitecheck.liquid.expression import Constant, Lookup
from sitecheck.liquid.host import LEFT_OUT, IncludeFile
from sitecheck.liquid.includes import Include
from sitecheck.liquid.loops import For, TableRow
from sitecheck.liquid.markup import Variable
from sitecheck.liquid.names import things
from sitecheck.liquid.nodes import Assign, Body, Comment, Cycle, Interrupt, Node, OutputTag
from sitecheck.liquid.template import Template
from sitecheck.liquid.values import Unknown

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record

_ESCAPING = frozenset({"cgi_escape", "escape", "escape_once", "url_encode", "xml_escape"})
"""Filters that leave no tag in a text."""
_ASSIGN = lazy_pattern(r"\{%-?\s*assign\b")
_MOST_ROUNDS = 4
_MOST_LOOPS = 30
"""Of a layout with more none is left out: for each it is looked through once more."""
_MOST_FILES = 50
"""Of includes that lead to more files it is not asked what of their texts is printed."""


class ScriptHost(SiteHost):
    """The site without what its includes with loops print, where that can be no script; layouts are to be
    rendered as :func:`without_loops` leaves them."""

    def __init__(self, context: SiteContext, record: Record | None) -> None:
        super().__init__(context, record)
        self._left_out = scriptless(context)

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file below ``_includes``, or beside ``page``; unknown when it is left out."""
        found = super().include(name, page)
        return LEFT_OUT if isinstance(found, IncludeFile) and found.path in self._left_out else found


def scriptless(context: SiteContext) -> frozenset[str]:
    """What may be left out, the same for all pages: includes by their paths, loops of layouts by their
    :func:`_loop_name`."""
    return context.outcome("scriptless", "*", lambda: frozenset(_scriptless(context)))


def without_loops(template: Template, left_out: frozenset[str]) -> Template:
    """A layout without those of its loops that may be ``left_out``."""
    body = template.body
    if body is None:
        return template
    loops = {
        loop for number, loop in enumerate(_loops(body)) if _loop_name(template.path, number) in left_out
    }
    return template._replace(body=_pruned(body, loops)) if loops else template


def _pruned(body: Body, loops: Container[For]) -> Body:
    """``body`` without some of its :func:`_loops`."""
    return Body(tuple([_pruned_node(node, loops) for node in body.nodes]))


def _pruned_node(node: Node, loops: Container[For]) -> Node:
    if isinstance(node, For) and node in loops:
        return Comment(node.span) if node.blank else OutputTag(node.span, Variable(Constant(LEFT_OUT), ()))
    if isinstance(node, If):
        branches = [each._replace(body=_pruned(each.body, loops)) for each in node.branches]
        return If(node.span, tuple(branches), node.negated, node.blank)
    return node


def _loops(body: Body) -> Iterator[For]:
    """The loops of a layout that are not in other blocks than ``if``."""
    for node in body.nodes:
        if isinstance(node, For):
            yield node
        elif isinstance(node, If):
            for branch in node.branches:
                yield from _loops(branch.body)


def _loop_name(path: str, number: int) -> str:
    """What one of the :func:`_loops` of the layout at ``path`` is called."""
    return f"{path}\0{number}"


def _scriptless(context: SiteContext) -> Iterator[str]:
    if context.values_bring_scripts:
        return
    layouts = _layouts(context)
    host = SiteHost(context, None)  # asking shows nothing
    templates = SiteTemplates(host, context.include_files(), layouts)
    if any(map(_asks_unseen, chain.from_iterable(map(things, templates.known.values())))):
        return
    plain = PlainVariables(templates)
    variables = ScriptVariables(templates, plain)
    quiet_includes = _QuietIncludes(templates)
    for path, body in templates.bodies.items():
        if body is not None and quiet_includes.has(path, body) and not variables.hang_on_include(path):
            yield path
    for path, body in layouts.items():
        loops = [] if body is None else [*_loops(body)]
        if body is not None and len(loops) <= _MOST_LOOPS:
            closed = (loop for loop in loops if _is_closed(loop, templates))
            plain_ones = [loop for loop in closed if plain.printed_by(loop, path)]
            quiet = _scriptless_loops(path, body, plain_ones, variables)
            yield from (_loop_name(path, number) for number, loop in enumerate(loops) if loop in quiet)


def _asks_unseen(thing: object) -> bool:
    """Whether a thing asks for a variable whose name is a value, or for where a loop before it has ended."""
    if isinstance(thing, For):
        return thing.loop.offset == "continue"
    return isinstance(thing, Lookup) and not isinstance(thing.name, (str, type(None)))


def _is_closed(loop: For, templates: SiteTemplates) -> bool:
    """Whether a loop asks for what it names alone, remembers no earlier turns and ends no loop around it."""
    names = templates.names(loop)
    return not (names.anything or names.stateful or names.breaks)


def _scriptless_loops(
    path: str, body: Body, loops: Iterable[For], variables: ScriptVariables
) -> Container[For]:
    """Those ``loops`` of a layout that may be left out: the rest of it asks for nothing that one of them
    sets."""
    free = [loop for loop in loops if not variables.hang_on_loop(path, loop, _pruned(body, (loop,)))]
    found = {loop: variables.set_by(loop) for loop in free}
    for _ in range(_MOST_ROUNDS):
        left = variables.asked_in(_pruned(body, found))
        quiet = {loop: sets for loop, sets in found.items() if left.isdisjoint(sets)}
        if len(quiet) == len(found):
            return quiet
        found = quiet  # one that is not left out may ask for what others set
    return ()


def _layouts(context: SiteContext) -> Mapping[str, Body | None]:
    return {layout.path: _body_of_layout(layout, context) for layout in context.site.layouts.values()}


def _body_of_layout(layout: Layout, context: SiteContext) -> Body | None:
    template = context.layout_template(layout)
    return template.body if template is not None else None


def _has_loop(body: Body | None) -> bool:
    return any(isinstance(thing, For) for thing in things(body))


class _QuietIncludes:
    """The includes that have loops, but write no script and nothing whose end may be missing, and end no loop
    around them, with all files that they lead to."""

    def __init__(self, templates: SiteTemplates) -> None:
        self._templates = templates
        files = templates.files.items()
        bodies = templates.bodies
        self._loops = templates.leading_to(path for path, _ in files if _has_loop(bodies[path]))
        self._open = templates.leading_to(path for path, _ in files if _is_open(bodies[path]))
        self._loud = templates.leading_to(path for path, file in files if BRINGS.search(file.text))

    def has(self, path: str, body: Body) -> bool:
        """Whether the one at ``path`` is such an include."""
        names = self._templates.names(body)
        if names.anything or names.stateful or path not in self._loops or path in self._open:
            return False
        if path not in self._loud:
            return True
        return self._is_hidden((self._templates.files[path], *self._templates.files_in(body)))

    def _is_hidden(self, files: Sequence[IncludeFile]) -> bool:
        """Whether what could be a script is not printed."""
        if len(files) > _MOST_FILES:
            return False
        bodies = [self._templates.bodies[file.path] for file in files]
        printed = _printed(bodies, self._templates)
        texts = (_shown(file, body, printed) for file, body in zip(files, bodies, strict=True))
        return all(BRINGS.search(text) is None for text in texts)


def _is_open(body: Body | None) -> bool:
    """Whether a plugin writes something there, or a loop around it may end."""
    by_tag = any(isinstance(thing, BY_PLUGINS) for thing in things(body))
    return by_tag or any(isinstance(thing, Interrupt) for thing in things(body, apart=For))


def _shown(file: IncludeFile, body: Body | None, printed: set[str]) -> str:
    """The text of a file without what is assigned to variables that are not ``printed``: many a theme takes
    tags out of the text of a post in that way, and prints its first words."""
    assigns = (thing for thing in things(body) if isinstance(thing, Assign) and thing.name not in printed)
    shown: list[str] = []
    at = 0
    for span in sorted(assign.span for assign in assigns):
        start, end = span.start - file.offset, span.end - file.offset
        if _ASSIGN.match(file.text, start):  # those of a tag ``liquid`` have the place of that
            shown.append(file.text[at:start])
            at = end
    return "".join((*shown, file.text[at:]))


def _printed(bodies: Sequence[Body | None], templates: SiteTemplates) -> set[str]:
    """The variables whose text may be printed as it is, or flows into one that is."""

    def asked(thing: object) -> set[str]:
        return {name for name, _ in templates.names(thing).reads}

    printed: set[str] = set()
    flows: list[tuple[str, set[str]]] = []
    for thing in chain.from_iterable(map(things, bodies)):
        if isinstance(thing, (OutputTag, Assign)) and _escapes(thing.variable):
            continue
        if isinstance(thing, (OutputTag, Cycle, TableRow)):
            printed |= asked(thing)
        elif isinstance(thing, Assign):
            flows.append((thing.name, asked(thing.variable)))
        elif isinstance(thing, For):
            flows.append((thing.loop.variable, asked(thing.loop.collection)))
        elif isinstance(thing, Include):
            flows.append(("include", asked(thing.markup)))
    return reached(printed, flows)


def _escapes(variable: Variable) -> bool:
    return bool(variable.filters) and variable.filters[-1].name in _ESCAPING
