from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import filterfalse

from sitecheck.api import Finding, Invalid, ResolvedLink, Severity, SiteFacts, SiteRule, Valid
from sitecheck_rules.links._chosen import ServedElsewhere, broken_pages, gathered_by_folder, is_image
from sitecheck_rules.links._elsewhere import Elsewhere
from sitecheck_rules.links._meant import in_case, merged_slashes
from sitecheck_rules.links._told import advice, inner_address, told


class MissingImage(SiteRule[ServedElsewhere]):
    """A page shows an image that the site does not have.

    ## What it does

    Resolves the addresses of images (`![…](…)`, `<img src>`, `srcset`, a video's `poster`, `url(…)` in
    styles) against the files that Jekyll would publish. Addresses that another repository may serve are
    informations, as `broken-link` has them. The `<img>` of a `<picture>` with a `<source>` for any screen is
    a warning: only browsers that do not know its format show it. An image that is not there is an information
    where `onerror` puts something in its place.

    ## Why is this bad?

    The reader sees a broken picture. A common cause is upper and lower case: macOS and Windows find
    `Photo.JPG` as `photo.jpg`, the web server does not.

    ## Fix safety

    The fix is offered, and safe, where the address differs from that of a file in upper and lower case only.

    ## References

    - <https://jekyllrb.com/docs/static-files/>
    """

    by_page = True
    severity = Severity.ERROR
    Options = ServedElsewhere
    valid = (
        Valid("---\n---\n![A ship](/a.png)\n", files={"a.png": ""}),
        Valid(
            "<img src='/gone.png'>",
            path="_layouts/old.html",
            files={"index.md": "---\nlayout: new\n---\n", "_layouts/new.html": "{{ content }}"},
            why="no page has the layout, and nobody sees it",
        ),
        Valid("<style>\n@font-face { src: url(data:font/woff2;base64,d09G) }\n</style>\n"),
        Valid("---\n---\n![A ship](https://example.org/a.png)\n"),
    )
    invalid = (
        Invalid("---\n---\n![A ship](/a.png)\n", at="/a.png", message="/a.png"),
        Invalid("---\n---\n<div style=\"background: url('/a.png')\"></div>\n", at="/a.png"),
        Invalid(
            "<style>\n/* url(/old.png) */\nbody { background: url(/a.png) }\n</style>\n",
            path="_layouts/default.html",
            at="/a.png",
        ),
        Invalid(
            "---\n---\n![A ship](/Ship.png)\n",
            at="/Ship.png",
            files={"ship.png": ""},
            message="/Ship.png",
            fixed="---\n---\n![A ship](/ship.png)\n",
        ),
        Invalid(
            '---\n---\n<picture><source srcset="/a.webp"><img src="/a.png" alt="A ship"></picture>\n',
            at="/a.png",
            files={"a.webp": ""},
            severity=Severity.WARNING,
            why="browsers that know WebP show the other",
        ),
        Invalid(
            '---\n---\n<picture><source srcset="/a.webp" media="(width > 40em)"><img src="/a.png" alt="">\n'
            '</picture><picture></picture><img src="/a.webp" alt="A ship">\n',
            at="/a.png",
            files={"a.webp": ""},
            why="the other is for wide screens alone",
        ),
        Invalid(
            '---\n---\n<img src="/a.png" onerror="this.remove()" alt="A ship">\n',
            at="/a.png",
            severity=Severity.INFO,
            help="onerror puts something in its place",
        ),
        Invalid(
            "---\nimage: https://example.org/a.png\n---\n<img src='{{ site.baseurl }}/{{ page.image }}'>\n",
            at="https://example.org/a.png",
            help="takes nothing before it: https://example.org/a.png",
            related=("/{{ page.image }}",),
            why="the layout takes every image for one of the site",
        ),
        Invalid(
            "---\n---\n![A ship](/ships/sloop.png)\n",
            files={"CNAME": "me.example.org\n"},
            severity=Severity.INFO,
            message="this leads below /ships/, where the site has nothing",
            help="ignore: [/ships/] for the rule missing-image",
            why="another project of the owner may serve it",
        ),
        Invalid(
            '---\n---\n![A ship](/ships/sloop.png) <a href="/ships/a/">A</a> <a href="/ships/b/">B</a>\n',
            severity=Severity.INFO,
            message="this leads below /ships/, where the site has nothing",
            why="links to pages and images hint at another deployment together",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        broken = list(broken_pages(site))
        elsewhere = Elsewhere(site, self.id, broken)
        missing = filter(partial(self._is_missing, site), broken)
        for resolved in gathered_by_folder(site, missing):
            inside = inner_address(resolved.link.href or "")
            away = elsewhere.away(resolved) if not inside else None
            is_minor = resolved.by_host or resolved.link.spare
            severity = Severity.INFO if away else Severity.WARNING if is_minor else None
            yield told(
                self,
                resolved,
                away.message if away else f"there is no image at {resolved.link.href}",
                help=away.hint if away else inside or advice(site, resolved),
                fix=in_case(site, resolved),
                severity=severity,
            )
        replaced = site.choose("replaced", _is_replaced)
        for resolved in gathered_by_folder(site, filterfalse(self.options.covers, replaced)):
            yield told(
                self,
                resolved,
                f"there is no image at {resolved.link.href}",
                help="onerror puts something in its place, once the browser has asked for it in vain",
                severity=Severity.INFO,
            )

    def _is_missing(self, site: SiteFacts, resolved: ResolvedLink) -> bool:
        """Whether the page shows it, and neither the owner nor another rule has said what there is to say."""
        is_shown = is_image(resolved.link) and resolved.link.element != "meta"
        return is_shown and not (self.options.covers(resolved) or merged_slashes(site, resolved))


def _is_replaced(resolved: ResolvedLink) -> bool:
    return resolved.verdict.status == "replaced"
