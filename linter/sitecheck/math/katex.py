"""A formula judged as KaTeX would judge it."""

from __future__ import annotations

from sitecheck.math.katex_expander import Definition, Unjudged, definition_of
from sitecheck.math.katex_parser import Parser
from sitecheck.math.katex_refusal import Refusal
from sitecheck.math.katex_tokens import Token, exact_tokens, quick_tokens
from sitecheck.math.macros import MacroDef, MacroEnv
from sitecheck.math.result import MathError


def check_katex(tex: str, display: bool, macros: MacroEnv | None = None) -> tuple[MathError, ...]:
    """What KaTeX refuses in the formula; empty if it renders."""
    site = _site_macros(macros)
    tokens = quick_tokens(tex)
    if tokens is not None and _accepts(tokens, display, site):
        return ()
    parser = Parser(exact_tokens(tex), dict(site), display=display, in_place=False)
    try:
        parser.parse()
    except Unjudged:
        return ()
    except RecursionError:
        return (MathError("nested too deep: not checked", 0, len(tex), "limit"),)
    except Refusal as refusal:
        return _errors(refusal, parser.use, tex, macros)
    return ()


def _accepts(tokens: list[str], display: bool, site: dict[str, Definition]) -> bool:
    parser = Parser(tokens, dict(site), display=display, in_place=True)
    try:
        parser.parse()
    except (Refusal, RecursionError):
        return False
    except Unjudged:
        return True
    return True


def _site_macros(macros: MacroEnv | None) -> dict[str, Definition]:
    if macros is None or not macros.macros:
        return {}
    return {name: _definition(macro) for name, macro in macros.macros.items()}


def _definition(macro: MacroDef) -> Definition:
    if macro.kind == "opaque":
        return Definition((), opaque=True)
    definition = definition_of(macro.body, macro.arity)
    if macro.prefix or macro.parameters:
        delimiters = [macro.prefix, *macro.parameters]
        return definition._replace(delimiters=tuple(tuple(exact_tokens(text)[:0:-1]) for text in delimiters))
    return definition


def _errors(refusal: Refusal, use: str, tex: str, macros: MacroEnv | None) -> tuple[MathError, ...]:
    if refusal.kind == "unknown-command" and macros is not None and not macros.complete:
        return ()
    start, end = _place(refusal.token, use, tex)
    related = None if refusal.partner is None else _place(refusal.partner, use, tex)
    return (MathError(refusal.message, start, end, refusal.kind, related, str(refusal.name)),)


def _place(token: str, use: str, tex: str) -> tuple[int, int]:
    for candidate in (token, use):
        if isinstance(candidate, Token) and candidate.start >= 0:
            return candidate.start, candidate.end
    return len(tex), len(tex)
