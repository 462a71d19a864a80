"""``sitecheck fix``: run, apply what is safe, run again until nothing changes."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sitecheck.engine.fixer import ROUNDS, Chosen, choose, write_atomically
from sitecheck.engine.run import RunOptions, run
from sitecheck.errors import UsageError
from sitecheck.model.finding import Finding
from sitecheck.model.fix import Edit, Safety, apply_edits
from sitecheck.model.report import RunReport
from sitecheck.text.files import read_file
from sitecheck.text.front_matter import read_front_matter
from sitecheck.text.source import Source, TextProblem, decode

SKIPPED_FOLDERS = frozenset({".git", "_site", "node_modules", ".jekyll-cache", ".sass-cache"})
LINKED_FROM_BYTES = 1_000_000
"""Files from this size on are hard-linked into the copy that ``--diff`` works on, not copied."""


class FixOutcome(NamedTuple):
    """What fixing did: the findings that were mended, the files changed, and what is left."""

    fixed: tuple[Finding, ...]
    changed: tuple[str, ...]
    report: RunReport
    unsettled: tuple[str, ...] = ()
    """Rules whose fixes undo each other."""


def fix_site(options: RunOptions, level: Safety) -> FixOutcome:
    """Mends the site in place. Raises :class:`UsageError` when a file cannot be written; it is then whole."""
    options = replace(options, cache_dir=None)
    fixed: list[Finding] = []
    changed: dict[str, None] = {}
    report = run(options)
    chosen: list[Chosen] = []
    for _ in range(ROUNDS):
        chosen = choose(report.findings, level)
        done = [each for each in chosen if _apply(options.site, each)]
        if not done:
            return FixOutcome(tuple(fixed), tuple(changed), report)
        for each in done:
            fixed += each.applied
            changed[each.path] = None
        report = run(options)
    unsettled = sorted({f.rule for each in chosen for f in each.applied})
    return FixOutcome(tuple(fixed), tuple(changed), report, tuple(unsettled))


def _apply(site: str, chosen: Chosen) -> bool:
    path = os.path.join(site, chosen.path)
    try:
        source = decode(chosen.path, read_file(path))
    except OSError as error:
        raise UsageError(f"{path}: not changed, it cannot be read: {error.strerror}") from error
    if isinstance(source, TextProblem):
        return False
    text = apply_edits(source.text, [_with_newline(edit, source) for edit in chosen.edits])
    if text == source.text or _breaks_front_matter(source.text, text):
        return False
    write_atomically(path, source.encode(text))
    return True


def _with_newline(edit: Edit, source: Source) -> Edit:
    return edit._replace(text=edit.text.replace("\n", "\r\n")) if source.newline == "\r\n" else edit


def _breaks_front_matter(before: str, after: str) -> bool:
    old, new = read_front_matter(before), read_front_matter(after)
    return (old.present and not new.present) or (new.failed and not old.failed)


def diff_site(options: RunOptions, level: Safety) -> tuple[FixOutcome, str]:
    """What :func:`fix_site` would do, on a copy: the outcome and a unified diff. Nothing is written."""
    with tempfile.TemporaryDirectory(prefix="sitecheck-") as copy:
        target = os.path.join(copy, "site")
        shutil.copytree(
            options.site,
            target,
            symlinks=True,
            ignore=lambda _, names: [name for name in names if name in SKIPPED_FOLDERS],
            copy_function=_copy,
        )
        outcome = fix_site(replace(options, site=target), level)
        return outcome, "".join(
            line for path in sorted(outcome.changed) for line in _diff(options.site, target, path)
        )


def _copy(source: str, target: str) -> str:
    if not os.path.isfile(source):
        return target  # pipes and devices stay behind
    if os.path.getsize(source) >= LINKED_FROM_BYTES:
        try:
            os.link(source, target)
            return target
        except OSError:
            pass  # another file system
    return str(shutil.copyfile(source, target))


def _diff(before: str, after: str, path: str) -> Iterator[str]:
    old, new = (_lines(os.path.join(folder, path)) for folder in (before, after))
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(path: str) -> list[str]:
    with open(path, encoding="utf-8", newline="") as file:
        return file.readlines()
