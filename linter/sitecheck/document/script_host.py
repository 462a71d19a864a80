"""The site as the layouts of a page see it where only their scripts are of interest.

Loops take most of the time that layouts take: each post looks through all others for those akin to it. Where
neither an include with loops, or a loop of a layout, nor what it includes can bring a script, and nothing
around it asks for a variable that it sets, what it prints is not worked out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from sitecheck.document.include_names import body_of, included, name_finder
from sitecheck.document.liquid_host import SiteHost
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.branches import Case, If
from sitecheck.liquid.context import UNSEEN
from sitecheck.liquid.expression import Constant
from sitecheck.liquid.host import IncludeFile
from sitecheck.liquid.includes import Include
from sitecheck.liquid.jekyll_tags import PluginTag
from sitecheck.liquid.loops import For, TableRow
from sitecheck.liquid.markup import Variable
from sitecheck.liquid.names import Name, NameFinder, things
from sitecheck.liquid.nodes import Assign, Body, Capture, Comment, Cycle, Interrupt, Node, OutputTag, Text
from sitecheck.liquid.recipes import RecipeTag
from sitecheck.liquid.template import Template
from sitecheck.liquid.values import Unknown
from sitecheck.model.unknown import ReasonKind, because

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.jekyll import Layout, Record

_BRINGS = lazy_pattern(
    r"<(?:script|style|template|textarea|title|noscript|iframe|xmp)\b|<!--(?![^<>]*-->)|mathjax|katex|rendermath",
    re.IGNORECASE,
)
"""What brings a script, or has what follows read as something else than tags.
A comment ends where it begins."""
_ESCAPING = frozenset({"cgi_escape", "escape", "escape_once", "url_encode", "xml_escape"})
"""Filters that leave no tag in a text."""
_ASSIGN = lazy_pattern(r"\{%-?\s*assign\b")
_LEFT_OUT = Unknown(because(ReasonKind.PAGE))
_HOLDING = frozenset({"content", "excerpt", "first", "last", "output"})
"""The keys of what may hold the text of a page, or one that a template made."""
_MOST_ROUNDS = 4
_A_TEXT: Name = ("content", None)
"""What a variable is made of that holds what a template has written."""
_UNKNOWN_ANYWAY = frozenset({"content"})
"""The variable that nobody knows while layouts are looked through for scripts, whoever sets it."""


class ScriptHost(SiteHost):
    """The site without what its includes with loops print, where that can be no script; layouts are to be
    rendered as :func:`without_loops` leaves them."""

    def __init__(self, context: SiteContext, record: Record | None) -> None:
        super().__init__(context, record)
        self._left_out = scriptless(context)

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file below ``_includes``, or beside ``page``; unknown when it is left out."""
        found = super().include(name, page)
        return _LEFT_OUT if isinstance(found, IncludeFile) and found.path in self._left_out else found


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
        return Comment(node.span) if node.blank else OutputTag(node.span, Variable(Constant(_LEFT_OUT), ()))
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
    host = SiteHost(context, None)  # asking shows nothing
    finder = name_finder(host)
    files = {file.path: file for file in context.include_files()}
    bodies = {path: body_of(file) for path, file in files.items()}
    layouts = _layouts(context)
    asked = _Asked(finder, {**bodies, **layouts})
    for path, body in bodies.items():
        if body is None or not _has_loop(body):
            continue
        names = finder.names(body)
        reached = (files[path], *included(names.includes, host))
        is_asked = asked.of(names.assigned - _UNKNOWN_ANYWAY, path, {file.path for file in reached})
        if not (names.anything or names.stateful or is_asked) and _are_quiet(reached, finder):
            yield path
    for path, body in layouts.items():
        if body is not None:
            quiet = _scriptless_loops(path, body, asked, host)
            yield from (_loop_name(path, number) for number, loop in enumerate(_loops(body)) if loop in quiet)


def _scriptless_loops(path: str, body: Body, asked: _Asked, host: SiteHost) -> Container[For]:
    """The loops of a layout that may be left out: the rest of it asks for nothing that one of them sets."""
    found: dict[For, frozenset[str]] = {}
    for loop in _loops(body):
        names = asked.finder.names(loop)
        files = tuple(included(names.includes, host))
        sets = names.assigned - _UNKNOWN_ANYWAY
        is_asked = UNSEEN in sets or asked.of(sets, path, {path, *(file.path for file in files)})
        is_open = names.anything or names.stateful or names.breaks or is_asked
        if not is_open and asked.prints_values(loop, files):
            found[loop] = sets
    for _ in range(_MOST_ROUNDS):
        left = asked.in_body(_pruned(body, found))
        quiet = {loop: sets for loop, sets in found.items() if left.isdisjoint(sets)}
        if len(quiet) == len(found):
            return quiet
        found = quiet  # one that is not left out may ask for what others set
    return ()


class _Asked:
    """The variables on which it hangs what scripts templates write."""

    def __init__(self, finder: NameFinder, bodies: Mapping[str, Body | None]) -> None:
        self.finder = finder
        self._alone = NameFinder(lambda _: None)  # what an include sets is asked for by whoever includes it
        self._decisive = _Decisive(self._alone)
        known = {path: body for path, body in bodies.items() if body is not None}
        self._bodies = known
        self._quiet: dict[str, bool] = {}
        self._unset = {name for body in known.values() for name, _ in finder.names(body).reads}
        self._by: dict[str, set[str]] = defaultdict(set)
        for path, body in known.items():
            for name in self.in_body(body) & {name for name, _ in self._reads(body)}:
                self._by[name].add(path)

    def in_body(self, body: Body) -> set[str]:
        """The variables on which it hangs what scripts one template writes."""
        return self._decisive.names(body)

    def of(self, variables: Iterable[str], path: str, but: set[str]) -> bool:
        """Whether one of ``variables`` is asked for before it is set, or in files that are not ``but``; what
        the file at ``path`` asks for itself, which is left out wherever it is included, does not count."""
        return any(
            name in self._unset or not self._by[name] <= but
            for name in variables
            if not self._by[name] <= {path}
        )

    @cached_property
    def _values(self) -> frozenset[str]:
        """The variables that hold nothing but values of pages, settings and data, wherever they are set."""
        made_of: dict[str, set[Name]] = defaultdict(set)
        for thing in chain.from_iterable(map(things, self._bodies.values())):
            if isinstance(thing, Assign):
                made_of[thing.name] |= {_A_TEXT} if _bring(thing) else self._sources(thing.variable)
            elif isinstance(thing, For):
                made_of[thing.loop.variable] |= self._sources(thing.loop.collection)
            elif isinstance(thing, Capture):
                made_of[thing.name].add(_A_TEXT)
        no_values = {
            variable
            for variable, reads in made_of.items()
            if not all(_is_value(read, made_of) for read in reads)
        }
        users = (
            (read, {variable}) for variable, reads in made_of.items() for read, key in reads if key is None
        )
        others = _reached(no_values, users)
        return frozenset(made_of.keys() - others)

    def prints_values(self, loop: For, files: Iterable[IncludeFile]) -> bool:
        """Whether nothing of a loop brings a script: it prints values alone, with the ``files`` that it
        includes."""
        own = tuple(things(loop))
        is_quiet = not any(map(_brings, own)) and all(
            self._prints_values(thing, self._values) for thing in own
        )
        return is_quiet and all(map(self._is_quiet_file, files))

    def _is_quiet_file(self, file: IncludeFile) -> bool:
        """The same of an include, which may print what it is given."""
        known = self._quiet.get(file.path)
        if known is None:
            found, values = tuple(things(self._bodies.get(file.path))), {*self._values, "include"}
            is_quiet = not (_BRINGS.search(file.text) or any(map(_brings, found)))
            known = is_quiet and all(self._prints_values(thing, values) for thing in found)
            self._quiet[file.path] = known
        return known

    def _prints_values(self, thing: object, values: Container[str]) -> bool:
        """Whether a node prints nothing but values, and gives nothing else to a file to be printed."""
        if isinstance(thing, OutputTag):
            return all(_is_value(read, values) for read in self._reads(thing.variable))
        given = [value for _, value in thing.markup.parameters or ()] if isinstance(thing, Include) else []
        return all(_is_value(read, values) for value in given for read in self._reads(value))

    def _sources(self, thing: object) -> set[Name]:
        """What a variable is made of: a list of the site's holds pages, which print their text."""
        return {
            _A_TEXT if name == "site" and key != "data" else (name, key) for name, key in self._reads(thing)
        }

    def _reads(self, thing: object) -> frozenset[Name]:
        return self._alone.names(thing).reads


def _brings(thing: object) -> bool:
    """Whether a node writes a script by itself, or may: what plugins make of their tags nobody knows."""
    if isinstance(thing, (Text, Constant)):
        text = thing.text if isinstance(thing, Text) else thing.value
        return isinstance(text, str) and _BRINGS.search(text) is not None
    return isinstance(thing, (PluginTag, RecipeTag))


def _bring(body: object) -> bool:
    """The same of anything in a node."""
    return any(map(_brings, things(body)))


def _is_value(name: Name, values: Container[str]) -> bool:
    """Whether what a template asks for is a value of a page, the settings or data: ``{{ child.title }}``. A
    text that a template made has no such key."""
    variable, key = name
    return variable in values if key is None or variable == "include" else key not in _HOLDING


class _Decisive:
    """Finds variables that decide what scripts a template writes; in a loop that lists pages none does."""

    def __init__(self, finder: NameFinder) -> None:
        self._finder = finder

    def names(self, body: Body) -> set[str]:
        """The variables of a template."""
        return self._of(body) or set()

    def _of(self, thing: object) -> set[str] | None:
        """Those of a node; ``None`` where it neither writes a script nor sets anything."""
        if isinstance(thing, Text):
            return set() if _BRINGS.search(thing.text) else None
        if isinstance(thing, Comment) or (isinstance(thing, OutputTag) and self._is_plain(thing)):
            return None
        heads, inner = _heads_and_inner(thing)
        found = [each for each in map(self._of, inner or ()) if each is not None]
        if not found and inner is not None:
            return None
        return {name for head in heads for name, _ in self._finder.names(head).reads}.union(*found)

    def _is_plain(self, output: OutputTag) -> bool:
        """Whether an output prints nothing but values."""
        return not _bring(output) and all(_is_value(read, ()) for read in self._finder.names(output).reads)


def _heads_and_inner(thing: object) -> tuple[Sequence[object], Sequence[object] | None]:
    """What a node asks for itself, and the nodes in it; ``None`` for one that is no block of text."""
    if isinstance(thing, Body):
        return (), thing.nodes
    if isinstance(thing, If):
        conditions = [branch.condition for branch in thing.branches if branch.condition is not None]
        return conditions, [branch.body for branch in thing.branches]
    if isinstance(thing, Case):
        values = [value for when in thing.clauses for value in when.values or ()]
        return (thing.subject, *values), [when.body for when in thing.clauses]
    if isinstance(thing, For):
        return (thing.loop,), [thing.body, *([] if thing.otherwise is None else [thing.otherwise])]
    return (thing,), None


def _layouts(context: SiteContext) -> Mapping[str, Body | None]:
    return {layout.path: _body_of_layout(layout, context) for layout in context.site.layouts.values()}


def _body_of_layout(layout: Layout, context: SiteContext) -> Body | None:
    template = context.layout_template(layout)
    return template.body if template is not None else None


def _has_loop(body: Body) -> bool:
    return any(isinstance(thing, For) for thing in things(body))


def _are_quiet(files: Sequence[IncludeFile], finder: NameFinder) -> bool:
    """Whether an include and all files that it leads to write no script and nothing whose end may be missing,
    and end no loop around them."""
    bodies = [body_of(file) for file in files]
    by_tag = any(isinstance(thing, (PluginTag, RecipeTag)) for body in bodies for thing in things(body))
    ends_loop = any(isinstance(thing, Interrupt) for body in bodies for thing in things(body, apart=For))
    if by_tag or ends_loop:
        return False
    printed = _printed(bodies, finder)
    texts = (_shown(file, body, printed) for file, body in zip(files, bodies, strict=True))
    return all(_BRINGS.search(text) is None for text in texts)


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


def _printed(bodies: Sequence[Body | None], finder: NameFinder) -> set[str]:
    """The variables whose text may be printed as it is, or flows into one that is."""

    def asked(thing: object) -> set[str]:
        return {name for name, _ in finder.names(thing).reads}

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
    return _reached(printed, flows)


def _reached(variables: Iterable[str], flows: Iterable[tuple[str, set[str]]]) -> set[str]:
    """Some variables, and those to which ``flows`` lead from them, one after the other."""
    to: dict[str, set[str]] = defaultdict(set)
    for variable, others in flows:
        to[variable] |= others
    found = set(variables)
    waiting = list(found)
    while waiting:
        more = to[waiting.pop()] - found
        found |= more
        waiting += more
    return found


def _escapes(variable: Variable) -> bool:
    return bool(variable.filters) and variable.filters[-1].name in _ESCAPING
