"""The definitions a formula is read with: the site's macros and those made earlier on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sitecheck.named_tuple import NamedTuple

DefinitionKind: TypeAlias = Literal[
    "macro",  # replacement text: \newcommand, \renewcommand, \providecommand, \def, \DeclareMathOperator
    "alias",  # \let to a command of the engine: `body` names it, whatever that name is redefined to later
    "character",  # \let to a character: `body` is the character
    "opaque",  # it exists; what it takes and does is not known (a function in a configuration, Liquid)
]


class MacroDef(NamedTuple):
    r"""One user macro.

    ``name`` has its backslash (``\R``), or is one active character (``~``). Only ``\def`` with delimited
    parameters uses ``prefix``, the text before ``#1``, and ``parameters``, the text after each ``#n``.
    """

    name: str
    body: str = ""
    arity: int = 0
    default: str | None = None
    """The default of an optional first argument; ``None``: the first argument is not optional."""
    kind: DefinitionKind = "macro"
    prefix: str = ""
    parameters: tuple[str, ...] = ()


class EnvironmentDef(NamedTuple):
    r"""One user environment, as ``\newenvironment{name}[arity][default]{begin}{end}`` makes it."""

    name: str
    begin: str = ""
    end: str = ""
    arity: int = 0
    default: str | None = None


@dataclass(slots=True)
class MacroEnv:
    r"""What is defined when a formula is read, and what stays defined for the next one.

    Give one object to every formula of a page, in order, with ``page_level=True``: definitions that the
    engine keeps for later formulas are then written into it (MathJax: all of them, and labels; KaTeX: what
    ``\gdef`` and ``\global`` make, or all with ``global_group``). With ``page_level=False`` a check never
    changes the object.
    """

    macros: dict[str, MacroDef] = field(default_factory=dict)
    environments: dict[str, EnvironmentDef] = field(default_factory=dict)
    colors: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    packages: set[str] | None = None
    """Extensions that are loaded, by the engine's names; ``None``: what the engine loads by default."""
    loaded: tuple[str, ...] = ()
    """Extensions that the formulas read so far have loaded, in order."""
    page_level: bool = False
    numbered: bool | None = False
    """Whether MathJax numbers equations (its setting ``tags``); ``None`` if nobody knows."""
    complete: bool = True
    """False if there may be definitions nobody could read: unknown commands are then not reported."""
    newest: bool = True
    """False if it may be an older release of the engine, which may let pass what its newest refuses."""
    global_group: bool = False
    """Whether KaTeX keeps all that is defined outside of braces for the next formula (its setting
    ``globalGroup``)."""
    latest_labels: set[str] = field(default_factory=set)
    """Those of :attr:`labels` that the formula read last has brought."""
    work: int = 0
    """What the formulas read so far have cost beside reading them: about the number of macros replaced."""

    def define(self, name: str, body: str | None, arity: int = 0, default: str | None = None) -> None:
        """Add a macro as configurations write them; without a body it is opaque."""
        if body is None:
            self.macros[name] = MacroDef(name=name, kind="opaque")
        else:
            self.macros[name] = MacroDef(name=name, body=body, arity=arity, default=default)

    def copy(self) -> MacroEnv:
        """An independent copy: one for each page of a site that shares its macros."""
        return MacroEnv(
            macros=dict(self.macros),
            environments=dict(self.environments),
            colors=set(self.colors),
            labels=set(self.labels),
            packages=None if self.packages is None else set(self.packages),
            loaded=self.loaded,
            page_level=self.page_level,
            numbered=self.numbered,
            complete=self.complete,
            newest=self.newest,
            global_group=self.global_group,
        )

    @classmethod
    def of(cls, definitions: Iterable[MacroDef] | Mapping[str, str], *, page_level: bool = False) -> MacroEnv:
        r"""An environment of these macros; in a mapping the highest ``#n`` of a body is its arity."""
        if isinstance(definitions, Mapping):
            definitions = [
                MacroDef(name=name, body=body, arity=highest_parameter(body))
                for name, body in definitions.items()
            ]
        return cls({macro.name: macro for macro in definitions}, page_level=page_level)


def highest_parameter(body: str) -> int:
    """The highest ``#n`` in a replacement text, 0 if there is none."""
    highest = 0
    for at, character in enumerate(body[:-1]):
        if character == "#" and "1" <= body[at + 1] <= "9":
            highest = max(highest, int(body[at + 1]))
    return highest
