from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sitecheck.api import (
    Finding,
    Invalid,
    NamedTuple,
    PageFacts,
    Place,
    Related,
    ResolvedLink,
    Severity,
    SiteFacts,
    SiteRule,
    Valid,
)
from sitecheck_rules.head._heads import proves_owner
from sitecheck_rules.links._chosen import certain_links, chosen_links, gathered
from sitecheck_rules.links._meant import is_doubled
from sitecheck_rules.links._told import advice, told

_TOLD_APART = 5
"""So many pictures are told one by one that are not found for one reason."""
_PLUGIN = {"_config.yml": "plugins: [jekyll-seo-tag]\n"}


class _Card(NamedTuple):
    """What is told of the picture of a page."""

    finding: Finding
    folder: str
    """The folder in which it is; "" where that is not known."""
    targets: tuple[str | None, ...]
    """Where it was looked for."""


class MissingShareImage(SiteRule):
    """The picture of a share card is not among the files of the site.

    ## What it does

    Resolves `og:image` and `twitter:image` as the layouts compose them, and, where jekyll-seo-tag runs, the
    `image:` of the front matter, against the files that Jekyll would publish. What one value makes wrong in
    several tags is told once, and of many pictures that what stands before them in a template makes wrong,
    or that one folder has, one for all. A page in place of a picture is told, too, as the address of the
    site alone, which is left where a page names no picture.

    ## Why is this bad?

    Who shares the page shows an empty frame, or none.

    ## References

    - <https://ogp.me/#metadata> (`og:image`)
    - <https://github.com/jekyll/jekyll-seo-tag/blob/master/docs/advanced-usage.md> (setting an image)
    """

    severity = Severity.ERROR
    valid = (
        Valid("---\nimage: /a.png\n---\n", why="no plugin reads it"),
        Valid(
            '<head><meta property="og:image" content="{{ page.image }}"></head>\n',
            path="_layouts/x.html",
            files={"google0123456789abcdef.html": "---\nlayout: x\nimage: /a.png\n---\n"},
            why="nobody shares a page that only proves whose site it is",
        ),
        Valid("---\nimage: /a.png\n---\n{% seo %}\n", files={**_PLUGIN, "a.png": ""}),
        Valid(
            "---\nimage: /a.png\nlayout: x\n---\n",
            files={**_PLUGIN, "_layouts/x.html": "<head><title>A</title></head>{{ content }}\n"},
            why="no tag of the plugin is on the page",
        ),
        Valid(
            '<head><meta property="og:image" content="https://example.org/a.png"></head>\n',
            path="_layouts/default.html",
        ),
        Valid(
            "---\nlayout: x\nimage: /a.png\n---\n",
            files={
                "img/a.png": "",
                "_layouts/x.html": '<meta property="og:image" content="/img/{{ page.image }}">\n',
            },
            why="doubled-slash tells it",
        ),
    )
    invalid = (
        Invalid(
            "---\nlayout: x\nimage: /a.png\n---\n",
            at="/a.png",
            message="there is no image at /a.png",
            files={
                "_config.yml": "url: https://a.org\n",
                "_layouts/x.html": '<head><meta property="og:image" content="{{ page.image }}">'
                '<meta name="twitter:image" content="{{ site.url }}{{ page.image }}"></head>{{ content }}\n',
            },
            related=("{{ page.image }}",),
            why="once, though two tags name it",
        ),
        Invalid('<meta property="og:image" content="/a.png">\n', path="_layouts/default.html", at="/a.png"),
        Invalid(
            "---\nimage: { path: /a.png }\nlayout: x\n---\n",
            at="/a.png",
            severity=Severity.WARNING,
            files={**_PLUGIN, "_layouts/x.html": "<head>{% seo %}</head>{{ content }}\n"},
        ),
        Invalid(
            '<head><meta property="og:image" content="/a.png"><meta name="twitter:image" content="/a.png">\n',
            path="_layouts/default.html",
            at="/a.png",
            related=("/a.png",),
            why="of both tags the first is told",
        ),
        Invalid(
            '<head><meta property="og:image" content="/img/{{ page.image }}"></head>\n',
            path="_layouts/x.html",
            at="/img/{{ page.image }}",
            message="and 6 more addresses",
            files={
                f"{name}.md": f"---\nlayout: x\nimage: https://b.org/{name[0]}.png\n---\n"
                for name in ("a", "b", "c", "d", "e", "f", "g", "g2")
            },
            why="the layout puts a folder before whole addresses, of which two pages may have one",
        ),
        Invalid(
            '<head><meta property="og:image" content="{{ site.uploads }}{{ site.logo }}"></head>\n',
            path="_layouts/x.html",
            at="{{ site.uploads }}",
            message="there is no image at /uploads/",
            files={
                "_config.yml": "uploads: /uploads/\n",
                "a.md": "---\nlayout: x\n---\n",
                "b.md": "---\nlayout: x\n---\n",
            },
            why="the logo is missing, not the folder",
        ),
        Invalid(
            '<head><meta property="og:image" content="{{ site.url }}/{{ page.image }}"></head>\n',
            path="_layouts/x.html",
            at="{{ site.url }}/",
            message="https://a.org/ is a page, and no image",
            help="only where there is an image",
            severity=Severity.WARNING,
            files={
                "_config.yml": "url: https://a.org\n",
                "index.md": "---\nlayout: x\n---\n",
                "a.md": "---\nlayout: x\nimage: img/a.png\n---\n",
                "img/a.png": "",
            },
        ),
        Invalid(
            "---\nlayout: x\nimage: a.png\npermalink: /b/\n---\n",
            at="a.png",
            message="there is no image at /b/a.png",
            help="did you mean /a.png?",
            files={
                **_PLUGIN,
                "Gemfile.lock": "GEM\n  specs:\n    jekyll-seo-tag (2.9.1)\n",
                "_layouts/x.html": "<head>{% seo %}</head>{{ content }}\n",
                "a.png": "",
            },
            related=("{% seo %}",),
            why="since 2.9 the plugin looks in the folder of the page",
        ),
        Invalid(
            "---\nlayout: x\nimage: a.png\n---\n",
            path="a.md",
            at="a.png",
            severity=Severity.WARNING,
            message="there is no image at a.png (and 5 more pictures that are in /img/)",
            files={
                **_PLUGIN,
                "_layouts/x.html": "<head>{% seo %}</head>{{ content }}\n",
                **{f"{name}.md": f"---\nlayout: x\nimage: {name}.png\n---\n" for name in "bcdef"},
                **{f"img/{name}.png": "" for name in "abcdef"},
            },
            why="the pages name the files as something else takes them",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        cards = self._cards(site) if "jekyll-seo-tag" in site.plugins else []
        told_of = {target for card in cards for target in card.targets}
        broken = (each for each in certain_links(site, "broken-page") if _is_picture(site, each))
        for alike in _alike(gathered(site, broken, _names_file)):
            resolved, *others = alike
            if resolved.verdict.target in told_of:
                continue
            yield told(
                self,
                resolved,
                f"there is no image at {resolved.link.href}",
                help=advice(site, resolved),
                severity=Severity.WARNING if all(each.by_host for each in alike) else None,
                more=_further(resolved, others),
            )
        yield from _together(cards)
        pages = chosen_links(site, "page as picture", _names_page)
        for resolved, *others in _alike(gathered(site, pages)):
            yield told(
                self,
                resolved,
                f"{resolved.link.href} is a page, and no image",
                help="write the tag only where there is an image",
                severity=Severity.WARNING,
                more=_further(resolved, others),
            )

    def _cards(self, site: SiteFacts) -> list[_Card]:
        """The pictures that jekyll-seo-tag does not find."""
        return [card for facts in site.pages() for card in self._card(site, facts)]

    def _card(self, site: SiteFacts, facts: PageFacts) -> Iterator[_Card]:
        """The picture that jekyll-seo-tag shows where the page is shared."""
        name, image = _picture(site, facts)
        key, url = facts.key(name), site.url(facts.path)
        if key is None or url is None or not image or image.startswith("//"):
            return
        # jekyll-seo-tag puts baseurl before it, and since 2.9 the folder of the page, too; a layout of the
        # site may read it as it is
        base = site.site.baseurl
        rooted = site.leads("/", f"{base}/{image.lstrip('/')}")
        if rooted.status != "broken-page":  # most are there: nothing else is asked then
            return
        others = (site.leads(url, image), site.leads("/", image))
        is_written = site.may_have(facts, "meta", "content")  # as the plugin's tag writes it
        if is_written and all(verdict.status == "broken-page" for verdict in others):
            finding = self.finding(
                f"there is no image at {image}",
                Place(facts.path, key.value),
                help=f"{rooted.reason}; jekyll-seo-tag names it where the page is shared",
                severity=Severity.WARNING,
            )
            # of a whole address the tag that names it tells more: what was meant
            looked = (rooted,) if "://" in image else (rooted, *others)
            targets = tuple(verdict.target for verdict in looked)
            yield _Card(finding=finding, folder=_folder(rooted.nearest, image), targets=targets)


def _is_picture(site: SiteFacts, resolved: ResolvedLink) -> bool:
    """Whether a link is that of a card to a picture which is not there; where but a doubled slash hides it,
    another rule tells that."""
    return _is_of_card(resolved) and not is_doubled(site, resolved)


def _is_of_card(resolved: ResolvedLink) -> bool:
    """Whether a link is that of a card; a page that only proves whose site it is nobody shares."""
    pages = [page.path for page in resolved.on] or [resolved.page]
    is_card = resolved.link.element == "meta" and resolved.link.attribute == "content"
    return is_card and not all(map(proves_owner, pages))


def _names_file(resolved: ResolvedLink) -> bool:
    """Whether an address has a name behind its folder; where it has none, a value is missing that is printed
    there, and the one before it is not at fault."""
    return not (resolved.link.href or "").endswith("/")


def _names_page(resolved: ResolvedLink) -> bool:
    """Whether a card names a page of the site in place of a picture: mostly, as the value is missing that is
    to stand behind the site's address."""
    target = (resolved.verdict.target or "").partition("#")[0]
    is_found = resolved.verdict.status == "ok" and bool((resolved.link.href or "").strip())
    return _is_of_card(resolved) and is_found and target.endswith(("/", ".html", ".htm"))


def _alike(links: Iterable[ResolvedLink]) -> Iterable[list[ResolvedLink]]:
    """The links together that one value makes, or that name one picture on the same pages, as ``og:image``
    and ``twitter:image`` do."""
    groups: dict[tuple[object, ...], list[ResolvedLink]] = {}
    for each in links:
        groups.setdefault(_kind(each), []).append(each)
    return groups.values()


def _kind(resolved: ResolvedLink) -> tuple[object, ...]:
    if resolved.printed_at is not None:
        return (resolved.link.place,)
    return (resolved.link.place.path, resolved.verdict.target, resolved.others, resolved.on)


def _further(first: ResolvedLink, others: Iterable[ResolvedLink]) -> list[Related]:
    """Where else the same is wrong."""
    places = (each.link.place for each in others)
    return [Related(place, "and here") for place in places if place != first.link.place]


def _folder(nearest: str, image: str) -> str:
    """The folder in which a picture is that is named without it."""
    name = image.lstrip("/")
    return nearest.removesuffix(name) if nearest.endswith(f"/{name}") else ""


def _together(cards: Iterable[_Card]) -> Iterator[Finding]:
    """What is told of pictures; of many that one folder has, one for all: who names them so means that."""
    folders: dict[str, list[Finding]] = {}
    for card in cards:
        folders.setdefault(card.folder, []).append(card.finding)
    for folder, findings in folders.items():
        if not folder or len(findings) <= _TOLD_APART:
            yield from findings
            continue
        first, *others = findings
        more = f"{first.message} (and {len(others):,} more pictures that are in {folder})"
        yield first._replace(message=more, pages=len(findings))


def _picture(site: SiteFacts, facts: PageFacts) -> tuple[str, str]:
    """The key that names the page's picture, and its value; two empty texts when there is none."""
    record = site.records.get(facts.path)
    image = record.data.get("image") if record is not None else None
    if isinstance(image, Mapping):
        name = next((name for name in ("path", "facebook", "twitter") if image.get(name)), "")
        key, image = f"image.{name}", image.get(name)
    else:
        key = "image"
    return key, image.strip() if isinstance(image, str) else ""
