from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from sitecheck.api import (
    Finding,
    Id,
    Invalid,
    NamedTuple,
    PageFacts,
    Place,
    Related,
    SiteFacts,
    SiteRule,
    Span,
    Valid,
    lazy_pattern,
)

_NUMBERED = frozenset({"drawing", "converted"})
"""What programs number, and nobody has written."""
_EMPTY = lazy_pattern(
    r"[\"']?[^<>]*(?:/>\s*|>\s*</(?:a|span|div|p)>\s*|>\s*(?:</(?:a|span)>\s*)?(?:<[A-Za-z][^<>]*)?)"
)
"""What follows the id of an element and stands before the next thing, where the element holds nothing or
begins with that."""
_HEADED = lazy_pattern(r"[#\s]*<[A-Za-z][^<>]*")
"""What stands before the id of an element that a heading begins with."""
_VALUE = lazy_pattern(r"(?i)\b(?:id|name)\s*=\s*[\"']?$")
"""What stands before a value that an attribute takes from an output."""
_NEAR = 200
_APART = (
    "links to it reach the first one only; add what tells one turn of the loop, or one include, from the next"
)
_MOST = 10_000_000
"""So many ids that layouts give are looked at, some six times what the largest sites have: what they give to
further pages has been seen on others by then."""


class _Twice(NamedTuple):
    """What has an id that a layout gives once more, and to which pages."""

    earlier: Id
    pages: list[PageFacts]


class DuplicateId(SiteRule):
    """Two things on one page have the same id.

    ## What it does

    Reports an id that a page gives twice: two ids written by hand, one written by hand that an automatic
    heading id also takes, or one that a loop or a repeated include gives each time. Two headings with one
    text are no fault: kramdown numbers them, but for those of two texts that `markdownify` converts one by
    one. Nor are two pictures in SVG or their parts, which drawing programs number, nor an empty `<a id>`
    right before what has its id, nor an element that begins with it: a link leads to the same spot. The ids
    that layouts and their includes give to the page count, too; what a layout gives is told once, at the
    layout.

    ## Why is this bad?

    A link to `#id` always goes to the first of them; the second cannot be reached, and scripts and
    stylesheets that look for the id take the wrong one.

    ## References

    - <https://html.spec.whatwg.org/multipage/dom.html#the-id-attribute>
    """

    by_page = True
    valid = (
        Valid("# One\n\n# One\n", why="kramdown makes `one` and `one-1`"),
        Valid('<p id="a"></p>\n<p id="b"></p>\n'),
        Valid(
            '---\n---\n<p id="n{{ 9 | mixed }}"></p>\n<p id="n{{ 9 | mixed }}"></p>\n',
            path="a.html",
            files={
                "_plugins/a.rb": "module M\n  def mixed(x)\n    rand(x)\n  end\nend\n"
                "Liquid::Template.register_filter(M)\n"
            },
            why="a plugin makes a part of each",
        ),
        Valid(
            '<a id="gear"></a>\n\n## Gear\n',
            why="links to it show the heading, whichever they reach",
        ),
        Valid(
            '---\n---\n<a class="anchor" id="team"></a>\n<section class="wide" id="team">Text</section>\n',
            path="a.html",
            why="so they do with a section",
        ),
        Valid(
            '<div role="tabpanel" id="profile" markdown="1">\n## Profile\n\nText\n</div>\n',
            why="the element begins with the heading",
        ),
        Valid('## <a id="fuel-gauge"></a>Fuel gauge\n', why="the heading begins with the element"),
        Valid(
            '<svg><g id="Page-1"></g></svg>\n<svg><g id="Page-1"></g></svg>\n',
            path="copied.html",
            why="as drawing programs name every page",
        ),
        Valid(
            '---\n---\n<svg id="Layer_1"></svg>\n<svg id="Layer_1"></svg>\n',
            why="as they name every picture",
        ),
        Valid(
            "---\n---\n{% capture a %}## More{% endcapture %}\n"
            "<div>{{ a | markdownify }}</div>\n\n<div>{{ a | markdownify }}</div>\n",
            why="nobody has written the ids",
        ),
        Valid(
            "---\nlayout: l\n---\n## Main\n",
            files={"_layouts/l.html": '{% if page.wide %}<i id="main"></i>{% endif %}{{ content }}'},
            why="this page does not get the layout's",
        ),
        Valid(
            "---\n---\n{{ site.posts[0].content }}{% for p in site.posts %}{{ p.content }}{% endfor %}\n",
            path="index.html",
            files={"_posts/2024-01-01-a.md": '---\n---\n<p id="a">Text</p>\n'},
            why="a list shows the newest post twice",
        ),
        Valid(
            '<p id="a"></p>{{ content }}\n',
            path="_layouts/inner.html",
            files={
                "_layouts/outer.html": "{% assign text = content | replace: '<p', '<p a' %}{{ text }}\n",
                "a.md": "---\nlayout: mid\n---\nText\n",
                "_layouts/mid.html": "---\nlayout: outer\n---\n{% include a.html %}{{ content }}\n",
                "_includes/a.html": '<p id="a"></p>\n',
            },
            why="the outer layout prints what the inner one has made, with some changes",
        ),
        *(
            Valid(
                '---\nlayout: outer\n---\n<p id="a"></p>{{ content }}\n',
                path="_layouts/inner.html",
                files={
                    "_layouts/outer.html": f'<p id="a"></p>{shown}\n',
                    "b.md": "---\nlayout: inner\n---\nText\n",
                },
                why="the outer layout does not print the inner one, or no tag of it",
            )
            for shown in ("{{ content | strip_html }}", "{% if false %}{{ content }}{% endif %}")
        ),
        Valid(
            "{% capture top %}<p id='main'></p>{% endcapture %}{{ top | replace: 'q', 'r' }}{{ content }}\n",
            path="_layouts/l.html",
            files={"a.md": "---\nlayout: l\n---\n## Main\n"},
            why="what prints all of it with changes may change the id, too",
        ),
    )
    invalid = (
        Invalid(
            '<p id="gear">One</p>\n\n<p id="gear">Two</p>\n',
            at="gear",
            message="the id 'gear' is taken",
            related=("gear",),
        ),
        Invalid('<a id="gear"></a> Text\n\n## Gear\n', at="## Gear", related=("gear",)),
        Invalid('<div id="gear">\n<p>Text</p>\n</div>\n\n## Gear\n', at="## Gear", related=("gear",)),
        Invalid('<p id="a"></p><p id="a"></p>\n', path="copied.html", at="a", related=("a",)),
        Invalid(
            '## Fuel <a id="fuel-gauge"></a>gauge\n',
            at="fuel-gauge",
            related=('## Fuel <a id="fuel-gauge"></a>gauge',),
        ),
        Invalid("# A list\n\n## Other {#a-list}\n", message="'a-list'", related=("# A list",)),
        Invalid(
            '---\n---\n<p id="n1"></p><p id="n2"></p>\n'
            '{% for n in (1..3) %}<p id="n{{ n }}"></p>{% endfor %}\n',
            path="a.html",
            at="n{{ n }}",
            message="the id 'n1' is taken by something earlier on the page (and 1 more id, such as 'n2')",
            related=("n1",),
        ),
        Invalid(
            '---\n---\n{% for n in (1..3) %}<p id="n"></p>{% endfor %}\n',
            path="a.html",
            at="n",
            message="the id 'n' is given more than once here",
        ),
        Invalid(
            '{% for n in (1..3) %}<p id="menu"></p>{% endfor %}{{ content }}\n',
            path="_layouts/l.html",
            at="menu",
            message="the id 'menu' is given more than once here",
            help="for example on a.html",
            files={"a.html": "---\nlayout: l\n---\n"},
        ),
        Invalid(
            '{% for n in (1..3) %}<p id="n{{ n }}"></p>{% endfor %}{{ content }}\n',
            path="_layouts/l.html",
            at="n{{ n }}",
            message="the id 'n1' is given by the page, too (and 2 more ids, such as 'n2')",
            files={"a.html": '---\nlayout: l\n---\n<p id="n1"></p><p id="n2"></p><p id="n3"></p>\n'},
            related=("n1",),
        ),
        *(
            Invalid(
                f"{{% for one in site.data.menu %}}<li {written}></li>{{% endfor %}}{{{{ content }}}}\n",
                path="_layouts/l.html",
                at="{{ one | slugify }}",
                message="the id 'main' is given by the page, too",
                files={"_data/menu.yml": "- Main\n- Other\n", "a.md": "---\nlayout: l\n---\n## Main\n"},
                related=("## Main",),
            )
            for written in ("id={{ one | slugify }}", "ID = '{{ one | slugify }}'")
        ),
        Invalid(
            '<main id="main">{{ content }}</main><p id="twice"></p><p id="twice"></p>\n',
            path="_layouts/l.html",
            at="main",
            message="the id 'main' is given by the page, too",
            files={"a.md": "---\nlayout: l\n---\n## Main\n"},
            related=("## Main",),
            findings=2,
        ),
    )

    def check(self, site: SiteFacts) -> Iterator[Finding]:
        shared: dict[Place, dict[str, _Twice]] = {}
        room = _MOST
        for facts, of_layouts in site.identified():
            first: dict[str, Id] = {}
            own: dict[Place, dict[str, Id]] = {}
            for id_, earlier in _repeated(facts.ids, first):
                if not _stands_at(site, earlier, id_):
                    own.setdefault(id_.place, {})[id_.id] = earlier
            for place, taken in own.items():
                yield self._of_page(place, taken)
            room -= len(of_layouts)
            if facts.is_doubtful:
                first = {}
            for id_, earlier in _repeated(of_layouts if room >= 0 else (), first):
                twice = shared.setdefault(id_.place, {}).setdefault(id_.id, _Twice(earlier, []))
                if not twice.pages or twice.pages[-1] is not facts:
                    twice.pages.append(facts)
        for place, ids in shared.items():
            if not _is_printed_whole(site, place):
                yield self._of_layout(place, ids)

    def _of_page(self, place: Place, ids: dict[str, Id]) -> Finding:
        id_ = _first(place, ids)
        earlier = ids[id_].place
        if earlier == place:
            return self.finding(f"{_again(id_)}{_more(id_, ids)}", place, help=_APART)
        return self.finding(
            f"the id {id_!r} is taken by something earlier on the page{_more(id_, ids)}",
            place,
            help="links to it reach the first one only; give this one an id of its own",
            related=[Related(earlier, "first here")],
        )

    def _of_layout(self, place: Place, ids: dict[str, _Twice]) -> Finding:
        id_ = _first(place, {id_: twice.earlier for id_, twice in ids.items()})
        (earlier, pages) = ids[id_]
        is_same, by_page = earlier.place == place, earlier.place.path == pages[0].path
        said = f"the id {id_!r} is given by {'the page' if by_page else 'something else on the page'}, too"
        advice = _APART if is_same else "links to it reach the first one only; give one of them another id"
        return self.finding(
            f"{_again(id_) if is_same else said}{_more(id_, ids)}",
            place,
            help=f"{advice}; for example on {pages[0].path}",
            related=[] if is_same else [Related(earlier.place, "here")],
            pages=len(dict.fromkeys(id(page) for each in ids.values() for page in each.pages)),
        )


def _is_printed_whole(site: SiteFacts, place: Place) -> bool:
    """Whether ``place`` is an output that prints the element, too, and not its id alone: a layout may print
    the text of an inner one with some changes."""
    (path, (start, _)) = place
    before = Place(path, Span(max(0, start - _NEAR), start))
    return site.written(place).startswith("{{") and _VALUE.search(site.written(before)) is None


def _again(id_: str) -> str:
    return f"the id {id_!r} is given more than once here"


def _first(place: Place, ids: Mapping[str, Id]) -> str:
    """The first of the ids that something else has, too; the first of all where but ``place`` gives them."""
    return next((id_ for id_, earlier in ids.items() if earlier.place != place), next(iter(ids)))


def _more(told: str, ids: Collection[str]) -> str:
    """That one place, in a loop, gives further ids twice."""
    others = [id_ for id_ in ids if id_ != told]
    plural = "s" if len(others) != 1 else ""
    return f" (and {len(others):,} more id{plural}, such as {others[0]!r})" if others else ""


def _repeated(ids: Iterable[Id], first: dict[str, Id]) -> Iterator[tuple[Id, Id]]:
    """The ids that are taken already, with what took them; ``first`` holds what each id is taken by."""
    for id_ in ids:
        if id_.maybe:
            continue
        earlier = first.setdefault(id_.id, id_)
        if earlier is not id_ and _is_written(id_, earlier):
            yield id_, earlier


def _is_written(id_: Id, earlier: Id) -> bool:
    """Whether two equal ids are any writer's doing; a ``name`` beside an ``id`` is not."""
    origins = {id_.origin, earlier.origin}
    return "name" not in origins and not origins <= _NUMBERED


def _stands_at(site: SiteFacts, anchor: Id, id_: Id) -> bool:
    """Whether ``anchor`` is of an empty element right before ``id_``, or of a heading that begins with it: a
    link leads to the same spot."""
    (path, (start, end)), at = anchor.place, id_.place.span.start
    begin, between = (start, _HEADED) if start < at < end else (end, _EMPTY)
    if path != id_.place.path or not 0 < at - begin <= _NEAR:
        return False
    return between.fullmatch(site.written(Place(path, Span(begin, at)))) is not None
