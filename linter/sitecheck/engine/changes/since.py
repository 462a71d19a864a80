"""What a change brought: the whole site is judged as it was and as it is, and what is new is told.

So a link that breaks because a page elsewhere was renamed is told, too. What was found before is remembered
by the ids of what git holds: the second time nothing is read.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha1, sha256

from sitecheck.engine.cache import cache_folder
from sitecheck.engine.changes.alike import MOST_COMPARED, paired_by_lines
from sitecheck.engine.findings.finding_keys import finding_keys
from sitecheck.engine.findings.mask_report import mask_report
from sitecheck.engine.revisions.around_site import files_around
from sitecheck.engine.revisions.former_site import former_site
from sitecheck.engine.revisions.git import GitError, Repository, find_repository
from sitecheck.engine.revisions.git_tree import (
    TreeFile,
    commit_of,
    contents,
    files_in,
    find_base,
    has_commit,
    tree_of,
)
from sitecheck.errors import MachineError, UsageError
from sitecheck.files import read_file, said_by
from sitecheck.model.report import RunReport, Since
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.digest import digest

AUTO = "auto"
"""Stands for the base of a commit or a pull request, when it is known."""
_SECOND = 1_000_000_000
_SHORT = 1_000_000
"""Bytes of a file that is compared by its lines."""


class Memory(NamedTuple):
    """Where it is remembered what was found before (a site's folder), and what else that hangs on."""

    folder: str
    key: str
    now: int
    """The moment of the run (ns since the epoch)."""


class Found(NamedTuple):
    """The keys of findings, and of those among them that nobody was shown."""

    keys: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()


class Before(NamedTuple):
    """A site as it was: the keys of its findings, and where the files were that were moved since."""

    found: Found
    repository: Repository
    tree: str
    notices: tuple[str, ...]


def site_repository(site: str, environment: Mapping[str, str], option: str = "--since") -> Repository:
    """The repository that a site lies in, which ``option`` of the command line needs.

    Raises :class:`UsageError` when it cannot be asked.
    """
    try:
        repository = find_repository(site, environment)
    except GitError as error:
        raise UsageError(f"{option}: {error}") from error
    if repository is None:
        raise UsageError(f"{option}: {site} is in no git repository")
    return repository


def automatic_revision(repository: Repository, environment: Mapping[str, str]) -> str:
    """The revision that "auto" stands for; "" when none is known.

    For pre-commit the last commit, when another is made, or where a push begins; in a pull request of
    GitHub's what it is merged into. Sources: pre-commit's variables, GitHub's event ``pull_request``.
    """
    wanted: Sequence[str] = ()
    if environment.get("PRE_COMMIT") == "1":
        pushed = environment.get("PRE_COMMIT_FROM_REF", "")
        with contextlib.suppress(GitError):  # there is no commit yet
            wanted = (pushed,) if pushed else ("HEAD",) if repository.staged() else ()
    elif environment.get("GITHUB_EVENT_NAME", "").startswith("pull_request"):
        wanted = _bases(environment, commit_of(repository, "HEAD^2"))
    return next((revision for revision in wanted if has_commit(repository, revision)), "")


def _bases(environment: Mapping[str, str], merged: str) -> tuple[str, ...]:
    """What a pull request is merged into, where ``merged``, the second parent of what is checked out, is its
    last commit; then the commit and the branch that it is for.

    That last commit may be checked out by itself, and be a merge, too: its first parent is then a commit of
    the author's, with all that he has brought before.
    """
    base, head = _ends(environment)
    parent = "HEAD^1" if merged and head in ("", merged) else ""
    branch = environment.get("GITHUB_BASE_REF", "") and f"origin/{environment['GITHUB_BASE_REF']}"
    return tuple(filter(None, (parent, base, branch)))


def _ends(environment: Mapping[str, str]) -> tuple[str, str]:
    """The commit that a pull request is for, and its own last one; "" where the event does not say."""
    try:
        pull = json.loads(read_file(environment.get("GITHUB_EVENT_PATH", "")))["pull_request"]
        base, head = (pull.get(end) or {} for end in ("base", "head"))
        return str(base.get("sha", "")), str(head.get("sha", ""))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", ""


def present_files(repository: Repository, site: str, option: str = "--since") -> tuple[str, ...]:
    """The files of a site that git knows or would add: what it ignores is in no revision either.

    Raises :class:`UsageError`, which names ``option`` of the command line, when git cannot tell.
    """
    try:
        return tuple(sorted(set(repository.present(site))))
    except GitError as error:
        raise UsageError(f"{option}: {error}") from error


def judge_before(
    site: str, repository: Repository, revision: str, memory: Memory | None, judge: Callable[[str], RunReport]
) -> Before:
    """What ``judge`` finds in the site as it was where the present commit left ``revision``.

    Raises :class:`UsageError` for a revision that is not there, or not whole.
    """
    try:
        base = find_base(repository, revision)
        tree = tree_of(repository, base.commit, site)
        notices = (base.notice,) if base.notice else ()
        if not tree:
            notices = (*notices, f"at {revision} there is no such folder, so that everything is new")
            return Before(Found(), repository, tree, notices)
        around = files_around(repository, base.commit, site)
        key = digest(cache_folder.code_digest(), memory.key, tree, repr(around)) if memory else ""
        known = _load(memory, key)
        if known is None:
            known = _judge(site, repository, (tree, around), judge, (memory, key))
        return Before(known, repository, tree, notices)
    except GitError as error:
        raise UsageError(f"--since {revision}: {error}") from error
    except OSError as error:
        raise MachineError(f"{error.filename}: {said_by(error)}") from error


def _judge(
    site: str,
    repository: Repository,
    what: tuple[str, tuple[TreeFile, ...]],
    judge: Callable[[str], RunReport],
    where: tuple[Memory | None, str],
) -> Found:
    tree, around = what
    memory, key = where
    with former_site(site, repository, tree, around) as target:
        report = judge(target)
        hidden = set(report.hidden)
        whole = _whole(report)
        keyed = list(zip(keys_of(whole), whole.findings, strict=True))
    found = Found(
        frozenset(key for key, _ in keyed), frozenset(key for key, finding in keyed if finding in hidden)
    )
    if memory is not None and not report.crashes:
        value = [memory.now, report.seen.until, sorted(found.keys), sorted(found.hidden)]
        cache_folder.save(memory.folder, "since", key, value)
    return found


def _load(memory: Memory | None, key: str) -> Found | None:
    """What was found at another time at which the site was the same."""
    if memory is None:
        return None
    value = cache_folder.load(memory.folder, "since", key)
    if not isinstance(value, list) or len(value) != 4:
        return None
    began, until, *lists = value
    in_time = isinstance(began, int) and began <= memory.now
    in_time = in_time and (until is None or (isinstance(until, int) and memory.now < until * _SECOND))
    if not in_time or not all(isinstance(keys, list) for keys in lists):
        return None
    keys, hidden = (frozenset(key for key in keys if isinstance(key, str)) for keys in lists)
    return Found(keys, hidden)


def keys_of(report: RunReport, names: Mapping[str, str] | None = None) -> list[str]:
    """The key of each finding, as reports show them; ``names`` are those that files had before."""
    shown = mask_report(report)
    return finding_keys(shown.findings, shown.sources, names or {})


def without_old(report: RunReport, whole: RunReport, before: Before, revision: str, site: str) -> RunReport:
    """``report`` with only what is new in it; ``whole`` has all that is found now, whatever is accepted, and
    what is not shown of it apart: what was not shown before, and is now, is new to who reads."""
    hidden, whole = set(whole.hidden), _whole(whole)
    found = before.found
    keys = keys_of(whole)
    if not found.keys.issuperset(keys):
        names = _moved(whole, before, site)
        keys = keys_of(whole, names) if names else keys
    old = {
        finding
        for finding, key in zip(whole.findings, keys, strict=True)
        if key in found.keys and (key not in found.hidden or finding in hidden)
    }
    since = Since(
        revision=revision,
        old=tuple(finding for finding in report.findings if finding in old),
        mended=len(found.keys - set(keys)),
    )
    findings = tuple(finding for finding in report.findings if finding not in old)
    return report._replace(findings=findings, since=since)


def _whole(report: RunReport) -> RunReport:
    """The report with what it does not show among its findings, in reading order."""
    findings = sorted((*report.findings, *report.hidden), key=lambda finding: finding.sort_key)
    return report._replace(findings=tuple(findings), hidden=())


def _moved(report: RunReport, before: Before, site: str) -> dict[str, str]:
    """The names that files with findings had before, of those that were moved, and edited at most in part."""
    if not before.tree:
        return {}
    try:
        there = {file.path: file for file in files_in(before.repository, before.tree)}
        added = {finding.path for finding in report.findings} - set(there)
        gone = {path: file for path, file in there.items() if not os.path.lexists(os.path.join(site, path))}
        if not added or not gone:
            return {}
        ids = {path: _blob_id(os.path.join(site, path), len(before.tree)) for path in added}
        by_id = {file.id: path for path, file in gone.items()}
        names = {path: by_id[id_] for path, id_ in ids.items() if id_ in by_id}
        if len(names) == len(added):
            return names
        # one without findings may be more alike than one with some
        new = sorted(set(before.repository.present(site)) - set(there))
        return {**_edited(before.repository, site, gone.values(), new), **names}
    except GitError:
        return {}


def _edited(
    repository: Repository, site: str, gone: Iterable[TreeFile], new: Sequence[str]
) -> dict[str, str]:
    """The names that new files had before, as far as their lines tell."""
    short = sorted(file for file in gone if 0 < file.size <= _SHORT)[:MOST_COMPARED]
    before = {file.path: data for file, data in contents(repository, short)}
    pairs = paired_by_lines(
        list(before), new, before.__getitem__, lambda path: _data(os.path.join(site, path))
    )
    return {path: name for name, path in pairs.items()}


def _data(path: str) -> bytes:
    try:
        return read_file(path)
    except OSError:
        return b""


def _blob_id(path: str, digits: int) -> str:
    """What git calls a file's content (gitformat-pack(5)), in a repository whose ids have so many digits."""
    try:
        data = read_file(path)
    except OSError:
        return ""
    maker = sha1 if digits == 40 else sha256  # git's choice; nobody is to be protected
    return maker(b"blob %d\0%s" % (len(data), data)).hexdigest()
