"""What shows the formulas of a page, found in its layouts, their includes, its scripts and itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from sitecheck.document.formulas.include_scripts import (
    PlacedScript,
    address_of,
    inline_scripts,
    read_includes,
    scripting_elements,
)
from sitecheck.document.layouts import lent_layout, render_layouts, unasked_layout
from sitecheck.document.page_scripts.own_scripts import OwnScript, own_script, script_text
from sitecheck.document.tags.elements import Element
from sitecheck.jekyll.plugins.plugin_table import plugin_facts, quiet_tags
from sitecheck.math import ENGINES
from sitecheck.math.macros import MacroDef
from sitecheck.math.page.katex_setup import DEFAULTS as KATEX_DELIMITERS
from sitecheck.math.page.mathjax_setup import OLD
from sitecheck.math.page.script_addresses import load_of, mentions
from sitecheck.math.page.setup import ReadScript, Script, Setup, Setups, read_script, setups_of
from sitecheck.math.settings import MathSettings
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Place, Span
from sitecheck.model.unknown import Reason, ReasonKind, Reasons, because, joined, may_be
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source_map import UNKNOWN, MappedText

if TYPE_CHECKING:
    from sitecheck.document.context import SiteContext
    from sitecheck.document.rendered import RenderedFile

State = Literal["known", "maybe", "none", "unknown"]
"""Whether a page has a renderer: it does, it may, it has none for certain, or it cannot be known."""

_MAY_BRING: Final = frozenset(
    {
        ReasonKind.THEME_INCLUDE,
        ReasonKind.THEME_VALUE,
        ReasonKind.THEME_FILE,
        ReasonKind.SUBMODULE,
        ReasonKind.INCLUDE_ERROR,
        ReasonKind.ENDLESS_INCLUDE,
        ReasonKind.LIMIT,
        ReasonKind.MORE,
    }
)
"""Why text is unknown that may be, or hold, the script."""
_PLUGINS: Final = frozenset({ReasonKind.PLUGIN_PAGES, ReasonKind.GEMFILE_PLUGIN, ReasonKind.OWN_PLUGIN})
"""Why pages may exist that may bring scripts to others, too."""
_PLUGIN_NAMES: Final = frozenset({ReasonKind.PLUGIN_PAGES, ReasonKind.GEMFILE_PLUGIN})
"""Those of them that name a plugin."""


class Renderer(NamedTuple):
    """What shows the formulas of one page.

    ``setups`` are the engines that may be meant, one if it is known. ``build`` are the engines that Jekyll
    itself calls for formulas in ``$$``. ``old`` is where a configuration of MathJax 2 stands on a page of a
    later version, ``script`` where the engine is loaded. ``layouts`` holds the rendered layouts.
    """

    state: State
    setups: tuple[Setup, ...]
    build: tuple[Setup, ...] | None = None
    reasons: Reasons = ()
    old: Place | None = None
    script: Place | None = None
    layouts: tuple[MappedText, ...] = ()

    @property
    def engine(self) -> str | None:
        """The engine, if there is just one."""
        return self.setups[0].engine if self.state in ("known", "maybe") and len(self.setups) == 1 else None


def default_setup(engine: str, *, complete: bool = True) -> Setup:
    """An engine as it is without any configuration."""
    delimiters = {"katex": KATEX_DELIMITERS, "mathjax2": OLD}.get(engine)
    if delimiters is None:
        return Setup(engine, ignore="mathjax_ignore", complete=complete)  # type: ignore[arg-type]
    ignore = "" if engine == "katex" else "tex2jax_ignore"
    return Setup(engine, delimiters, ignore=ignore, complete=complete)  # type: ignore[arg-type]


def every_setup(*, complete: bool) -> tuple[Setup, ...]:
    """Every engine without any configuration."""
    return tuple(default_setup(engine, complete=complete) for engine in ENGINES)


def find_renderer(document: RenderedFile) -> Renderer:
    """What shows the formulas of the page that ``document`` becomes."""
    finder = _Finder(document)
    renderer = finder.find()
    return _chosen(renderer, document.context.math_settings, finder.build())


def _chosen(renderer: Renderer, chosen: MathSettings, build: tuple[Setup, ...] | None) -> Renderer:
    """The renderer with the settings of ``.sitecheck.yml`` laid over what was found."""
    setups, state = renderer.setups, renderer.state
    if chosen.engine:
        own = tuple(setup for setup in setups if setup.engine == chosen.engine)
        setups = own or (default_setup(chosen.engine),)
        state = "known"
    if chosen.macros:
        setups = tuple(_with_macros(setup, chosen.macros) for setup in setups)
        build = None if build is None else tuple(_with_macros(setup, chosen.macros) for setup in build)
    return renderer._replace(state=state, setups=setups, build=build)


def _with_macros(setup: Setup, macros: Mapping[str, MacroDef]) -> Setup:
    return setup._replace(macros={**setup.macros, **macros})


class _Finder:
    """Gathers the scripts of one page."""

    def __init__(self, document: RenderedFile) -> None:
        self.document = document
        self.context = document.context
        self.scripts: list[PlacedScript] = []
        self.doubt: Reasons = ()

    def find(self) -> Renderer:
        """The renderer as the page's own scripts tell it."""
        layouts, missing = render_layouts(self.document)
        if missing and self.context.may_bring_layout(missing):
            self._doubt(because(ReasonKind.THEME_LAYOUT, missing))
        if self.document.record is not None:
            self._doubt(unasked_layout(self.document.record, self.context))
            self._doubt(lent_layout(self.document.record, self.context))
        for mapped in layouts:
            self._read(scripting_elements(mapped))
            self._look_for_doubt(mapped)
        self._read(self.document.elements)
        self._look_for_doubt(self.document.rendered)
        if self.document.kind != "static-page":
            self._plugins()
        found = setups_of([each.script for each in self.scripts])
        if found.setups:
            return self._found(found, layouts)
        if self.doubt:
            return self._by_includes(layouts)
        return Renderer("none", every_setup(complete=True), layouts=layouts)

    def _found(self, found: Setups, layouts: tuple[MappedText, ...]) -> Renderer:
        old = None
        if found.old is not None:
            number, part = found.old
            _, place, begin = self.scripts[number]
            old = Place(place.path, Span(begin + part.start, begin + part.end)) if begin >= 0 else place
        loading = (each.place for each in self.scripts if load_of(each.script.address))
        script = next(loading, None)
        state: State = "maybe" if found.maybe else "known"
        return Renderer(state, found.setups, old=old, script=script, layouts=layouts)

    def _by_includes(self, layouts: tuple[MappedText, ...]) -> Renderer:
        """The theme's layouts are not here; a site brings its script by an include that replaces theirs."""
        read = partial(read_includes, self.context)
        may_be_there = self.context.names_math_engine and (bool(layouts) or not self._is_only_cut())
        for found in self.context.once(("include scripts",), read) if may_be_there else ():
            if isinstance(found, Element):
                self._linked(address_of(found), found)
            else:
                self.scripts.append(found)
        setups = setups_of([each.script for each in self.scripts]).setups
        if setups:
            return Renderer("maybe", setups, layouts=layouts)
        return Renderer("unknown", every_setup(complete=False), reasons=self.doubt, layouts=layouts)

    def _look_for_doubt(self, mapped: MappedText) -> None:
        for piece in mapped.pieces:
            if piece.reasons:
                self._doubt(tuple(reason for reason in piece.reasons if _may_bring_script(reason)))

    def _doubt(self, reasons: Reasons) -> None:
        self.doubt = joined(self.doubt, reasons)

    def _plugins(self) -> None:
        for name in self.document.config.get("plugins") or ():
            if not plugin_facts(str(name)).quiet:
                self._doubt(because(ReasonKind.PLUGIN_SCRIPT, str(name)))
        for path in sorted(self.context.site.own_ruby.changes.values()):
            self._doubt(because(ReasonKind.OWN_PLUGIN, path))
        for unsure in self.context.site.unsure:
            if may_be(unsure.reasons, _PLUGINS):
                self._doubt(tuple(reason for reason in unsure.reasons if not _is_quiet(reason)))

    def _read(self, elements: Iterator[Element] | tuple[Element, ...]) -> None:
        for element in elements:
            if address := address_of(element):
                self._linked(address, element)
            self.scripts += inline_scripts(element)

    def _add(self, script: Script, place: Place, begin: int) -> None:
        self.scripts.append(PlacedScript(read_script(script), place, begin))

    def _is_only_cut(self) -> bool:
        """Whether the one doubt is that the page is too long to be read whole: without a layout, as a feed
        is, it asks for no include of a theme."""
        return all(reason.kind is ReasonKind.LIMIT for reason in self.doubt)

    def _linked(self, address: str, element: Element) -> None:
        own = own_script(self.document, address)
        if own is None:
            if UNKNOWN in address and not mentions(address):
                self._doubt(because(ReasonKind.SCRIPT_ADDRESS))
            self._add(Script(address=address, maybe=element.maybe), element.place, -1)
            return
        load = load_of(address)
        if load is not None and (not own.size or own.is_library):
            self._add(Script(address=address, maybe=element.maybe), element.place, -1)
        elif own.blank:
            self._doubt(because(ReasonKind.EMPTY_SCRIPT, own.path))
        elif said := self.context.once(("math script", own.path), partial(_said, self.context, own)):
            place = Place(own.path, WHOLE_FILE)
            self.scripts.append(PlacedScript(said._replace(maybe=element.maybe), place, 0))

    def build(self) -> tuple[Setup, ...] | None:
        """The engines that Jekyll itself runs on formulas in ``$$``; ``None``: the browser shows them."""
        if self.document.dialect != "markdown":
            return None
        engine = self.context.markdown_options.math_engine
        if engine is None or engine == "mathjax":
            return None
        if engine in ("katex", "sskatex"):
            return (default_setup("katex", complete=not self._has_macros()),)
        return ()

    def _has_macros(self) -> bool:
        options = self.document.config.get("kramdown")
        found = options.get("math_engine_opts") if isinstance(options, Mapping) else None
        return isinstance(found, Mapping) and "macros" in found


def _said(context: SiteContext, own: OwnScript) -> ReadScript | None:
    """What a script of the site says on any page; ``None`` for a library of something else."""
    if not own.is_library:
        return read_script(Script(body=own.text))
    text = script_text(context, own.path)
    return read_script(Script(body=text)) if mentions(text) else None


def _is_quiet(reason: Reason) -> bool:
    """Whether a plugin is known to bring no script that shows formulas, whatever pages it makes."""
    return reason.kind in _PLUGIN_NAMES and plugin_facts(reason.detail).quiet


def _may_bring_script(reason: Reason) -> bool:
    if reason.kind is ReasonKind.PLUGIN_TAG:
        return reason.detail not in quiet_tags()
    return reason.kind in _MAY_BRING
