from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Safety, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import external_links
from sitecheck_rules.links._meant import replacement
from sitecheck_rules.links._told import told


class MovedLink(SiteRule):
    """An external link is permanently redirected.

    ## What it does

    Looks external links up and reports those whose server says that the page has moved for good (301, 308).

    ## Why is this bad?

    Every reader takes a detour, and redirects are dropped sooner or later.

    ## Fix safety

    The fix writes the new address. It is safe when only the scheme or a slash at the end changes.

    ## References

    - runs with `--external` only
    """

    severity = Severity.INFO
    network = True
    valid = (Valid("---\n---\n[see](https://example.org/)\n", why="without the network nothing is said"),)

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        for resolved, status in external_links(site, "moved"):
            if not status.final_url:
                continue
            _, mark, fragment = (resolved.link.href or "").partition("#")
            target = status.final_url + mark + fragment
            safety = Safety.SAFE if status.rewritable else Safety.UNSAFE
            yield told(
                self,
                resolved,
                f"{resolved.link.href} has moved to {status.final_url}",
                help="write the new address",
                fix=replacement(resolved.link, target, f"write {target}", safety),
            )
