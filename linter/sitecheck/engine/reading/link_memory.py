"""What is remembered from run to run of the links of a site's pages."""

from __future__ import annotations

from collections.abc import Mapping

from sitecheck.document import ChosenLinks, Input, SiteFacts
from sitecheck.engine.analyze import FileReport
from sitecheck.engine.cache.file_cache import FileCache
from sitecheck.engine.cache.link_choices import LinkInputs
from sitecheck.engine.reading.layout_work import LayoutWork


class LinkMemory:
    """The memory of one run."""

    def __init__(self, cache: FileCache, before: LinkInputs, layouts: LayoutWork, *, keeps: bool) -> None:
        """``before`` is what ``cache`` knew of the files. ``keeps``: whether this run is remembered."""
        self._cache = cache
        self._layouts = layouts
        self._keeps = keeps
        self._choices = cache.choices(before)

    def recall(self, reports: Mapping[Input, FileReport]) -> ChosenLinks | None:
        """What is known of the links of pages that are as they were."""
        _ = self._layouts.frames  # which hang on nothing here, and decide where links lead
        facts = {input_: report.facts for input_, report in reports.items()}
        return self._choices.recall(facts)

    def remember(self, site: SiteFacts, reports: Mapping[Input, FileReport]) -> None:
        """Take note of what was asked of the links of ``site``."""
        if self._keeps:
            facts = {input_: report.facts for input_, report in reports.items()}
            self._choices.remember(site, facts, self._cache.seal)
