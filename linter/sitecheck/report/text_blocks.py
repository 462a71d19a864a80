"""A finding for people: where, what, the source lines, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from sitecheck.model.finding import WHOLE_FILE, Finding
from sitecheck.model.fix import Fix, Safety, apply_edits
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place
from sitecheck.output.safe import MAX_MESSAGE, clip, log_path, one_line, wrapped
from sitecheck.report.base import ReportOptions, counted
from sitecheck.report.causes import Cause
from sitecheck.report.excerpt import ExcerptLine, excerpt
from sitecheck.report.places import Locator, SourceFile, absolute_uri, shown_path
from sitecheck.report.terminal import Painter
from sitecheck.report.volume import More

_MAX_RELATED = 5
_MAX_DIFF_LINES = 6
_MAX_ALSO = 2
_FIX_LABELS = {Safety.SAFE: "fix", Safety.UNSAFE: "unsafe fix", Safety.DISPLAY: "suggestion"}


class Blocks:
    """Writes the lines of findings."""

    def __init__(self, report: RunReport, options: ReportOptions) -> None:
        self.painter = Painter(options.color, options.links)
        self._report = report
        self._options = options
        self._locator = Locator(report)
        self._rule_urls = {rule.id: rule.url for rule in report.rules}

    def cause(self, cause: Cause) -> list[str]:
        """All lines of the finding that stands for a cause, with the places of the others."""
        return self.finding(cause.first, cause.others)

    def row(self, cause: Cause) -> str:
        """One line for a cause."""
        places = f" ({counted(len(cause.findings), 'place')})" if len(cause.findings) > 1 else ""
        return f"{self._head(cause.first, self._options.width)}{places}"

    def finding(self, finding: Finding, others: Sequence[Finding] = ()) -> list[str]:
        """All lines of one finding; ``others`` have the same cause."""
        lines = self._excerpt(finding)
        margin = max((len(str(line.number)) for line in lines if line.number), default=1) + 1
        block = [self._head(finding)]
        for line in lines:
            block += self._source(line, finding, margin)
        for label, text in self._notes(finding):
            block += self._note(label, text, margin)
        for text in self._also(finding, others):
            block += self._note("also", text, margin)
        if self._options.show_fixes and finding.fix is not None:
            block += self._diff(finding, finding.fix, margin)
        return block

    def _also(self, first: Finding, others: Sequence[Finding]) -> list[str]:
        """Some of the others, and how many more in how many files."""
        shown = others if len(others) <= _MAX_ALSO + 1 else others[:_MAX_ALSO]
        places = [self._beside(first, other) for other in shown]
        left = others[len(shown) :]
        if left:
            files = counted(len({other.path for other in left}), "file")
            places.append(f"{counted(len(left), 'more place')} in {files}")
        return places

    def _beside(self, first: Finding, other: Finding) -> str:
        """Where another stands; where that is the same place, as that of several addresses, what is said."""
        if other.place == first.place:
            return one_line(clip(other.message, MAX_MESSAGE))
        return self._where(other.place)

    def more(self, more: More) -> list[str]:
        """The one line that stands for findings left out."""
        path = self.painter.paint("path", one_line(shown_path(self._report, more.path)))
        return [f"{more.told} of {more.rule} in {path}"]

    def _head(self, finding: Finding, width: int = MAX_MESSAGE) -> str:
        rule = self.painter.paint("rule", f"[{finding.rule}]")
        rule = self.painter.link(self._rule_urls.get(finding.rule, ""), rule)
        severity = self.painter.severity(finding.severity)
        message = one_line(clip(finding.message, max(40, width)))
        return f"{self._where(finding.place)}: {severity}: {message} {rule}"

    def _where(self, place: Place) -> str:
        """``path:line:column``, a link to the file where the terminal follows links."""
        start = self._locator.start(place)
        path = shown_path(self._report, place.path)
        text = self.painter.paint("path", f"{log_path(path)}:{start.line}:{start.column}")
        folder = self._options.folder if self.painter.links else ""
        return self.painter.link(absolute_uri(folder, path) if folder else "", text)

    def _excerpt(self, finding: Finding) -> list[ExcerptLine]:
        file = self._locator.file(finding.path)
        if file is None or finding.place.span == WHOLE_FILE:
            return []
        return excerpt(file, finding.place.span, self._options.width - 10)

    def _gutter(self, number: str, margin: int, text: str = "") -> str:
        return f"{self.painter.paint('gutter', f'{number:>{margin}} |')} {text}".rstrip()

    def _source(self, line: ExcerptLine, finding: Finding, margin: int) -> list[str]:
        """A source line and the line that underlines the marked part."""
        if line.number is None:
            return [self._gutter("...", margin)]
        marked = self.painter.severity(finding.severity, line.marked) if line.marked else ""
        source = self._gutter(str(line.number), margin, f"{line.before}{marked}{line.after}")
        if not line.underline:
            return [source]
        carets = self.painter.severity(finding.severity, "^" * line.underline)
        return [source, self._gutter("", margin, f"{' ' * line.indent}{carets}")]

    def _notes(self, finding: Finding) -> list[tuple[str, str]]:
        """What stands below the source lines: label and text."""
        notes = [("help", finding.help)] if finding.help else []
        notes += [
            ("see", f"{self._where(related.place)} {one_line(related.note)}".rstrip())
            for related in finding.related[:_MAX_RELATED]
        ]
        if len(finding.related) > _MAX_RELATED:
            notes.append(("see", counted(len(finding.related) - _MAX_RELATED, "more place")))
        if finding.pages > 1:
            notes.append(("note", f"shown on {finding.pages:,} pages"))
        if finding.fix is not None:
            notes.append((_FIX_LABELS[finding.fix.safety], finding.fix.title))
        return notes

    def _note(self, label: str, text: str, margin: int) -> list[str]:
        """A labelled note, wrapped below its own start."""
        indent = f"{' ' * margin} = "
        hanging = len(indent) + len(label) + 2
        parts = [text] if label in ("see", "also") else wrapped(text, max(30, self._options.width - hanging))
        head = f"{self.painter.paint('gutter', indent)}{self.painter.paint('label', f'{label}:')} {parts[0]}"
        return [head, *(f"{' ' * hanging}{part}" for part in parts[1:])]

    def _diff(self, finding: Finding, fix: Fix, margin: int) -> list[str]:
        """The lines that the fix changes, before and after."""
        file = self._locator.file(finding.path)
        if file is None or not fix.edits:
            return []
        removed, added = changed_lines(file, fix)
        rows = [("removed", "-", line) for line in removed] + [("added", "+", line) for line in added]
        indent = " " * (margin + 3)
        width = self._options.width - len(indent) - 2
        return [
            f"{indent}{self.painter.paint(style, f'{sign} {clip(one_line(line), width)}')}"
            for style, sign, line in rows
        ]


def changed_lines(file: SourceFile, fix: Fix) -> tuple[list[str], list[str]]:
    """The lines from the first edit to the last, as they are and as the fix leaves them; a few of each."""
    start = file.lines.line_span(file.lines.point(min(edit.span.start for edit in fix.edits)).line).start
    end = file.lines.line_span(file.lines.point(max(edit.span.end for edit in fix.edits)).line).end
    shifted = [
        edit._replace(span=edit.span._replace(start=edit.span.start - start, end=edit.span.end - start))
        for edit in fix.edits
    ]
    before = file.text[start:end]
    after = apply_edits(before, shifted)
    return _few_lines(before), _few_lines(after)


def _few_lines(text: str) -> list[str]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if text else []
    return lines if len(lines) <= _MAX_DIFF_LINES else [*lines[: _MAX_DIFF_LINES - 1], "…"]
