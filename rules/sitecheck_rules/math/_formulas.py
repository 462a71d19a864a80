"""What the math rules share."""

from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Document, Edit, Fix, Formula, Kind, MathError, Place, Related, Safety, lazy_pattern

KINDS: frozenset[Kind] = frozenset({"page", "post", "document", "static-page"})
"""The files whose formulas are judged."""

HEAD = '<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js"></script>\n{{ content }}\n'
"""A layout that loads MathJax 3, for examples."""
MATHJAX3 = {"_layouts/default.html": HEAD, "_config.yml": "defaults: [{values: {layout: default}}]\n"}
KATEX = {
    "_layouts/default.html": '<script src="https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/katex.min.js"></script>\n'
    '<script src="https://cdn.jsdelivr.net/npm/katex@0.16.9/dist/contrib/auto-render.min.js"\n'
    '  onload="renderMathInElement(document.body)"></script>\n{{ content }}\n',
    "_config.yml": "defaults: [{values: {layout: default}}]\n",
}
DOLLARS = {
    "_layouts/default.html": "<script>\n"
    "MathJax = {tex: {inlineMath: [['$', '$'], ['\\\\(', '\\\\)']]}};\n</script>\n" + HEAD,
    "_config.yml": "defaults: [{values: {layout: default}}]\n",
}

TITLES = {"katex": "KaTeX", "mathjax2": "MathJax 2", "mathjax3": "MathJax 3", "mathjax4": "MathJax 4"}

_ARGUMENT = lazy_pattern(r"\\[a-zA-Z]+\s*\{[^{}]*\}")
_PROSE = lazy_pattern(r"(?:(?<![\\a-zA-Z])[a-zA-Z]{2,}[ ,.;:\n]+){5}")
_ENVIRONMENT = lazy_pattern(r"\\(begin|end)\s*\{[^{}]*\}")
_BLANK = lazy_pattern(r"\n[ \t]*\r?\n")
_STRUCTURE = lazy_pattern(r"\n[ \t]*\r?\n(?:#{1,6} |[-*] |\d+\. )")


def errors(doc: Document) -> Iterator[tuple[Formula, MathError]]:
    """Everything that is wrong with the formulas of a page, but for those that swallow its text."""
    if has_judged_math(doc):
        for formula, found in doc.math.judged:
            if found and not swallows(formula) and _may_be_shown(doc, formula):
                for error in found:
                    yield formula, error


def _may_be_shown(doc: Document, formula: Formula) -> bool:
    """Whether it may be a formula to somebody: to kramdown, or to an engine on the page."""
    return formula.by_kramdown or doc.math.renderer.state != "none"


def has_judged_math(doc: Document) -> bool:
    """Whether the page has formulas to judge: in a copied file, only when it loads an engine itself."""
    return doc.may_have_math and (doc.kind != "static-page" or doc.math.renderer.state == "known")


def swallows(formula: Formula) -> bool:
    """Whether a formula holds paragraphs of the page, because a delimiter is missing or one too many."""
    tex = _outside_environments(formula.tex)
    if not _BLANK.search(tex):
        return False
    return bool(_STRUCTURE.search(tex) or _PROSE.search(_ARGUMENT.sub(" ", tex)))


def cut_by_bars(doc: Document) -> Iterator[tuple[int, int]]:
    """Where in the rendered text the formulas between ``$$`` begin and end that a bar cuts in two: kramdown
    makes a table of their line."""
    text, first = doc.rendered.text, None
    for problem in doc.markdown.problems if doc.markdown is not None else ():
        if problem.kind != "table-cuts-math":
            continue
        start = text.rfind("$$", *first) if first is not None else -1
        end = text.find("$$", *problem.span) + 2
        if start < 0 or "\n" in text[start:end]:
            first = problem.span  # what stood before is no half of this: its other half is missing
            continue
        first = None
        if "$" not in (text[start - 1 : start], text[end : end + 1]):
            yield start, end  # three dollars are a separator that code splits at, or a price class


def _outside_environments(tex: str) -> str:
    r"""The formula without what its environments hold: from \begin to \end it is one formula for certain."""
    parts: list[str] = []
    depth = at = 0
    for match in _ENVIRONMENT.finditer(tex):
        if depth == 0:
            parts.append(tex[at : match.start()])
        depth = depth + 1 if match[1] == "begin" else max(0, depth - 1)
        at = match.end()
    return "".join((*parts, tex[at:])) if depth == 0 else tex


def place(formula: Formula, error: MathError) -> tuple[Place, tuple[Related, ...]]:
    """Where an error is shown, and a second place; what is never closed is shown where it was opened."""
    here = formula.at(error.offset, error.end)
    if error.related is None:
        return here, ()
    other = formula.at(*error.related)
    if error.offset >= len(formula.tex):
        return other, (Related(here, "the formula ends here"),)
    return here, (Related(other, "it begins here"),)


def replacement(doc: Document, place: Place, name: str, text: str, safety: Safety) -> Fix | None:
    """A fix that writes ``text`` for ``name``, when ``name`` stands in the page just so."""
    if place.path != doc.path or doc.text[place.span.start : place.span.end] != name:
        return None
    return Fix(f"write {text}", (Edit(place.span, text),), safety)
