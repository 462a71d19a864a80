from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from sitecheck.api import (
    LONG_LINE,
    Document,
    Edit,
    FileRule,
    Finding,
    Fix,
    Formula,
    Invalid,
    Safety,
    Severity,
    Span,
    Stretches,
    Valid,
    ends_line,
    lazy_pattern,
    line_before,
)
from sitecheck_rules.math._formulas import DOLLARS, MATHJAX3, cut_by_bars

_LOST = lazy_pattern(
    r"(?<![\\$A-Za-z0-9)\]])\\([(\[])((?:[^\\\n$`]|\\[^()\[\]\n])(?:[^\\\n$`]|\\[^\n()\[\]]){0,300}?)\\([)\]])"
)
_LOST_LINES = lazy_pattern(
    r"(?<![\\$A-Za-z0-9)\]])\\(\[)((?:[^\\\n$`]|\n(?![ \t]*\n)|\\[^()\[\]]){1,1000}?)\\(\])"
)
_MATH = lazy_pattern(r"\\[a-zA-Z]{2,}|(?<![^\W\d_])(?<!\.)[A-Za-z](?:[_^]| *[=<>+])|[)\]}][_^]")
_LETTER = lazy_pattern(r"(?:.*[^\w.])?\d{0,3}[A-Za-z]")
"""What ends with a variable: a letter behind a year is of a note (``Xu, 2023b``)."""
_WORD = lazy_pattern(r"[^\W\d_]{2,}")
_CERTAIN = lazy_pattern(r"\\[a-zA-Z]{2,}|[\w)}][_^][\w{\\]")
_ADDRESS = lazy_pattern(r"(?<=\]\()(?:\.{0,2}/|#|https?:)[^\s()]*(?:[ \t]+\"[^\"\n]*\")?(?=\))")
"""The address of a link with its title, which is no formula whatever signs it has."""
_TORN = lazy_pattern(r"\\[a-zA-Z]{2,}|[\w)}][_^][\w{\\]|[\w)}]\^\*|(?:[)}]|(?<!\w)\w)_\*")
_EATEN = lazy_pattern(r"(?<!\\)\\(?:[{}!:]|\\(?=[\s&\d\[]|\\[a-zA-Z])(?!\s*\\end\b))")
"""What loses a backslash in Markdown: a brace that is to be shown, a space, the end of a row."""
_HAS_ROWS = lazy_pattern(r"\\begin\s*\{(?!equation)")
_NO_LIQUID = lazy_pattern(r"\{\\[{%]|\\\{\\?[{%]")
"""Braces that are written so to keep Liquid away."""
_PAIRS = {"(": ")", "[": "]"}
_BACKSLASH = lazy_pattern(r"\\")
_BRACKET = lazy_pattern(r"[(\[]")
_BAR = lazy_pattern(r"(?<!\\)\|")
_NO_MATH = lazy_pattern(
    r"\\(?:text\w*|[mhf]box|tag\*?|label|href|url|color|colorbox|class|cssId|style|html\w+"
    r"|begin\s*\{\w*(?:array|tabular)\*?\})\s*(?:\[[^\[\]{}]*\]\s*)?(?=\{)|\\verb"
)
"""What a group follows that is no math, so that \vert is no bar in it: a text, columns, an address."""
_ENVIRONMENT = lazy_pattern(r"\\(begin|end)\{[A-Za-z]+\*?\}")
_MARKS = lazy_pattern(r"(?:[>\s]|[-*+:]\s|[0-9]+\.\s|\[\^[^\[\]\n]*\]:)*")
"""What stands before the text of a list item, quote, definition or footnote in its line."""


def _shown(doc: Document, pattern: re.Pattern[str]) -> frozenset[int]:
    """Where in the rendered text the signs stand that the browser sees."""
    return frozenset(
        segment.place(*match.span()).start
        for block in doc.math.blocks
        for segment in block.segments
        for match in pattern.finditer(segment.text)
    )


def _bracketed(text: str) -> Iterator[re.Match[str]]:
    r"""What stands in `\(…\)` and `\[…\]` and looks like a formula."""
    for match in _LOST.finditer(text):
        if match[3] == _PAIRS[match[1]] and _looks_like_math(_ADDRESS.sub("", match[2])):
            yield match
    for match in _LOST_LINES.finditer(text):
        if "\n" in match[2] and _CERTAIN.search(_ADDRESS.sub("", match[2])):
            yield match


def _looks_like_math(text: str) -> bool:
    """Whether brackets hold a formula: signs of one, or a variable and no words."""
    if _MATH.search(text):
        return True
    return _LETTER.fullmatch(text) is not None and not _WORD.search(text)


def _lies_in_one(blocks: list[Span], start: int, end: int) -> bool:
    """Whether one of the blocks, which are sorted and apart, holds ``[start, end)``."""
    before = bisect_right(blocks, start, key=lambda block: block.start) - 1
    return before >= 0 and end <= blocks[before].end


def _eaten_in(formula: Formula) -> list[Span]:
    """What may lose a backslash in a formula that Markdown does not know for one."""
    if formula.by_kramdown or not formula.known or formula.maybe or formula.tex != formula.tex.strip():
        return []
    text = formula.rendered.text[formula.start : formula.end]
    if _NO_LIQUID.search(text):
        return []
    has_rows = _HAS_ROWS.search(text) is not None
    return [
        Span(formula.start + match.start(), formula.start + match.end())
        for match in _EATEN.finditer(text)
        if has_rows or match[0] != "\\\\"
    ]


def _doubled(doc: Document, formula: Formula, lost: Span) -> Edit | None:
    """The edit that keeps a backslash; none at the end of a line, where two of them break it."""
    place = doc.place(*lost)
    text = formula.rendered.text
    written = text[lost.start : lost.end]
    if place.path != doc.path or doc.text[place.span.start : place.span.end] != written:
        return None
    if text.startswith(("\n", "\r\n"), lost.end):
        return None
    return Edit(place.span, written.replace("\\", "\\\\"))


def _environments(text: str) -> Iterator[Span]:
    """The outermost environments: brackets in them are part of a formula, whoever shows it."""
    depth = start = 0
    for match in _ENVIRONMENT.finditer(text):
        if match[1] == "begin":
            start = start if depth else match.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield Span(start, match.end())


def _has_other_bar(tex: str) -> bool:
    """Whether a bar stands in a group that is no math."""
    for match in _NO_MATH.finditer(tex):
        depth, at = 0, match.end()
        while at < len(tex) and (depth or at == match.end()):
            depth += {"{": 1, "}": -1}.get(tex[at], 0)
            at += 1
        if match[0] == "\\verb" or "|" in tex[match.end() : at]:
            return True
    return False


class KramdownMathHazard(FileRule):
    r"""A formula is changed by kramdown before the math engine sees it.

    ## What it does

    Reports formulas that kramdown reads as Markdown: a bar `|` that makes a table of the line and cuts
    `$$…$$` in two, `\(x\)` whose backslashes are lost because Markdown takes `\(` for a bracket, and
    `_` or `*` in `$…$` that become emphasis, and `\{`, `\!`, `\:` and the `\\` between rows there, each of
    which loses a backslash.

    ## Why is this bad?

    The reader sees half a formula, plain brackets, a set without its braces, or a matrix in one row.

    ## Fix safety

    Writing `\vert` for a bar is safe, and so is writing `$$…$$` for `\(…\)` within a paragraph. Escaping
    `_` and `*`, and doubling a backslash, is unsafe.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#math-blocks>
    - <https://kramdown.gettalong.org/syntax.html#automatic-and-manual-escaping>
    """

    severity = Severity.WARNING
    needs_whole = True  # the $$ behind an environment may be cut off
    valid = (
        Valid("So $$a \\vert b$$ it is.\n", files=MATHJAX3),
        Valid("So \\\\(x_1\\\\) it is, and \\(see below\\).\n", files=MATHJAX3),
        Valid("Press \\[Entrée\\] and see \\[io_buffer.o\\].\n", files=MATHJAX3, why="no formula, but words"),
        Valid(
            "---\nlayout: page\n---\nSo Seq\\[T\\] is, and \\[io_buffer.o\\].\n",
            files={"_config.yml": "theme: some-theme\n"},
            why="where nothing is known of an engine a lone letter is not taken for a formula",
        ),
        Valid(
            "<p>So \\(x_1 + \\alpha\\)</p>\n\n<ul>\n  <li>\\(x_1 + \\alpha\\)</li>\n</ul>\n",
            files=MATHJAX3,
            why="the content of raw HTML is no Markdown, and the backslash stays",
        ),
        Valid(
            "See Fig\\(c\\), f\\[x\\] and dim(x)\\[i\\].\n",
            files=MATHJAX3,
            why="no formula begins within a word or behind its bracket",
        ),
        Valid(
            "So $X=\\[x_1, x_2\\]$ it is.\n",
            files=DOLLARS,
            why="brackets of a formula",
        ),
        Valid(
            "\\begin{align}\na &= \\text{\\[\\texttt{x}\\]} b_1\n\\end{align}\n",
            files={"_config.yml": "theme: some-theme\n"},
            why="brackets in the text of an environment",
        ),
        Valid(
            "So $$x^2$$ it is \\[Xu *et al.*, 2023b\\] \\[2023b\\], as in \\(option b\\)"
            ' \\[[1](../notes/#n "p_1 of it")\\].\n',
            files={**MATHJAX3, "notes.md": "---\n---\n{: #n}\nA note.\n"},
            why="notes, and words that end with a letter",
        ),
        Valid("| Bugs | 8 \\(E\\) |\n| Smells | 117 \\(A\\) |\n", files=MATHJAX3, why="ratings"),
        Valid(
            "So $x \\in \\\\{1, 2\\\\}$, $\\{\\{x\\}\\}$, and $a \\\\ b$ it is.\n\n"
            "\\begin{align}\nx_1 \\\\\n\\end{align}\n\n<p>$\\{x\\}$</p>\n",
            files=DOLLARS,
            why="the backslash is there, keeps Liquid away, or does nothing",
        ),
        Valid("| a | $$x$$ |\n| b | $$y$$ |\n", files=MATHJAX3),
        Valid(
            "So $$x$$ is, ![as \\(x_1\\) shows](https://example.org/x_\\(b_1\\).png) and"
            " [there](https://example.org/\\(b_1\\)).\n",
            files=MATHJAX3,
            why="no engine looks into addresses, nor into what an image shows in its place",
        ),
        Valid(
            "| split('$$$') | cuts the text at $$$ |\n",
            files=MATHJAX3,
            why="three dollars begin no formula",
        ),
    )
    invalid = (
        Invalid(
            "So $$P(a|b)$$ it is.\n",
            at="$$P(a|b)$$",
            message="table",
            files=MATHJAX3,
            fixed="So $$P(a\\vert b)$$ it is.\n",
        ),
        Invalid(
            "So $$P(a|b) it was.\n\nSo $$P(a|b)$$ it is.\n",
            at="$$P(a|b)$$",
            files=MATHJAX3,
            fixed="So $$P(a|b) it was.\n\nSo $$P(a\\vert b)$$ it is.\n",
            why="the other half of an earlier formula is missing",
        ),
        *(
            Invalid(f"So $$P(a|b), {tex}$$ it is.\n", help="paragraph of its own", files=MATHJAX3)
            for tex in (
                "\\text{a {b}|c}",
                "\\begin{array}[t]{c|c} a & b \\end{array}",
                "\\href{/a|b}{c}",
                "\\verb|a|",
            )
        ),
        *(
            Invalid(
                f"{mark}\\(x_1 + \\alpha\\)\n",
                message="loses its backslash",
                files=MATHJAX3,
                why="written with dollars it would be shown in a line of its own",
            )
            for mark in ("- ", "> 1. ")
        ),
        Invalid(
            "So \\(x_1 + \\alpha\\) it is.\n",
            at="\\(x_1 + \\alpha\\)",
            message="loses its backslash",
            files=MATHJAX3,
            fixed="So $$x_1 + \\alpha$$ it is.\n",
        ),
        Invalid(
            "So $$x^2$$ grows with \\(x\\) alone.\n",
            at="\\(x\\)",
            message="loses its backslash",
            files=MATHJAX3,
            fixed="So $$x^2$$ grows with $$x$$ alone.\n",
        ),
        Invalid(
            "So $$x^2$$ grows, see [why \\(x_1\\) does](https://example.org/).\n",
            at="\\(x_1\\)",
            message="loses its backslash",
            files=MATHJAX3,
            fixed="So $$x^2$$ grows, see [why $$x_1$$ does](https://example.org/).\n",
        ),
        Invalid(
            "So $x \\in \\{1, 2\\}$ it is.\n",
            at="\\{",
            message="loses a backslash",
            files=DOLLARS,
            fixed="So $x \\in \\\\{1, 2\\\\}$ it is.\n",
        ),
        Invalid(
            "So\n\n\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}\n",
            at="\\\\",
            message="loses a backslash",
            files=DOLLARS,
        ),
        Invalid(
            "It is\n\n\\[\nx_1 + \\alpha\n\\]\n",
            at="\\[\nx_1 + \\alpha\n\\]",
            message="loses its backslash",
            files=MATHJAX3,
        ),
        Invalid(
            "So $a*b*c_1$ it is.\n",
            at="$a*b*c_1$",
            message="emphasis",
            files=DOLLARS,
            fixed="So $a\\*b\\*c_1$ it is.\n",
        ),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        if not doc.may_have_math or doc.markdown is None:
            return
        found = (*self._tables(doc), *self._lost(doc), *self._emphasis(doc), *self._eaten(doc))
        if found and doc.math.renderer.state != "none":
            yield from found

    def _tables(self, doc: Document) -> Iterator[Finding]:
        for start, end in cut_by_bars(doc):
            place = doc.place(start, end)
            text = doc.text[place.span.start : place.span.end] if place.path == doc.path else ""
            edits = tuple(
                Edit(Span(place.span.start + match.start(), place.span.start + match.end()), "\\vert ")
                for match in _BAR.finditer(text)
            )
            may_write = not _has_other_bar(text)
            yield self.finding(
                "the bar in this formula makes a table of the line, which cuts the formula in two",
                place,
                help="write \\vert for the bar" if may_write else "write it in a paragraph of its own",
                fix=Fix("write \\vert", edits) if edits and may_write and text.count("$$") == 2 else None,
            )

    def _lost(self, doc: Document) -> Iterator[Finding]:
        assert doc.markdown is not None  # noqa: S101 - seen by check
        text = doc.rendered.text
        lost = list(_bracketed(text))
        if not lost:
            return
        others = Stretches(
            [
                *(each.span for each in doc.markdown.math),
                *((formula.start, formula.end) for formula in doc.math.formulas),
                *(each.span for each in doc.markdown.code),
                *_environments(text),
                *((tag.start, tag.end) for tag in doc.markdown.tags),
                *((raw.start, raw.end) for raw in doc.markdown.raws),
            ]
        )
        shown = sorted(block.span for block in doc.math.blocks)
        # ratings, \(A\), look like formulas: where nothing else is one, a lone letter is none
        certain = any(_CERTAIN.search(match[2]) for match in lost) or doc.math.formulas
        unsure = doc.math.renderer.state == "unknown" or not certain
        # of a title, or of what an image shows in its place, no engine sees the brackets
        brackets = _shown(doc, _BRACKET) - {at + 1 for at in _shown(doc, _BACKSLASH)}
        for match in lost:
            start, end = match.span()
            if start + 1 not in brackets or (unsure and not _CERTAIN.search(match[2])):
                continue
            if others.meet(start, end) or not _lies_in_one(shown, start, end):
                continue
            place = doc.place(start, end)
            whole = f"\\{match[1]}{match[2]}\\{match[3]}"
            is_here = place.path == doc.path and doc.text[place.span.start : place.span.end] == whole
            is_first = _MARKS.fullmatch(line_before(text, start, LONG_LINE)) is not None
            alone = is_first and ends_line(text, end)
            fix = None
            if is_here and match[1] == "(" and not alone and "|" not in match[2]:
                fix = Fix("write $$…$$", (Edit(place.span, f"$${match[2]}$$"),), Safety.SAFE)
            yield self.finding(
                f"\\{match[1]} loses its backslash in Markdown, so that no formula begins here",
                place,
                help="write $$…$$" if match[1] == "(" else "write $$…$$ in a paragraph of its own",
                fix=fix,
            )

    def _emphasis(self, doc: Document) -> Iterator[Finding]:
        for broken in doc.math.broken_by_emphasis:
            if broken.tex != broken.tex.strip() or not _TORN.search(broken.tex) or "\n" in broken.tex:
                continue
            place = doc.place(broken.start, broken.end)
            edits = tuple(
                Edit(mark.span, "".join("\\" + c for c in doc.text[mark.span.start : mark.span.end]))
                for mark in (doc.place(*span) for span in broken.marks)
                if mark.path == doc.path
            )
            yield self.finding(
                "Markdown makes emphasis of a _ or * in this formula, so that it is torn apart",
                place,
                help="put a backslash before it, or write $$…$$",
                fix=Fix("escape it", edits, Safety.UNSAFE) if edits else None,
            )

    def _eaten(self, doc: Document) -> Iterator[Finding]:
        formulas = [(formula, lost) for formula in doc.math.formulas if (lost := _eaten_in(formula))]
        if not formulas or doc.math.renderer.state != "known":
            return
        kept = _shown(doc, _BACKSLASH)
        for formula, spans in formulas:
            lost = [span for span in spans if span.start not in kept]
            if not lost:
                continue
            edits = [_doubled(doc, formula, span) for span in lost]
            fixed = tuple(edit for edit in edits if edit is not None)
            text = formula.rendered.text[lost[0].start : lost[0].end]
            yield self.finding(
                f"{text} loses a backslash in Markdown, so that the formula is another",
                doc.place(*lost[0]),
                help="write the formula in $$…$$" + (f", or {fixed[0].text}" if all(edits) else ""),
                fix=Fix("double the backslash", fixed, Safety.UNSAFE) if all(edits) else None,
            )
