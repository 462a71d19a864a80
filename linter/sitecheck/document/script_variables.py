"""The variables on which it hangs what scripts the templates of a site write, and who asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain

from sitecheck.document.plain_variables import BRINGS, PlainVariables, opened
from sitecheck.document.site_templates import SiteTemplates, given_to, reached
from sitecheck.liquid.branches import Case, If
from sitecheck.liquid.context import UNSEEN
from sitecheck.liquid.includes import Include
from sitecheck.liquid.jekyll_tags import Silent
from sitecheck.liquid.loops import For
from sitecheck.liquid.names import things
from sitecheck.liquid.nodes import Assign, Body, Capture, Comment, Node, OutputTag, Text
from sitecheck.named_tuple import NamedTuple

_UNKNOWN_ANYWAY = frozenset({"content"})
"""The variable that nobody knows while layouts are looked through for scripts, whoever sets it."""


class _Uses(NamedTuple):
    """What one template does with variables, as far as its scripts may hang on them."""

    conditions: set[str]
    """Those that decide whether something is written that may be a script, or given to an include."""
    printed: set[str]
    """Those that are printed and may be one."""
    flows: list[tuple[str, frozenset[str]]]
    """Variables that are set, each with those on which its value hangs."""

    def asked(self, variables: Container[str]) -> set[str]:
        """Those that are asked for: some of ``variables`` are made of them, or scripts hang on them here."""
        sources = (asked for name, asked in self.flows if name in variables)
        return set(chain(self.conditions, self.printed, *sources))


class ScriptVariables:
    """The variables on which it hangs what scripts the templates of a site write."""

    def __init__(self, templates: SiteTemplates, plain: PlainVariables) -> None:
        self._templates = templates
        self._plain = plain
        self._uses = {path: self._uses_of(path) for path in {**templates.files, **templates.known}}
        uses = self._uses.values()
        flows = list(chain.from_iterable(each.flows for each in uses))
        self._deciding = reached(chain.from_iterable(each.conditions for each in uses), flows)
        """The variables that decide: where one is not known, nobody knows whether a script is there."""
        printed = reached(chain.from_iterable(each.printed for each in uses), flows)
        self._asked = frozenset(self._deciding | printed)

    def hang_on_include(self, path: str) -> bool:
        """Whether scripts that others write may hang on what an include prints or sets."""
        if path in self._in_scripts or path in self._captured:
            return True
        body = self._templates.bodies[path]
        inside = frozenset(file.path for file in self._templates.files_in(body))
        outside = (each for other, each in self._templates.included.items() if other not in inside | {path})
        return self._is_asked(body, inside - {path}, {*inside, path}, outside)

    def hang_on_loop(self, layout: str, loop: Node, rest: Body) -> bool:
        """The same of what a loop of a layout sets; ``rest`` is the layout without it."""
        if loop in self._read[layout].in_scripts:
            return True
        inside = frozenset(file.path for file in self._templates.files_in(loop))
        others = (each for other, each in self._templates.included.items() if other not in inside | {layout})
        return self._is_asked(
            loop, inside, {*inside, layout}, chain(others, (self._templates.may_include(rest),))
        )

    def set_by(self, node: object) -> frozenset[str]:
        """What a node sets and others may find."""
        return self._templates.names(node).assigned - _UNKNOWN_ANYWAY

    def asked_in(self, body: Body) -> set[str]:
        """The variables on which it hangs what scripts one template writes, or others."""
        return self._reader("", body).uses.asked(self._asked)

    def _is_asked(
        self, node: object, inside: Set[str], unseen: Set[str], outside: Iterable[Set[str]]
    ) -> bool:
        """Whether others than the ``unseen`` files ask for a variable that ``node`` sets before they set it
        themselves, or a file ``inside`` that is included by one of those, whose includes are ``outside``."""
        sets = self.set_by(node)
        if UNSEEN in sets:
            return True
        asked = sets & self._asked
        if any(not self._askers[name] <= unseen for name in asked):
            return True
        entered = _entered(inside & self._templates.known.keys(), outside) if asked else ()
        return any(
            name in asked
            for path in entered
            for name, _ in self._templates.names(self._templates.known[path]).reads
        )

    @cached_property
    def _askers(self) -> Mapping[str, set[str]]:
        """By variables, the templates in which scripts hang on them and that do not set them first."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, body in self._templates.known.items():
            unset = {name for name, _ in self._templates.reads(body, path)}
            for name in self._uses[path].asked(self._asked) & unset:
                found[name].add(path)
        return found

    @cached_property
    def _captured(self) -> set[str]:
        """The includes whose text decides, as others capture it."""
        templates = self._templates
        found: set[str] = set()
        for body in templates.known.values():
            for thing in things(body):
                if isinstance(thing, Capture) and thing.name in self._deciding:
                    found |= templates.may_include(thing.body)
        return templates.reached_from(found)

    def _uses_of(self, path: str) -> _Uses:
        body = self._templates.known.get(path)
        if body is None:
            text = Body((Text(self._templates.files[path].text, 0, blank=False),))
            return self._reader(path, text, path in self._in_scripts).uses
        return self._reader(path, body, True).uses if path in self._in_scripts else self._read[path].uses

    def _reader(self, path: str, body: Body, in_script: bool = False) -> _Reader:
        reader = _Reader(self._templates, self._plain, path, in_script)
        reader.read(body.nodes, frozenset({_in(path)}))
        return reader

    @cached_property
    def _read(self) -> Mapping[str, _Reader]:
        """What each template does that does not begin within a script."""
        return {path: self._reader(path, body) for path, body in self._templates.known.items()}

    @cached_property
    def _in_scripts(self) -> set[str]:
        """The includes whose text is, or may be, that of a script."""
        templates = self._templates
        found: set[str] = set()
        for reader in self._read.values():
            for include in (node for node in reader.in_scripts if isinstance(node, Include)):
                found |= templates.may_include(include)
        return templates.reached_from(found)


class _Reader:
    """Goes through one template from its beginning to its end, and notes what it does."""

    def __init__(self, templates: SiteTemplates, plain: PlainVariables, path: str, in_script: bool) -> None:
        """``in_script``: whether it begins within a script."""
        self._templates = templates
        self._plain = plain
        self._path = path
        self._within = "<script" if in_script else ""
        self.uses = _Uses(set(), set(), [])
        self.in_scripts: list[object] = []
        """The includes and loops within scripts and comments."""

    def read(self, nodes: Iterable[object], around: frozenset[str]) -> None:
        """Note what ``nodes`` do, which stand in blocks that hang on the variables ``around``."""
        for node in nodes:
            if isinstance(node, Text):
                self._text(node.text, around)
            elif isinstance(node, OutputTag):
                self._output(node, around)
            elif isinstance(node, (Assign, Capture)):
                self.uses.flows.append((node.name, around | self._names(node)))
                self.read(node.body.nodes if isinstance(node, Capture) else (), around)
            elif isinstance(node, Include):
                self._include(node, around)
            elif not isinstance(node, Comment):
                self._block(node, around)

    def _text(self, text: str, around: frozenset[str]) -> None:
        if BRINGS.search(text) or (self._within and not text.isspace()):
            self.uses.conditions.update(around)
        self._within = opened(text, self._within)

    def _output(self, node: OutputTag, around: frozenset[str]) -> None:
        """In a script any value counts, and is part of it: ``<script src="{{ url }}">``."""
        if self._within:
            self.uses.conditions.update(around, self._names(node))
        elif not self._plain.printed_by(node, self._path):
            self.uses.conditions.update(around)
            self.uses.printed.update(self._names(node))

    def _include(self, node: Include, around: frozenset[str]) -> None:
        """What stands in the file hangs on what stands around the tag; what is not here may be anything."""
        if self._within:
            self.in_scripts.append(node)
        files = self._templates.included_by(node)
        outer = frozenset({given_to(self._path)})
        given = outer if node.markup.parameters is None else self._names(node)
        if not files:
            self.uses.conditions.update(around, given)
        for file in files or ():
            self.uses.flows.extend(((_in(file), around), (given_to(file), given)))
        if not self._plain.unclosed.isdisjoint(self._templates.may_include(node)):
            self._within = self._within or "<script"

    def _block(self, node: object, around: frozenset[str]) -> None:
        if self._within and isinstance(node, For):
            self.in_scripts.append(node)
        heads, inner = _heads_and_inner(node)
        asked = around.union(*map(self._names, heads))
        if inner is None:
            self.uses.conditions.update(asked)
        self.read(inner or (), asked)

    def _names(self, node: object) -> frozenset[str]:
        return frozenset(name for name, _ in self._templates.reads(node, self._path))


def _in(path: str) -> str:
    """A name for that a file is included at all."""
    return f"in {path}"


def _heads_and_inner(node: object) -> tuple[Sequence[object], Sequence[object] | None]:
    """What a node asks for itself, and the nodes in it; ``None`` for one that is no block of text."""
    if isinstance(node, If):
        heads = [branch.condition for branch in node.branches if branch.condition is not None]
        return heads, [inner for branch in node.branches for inner in branch.body.nodes]
    if isinstance(node, Case):
        values = [value for when in node.clauses for value in when.values or ()]
        return (node.subject, *values), [inner for when in node.clauses for inner in when.body.nodes]
    if isinstance(node, Silent):
        return (), (node.node,)
    if isinstance(node, For):
        otherwise = () if node.otherwise is None else node.otherwise.nodes
        return (node.loop,), [*node.body.nodes, *otherwise]
    return (node,), None


def _entered(inside: Set[str], outside: Iterable[Set[str]]) -> list[str]:
    """The files ``inside`` that others include, whose includes are ``outside``."""
    return sorted(inside & set(chain.from_iterable(outside)))
