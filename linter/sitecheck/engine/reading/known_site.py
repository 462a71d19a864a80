"""All that is read of a site, before it is judged."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import Any, TypeAlias

from sitecheck.document import Input, SiteFacts, SiteReader
from sitecheck.engine.analyze import FileReport
from sitecheck.engine.cache.file_cache import FileCache, Lookup
from sitecheck.engine.cache.known_files import KnownFiles
from sitecheck.engine.cache.link_choices import LinkInputs
from sitecheck.engine.cache.run_cache import site_folder
from sitecheck.engine.phases import Phases
from sitecheck.engine.reading.layout_work import LayoutWork
from sitecheck.engine.reading.link_memory import LinkMemory
from sitecheck.engine.reading.open_site import open_site
from sitecheck.engine.reading.read_site import (
    Reading,
    inputs_of,
    read_site,
    reads_of,
    site_facts,
    works_apart,
)
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.reading.work_shares import WorkShares
from sitecheck.engine.settings.site_patterns import check_patterns, from_site
from sitecheck.engine.settings.site_settings import Settings
from sitecheck.errors import MachineError
from sitecheck.files import sweep_files
from sitecheck.jekyll import Site
from sitecheck.model.facts import Read
from sitecheck.net import form_problem
from sitecheck.rule.base import FileRule, SiteRule
from sitecheck.text.front_matter import FrontMatters

Begin: TypeAlias = "Callable[[SiteFacts, Iterable[Any], LayoutWork], object]"
"""Begins what hangs on no file's report, with the rules that may be on."""


@dataclass(frozen=True)
class KnownSite:
    """A site that was read."""

    reader: SiteReader
    """The reader that every file was read with first."""
    inputs: tuple[Input, ...]
    reports: Mapping[Input, FileReport]
    """What is known of each of ``inputs``, in their order."""
    reads: frozenset[Read]
    """What was read for any of them."""
    facts: SiteFacts
    rules: tuple[Any, ...]
    """The rules that may be on."""
    apart: bool
    """Whether it is judged by more than one process."""
    layouts: LayoutWork
    """What layouts and heads give, and what is remembered of that."""
    links: LinkMemory | None = None
    """What is remembered of links, if anything is."""

    @cached_property
    def by_path(self) -> Mapping[str, Input]:
        """What each file is that is read; further pages of lists are none of their own."""
        return {each.path: each for each in reversed(self.inputs) if not each.later_url}


def know_site(
    options: RunOptions, phases: Phases, *, later: bool = False, begin: Begin | None = None
) -> KnownSite:
    """Reads the site: what the cache does not know is read anew, and remembered.

    ``later``: links that it knows are read when they are asked for, which may raise
    :class:`DamagedCacheError`; whoever reads the site without this then is not met by that. ``begin`` is
    called before files are read, where nothing is known of any and several processes read: the facts that it
    gets hold no file.

    Raises :class:`UsageError` for a pattern of ``only`` that no file matches, :class:`MachineError` if the
    folder vanishes meanwhile.
    """
    files = _files(options)
    reader = open_site(options.site, options.settings, options.call, None, files)
    sweep_files(reader.site.leftovers)
    inputs = inputs_of(reader)
    only = (from_site(pattern, options.site) for pattern in options.only)
    check_patterns(only, _paths(reader.site, inputs), options.site)
    rules = _enabled(options.settings)
    shares = WorkShares(reader, inputs)
    cache = _cache(options, shares, files)
    keeps = not options.cached_as
    layouts = _layouts(shares, cache, rules, keeps=keeps)
    how = _how(rules, layouts, options, phases, apart=works_apart(inputs, shares, options.jobs))
    lookup = _look_up(inputs, cache, phases, later=later)
    if begin is not None and how.apart and not lookup.known:
        begin(_facts(shares, {}, frozenset(), layouts).of_heads(), rules, layouts)
    read = read_site(lookup.unknown, shares, how)
    reports = {input_: lookup.known.get(input_) or read[input_] for input_ in inputs}
    links = None
    if cache is not None:
        before = LinkInputs(lookup.seen, lookup.unknown, lookup.seal)
        links = LinkMemory(cache, before, layouts, keeps=keeps)
        if keeps:
            _remember(reports, lookup, cache, phases)
    reads = lookup.reads | reads_of(read.values())
    if not os.path.isdir(options.site):
        raise MachineError(f"{options.site}: the folder vanished while it was read")
    return KnownSite(
        reader=shares.first,
        inputs=inputs,
        reports=reports,
        reads=reads,
        facts=_facts(shares, reports, reads, layouts, links=links),
        rules=tuple(rules),
        apart=how.apart,
        layouts=layouts,
        links=links,
    )


def recall_site(
    options: RunOptions,
    others: Mapping[Input, FileReport] | None = None,
    earlier: FrontMatters | None = None,
) -> KnownSite:
    """The site as far as it is known without reading its files: from the cache, and from ``others`` what that
    does not keep. Of files that neither knows there are no facts.

    ``earlier`` is the front matter of the site as it was read before.
    """
    reader = open_site(options.site, options.settings, options.call, earlier)
    inputs = inputs_of(reader)
    shares = WorkShares(reader, inputs)
    cache = _cache(options, shares)
    lookup = cache.look_up(inputs) if cache is not None else Lookup({}, inputs)
    known = {**(others or {}), **lookup.known}
    reports = {input_: known[input_] for input_ in inputs if input_ in known}
    reads = lookup.reads | reads_of(reports.values())
    layouts = LayoutWork(shares, cache, keeps=False, works=False)
    return KnownSite(
        reader=shares.first,
        inputs=inputs,
        reports=reports,
        reads=reads,
        facts=_facts(shares, reports, reads, layouts),
        rules=tuple(_enabled(options.settings)),
        apart=False,
        layouts=layouts,
    )


@lru_cache(maxsize=20_000)  # pages link to the same addresses
def _form_problem(url: str) -> str:
    problem = form_problem(url)
    return problem.reason if problem is not None else ""


_facts = partial(site_facts, form_problem=_form_problem)


def _how(
    rules: list[Any], layouts: LayoutWork, options: RunOptions, phases: Phases, *, apart: bool
) -> Reading:
    apart = apart and not options.picture
    heads = not apart and any(isinstance(rule, SiteRule) and rule.reads_heads for rule in rules)
    return Reading(
        rules=[rule for rule in rules if isinstance(rule, FileRule)],
        jobs=options.jobs,
        phases=phases,
        meanwhile=lambda: layouts.begin(heads=heads),
        apart=apart,
    )


def _layouts(shares: WorkShares, cache: FileCache | None, rules: Iterable[Any], *, keeps: bool) -> LayoutWork:
    alternates = any(isinstance(rule, SiteRule) and rule.needs_alternates for rule in rules)
    return LayoutWork(shares, cache, keeps=keeps, alternates=alternates)


def _files(options: RunOptions) -> KnownFiles | None:
    if options.memory is None:
        return None
    return KnownFiles(_folder(options, options.memory), options.site, time.time_ns())


def _cache(options: RunOptions, shares: WorkShares, files: KnownFiles | None = None) -> FileCache | None:
    if options.memory is None:
        return None
    settings = options.settings.digest_source
    return FileCache(_folder(options, options.memory), settings, shares.first, files)


def _folder(options: RunOptions, memory: str) -> str:
    return site_folder(memory, options.cached_as or options.site)


def _look_up(inputs: tuple[Input, ...], cache: FileCache | None, phases: Phases, *, later: bool) -> Lookup:
    if cache is None:
        return Lookup({}, inputs)
    phases.begin("recalling files")
    return cache.look_up(inputs, later=later)


def _remember(reports: Mapping[Input, FileReport], lookup: Lookup, cache: FileCache, phases: Phases) -> None:
    if lookup.unknown:
        phases.begin("remembering files")
        cache.remember(reports)
    cache.remember_files()


def _enabled(settings: Settings) -> list[Any]:
    return [settings.rules[id_](settings.options.get(id_)) for id_ in sorted(settings.may_be_on())]


def _paths(site: Site, inputs: Iterable[Input]) -> Iterator[str]:
    """The files that findings may be in."""
    yield from (input_.path for input_ in inputs)
    yield from (static.path for static in site.static)
    yield from (file.path for file in site.data_files)
    yield from site.unpublished
