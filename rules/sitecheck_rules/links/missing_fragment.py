from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import at_causes, certain_links
from sitecheck_rules.links._told import told


class MissingFragment(SiteRule):
    """An external link names an anchor that its page does not have.

    ## What it does

    Looks up external links that end in `#…` and reports those whose page has no such anchor. Only pages of
    HTML that can be read in full are judged; text fragments, pages of PDF files, lines on code hosts and
    what a script would read are left alone.

    ## Why is this bad?

    The reader lands at the top of the page instead of the passage that is meant.

    ## References

    - runs with `--external` and `external: {fragments: true}` in `.sitecheck.yml` only, as it must load
      whole pages
    """

    network = True
    valid = (
        Valid("---\n---\n[see](https://example.org/#there)\n", why="without the network nothing is said"),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for resolved in at_causes(site, certain_links(site, "external")):
            link, status = resolved.link, site.status(resolved.link)
            url, _, fragment = (link.href or "").partition("#")
            if status is not None and fragment and fragment in status.missing_fragments:
                yield told(
                    self,
                    resolved,
                    f"{url} has no anchor #{fragment}",
                    help="see what the anchor is called now, or link to the page",
                )
