from __future__ import annotations

import re
from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, PageFacts, Place, Related, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.front_matter._languages import language

_VERSION = re.compile(r"[-_.]?v?[0-9]+(?:[._][0-9]+)*")
"""A number that tells an edition from another: ``collections`` and ``collections-2.13``."""


class DuplicateTitle(SiteRule):
    """Two pages have the same title.

    ## What it does

    Reports a title that an earlier page already has, when both write it in their front matter and both are
    web pages of the same language. Which language that is, front matter (`lang`, `locale`), a default or a
    folder (`de/`, `_pt-br/`) says. Redirects, pages with a canonical address elsewhere and the same page of
    another edition (`v1/setup.md`, `v2/setup.md`) do not count.

    ## Why is this bad?

    Search results, browser tabs and feeds cannot tell them apart; search engines then make up titles of
    their own.

    ## References

    - <https://developers.google.com/search/docs/appearance/title-link>
    """

    severity = Severity.INFO
    valid = (
        Valid(
            "---\nlayout: x\ntitle: A\n---\n",
            files={"b.md": "---\nlayout: x\ntitle: B\n---\n", "_layouts/x.html": ""},
        ),
        Valid(
            "---\nlayout: x\ntitle: A\nlang: en\n---\n",
            files={"b.md": "---\nlayout: x\ntitle: A\nlang: de\n---\n", "_layouts/x.html": ""},
        ),
        Valid(
            "---\nlayout: x\ntitle: A\n---\n",
            path="tour/a.md",
            files={"de/tour/a.md": "---\nlayout: x\ntitle: A\n---\n", "_layouts/x.html": ""},
            why="a translation",
        ),
        Valid(
            "---\nlayout: x\ntitle: A\n---\n",
            path="guide-2.13/a.md",
            files={"guide/a.md": "---\nlayout: x\ntitle: A\n---\n", "_layouts/x.html": ""},
            why="another edition",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: x\ntitle: Notes\n---\n",
            at="Notes",
            path="z.md",
            message="'Notes'",
            related=("Notes",),
            files={"b.md": "---\nlayout: x\ntitle: Notes\n---\n", "_layouts/x.html": ""},
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        seen: dict[tuple[str, str], dict[str, tuple[str, Place]]] = {}
        for facts in sorted(site.pages(), key=lambda facts: facts.path):
            titled = _title(site, facts)
            if titled is None:
                continue
            title, tongue, place = titled
            pages = seen.setdefault((title.casefold(), tongue), {})
            folder, _, file = facts.path.rpartition("/")
            name = f"{_VERSION.sub('', folder)}/{file}"
            earlier = next((page for other, page in pages.items() if other != name), None)
            pages.setdefault(name, (facts.path, place))
            if earlier is not None:
                yield self.finding(
                    f"{earlier[0]} has the same title, {title!r}",
                    place,
                    help="say in the title what tells the two apart",
                    related=[Related(earlier[1], "first here")],
                )


def _title(site: SiteFacts, facts: PageFacts) -> tuple[str, str, Place] | None:
    record, key = site.records.get(facts.path), facts.key("title")
    if record is None or key is None or record.output_ext != ".html":
        return None
    data = record.data
    title = data.get("title")
    skipped = data.get("redirect_to") or data.get("canonical_url") or data.get("layout") in (None, "none")
    if not isinstance(title, str) or not title.strip() or skipped:
        return None
    return title.strip(), language(facts.path, data), Place(facts.path, key.value)
