"""Which value of an address is to blame for where it leads."""

from __future__ import annotations

import pytest

from sitecheck.document.whole_site.causes import MOST_VALUES, Blame
from sitecheck.jekyll.links.resolve import LinkVerdict
from sitecheck.model.facts import Link
from sitecheck.model.origin import THE_PAGE, LinkValue, Origin
from sitecheck.model.span import Place, Span

HERE = Place("_layouts/x.html", Span(3, 9))
BROKEN = LinkVerdict("broken-page")
Written = tuple[int, int]


def link(href: str | None, *values: Written, path: str = "", place: Place = HERE) -> Link:
    """A link of which these stretches are values, the keys of which are their offsets."""
    origins = (LinkValue(start, end, Origin(path, (f"{start}-{end}",))) for start, end in values)
    return Link(href, "a", "href", place, place, values=tuple(origins))


def blamed(found: LinkValue | None) -> Written | None:
    return (found.start, found.end) if found is not None else None


@pytest.mark.parametrize(
    ("href", "status", "values", "blame"),
    [
        # the last name of the path, or the anchor
        ("/a/b", "broken-page", [(1, 2), (3, 4)], (3, 4)),
        ("/a/b", "broken-page", [(1, 2)], None),
        ("/a/b", "broken-page", [(0, 3)], None),
        ("/a/b", "broken-page", [(0, 4)], (0, 4)),
        ("/a/bc", "broken-page", [(3, 4), (4, 5)], (4, 5)),
        ("/a/bc", "broken-page", [(3, 4)], (3, 4)),
        ("/a/b/", "broken-page", [(3, 4)], (3, 4)),
        ("/a/b/", "broken-page", [(4, 5)], None),
        ("/a/b?c", "broken-page", [(4, 6)], None),
        ("/a/b#c", "broken-page", [(4, 6)], None),
        ("/a/b#c", "broken-page", [(3, 6)], (3, 6)),
        ("/a#b", "broken-anchor", [(3, 4)], (3, 4)),
        ("/a#b", "broken-anchor", [(2, 3)], None),
        ("/a#b", "broken-anchor", [(0, 2), (2, 4)], (2, 4)),
        # what is right is the value that it is
        ("/base/x", "ok", [(6, 7)], (6, 7)),
        ("/base/x", "ok", [(5, 7)], (5, 7)),
        ("/base/x", "ok", [(1, 7)], (1, 7)),
        ("/base/x", "ok", [(0, 7)], (0, 7)),
        ("/base/x", "ok", [(3, 7)], None),
        ("/base/x", "ok", [(6, 6), (1, 5)], None),
        ("/base#x", "external", [(6, 7)], (6, 7)),
        ("/base/x", "ok", [], None),
        ("/a/b", "broken-page", [], None),
        (None, "broken-page", [(0, 1)], None),
        (None, "ok", [(0, 1)], None),
    ],
)
def test_the_value_that_is_to_blame(
    href: str | None, status: str, values: list[Written], blame: Written | None
) -> None:
    one, verdict = link(href, *values), LinkVerdict(status)  # type: ignore[arg-type]
    assert blamed(Blame([(one, verdict, ["a.md"])]).value(one, verdict, {"", "/base"})) == blame


@pytest.mark.parametrize(
    ("number", "right", "is_told"), [(MOST_VALUES, 0, True), (MOST_VALUES + 1, 0, False), (MOST_VALUES, 1, True), (99, 1, True)]
)  # fmt: skip
def test_where_nothing_of_much_is_right_the_template_is_wrong(number: int, right: int, is_told: bool) -> None:
    wrong = [link(f"/{each:03}", (1, 4 + each)) for each in range(number)]
    good = [(link("/good", (1, 5)), LinkVerdict("external"), ["a.md"])] * right
    blame = Blame([*((each, BROKEN, ["a.md"]) for each in wrong), *good])
    assert (blame.value(wrong[0], BROKEN, {""}) is not None) is is_told


@pytest.mark.parametrize(("number", "is_told"), [(MOST_VALUES, True), (MOST_VALUES + 1, False)])
def test_one_address_of_the_values_of_many_pages_is_the_templates(number: int, is_told: bool) -> None:
    one = link("/a", (1, 2), path=THE_PAGE)
    good = (link("/good", (1, 5)), LinkVerdict("ok"), ["a.md"])
    blame = Blame([(one, BROKEN, [f"{each}.md" for each in range(number)]), good])
    assert (blame.value(one, BROKEN, {""}) is not None) is is_told


def test_each_place_is_judged_by_itself() -> None:
    elsewhere = Place("a.md", Span(0, 1))
    many = [link(f"/{each}", (1, 2), path=f"{each}.md") for each in range(MOST_VALUES + 1)]
    one = link("/a", (1, 2), place=elsewhere)
    blame = Blame([(each, BROKEN, ["a.md"]) for each in [*many, one]])
    assert [blamed(blame.value(each, BROKEN, {""})) for each in (many[0], one)] == [None, (1, 2)]


@pytest.mark.parametrize(
    ("addresses", "blame"),
    [
        ({"/tags/a/": "/t/a/", "/tags/b/": "/t/b/"}, None),
        ({"/tags/a/": "/t/a/"}, (6, 7)),  # one value tells nothing of the template
        ({"/tags/a/": "/tags/c/", "/tags/b/": "/tags/d/"}, (6, 7)),
        ({"/tags/a/": "", "/tags/b/": ""}, (6, 7)),
        ({"/tags/a/": "/a/", "/tags/b/": "/b/"}, None),
        ({"/tags/a/": "/base/tags/a/", "/tags/b/": "/base/tags/b/"}, (6, 7)),
    ],
)
def test_where_pages_have_the_name_that_is_printed_the_template_is_to_blame(
    addresses: dict[str, str], blame: Written | None
) -> None:
    found = [(link(href, (6, 7)), BROKEN._replace(nearest=near)) for href, near in addresses.items()]
    told = Blame((one, verdict, ["a.md"]) for one, verdict in found)
    assert [blamed(told.value(one, verdict, {""})) for one, verdict in found] == [blame] * len(found)
