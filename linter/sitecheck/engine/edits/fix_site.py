"""``sitecheck fix``: run, apply what is safe, run again until nothing changes."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator

from sitecheck.engine.check_site import check_site
from sitecheck.engine.edits.choose_fixes import ROUNDS, Chosen, choose_fixes, in_lines_of
from sitecheck.engine.edits.line_diff import line_diff
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.revisions.around_site import copy_around
from sitecheck.errors import MachineError
from sitecheck.files import (
    FileChangedError,
    file_stamp,
    has_link,
    is_below,
    pass_tick,
    place_in_repository,
    read_file,
    relative_path,
    replace_file,
    said_by,
)
from sitecheck.files.scratch import copy_site, scratch_folder
from sitecheck.jekyll.files.file_tree import MAX_DEPTH
from sitecheck.lazy_pattern import lazy_pattern
from sitecheck.model.finding import Finding
from sitecheck.model.fix import Safety, apply_edits
from sitecheck.model.report import RunReport
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.front_matter import FrontMatter, body_start, read_front_matter
from sitecheck.text.source import Source, TextProblem, decode

SKIPPED_FOLDERS = frozenset({".git", "_site", "node_modules", ".jekyll-cache", ".sass-cache"})
_DEEPEST = 2 * MAX_DEPTH
"""In so many folders lies what is copied: no deeper ones are read of the source, which may lie in some
itself."""
_MOST_TRIED = 50
"""So many fixes of one front matter are tried one by one where all together break it."""
_QUOTED = lazy_pattern(r'["\\]|##')
_PLAIN = lazy_pattern(r"[ !$-\[\]-~]")


class FixOutcome(NamedTuple):
    """What fixing did: the findings that were mended, the files changed, and what is left."""

    fixed: tuple[Finding, ...]
    changed: tuple[str, ...]
    report: RunReport
    unsettled: tuple[str, ...] = ()
    """Rules whose fixes undo each other."""
    refused: tuple[str, ...] = ()
    """What was not changed and why, a line for each file."""


def fix_site(
    options: RunOptions, level: Safety, on_change: Callable[[str], object] = lambda path: None
) -> FixOutcome:
    """Mends the site in place; ``on_change`` hears of each file as soon as it is written, whole.

    Each run remembers, where ``options`` say, what the next one need not read again: the first begins with
    what an earlier check of the site has found, and the others read what was mended.

    Raises :class:`MachineError` when the disk is full or otherwise fails; the file at hand is then as it was.
    """
    repair = _Repair(options.site, on_change)
    chosen: list[Chosen] = []
    for _ in range(ROUNDS):
        began = pass_tick()
        report = check_site(options)
        chosen = choose_fixes(report.findings, level)
        if not repair.apply(chosen, began):
            return repair.outcome(report)
    unsettled = sorted({f.rule for each in chosen for f in each.applied})
    return repair.outcome(check_site(options))._replace(unsettled=tuple(unsettled))


class _Repair:
    """The fixes made so far."""

    def __init__(self, site: str, on_change: Callable[[str], object]) -> None:
        self._site = site
        self._on_change = on_change
        self._fixed: list[Finding] = []
        self._changed: dict[str, None] = {}
        self._refused: dict[str, str] = {}

    def outcome(self, report: RunReport) -> FixOutcome:
        """What was done, and what ``report`` says is left."""
        refused = tuple(f"{path}: not changed, {why}" for path, why in self._refused.items())
        return FixOutcome(tuple(self._fixed), tuple(self._changed), report, refused=refused)

    def apply(self, chosen: Iterable[Chosen], began: int) -> bool:
        """Makes the fixes that a run from ``began`` (ns since the epoch) on found; whether to look again.

        A file that was changed since then, even while its fixes are written, is not what the run has read: it
        waits for the next run, and so does a file that has just been changed under another name, by a link.
        """
        written: set[str] = set()
        again = False
        for each in chosen:
            path = os.path.join(self._site, each.path)
            real = os.path.realpath(path)
            if each.path in self._refused:
                continue
            if real in written or _changed_since(real, began):
                again = True
            elif self._apply(each, path, real):
                written.add(real)
            else:
                again |= _changed_since(real, began)
        return again or bool(written)

    def _apply(self, chosen: Chosen, path: str, real: str) -> bool:
        try:
            was = file_stamp(real)
            mended = _mended(chosen, read_file(real))
            if mended is None:
                return False
            data, made = mended
            # what is written counts, wherever the path leads now
            if not is_below(real, os.path.realpath(self._site)):
                raise PermissionError(errno.EACCES, "it is a link out of the site", path)
            replace_file(real, [data], durable=True, was=was)
        except FileChangedError:
            return False
        except PermissionError as error:
            self._refused[chosen.path] = said_by(error)
            return False
        except OSError as error:
            raise MachineError(f"{path}: not changed, {said_by(error)}") from error
        # a link is mended where it leads, as a patch can only change what is a file
        name = (
            relative_path(real, os.path.realpath(self._site)) if has_link(path, self._site) else chosen.path
        )
        self._on_change(name)
        self._changed[name] = None
        self._fixed += made.applied
        return True


def _changed_since(path: str, began: int) -> bool:
    stamp = file_stamp(path)
    return stamp is None or stamp.newest > began


def _mended(chosen: Chosen, data: bytes) -> tuple[bytes, Chosen] | None:
    """The file with the fixes made, and which these are; ``None`` when they change nothing."""
    source = decode(chosen.path, data)
    if isinstance(source, TextProblem):
        return None
    made, text = chosen, _with_edits(source, chosen)
    was = read_front_matter(source.text)
    if _is_broken(text, was):
        made = _harmless(chosen, source, was)
        text = _with_edits(source, made)
        if _is_broken(text, was):
            return None
    return (source.encode(text), made) if text != source.text else None


def _harmless(chosen: Chosen, source: Source, was: FrontMatter) -> Chosen:
    """The fixes of the body, and those of the front matter after each of which it can still be read."""
    body = body_start(source.text)
    in_front, behind = list[Finding](), list[Finding]()
    for finding in chosen.applied:
        edits = finding.fix.edits if finding.fix else ()
        (in_front if min(edits).span.start < body else behind).append(finding)
    made = Chosen.of(chosen.path, behind)
    for finding in in_front[:_MOST_TRIED]:
        more = Chosen.of(chosen.path, (*made.applied, finding))
        if not _is_broken(_with_edits(source, more), was):
            made = more
    return made


def _with_edits(source: Source, chosen: Chosen) -> str:
    return apply_edits(source.text, in_lines_of(source, chosen.edits))


def _is_broken(text: str, was: FrontMatter) -> bool:
    """Whether the front matter of a text is no more, or cannot be read any more, as it ``was``."""
    new = read_front_matter(text)
    return (was.present and not new.present) or (new.failed and not was.failed)


def diff_site(options: RunOptions, level: Safety) -> tuple[FixOutcome, str]:
    """What :func:`fix_site` would do, on a copy that has the same around it: the outcome and a unified diff.
    Nothing is written.

    What the copy's runs remember is forgotten with it.
    """
    with scratch_folder() as folder:
        target = os.path.join(folder, "site")
        place = place_in_repository(options.site)
        if place is not None:
            copy_around(place, target)
            target = os.path.join(target, place.below)
        copy_site(options.site, target, SKIPPED_FOLDERS, _DEEPEST)
        memory = options.cache_dir and os.path.join(folder, "memory")
        outcome = fix_site(options._replace(site=target, cache_dir=memory), level)
        return outcome, "".join(
            line for path in sorted(outcome.changed) for line in _diff(options.site, target, path)
        )


def _diff(before: str, after: str, path: str) -> Iterator[str]:
    old, new = (_lines(os.path.join(folder, path)) for folder in (before, after))
    return line_diff(old, new, _quoted(f"a/{path}"), _quoted(f"b/{path}"))


def _lines(path: str) -> list[str]:
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.readlines()


def _quoted(path: str) -> str:
    """A file's name in the head of a diff as git writes and reads it: an odd one in quotes, with octal bytes.

    Source: ``core.quotePath`` in git-config(1).
    """
    if path.isascii() and path.isprintable() and not _QUOTED.search(path):
        return f"{path}\t" if " " in path else path
    data = os.fsencode(path)
    return '"' + "".join(chr(byte) if _PLAIN.match(chr(byte)) else f"\\{byte:03o}" for byte in data) + '"'
