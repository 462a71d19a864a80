from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import (
    Document,
    Edit,
    FileRule,
    Finding,
    Fix,
    Invalid,
    Safety,
    Severity,
    Span,
    Valid,
    lazy_pattern,
    line_before,
)
from sitecheck_rules.math._formulas import DOLLARS, MATHJAX3

_LOST = lazy_pattern(
    r"(?<![\\$A-Za-z0-9)\]])\\([(\[])((?:[^\\\n$`]|\\[^()\[\]\n])(?:[^\\\n$`]|\\[^\n()\[\]]){0,300}?)\\([)\]])"
)
_MATH = lazy_pattern(r"\\[a-zA-Z]{2,}|(?<![^\W\d_])(?<!\.)[A-Za-z](?:[_^]|$| *[=<>+])|[)\]}][_^]")
_CERTAIN = lazy_pattern(r"\\[a-zA-Z]{2,}|[\w)}][_^][\w{\\]")
_PAIRS = {"(": ")", "[": "]"}
_BAR = lazy_pattern(r"(?<!\\)\|")
_NO_MATH = lazy_pattern(
    r"\\(?:text\w*|[mhf]box|tag\*?|label|href|url|color|colorbox|class|cssId|style|html\w+"
    r"|begin\s*\{\w*(?:array|tabular)\*?\})\s*(?:\[[^\[\]{}]*\]\s*)?(?=\{)|\\verb"
)
"""What a group follows that is no math, so that \vert is no bar in it: a text, columns, an address."""
_ENVIRONMENT = lazy_pattern(r"\\(begin|end)\{[A-Za-z]+\*?\}")
_MARKS = lazy_pattern(r"(?:[>\s]|[-*+:]\s|[0-9]+\.\s|\[\^[^\[\]\n]*\]:)*")
"""What stands before the text of a list item, quote, definition or footnote in its line."""


def _kept_backslashes(doc: Document) -> Iterator[int]:
    """Where in the rendered text a backslash stands that the browser still sees."""
    for block in doc.math.blocks:
        for segment in block.segments:
            for match in re.finditer(r"\\", segment.text):
                yield segment.place(match.start(), match.end()).start


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
    `_` or `*` in `$…$` that become emphasis.

    ## Why is this bad?

    The reader sees half a formula, or plain brackets.

    ## Fix safety

    Writing `\vert` for a bar is safe, and so is writing `$$…$$` for `\(…\)` within a paragraph. Escaping
    `_` and `*` is unsafe.

    ## References

    - <https://kramdown.gettalong.org/syntax.html#math-blocks>
    - <https://kramdown.gettalong.org/syntax.html#automatic-and-manual-escaping>
    """

    severity = Severity.WARNING
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
        Valid("| Bugs | 8 \\(E\\) |\n| Smells | 117 \\(A\\) |\n", files=MATHJAX3, why="ratings"),
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
        found = (*self._tables(doc), *self._lost(doc), *self._emphasis(doc))
        if found and doc.math.renderer.state != "none":
            yield from found

    def _tables(self, doc: Document) -> Iterator[Finding]:
        assert doc.markdown is not None  # noqa: S101 - seen by check
        rendered = doc.rendered.text
        cut = [problem.span for problem in doc.markdown.problems if problem.kind == "table-cuts-math"]
        for first, second in zip(cut[::2], cut[1::2], strict=False):
            start, end = rendered.rfind("$$", *first), rendered.find("$$", *second) + 2
            if "\n" in rendered[start:end] or "$" in (rendered[start - 1 : start], rendered[end : end + 1]):
                continue  # three dollars are a separator that code splits at, or a price class
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
        lost = [
            match for match in _LOST.finditer(text) if match[3] == _PAIRS[match[1]] and _MATH.search(match[2])
        ]
        if not lost:
            return
        others = [
            *(each.span for each in doc.markdown.math),
            *(Span(formula.start, formula.end) for formula in doc.math.formulas),
            *(each.span for each in doc.markdown.code),
            *_environments(text),
            *(Span(tag.start, tag.end) for tag in doc.markdown.tags),
            *(Span(raw.start, raw.end) for raw in doc.markdown.raws),
            # where no engine looks for formulas: what an image shows in its place, and where links lead
            *(
                span
                for each in doc.markdown.links
                if (span := each.span if each.element == "img" else each.href_span)
            ),
        ]
        shown = [block.span for block in doc.math.blocks]
        # ratings, \(A\), look like formulas: where nothing else is one, a lone letter is none
        certain = any(_CERTAIN.search(match[2]) for match in lost) or doc.math.formulas
        unsure = doc.math.renderer.state == "unknown" or not certain
        kept = frozenset(_kept_backslashes(doc))
        for match in lost:
            start, end = match.span()
            if start in kept or (unsure and not _CERTAIN.search(match[2])):
                continue
            if any(a < end and start < b for a, b in others) or not any(
                a <= start and end <= b for a, b in shown
            ):
                continue
            place = doc.place(start, end)
            whole = f"\\{match[1]}{match[2]}\\{match[3]}"
            is_here = place.path == doc.path and doc.text[place.span.start : place.span.end] == whole
            is_first = _MARKS.fullmatch(line_before(text, start)) is not None
            alone = is_first and not text[end:].partition("\n")[0].strip()
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
            if broken.tex != broken.tex.strip() or not _CERTAIN.search(broken.tex) or "\n" in broken.tex:
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
