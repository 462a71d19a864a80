"""What git knows of a site: in a commit hook, files that are not part of the commit do not exist."""

from __future__ import annotations

from collections.abc import Mapping

from sitecheck.named_tuple import NamedTuple

_MOST_NAMED = 3


class Tracked(NamedTuple):
    """The files of a site that count, as sorted paths from its folder, and what to tell the user."""

    files: tuple[str, ...] | None = None
    """``None``: every file counts."""
    notices: tuple[str, ...] = ()


def tracked_files(site: str, environment: Mapping[str, str]) -> Tracked:
    """The files of the folder ``site`` in git's index when pre-commit calls.

    pre-commit says so by ``PRE_COMMIT=1``; it puts unstaged changes aside but leaves untracked files where
    they are, and a link to one would be broken once it is pushed. Every file counts when this is no hook,
    when the folder is in no repository and, with a notice, when git cannot be asked: a commit is not to be
    refused for that.
    """
    if environment.get("PRE_COMMIT") != "1":
        return Tracked()
    from sitecheck.engine.revisions.git import GitError, find_repository

    try:
        repository = find_repository(site, environment)
        return Tracked() if repository is None else Tracked(tuple(sorted(repository.tracked(site))))
    except GitError as error:
        return Tracked(notices=(f"git cannot be asked, so untracked files count like others: {error}",))


def left_out(site: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """What to tell of the files of a site that do not count in a hook, as nobody has added them: who links to
    one sees that it is there, and hears that it is not."""
    from sitecheck.engine.revisions.git import GitError, find_repository

    try:
        repository = find_repository(site, environment)
        names = sorted(repository.untracked(site)) if repository is not None else []
    except GitError:
        return ()
    if not names:
        return ()
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return (f"not in git, so not there for this check: {', '.join(names[:_MOST_NAMED])}{more} (git add)",)
