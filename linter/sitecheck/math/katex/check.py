"""A formula judged as KaTeX would judge it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sitecheck.math.katex.expander import Definition, Frozen, Unjudged, definition_of
from sitecheck.math.katex.formula import FormulaParser
from sitecheck.math.katex.refusal import Refusal
from sitecheck.math.katex.tables import tables
from sitecheck.math.katex.tokens import Token, exact_tokens, is_plain, quick_tokens
from sitecheck.math.macros import MacroDef, MacroEnv
from sitecheck.math.result import MathError
from sitecheck.named_tuple import NamedTuple

_TAKEN: Final = 16
_KNOWN: Final = 50
"""As many tokens taken as arguments, and as many known macros, cost what one macro does that is replaced."""
_UPRIGHT: Final = ("}", "{", "\\mathrm")
_CHEMISTRY: Final = {
    "\\ce": Definition(tokens=_UPRIGHT, arity=1),
    "\\pu": Definition(tokens=_UPRIGHT, arity=1),
    "\\tripledash": Definition(tokens=_UPRIGHT),
}
"""The commands of KaTeX's extension mhchem; what they have inside is not judged."""


class _Site(NamedTuple):
    """The macros a formula is read with."""

    macros: dict[str, Definition]
    is_plain: bool
    """Whether their texts leave the quick way of reading right: see :func:`is_plain`."""


_NOTHING = _Site({}, True)


def check_katex(tex: str, display: bool, macros: MacroEnv | None = None) -> tuple[MathError, ...]:
    """What KaTeX refuses in the formula; empty if it renders."""
    site = _NOTHING if macros is None else _SITES.of(macros)
    tokens = quick_tokens(tex) if site.is_plain else None
    if tokens is not None and _accepts(tokens, display, site, macros):
        return ()
    parser = FormulaParser(exact_tokens(tex), dict(site.macros), display=display, in_place=False)
    parser.global_group = macros is not None and macros.global_group
    try:
        parser.parse()
    except Unjudged:
        return ()
    except RecursionError:
        return (MathError(message="nested too deep: not checked", offset=0, end=len(tex), kind="limit"),)
    except Refusal as refusal:
        return _errors(refusal, parser.use, tex, macros)
    finally:
        _count(parser, macros)
        if macros is not None and macros.page_level:
            _keep(parser, macros)
    return ()


def _count(parser: FormulaParser, macros: MacroEnv | None) -> None:
    if macros is not None and macros.page_level:
        macros.work += parser.expansions + parser.work // _TAKEN + len(macros.macros) // _KNOWN


def _accepts(tokens: list[str], display: bool, site: _Site, macros: MacroEnv | None = None) -> bool:
    parser = FormulaParser(tokens, dict(site.macros), display=display, in_place=True)
    try:
        parser.parse()
    except (Refusal, RecursionError):
        return False
    except Unjudged:
        return True
    finally:
        _count(parser, macros)
    return True


class _Sites:
    """What came of the macros read last: the formulas of a page share theirs."""

    def __init__(self) -> None:
        self._latest: tuple[dict[str, MacroDef], bool, _Site] = ({}, False, _NOTHING)

    def of(self, env: MacroEnv) -> _Site:
        """The site's macros and those kept from earlier formulas, as the expander has them."""
        chemistry = env.packages is not None and "mhchem" in env.packages
        macros, had_chemistry, site = self._latest
        if env.macros != macros or chemistry != had_chemistry:
            site = _site(env.macros, _CHEMISTRY if chemistry else {})
            self._latest = (dict(env.macros), chemistry, site)
        return site


_SITES: Final = _Sites()


def _site(macros: dict[str, MacroDef], more: dict[str, Definition]) -> _Site:
    definitions = {name: _definition(macro) for name, macro in macros.items()}
    return _Site(definitions | more, all(map(_is_plain, macros.values())))


@lru_cache(maxsize=4096)
def _is_plain(macro: MacroDef) -> bool:
    return macro.kind == "opaque" or (macro.name[0] == "\\" and is_plain(macro.body))


@lru_cache(maxsize=4096)
def _definition(macro: MacroDef) -> Definition:
    if macro.kind == "opaque":
        return Definition(tokens=(), opaque=True)
    # KaTeX copies a token's meaning in \let: whether it expands is settled then.
    if macro.kind in ("alias", "character"):
        signature = tables().functions.get(macro.body)
        is_expandable = signature is not None and not signature.primitive
        return Definition(tokens=(Frozen(macro.body),), expandable=is_expandable)
    definition = definition_of(macro.body, macro.arity)
    if macro.prefix or any(macro.parameters):
        texts = (macro.prefix, *macro.parameters)
        return definition._replace(delimiters=tuple(tuple(exact_tokens(text)[:0:-1]) for text in texts))
    return definition


def _keep(parser: FormulaParser, env: MacroEnv) -> None:
    r"""Keep what ``\gdef`` and ``\global`` defined for the page, as a shared ``macros`` object does."""
    for name, definition in parser.globals.items():
        # KaTeX's own macros, such as \df@tag, are none of the page's.
        if "@" in name:
            continue
        if definition is None:
            env.macros.pop(name, None)
        elif definition.opaque:
            env.define(name, None)
        elif definition.tokens and isinstance(definition.tokens[0], Frozen):
            env.macros[name] = MacroDef(name=name, body=str(definition.tokens[0]), kind="alias")
        else:
            prefix, *parameters = (_text(part) for part in definition.delimiters or ((),))
            body = _text(definition.tokens[::-1])
            env.macros[name] = MacroDef(
                name=name, body=body, arity=definition.arity, prefix=prefix, parameters=tuple(parameters)
            )


def _text(tokens: tuple[str, ...]) -> str:
    """Tokens as one would write them."""
    return "".join(token + " " if token[0] == "\\" and token[-1].isalpha() else token for token in tokens)


def _errors(refusal: Refusal, use: str, tex: str, macros: MacroEnv | None) -> tuple[MathError, ...]:
    if macros is not None and not macros.complete and _may_be_a_macro(refusal):
        return ()
    start, end = _place(refusal.token, use, tex)
    related = None if refusal.partner is None else _place(refusal.partner, use, tex)
    return (
        MathError(
            message=refusal.message,
            offset=start,
            end=end,
            kind=refusal.kind,
            related=related,
            name=str(refusal.name),
        ),
    )


def _may_be_a_macro(refusal: Refusal) -> bool:
    r"""Whether macros that are not known may be what the refused command means.

    Authors take commands of one character, which KaTeX has for accents and letters of text (``\^``, ``\o``),
    for their own: ``\^`` is a wedge.
    """
    one_character = len(refusal.name) == 2 and refusal.name[0] == "\\"
    return refusal.kind == "unknown-command" or (
        one_character and refusal.kind in ("misplaced", "missing-argument")
    )


def _place(token: str, use: str, tex: str) -> tuple[int, int]:
    for candidate in (token, use):
        if isinstance(candidate, Token) and candidate.start >= 0:
            return candidate.start, candidate.end
    return len(tex), len(tex)
