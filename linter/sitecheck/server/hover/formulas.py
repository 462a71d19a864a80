r"""What the page's engine says of the formula at the cursor."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.document import Document
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.math.page.judge import PageJudge
from sitecheck.math.page.setup import Setup
from sitecheck.math.result import MathError
from sitecheck.model.span import Span
from sitecheck.server import harmless
from sitecheck.server.asked import Asked
from sitecheck.server.hover.told import Told, told
from sitecheck.server.page_document import document_of

_DEFINES = lazy_pattern(r"\\(?:(?:re)?new|provide|def|let|gdef|Declare|require)")
_NEAR = lazy_pattern(r"\$|\\[(\[]|\\begin|\\(?:eq)?ref")
_TITLES = {"katex": "KaTeX", "mathjax2": "MathJax 2", "mathjax3": "MathJax 3", "mathjax4": "MathJax 4"}
_MOST_DEFINITIONS = 200
_REACH = 5_000
_COMMAND = lazy_pattern(r"[A-Za-z]")


def tell_formula(asked: Asked) -> Told | None:
    """Whether the engine reads the formula, or where it stops and why."""
    cursor = asked.cursor
    if (
        cursor.code
        or cursor.offset < cursor.body
        or not _NEAR.search(cursor.text, max(0, cursor.offset - _REACH), cursor.offset + 10)
    ):
        return None
    document = document_of(asked)
    return _as_read(asked, document) if document is not None and asked.kind != "include" else None


def _as_read(asked: Asked, document: Document) -> Told | None:
    formulas = document.math.formulas
    here = [each for each in formulas if each.place.path == asked.path and _covers(asked, each.place.span)]
    if not here:
        return None
    formula = here[0]
    if not formula.known:
        return told(formula.place.span, ["The formula is not known before the build."])
    renderer = document.math.renderer
    setups = renderer.build if renderer.build is not None and formula.by_kramdown else renderer.setups
    if renderer.state in ("none", "unknown") and not renderer.build:
        engine = "Nothing on the page shows formulas." if renderer.state == "none" else ""
        return told(formula.place.span, [engine])
    judge = PageJudge(setups)
    before = (each for each in formulas if each.start < formula.start and _DEFINES.search(each.tex))
    for each, _ in zip(before, range(_MOST_DEFINITIONS), strict=False):
        judge.judge(each.tex, display=each.display, maybe=each.maybe)
    errors = judge.judge(formula.tex, display=formula.display, maybe=formula.maybe)
    return told(formula.place.span, [*_macro(asked, setups), *_lines(formula.tex, setups, errors)])


def _covers(asked: Asked, span: Span) -> bool:
    return span.start <= asked.cursor.offset <= span.end


def _macro(asked: Asked, setups: tuple[Setup, ...]) -> Iterator[str]:
    """The macro of the site at the cursor."""
    span = asked.cursor.word(_COMMAND)
    name = "\\" + asked.cursor.text[span.start : span.end]
    for setup in setups[:1]:
        macro = setup.macros.get(name)
        if macro is not None and macro.body:
            yield f"{harmless.code(name)} stands for {harmless.code(macro.body)}."


def _lines(tex: str, setups: tuple[Setup, ...], errors: tuple[MathError, ...]) -> Iterator[str]:
    titles = " or ".join(_TITLES[setup.engine] for setup in setups)
    if not errors:
        yield f"{titles} reads the formula."
    for error in errors:
        part = tex[error.offset : error.end] or tex[-1:]
        yield f"**{titles} stops** at {harmless.code(part, 60)}: {harmless.words(error.message)}."
