"""Which addresses a change makes disappear, and the redirects that save them."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import quote

from sitecheck.engine.changes.alike import paired_by_lines
from sitecheck.engine.changes.since import present_files, site_repository
from sitecheck.engine.edits.redirect_edit import edit_for_redirects
from sitecheck.engine.reading.open_site import Call, site_options
from sitecheck.engine.revisions.around_site import files_around
from sitecheck.engine.revisions.former_site import former_site
from sitecheck.engine.revisions.git import GitError
from sitecheck.engine.revisions.git_tree import find_base, tree_of
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.errors import MachineError, UsageError
from sitecheck.files import leads_out, read_file, replace_file, said_by
from sitecheck.jekyll import Record, Resolver, Route, Site, load_site
from sitecheck.jekyll.generators.redirects import redirects_of
from sitecheck.model.fix import apply_edits
from sitecheck.named_tuple import NamedTuple
from sitecheck.text.source import Source, TextProblem, decode


class LostAddress(NamedTuple):
    """An address that was there and is no more. ``path`` is where its page is now, "" when it is gone."""

    url: str
    source: str
    """The file that made it; "" for a plugin's."""
    path: str
    new_url: str
    can_redirect: bool
    """Whether the front matter at ``path`` can name it in ``redirect_from``."""


class Comparison(NamedTuple):
    """What a change does to the addresses of a site."""

    lost: tuple[LostAddress, ...]
    has_plugin: bool
    """Whether the site makes redirects of ``redirect_from``."""
    notices: tuple[str, ...]


class _Moment(NamedTuple):
    site: Site
    folder: str


def compare_addresses(folder: str, settings: Settings, call: Call, revision: str) -> Comparison:
    """The addresses that the site had where the present commit left ``revision``, and has no more.

    Both are read with the settings of now. Raises :class:`UsageError` for a revision that is not there, or
    not whole.
    """
    repository = site_repository(folder, os.environ, "--compare")
    call = call._replace(known=frozenset(present_files(repository, folder, "--compare")), now=time.time_ns())
    now = _Moment(load_site(folder, site_options(settings, call)), folder)
    has_plugin = now.site.makes_redirects
    try:
        base = find_base(repository, revision)
        notices = (base.notice,) if base.notice else ()
        tree = tree_of(repository, base.commit, folder)
        if not tree:
            gone = f"at {revision} there is no such folder, so that no address can be lost"
            return Comparison((), has_plugin, (*notices, gone))
        around = files_around(repository, base.commit, folder)
        with former_site(folder, repository, tree, around) as target:
            options = site_options(settings, call._replace(known=None))
            lost = _lost(_Moment(load_site(target, options), target), now)
            return Comparison(tuple(lost), has_plugin, notices)
    except GitError as error:
        raise UsageError(f"--compare {revision}: {error}") from error
    except OSError as error:
        raise MachineError(f"{error.filename}: {said_by(error)}") from error


def _lost(before: _Moment, now: _Moment) -> Iterator[LostAddress]:
    resolver = Resolver(now.site)
    routes = {route.url: route for route in before.site.routes}.values()
    gone = [route for route in routes if _is_gone(resolver, route)]
    asked = {each.output: each.source for each in redirects_of(before.site) if each.moved}
    sources = [route.source or asked.get(route.output, "") for route in gone]
    places = _Successors(before, now, [source for source in sources if source])
    merged = {record.path: record.data for record in now.site.sources()}
    for route, source in zip(gone, sources, strict=True):
        path = places.of(source) if source else ""
        found = now.site.by_source.get(path)
        yield LostAddress(
            url=route.url,
            source=source,
            path=path,
            new_url=found.url if found is not None else "",
            can_redirect=(
                found is not None
                and found.kind != "static"  # behind a byte order mark, say, Jekyll sees no front matter
                and _edit(now.folder, path, [route.url], merged.get(path)) is not None
            ),
        )


def _is_gone(resolver: Resolver, route: Route) -> bool:
    """Whether a visitor of a former address finds nothing now; what a plugin may make counts as there."""
    site = resolver.site
    if route.output in site.by_output:
        return False
    return (
        resolver.resolve("/", site.baseurl + quote(route.url, safe="/%"), markdown=False).status
        == "broken-page"
    )


class _Successors:
    """Finds the file that a page is in now: under its own name, or under another with the same text, the same
    title, or most of its lines."""

    def __init__(self, before: _Moment, now: _Moment, sources: Sequence[str]) -> None:
        self._now = now.site.by_source
        self._before = before
        self._after = now
        self._found: dict[str, str] = {}
        missing = [path for path in dict.fromkeys(sources) if path not in self._now]
        new = [path for path in self._now if path not in before.site.by_source]
        for pair in (self._by_text, self._by_title, self._by_lines):
            left = [path for path in missing if path not in self._found]
            taken = set(self._found.values())
            self._found.update(pair(left, [path for path in new if path not in taken]))

    def of(self, source: str) -> str:
        """The file of now; "" when there is none."""
        return source if source in self._now else self._found.get(source, "")

    def _by_text(self, gone: Sequence[str], new: Sequence[str]) -> dict[str, str]:
        return _matched(gone, new, self._bytes_before, self._bytes_now)

    def _by_title(self, gone: Sequence[str], new: Sequence[str]) -> dict[str, str]:
        old, later = _titles(self._before.site), _titles(self._after.site)
        return _matched(gone, new, lambda path: old.get(path, ""), lambda path: later.get(path, ""))

    def _by_lines(self, gone: Sequence[str], new: Sequence[str]) -> dict[str, str]:
        return paired_by_lines(gone, new, self._bytes_before, self._bytes_now)

    def _bytes_before(self, path: str) -> bytes:
        return _bytes(self._before.folder, path)

    def _bytes_now(self, path: str) -> bytes:
        return _bytes(self._after.folder, path)


def _matched(
    gone: Sequence[str],
    new: Sequence[str],
    key_before: Callable[[str], object],
    key_now: Callable[[str], object],
) -> dict[str, str]:
    """Pairs of a file that is gone and the one new file with the same key, where no other has it."""
    keys: dict[object, list[str]] = {}
    for path in new if gone else ():
        keys.setdefault(key_now(path), []).append(path)
    found = {path: keys.get(key, []) for path in gone if (key := key_before(path))}
    taken = Counter(paths[0] for paths in found.values() if paths)
    return {path: paths[0] for path, paths in found.items() if len(paths) == 1 and taken[paths[0]] == 1}


def _titles(site: Site) -> dict[str, str]:
    """The titles of pages; a post without one has that of its file's name."""

    def title(record: Record) -> str:
        value = record.data.get("title")
        return value.strip() if isinstance(value, str) else ""

    return {record.path: title(record) for record in site.sources() if record.path is not None}


def _bytes(folder: str, path: str) -> bytes:
    try:
        return read_file(os.path.join(folder, path))
    except OSError:
        return b""


def _edit(
    folder: str, path: str, addresses: Sequence[str], merged: Mapping[str, object] | None = None
) -> tuple[Source, str] | None:
    source = decode(path, _bytes(folder, path))
    edit = None if isinstance(source, TextProblem) else edit_for_redirects(source.text, addresses, merged)
    if isinstance(source, TextProblem) or edit is None:
        return None
    if source.newline == "\r\n":
        edit = edit._replace(text=edit.text.replace("\n", "\r\n"))
    return source, apply_edits(source.text, [edit])


def write_redirects(folder: str, lost: Sequence[LostAddress]) -> tuple[str, ...]:
    """Writes what can be saved into the front matter of the pages; the files that were changed.

    Raises :class:`MachineError` when the disk is full or a file may not be written.
    """
    wanted: dict[str, list[str]] = {}
    for each in lost:
        if each.can_redirect:
            wanted.setdefault(each.path, []).append(each.url)
    changed = []
    for path, addresses in wanted.items():
        made, full = _edit(folder, path, addresses), os.path.join(folder, path)
        if made is None or leads_out(full, folder):
            continue
        source, text = made
        try:
            replace_file(os.path.realpath(full), [source.encode(text)], durable=True)
        except OSError as error:
            raise MachineError(f"{path}: not changed, {said_by(error)}") from error
        changed.append(path)
    return tuple(changed)
