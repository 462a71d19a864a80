"""Other names for what stands at the cursor, everywhere where it is named."""

from __future__ import annotations

import posixpath
import re

from sitecheck.errors import UsageError
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import WHOLE_FILE
from sitecheck.model.span import Place, Span
from sitecheck.server.answers import SiteEdit
from sitecheck.server.navigate.edits import Edits
from sitecheck.server.navigate.marks import Mark, label_key, marks
from sitecheck.server.navigate.moved import moved
from sitecheck.server.navigate.rename_anchor import rename_heading, rename_id
from sitecheck.server.navigate.subjects import Subject, subjects_at
from sitecheck.server.navigate.tags import include_name
from sitecheck.warm.site_view import SiteView

_LONGEST = 200
_CONTROL = lazy_pattern(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_NOTE = lazy_pattern(r"[\w-]+")
_TEX_LABEL = lazy_pattern(r"[^{}#\\%$&\s~^]+(?: [^{}#\\%$&\s~^]+)*")
_FILES = ("include", "layout", "data")
_NOTHING = (
    "there is nothing here that can be renamed: put the cursor on a heading, an id, the label of a link, a "
    "footnote, or the name of an include, a layout or a data file"
)


def prepare_rename(view: SiteView, path: str, offset: int) -> tuple[Span, str] | None:
    """What would be renamed at ``offset`` of ``path``: its place there and its name of now; ``None`` where
    nothing can be."""
    subject = _subject(view, path, offset)
    source = view.source(path)
    if subject is None or source is None:
        return None
    if subject.kind in _FILES:
        return subject.span, _file_name(view, subject)
    mark = _mark(view, subject, offset)
    if mark is None:
        return None
    return mark.span, source.text[mark.span.start : mark.span.end]


def rename(view: SiteView, path: str, offset: int, new_name: str) -> SiteEdit:
    """The edits after which what stands at ``offset`` of ``path`` has another name, also where it is named.

    Raises :class:`UsageError`, in words for a person, for what cannot be renamed, and for a name that it
    cannot have.
    """
    subject = _subject(view, path, offset)
    if subject is None:
        raise UsageError(_NOTHING)
    if not new_name.strip() or _CONTROL.search(new_name) or len(new_name) > _LONGEST:
        raise UsageError(f"a name is one line of at most {_LONGEST} characters, not {new_name[:40]!r}")
    if subject.kind in _FILES:
        return _rename_file(view, subject, new_name.strip())
    mark = _mark(view, subject, offset)
    if mark is None:
        raise UsageError(_NOTHING)
    if mark.kind != "anchor":
        return _rename_marks(view, path, mark, new_name.strip())
    if mark.written_id:
        return rename_id(view, path, mark, new_name.strip())
    return rename_heading(view, path, mark, new_name.strip())


def _subject(view: SiteView, path: str, offset: int) -> Subject | None:
    """What can be renamed at an offset."""
    for subject in subjects_at(view, path, offset):
        if subject.kind in _FILES and subject.span != WHOLE_FILE:
            is_file = subject.kind != "data" or (not subject.keys and view.kind(path) != "data")
            if is_file and view.source(subject.path) is not None:
                return subject
        if subject.kind in ("definition", "footnote", "label") or (subject.kind == "anchor" and subject.here):
            return subject
    return None


def _mark(view: SiteView, subject: Subject, offset: int) -> Mark | None:
    """The mark at the cursor, the smallest of several."""
    document = view.document(subject.path)
    found = [
        mark
        for mark in (marks(document) if document is not None else ())
        if (mark.kind, mark.name) == (subject.kind, subject.name)
        and mark.whole.start <= offset <= mark.whole.end
    ]
    return min(found, key=lambda mark: mark.whole.end - mark.whole.start, default=None)


# files


def _file_name(view: SiteView, subject: Subject) -> str:
    """What an include, a layout or a data file is called by."""
    if subject.kind == "include":
        return include_name(view, subject.path) or posixpath.basename(subject.path)
    if subject.kind == "layout":
        return next(name for name, each in view.site.layouts.items() if each.path == subject.path)
    return posixpath.splitext(posixpath.basename(subject.path))[0]


def _rename_file(view: SiteView, subject: Subject, new: str) -> SiteEdit:
    old, name = subject.path, _file_name(view, subject)
    extension = posixpath.splitext(old)[1]
    if "\\" in new or posixpath.isabs(new) or ".." in new.split("/"):
        raise UsageError(
            f"{new!r} is no name of a file: it may have folders in it, but not lead out of theirs"
        )
    if subject.kind == "include":
        if not re.fullmatch(r"[\w/.()+~#@-]+", new, re.ASCII) or re.search(r"[./]{2,}", new):
            raise UsageError(
                f"{new!r} is no name that include accepts: letters, digits and / . - _ ( ) + ~ # @"
            )
        if "." not in posixpath.basename(new):
            new += extension
        folder = old.removesuffix(name)
        return moved(view, {old: folder + new})
    if not re.fullmatch(r"[\w/. ()+@-]+", new) or (subject.kind == "data" and "/" in new):
        raise UsageError(f"{new!r} cannot be the name of a {subject.kind} file: use letters, digits, - and _")
    if posixpath.splitext(new)[1] != extension:
        new += extension
    folder = old.removesuffix(name + extension) if subject.kind == "layout" else posixpath.dirname(old) + "/"
    return moved(view, {old: folder + new})


# within a page


def _rename_marks(view: SiteView, path: str, mark: Mark, new: str) -> SiteEdit:
    """Another label of a link, footnote or formula, on its own page alone."""
    document = view.document(path)
    known = [each for each in (marks(document) if document is not None else ()) if each.kind == mark.kind]
    key = label_key(new) if mark.kind == "definition" else new
    _check_label(mark, new)
    if key != mark.name and any(each.name == key and each.defines for each in known):
        raise UsageError(f"{new} is the name of another {_WORDS[mark.kind]} of this page already")
    edits = Edits(view)
    for each in known:
        if each.name != mark.name:
            continue
        if each.implicit:  # the text that is read stays as it is
            end = each.whole.end - 2 if edits.text(path).endswith("[]", 0, each.whole.end) else each.whole.end
            edits.add(Place(path, Span(end, each.whole.end)), f"[{new}]")
        else:
            edits.add(Place(path, each.span), new)
    return edits.result()


_WORDS = {"definition": "link definition", "footnote": "footnote", "label": "formula"}


def _check_label(mark: Mark, new: str) -> None:
    if mark.kind == "footnote" and not _NOTE.fullmatch(new):
        raise UsageError(f"{new!r} cannot be the name of a footnote: use letters, digits, - and _")
    if mark.kind == "label" and not _TEX_LABEL.fullmatch(new):
        raise UsageError(f"{new!r} cannot be the label of a formula: use letters, digits, : - and _")
    if mark.kind == "definition" and (re.search(r"[\[\]{}\\|]", new) or new.startswith("^")):
        raise UsageError(f"{new!r} cannot be the label of a link: leave out brackets, braces, | and \\")
