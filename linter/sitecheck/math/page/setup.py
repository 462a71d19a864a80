r"""What a page's scripts say about its math: the engine, its delimiters, the site's macros.

    >>> from sitecheck.math.page.setup import Script, read_setups
    >>> scripts = [Script(body="MathJax = {tex: {inlineMath: [['$', '$']], macros: {R: '\\\\mathbb{R}'}}}"),
    ...            Script(address="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js")]
    >>> setup = read_setups(scripts).setups[0]
    >>> setup.engine, setup.delimiters.inline, sorted(setup.macros)
    ('mathjax3', (('$', '$'),), ['\\R'])

Everything is read statically; what cannot be read makes a setup less ``complete``, never wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from sitecheck.math.macros import EnvironmentDef, MacroDef, MacroEnv
from sitecheck.math.page import katex_setup, mathjax_setup
from sitecheck.math.page.configurations import Part, addresses, harvest, merged, unread
from sitecheck.math.page.delimiters import Delimiters
from sitecheck.math.page.js_literal import OPAQUE, JsObject, JsValue, assigned
from sitecheck.math.page.reveal import Slides, reveal_math
from sitecheck.math.page.script_addresses import Load, load_of, mentions
from sitecheck.math.page.skipped import Skipped
from sitecheck.math.result import Engine
from sitecheck.named_tuple import NamedTuple

_MOST_PARTS: Final = 100
"""Pieces of configuration of a page that are put together, which costs each time what all are: calls of
KaTeX's auto-render are compared with each other, and each formula is judged as each of them would show it."""


class Script(NamedTuple):
    """A script of a page: where it is loaded from, or what it holds; ``calls`` are its event attributes.

    ``maybe`` marks a script on a branch that may not be rendered, ``old_type`` one of the type
    ``text/x-mathjax-config``: browsers pass over it, and MathJax 2 alone runs it.
    """

    address: str = ""
    body: str = ""
    maybe: bool = False
    old_type: bool = False


class ReadScript(NamedTuple):
    """What a script says of math; its text is not kept, as many bring a whole library."""

    address: str
    loads: tuple[Load, ...]
    parts: tuple[Part, ...]
    maybe: bool
    old_type: bool


class Setup(NamedTuple):
    """One engine as a page uses it.

    ``complete`` is false when there may be macros nobody could read, ``sure`` when the delimiters are.
    """

    engine: Engine
    delimiters: Delimiters = Delimiters()
    macros: Mapping[str, MacroDef] = {}
    environments: Mapping[str, EnvironmentDef] = {}
    packages: frozenset[str] | None = None
    ignore: str = ""
    """Class of elements in which nothing is read."""
    skipped: Skipped = Skipped()
    """Elements in which nothing is read."""
    changes: bool = False
    """Whether a function of the site changes formulas before the engine gets them."""
    numbered: bool | None = False
    """Whether equations get numbers; ``None`` if nobody knows."""
    complete: bool = True
    sure: bool = True
    global_group: bool = False
    """Whether KaTeX keeps the definitions of one formula for the next."""
    newest: bool = True
    """False if it may be an older release, which may let pass what the newest of its version refuses."""
    more: bool = False
    """Whether it may show formulas that the delimiters, as far as they are known, do not find."""

    def environment(self) -> MacroEnv:
        """The definitions a page starts with; one for each page."""
        return MacroEnv(
            macros=dict(self.macros),
            environments=dict(self.environments),
            packages=None if self.packages is None else set(self.packages),
            page_level=True,
            numbered=self.numbered,
            complete=self.complete,
            newest=self.newest,
            global_group=self.global_group,
        )


class Setups(NamedTuple):
    """The engines of a page. ``maybe`` says that none of them is sure to be loaded."""

    setups: tuple[Setup, ...]
    maybe: bool = False
    old: tuple[int, Part] | None = None
    """A configuration of MathJax 2 for a page of a later one: number of the script, and the part."""


def read_setups(scripts: Iterable[Script]) -> Setups:
    """The engines that a page's scripts load, each with the configuration that is meant for it."""
    return setups_of([read_script(script) for script in scripts])


@lru_cache(maxsize=32)
def read_script(script: Script) -> ReadScript:
    """What a script says by itself, whatever page it is on: that of a layout is on many."""
    loads, parts = tuple(_loads(script)), tuple(_parts(script))
    slides = reveal_math(script.body) if "Reveal" in script.body else None
    if slides is not None:
        loads, parts = _of_slides(slides, loads), (slides.part, *parts)
    return ReadScript(
        address=script.address, loads=loads, parts=parts, maybe=script.maybe, old_type=script.old_type
    )


def _of_slides(slides: Slides, loads: tuple[Load, ...]) -> tuple[Load, ...]:
    """The loads of a script of slides: their plugin adds the name of a combined configuration to the address
    of MathJax 2, which it knows where it is told of none."""
    others = tuple(load for load in loads if load.engines != ("mathjax2",))
    asked = load_of(f"MathJax.js?config={slides.config}") if others != loads or not loads else None
    return others if asked is None else (asked, *others)


def setups_of(scripts: Sequence[ReadScript]) -> Setups:
    """As :func:`read_setups` for scripts that are read already."""
    loads = [(load, script.maybe) for script in scripts for load in script.loads]
    parts = [(number, part) for number, script in enumerate(scripts) for part in script.parts]
    certain = [load for load, maybe in loads if not maybe]
    run = [(number, part) for number, part in parts if not scripts[number].old_type]
    setups = tuple(_setups(certain or [load for load, _ in loads], _first(parts), _first(run)))
    old = next((each for each in parts if scripts[each[0]].old_type or _is_old(each[1])), None)
    return Setups(setups, bool(setups) and not certain, old if _are_later(setups) else None)


def _first(parts: list[tuple[int, Part]]) -> list[tuple[int, Part]]:
    """As many pieces of configuration as are put together, and that there are more of them."""
    if len(parts) <= _MOST_PARTS:
        return parts
    number, part = parts[_MOST_PARTS]
    return [*parts[:_MOST_PARTS], *((number, each) for each in unread(part.start, part.end))]


def _parts(script: Script) -> list[Part]:
    return list(harvest(script.body)) if mentions(script.body) or "renderMath" in script.body else []


def _loads(script: Script) -> Iterator[Load]:
    if script.address:
        load = load_of(script.address)
        if load is not None:
            yield load
    elif mentions(script.body):
        for address in addresses(script.body):
            load = load_of(address)
            if load is not None:
                yield load


def _setups(loads: list[Load], parts: list[tuple[int, Part]], run: list[tuple[int, Part]]) -> Iterator[Setup]:
    """The engines; ``run`` are the parts that also others than MathJax 2 heed."""
    engines = list(dict.fromkeys(engine for load in loads if load.tex for engine in load.engines))
    for engine in engines:
        own = [load for load in loads if engine in load.engines]
        if engine == "katex":
            yield from _katex(own, run)
        else:
            yield _mathjax(engine, own, parts if engine == "mathjax2" else run)


def _katex(loads: list[Load], parts: list[tuple[int, Part]]) -> Iterator[Setup]:
    calls = [(part.path, part.value) for _, part in parts if part.form == "auto-render"]
    # katex.render is called by the site's own code, whose delimiters nobody knows.
    custom = any(part.form == "katex" for _, part in parts)
    names = {load.part for load in loads}
    if not calls and not custom and not names & {"auto-render", "core"}:
        return
    packages = frozenset().union(*(load.packages for load in loads))
    for read in katex_setup.read_all(calls) or [katex_setup.read(OPAQUE)]:
        yield Setup(
            engine="katex",
            delimiters=read.delimiters,
            macros=read.macros,
            packages=packages,
            ignore=read.ignore,
            skipped=read.skipped,
            changes=read.changes,
            global_group=read.global_group,
            complete=read.complete,
            sure=read.sure and not custom,
            more=custom or (bool(calls) and not read.sure) or read.changes or read.skipped.code,
        )


def _mathjax(engine: Engine, loads: list[Load], parts: list[tuple[int, Part]]) -> Setup:
    config = _combined(engine, parts)
    read = mathjax_setup.read_old(config) if engine == "mathjax2" else mathjax_setup.read(config)
    calls = mathjax_setup.read_calls(part.value for _, part in parts if part.form == "macro")
    has_commands = any(part.form == "commands" for _, part in parts)
    # Of several loads of MathJax 2 one with a combined configuration brings all that the others lack.
    combined = engine == "mathjax2" and not all(load.packages for load in loads)
    base = frozenset[str]() if combined else frozenset[str]().union(*(load.packages for load in loads))
    return Setup(
        engine=engine,
        delimiters=read.delimiters,
        macros={**read.macros, **calls},
        environments=read.environments,
        packages=mathjax_setup.packages(engine, base, read.packages, read.removed),
        ignore=read.ignore,
        skipped=read.skipped,
        numbered=read.numbered if all(load.complete for load in loads) else None,
        complete=read.complete
        and not has_commands
        and all(load.complete for load in loads)
        and mathjax_setup.all_known(engine, read.packages),
        sure=read.sure,
        newest=all(load.newest for load in loads),
        more=not read.sure or read.skipped.code,
    )


def _combined(engine: Engine, parts: list[tuple[int, Part]]) -> JsValue:
    """The configuration after all that is written about it, in order."""
    config: JsValue = JsObject()
    for _, part in parts:
        if part.form == "hub" and engine == "mathjax2":
            config = OPAQUE if part.value is OPAQUE else merged(config, part.value)
        # `MathJax = …` replaces what was there; MathJax 2's Hub.Config merges.
        elif part.form == "global":
            config = part.value
        elif part.form == "assign" and engine != "mathjax2":
            config = assigned(config, part.path, part.value)
    return config


def _are_later(setups: tuple[Setup, ...]) -> bool:
    return bool(setups) and {setup.engine for setup in setups} <= {"mathjax3", "mathjax4"}


def _is_old(part: Part) -> bool:
    """Whether a piece of configuration has the form of MathJax 2."""
    if part.form != "global" or not isinstance(part.value, JsObject):
        return part.form == "hub"
    keys = part.value.values.keys()
    return bool(keys & {"tex2jax", "TeX"}) and not keys & {"tex", "loader"}
