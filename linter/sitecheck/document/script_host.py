"""The site as the layouts of a page see it where only their scripts are of interest.

Includes with loops take most of the time that layouts take: each post looks through all others for those akin
to it. Where neither an include nor what it includes can bring a script, and no other template asks for a
variable that it sets, what it prints is not worked out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from sitecheck.document.include_names import body_of, included, name_finder
from sitecheck.document.liquid_host import SiteHost
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.liquid.branches import Case, If
from sitecheck.liquid.expression import Constant
from sitecheck.liquid.host import IncludeFile
from sitecheck.liquid.includes import Include
from sitecheck.liquid.jekyll_tags import PluginTag
from sitecheck.liquid.loops import For, TableRow
from sitecheck.liquid.markup import Variable
from sitecheck.liquid.names import NameFinder, things
from sitecheck.liquid.nodes import Assign, Body, Comment, Cycle, Interrupt, OutputTag, Text
from sitecheck.liquid.recipes import RecipeTag
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
_UNKNOWN_ANYWAY = frozenset({"content"})
"""The variable that nobody knows while layouts are looked through for scripts, whoever sets it."""


class ScriptHost(SiteHost):
    """The site without what its includes with loops print, where that can be no script."""

    def __init__(self, context: SiteContext, record: Record | None) -> None:
        super().__init__(context, record)
        self._left_out = scriptless(context)

    def include(self, name: str, page: str | None) -> IncludeFile | Unknown | None:
        """A file below ``_includes``, or beside ``page``; unknown when it is left out."""
        found = super().include(name, page)
        return _LEFT_OUT if isinstance(found, IncludeFile) and found.path in self._left_out else found


def scriptless(context: SiteContext) -> frozenset[str]:
    """The includes that may be left out, the same for all pages."""
    return context.outcome("scriptless", "*", lambda: frozenset(_scriptless(context)))


def _scriptless(context: SiteContext) -> Iterator[str]:
    if context.values_bring_scripts:
        return
    host = SiteHost(context, None)  # asking shows nothing
    finder = name_finder(host)
    files = {file.path: file for file in context.include_files()}
    bodies = {path: body_of(file) for path, file in files.items()}
    asked = _Asked(finder, {**bodies, **_layouts(context)})
    for path, body in bodies.items():
        if body is None or not _has_loop(body):
            continue
        names = finder.names(body)
        reached = (files[path], *included(names.includes, host))
        is_asked = asked.of(names.assigned - _UNKNOWN_ANYWAY, path, {file.path for file in reached})
        if not (names.anything or names.stateful or is_asked) and _are_quiet(reached, finder):
            yield path


class _Asked:
    """The variables on which it hangs what scripts templates write."""

    def __init__(self, finder: NameFinder, bodies: Mapping[str, Body | None]) -> None:
        alone = NameFinder(lambda _: None)  # what an include sets is asked for by whoever includes it
        known = {path: body for path, body in bodies.items() if body is not None}
        self._unset = {name for body in known.values() for name, _ in finder.names(body).reads}
        decisive = _Decisive(alone)
        self._by: dict[str, set[str]] = defaultdict(set)
        for path, body in known.items():
            for name in decisive.names(body) & {name for name, _ in alone.names(body).reads}:
                self._by[name].add(path)

    def of(self, variables: Iterable[str], path: str, but: set[str]) -> bool:
        """Whether one of ``variables`` is asked for before it is set, or in files that are not ``but``; what
        the file at ``path`` asks for itself, which is left out wherever it is included, does not count."""
        return any(
            name in self._unset or not self._by[name] <= but
            for name in variables
            if not self._by[name] <= {path}
        )


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
        """Whether an output prints nothing but what a page, the settings or data say: ``{{ child.title }}``.
        A text that a template made has no such key."""
        constants = (thing.value for thing in things(output.variable) if isinstance(thing, Constant))
        if any(isinstance(value, str) and _BRINGS.search(value) for value in constants):
            return False
        reads = self._finder.names(output).reads
        return all(name != "include" and key is not None and key not in _HOLDING for name, key in reads)


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
    """The variables whose text may be printed as it is."""

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
    return _fed(printed, flows)


def _fed(printed: set[str], flows: Sequence[tuple[str, set[str]]]) -> set[str]:
    """The variables that are ``printed``, and those whose text flows into one that is."""
    while more := set[str]().union(*(of for into, of in flows if into in printed)) - printed:
        printed = printed | more
    return printed


def _escapes(variable: Variable) -> bool:
    return bool(variable.filters) and variable.filters[-1].name in _ESCAPING
