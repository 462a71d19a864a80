from __future__ import annotations

from collections.abc import Iterator

from sitecheck.api import Finding, Invalid, Place, SiteFacts, SiteRule, Slips, Valid


class UnknownAuthor(SiteRule):
    """A page's author is a slip of one in `_data/authors`.

    ## What it does

    Reports `author: jo-doe` when there is a `_data/authors.yml` that does not have it, but has `jodoe`. Names
    that are like none there are taken for guests. Where a layout looks authors up by a name that it writes in
    small letters or as a slug, `Jo Doe` is `jo-doe`. What the `defaults` of `_config.yml` give is told there,
    once.

    ## Why is this bad?

    Layouts, jekyll-seo-tag and jekyll-feed look the author up by this key: name, picture and address are
    missing from the page.

    ## References

    - <https://jekyll.github.io/jekyll-seo-tag/advanced-usage/#author-information>
    """

    valid = (
        Valid("---\nauthor: jo\n---\n", files={"_data/authors.yml": "jo: {name: Jo Doe}\n"}),
        Valid("---\nauthor: A guest\n---\n", files={"_data/authors.yml": "jo: {name: Jo Doe}\n"}),
        Valid("---\nauthor: Hanna\n---\n", files={"_data/authors.yml": "anna: {name: Anna Doe}\n"}),
        Valid("---\nauthor: jodoe\n---\n", why="there is no list of authors"),
        Valid(
            "---\nauthor: JoDoe\n---\n",
            files={
                "_data/authors.yml": "jodoe: {name: Jo Doe}\n",
                "_layouts/x.html": "{% assign k = page.author | slugify %}{{ site.data.authors[k].name }}\n",
            },
            why="the layout makes the key of it",
        ),
    )
    invalid = (
        Invalid(
            "---\nauthor: JoDoe\n---\n",
            files={"_data/authors.yml": "jodoe: {name: Jo Doe}\n"},
            at="JoDoe",
            message="_data/authors has no JoDoe",
            help="did you mean jodoe?",
        ),
        Invalid(
            "---\nauthor: jdooe\n---\n",
            files={"_data/authors.yml": "jdoe: {name: Jo Doe}\n"},
            message="_data/authors has no jdooe",
        ),
        Invalid(
            "defaults:\n- scope: {path: ''}\n  values: {author: jdooe}\n",
            path="_config.yml",
            files={"_data/authors.yml": "jdoe: {name: Jo Doe}\n", "a.md": "---\n---\n", "b.md": "---\n---\n"},
            at="jdooe",
            help="did you mean jdoe?",
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        known = site.site.data.get("authors")
        if not isinstance(known, dict) or site.site.own_ruby.why(site.site.own_ruby.data, "authors"):
            return
        names = {str(name) for name in known}
        slips, near = Slips(names), dict[str, str]()
        is_respelt = any("author" in name for facts in site.files.values() for name in facts.respelt)
        places: set[Place] = set()  # the defaults of the configuration give one value to many pages
        for facts in site.pages():
            record, place = site.records.get(facts.path), site.said_at(facts, "author")
            value = record.data.get("author") if record is not None else None
            if place is None or place in places or not isinstance(value, str) or value in names:
                continue
            places.add(place)
            if value not in near:
                near[value] = _meant(value, slips.of(value[:100]))
            if near[value] and not (is_respelt and _bare(value) == _bare(near[value])):
                yield self.finding(
                    f"_data/authors has no {value}",
                    place,
                    help=f"did you mean {near[value]}?",
                )


def _meant(name: str, near: str) -> str:
    """The author that is meant, if one is: who writes the name of a person, where keys are in small letters,
    names a guest."""
    is_name = name[:1].isupper() and not near[:1].isupper()
    return "" if is_name and name.lower() != near.lower() else near


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))
