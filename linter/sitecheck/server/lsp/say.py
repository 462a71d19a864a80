"""What the server knows, in the words of the protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lsprotocol import types

from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.fix import Edit
from sitecheck.model.span import Place, Span
from sitecheck.output.safe import one_line
from sitecheck.rule.docs import rule_url
from sitecheck.server.actions import Action
from sitecheck.server.lsp.files import uri_of
from sitecheck.server.lsp.positions import Positions

PositionsOf = Callable[[str], Positions]
"""The positions in the file of a path."""
EXPLAIN = "sitecheck.explain"
"""The command that shows the page of a rule."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_FADED = ("unused-",)
_STRUCK = ("obsolete-", "deprecated-", "closed-")
"""How the rules begin whose findings are of no use, or out of date."""
_KINDS = {
    "fix": types.CodeActionKind.QuickFix,
    "silence": types.CodeActionKind.QuickFix,
    "fix-all": types.CodeActionKind.SourceFixAll,
}


class Words:
    """Says what is known of one site, at one moment."""

    def __init__(self, site: str, positions: PositionsOf) -> None:
        self._site = site
        self.positions = positions

    def location(self, place: Place) -> types.Location:
        """A place."""
        return types.Location(uri_of(self._site, place.path), self.positions(place.path).range(place.span))

    def edits(self, path: str, edits: tuple[Edit, ...]) -> list[types.TextEdit]:
        """Edits of one file, in the order of the text."""
        positions = self.positions(path)
        return [types.TextEdit(positions.range(edit.span), edit.text) for edit in sorted(edits)]

    def diagnostic(self, finding: Finding) -> types.Diagnostic:
        """A finding; what concerns a file as a whole stands on its first line."""
        return types.Diagnostic(
            range=self.positions(finding.path).range(self._shown(finding)),
            message=one_line(finding.message) + (f"\n{one_line(finding.help)}" if finding.help else ""),
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            code_description=types.CodeDescription(rule_url(finding.rule)),
            source="sitecheck",
            tags=list(_tags(finding.rule)) or None,
            related_information=[
                types.DiagnosticRelatedInformation(self.location(each.place), one_line(each.note))
                for each in finding.related
            ]
            or None,
        )

    def _shown(self, finding: Finding) -> Span:
        if finding.place.span != WHOLE_FILE:
            return finding.place.span
        text = self.positions(finding.path).text
        ends = [end for end in (text.find("\n"), text.find("\r")) if end >= 0]
        return Span(0, min(ends, default=len(text)))

    def action(self, path: str, action: Action) -> types.CodeAction | types.Command:
        """Something that can be done in the file ``path``."""
        if action.explains:
            return types.Command(action.title, EXPLAIN, arguments=[action.explains])
        edits = {uri_of(self._site, path): self.edits(path, action.edits)}
        return types.CodeAction(
            title=action.title,
            kind=_KINDS[action.kind],
            diagnostics=[self.diagnostic(action.finding)] if action.finding is not None else None,
            is_preferred=action.preferred or None,
            edit=types.WorkspaceEdit(edits),
        )


def is_of(action: Action, kinds: Sequence[types.CodeActionKind | str]) -> bool:
    """Whether an action is of one of the kinds that an editor asks for, or of one below it."""
    own = _KINDS.get(action.kind, types.CodeActionKind.QuickFix).value
    asked = [kind.value if isinstance(kind, types.CodeActionKind) else kind for kind in kinds]
    return any(own == kind or own.startswith(f"{kind}.") or not kind for kind in asked)


def _tags(rule: str) -> Iterator[types.DiagnosticTag]:
    if rule.startswith(_FADED):
        yield types.DiagnosticTag.Unnecessary
    if rule.startswith(_STRUCK):
        yield types.DiagnosticTag.Deprecated
