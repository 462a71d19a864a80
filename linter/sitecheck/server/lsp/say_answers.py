"""Answers of the site in the words of the protocol: what is completed, where things lead, what is renamed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lsprotocol import types

from sitecheck.model.finding import WHOLE_FILE
from sitecheck.server.answers import (
    Completion,
    CompletionKind,
    Completions,
    FollowedLink,
    Hint,
    Hover,
    SiteEdit,
    Symbol,
    SymbolKind,
    Target,
)
from sitecheck.server.lsp.files import uri_of
from sitecheck.server.lsp.positions import Positions
from sitecheck.server.lsp.say import Words

_Kind = types.CompletionItemKind
_COMPLETION_KINDS: Mapping[CompletionKind, types.CompletionItemKind] = {
    "address": _Kind.Reference,
    "anchor": _Kind.Reference,
    "file": _Kind.File,
    "folder": _Kind.Folder,
    "post": _Kind.File,
    "include": _Kind.Module,
    "layout": _Kind.Module,
    "parameter": _Kind.Field,
    "data": _Kind.Field,
    "variable": _Kind.Variable,
    "filter": _Kind.Function,
    "tag": _Kind.Keyword,
    "key": _Kind.Property,
    "value": _Kind.Value,
    "command": _Kind.Function,
    "environment": _Kind.Class,
}
_SYMBOL_KINDS: Mapping[SymbolKind, types.SymbolKind] = {
    "page": types.SymbolKind.File,
    "post": types.SymbolKind.File,
    "document": types.SymbolKind.File,
    "layout": types.SymbolKind.Module,
    "include": types.SymbolKind.Module,
    "heading": types.SymbolKind.String,  # as other servers for Markdown have it
    "key": types.SymbolKind.Key,
}


def said_completions(found: Completions, positions: Positions) -> types.CompletionList:
    """What could stand at the cursor."""
    items = [_item(each, number, positions) for number, each in enumerate(found.items)]
    return types.CompletionList(is_incomplete=found.incomplete, items=items)


def _item(each: Completion, number: int, positions: Positions) -> types.CompletionItem:
    return types.CompletionItem(
        label=each.label,
        kind=_COMPLETION_KINDS[each.kind],
        detail=each.detail or None,
        documentation=_markdown(each.documentation) if each.documentation else None,
        sort_text=f"{number:05}",  # the order is ours
        filter_text=each.label,  # it begins as what is typed, where the text puts something around it
        text_edit=types.TextEdit(positions.range(each.edit.span), each.edit.text),
    )


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)


def said_hover(hover: Hover, positions: Positions) -> types.Hover:
    """What is known of what stands at the cursor."""
    return types.Hover(_markdown(hover.markdown), positions.range(hover.span))


def said_targets(
    targets: Iterable[Target], positions: Positions, words: Words, *, links: bool
) -> list[types.LocationLink] | list[types.Location]:
    """Where something leads; with what leads there where the editor can show it (``links``)."""
    if not links:
        return [words.location(target.place) for target in targets]
    return [_link(target, positions, words) for target in targets]


def _link(target: Target, positions: Positions, words: Words) -> types.LocationLink:
    there = words.location(target.place)
    return types.LocationLink(
        target_uri=there.uri,
        target_range=there.range,
        target_selection_range=there.range,
        origin_selection_range=positions.range(target.origin),
    )


def said_link(link: FollowedLink, positions: Positions, words: Words) -> types.DocumentLink:
    """A link that can be followed."""
    target = link.url
    if link.place is not None:
        there = words.location(link.place)
        line = there.range.start.line
        target = there.uri if link.place.span == WHOLE_FILE else f"{there.uri}#L{line + 1}"
    return types.DocumentLink(positions.range(link.span), target=target, tooltip=link.tooltip or None)


def said_symbol(symbol: Symbol, positions: Positions) -> types.DocumentSymbol:
    """A name in a file."""
    return types.DocumentSymbol(
        name=symbol.name or "…",  # an empty name is an error to some editors
        kind=_SYMBOL_KINDS[symbol.kind],
        range=positions.range(symbol.whole),
        selection_range=positions.range(symbol.place.span),
        detail=symbol.detail or None,
        children=[said_symbol(child, positions) for child in symbol.children] or None,
    )


def said_workspace_symbol(symbol: Symbol, words: Words) -> types.WorkspaceSymbol:
    """A name in the site."""
    return types.WorkspaceSymbol(
        location=words.location(symbol.place),
        name=symbol.name or "…",
        kind=_SYMBOL_KINDS[symbol.kind],
        container_name=symbol.detail or None,
    )


def said_hint(hint: Hint, positions: Positions) -> types.InlayHint:
    """A word that is shown in the text."""
    return types.InlayHint(
        positions.position(hint.offset), f" {hint.text}", tooltip=hint.tooltip or None, padding_left=True
    )


def said_edit(edit: SiteEdit, site: str, words: Words, *, moves: bool) -> types.WorkspaceEdit:
    """Changes of several files; with the files that get another path (``moves``) after the edits of their
    texts, for an editor that can do both in one step."""
    texts = {uri_of(site, path): words.edits(path, edits) for path, edits in edit.edits.items() if edits}
    if not (moves and edit.moves):
        return types.WorkspaceEdit(changes=texts)
    changes: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
        types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri), edits)
        for uri, edits in texts.items()
    ]
    changes += [
        types.RenameFile(uri_of(site, old), uri_of(site, new)) for old, new in sorted(edit.moves.items())
    ]
    return types.WorkspaceEdit(document_changes=changes)
