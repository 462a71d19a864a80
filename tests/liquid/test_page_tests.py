"""What hangs on one value of the page is asked for in a short way, and comes out as in the plain one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from sitecheck.liquid import PlainHost, Unknown, parse
from sitecheck.liquid.branches import If, decide
from sitecheck.liquid.context import Context
from sitecheck.liquid.markup import Condition
from sitecheck.liquid.names import NameFinder
from sitecheck.liquid.output import Frame
from sitecheck.liquid.page_tests import PageTest, page_test
from sitecheck.liquid.problem import LiquidError
from sitecheck.liquid.render import parse_include
from sitecheck.liquid.values import TextPart, ValueText
from sitecheck.model.unknown import ReasonKind, because

NAMES = NameFinder(lambda _: None)
OTHERS = {
    "item": {"url": "/a/", "n": 5, "none": None, "list": ["/a/"], "empty": ""},
    "lost": Unknown(because(ReasonKind.TIME)),
}
VALUES: tuple[object, ...] = (
    *("/a/", "/b/", "", "5", 5, 5.0, 7, True, False, None, ["/a/"], {}, date(2020, 1, 2)),
    *(Unknown(because(ReasonKind.TIME)), ValueText("/a/", (TextPart(3, None),))),
)
COMPARISONS = [
    f"{left} {operator} {right}"
    for one, operator in product(
        ("item.url", "item.n", "item.none", "item.empty", "'/a/'", "5", "true", "nil", "gone"),
        ("==", "!=", "<>", "contains", "<", ">", "<=", ">=", "=", "in"),
    )
    for left, right in ((one, "page.x"), ("page.x", one))
]
SHORT = [
    *COMPARISONS,
    "page.x",
    *("item.n > 3 and page.x == item.url", "page.x != item.url and item.n > 3", "item.none or page.x"),
    *("item.url != '' and page.x == item.url and item.n > 3", "page.x == 5 or item.none or gone"),
    "page.x or item.none and item.n",
]
PLAIN = [
    *("page.x == item", "page.x == item.list", "page.x == empty", "page.x == lost", "page.x == page.y"),
    *("page.x.y == 5", "page['x'] == page", "page == 5", "x.page == 5", "item.n < 'a' and page.x"),
    *("page.x == 5 and page.y", "page.x and item.none", "page.x or item.n", "lost and page.x"),
    *("item.none and page.x", "item.n or page.x", "page.x or item.n and item.n", "page.x and page.x"),
]


def context(**values: object) -> Context:
    return Context(PlainHost({**OTHERS, **values}), "a.html", Frame("a.html"), parse_include)


def condition(text: str) -> Condition:
    template = parse(f"{{% if {text} %}}x{{% endif %}}", "a.html")
    assert template.body is not None
    (node,) = template.body.nodes
    assert isinstance(node, If)
    found = node.branches[0].condition
    assert found is not None
    return found


class Open:
    """Nothing but ``page`` hangs on the page, and ``mine``, to which ``page.x`` was assigned."""

    def open(self, thing: object) -> bool:
        return any(name in ("page", "mine") for name, _ in NAMES.names(thing).reads)

    def page_key(self, name: str) -> str | None:
        return "x" if name == "mine" else None


def short(text: str, around: Context) -> PageTest | None:
    return page_test(condition(text), Open(), around)


@pytest.mark.parametrize("text", SHORT)
def test_the_short_way_gives_what_the_plain_one_gives(text: str) -> None:
    test = short(text, context(page=Unknown(because(ReasonKind.PAGE))))
    assert test is not None
    for value in VALUES:
        page = context(page={"x": value})
        assert told(test.held, value, page) == told(decide, condition(text), page), value


def told(ask: Callable[..., bool | Unknown], *given: object) -> tuple[object, ...]:
    """What comes out, or the error."""
    try:
        held = ask(*given)
    except LiquidError as error:
        return "error", str(error)
    return type(held), held, held.reasons if isinstance(held, Unknown) else ()


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_more_than_one_comparison_with_what_is_known_goes_the_plain_way(text: str) -> None:
    assert short(text, context(page=Unknown(because(ReasonKind.PAGE)))) is None


def test_the_page_of_a_loop_is_none() -> None:
    around = context(page=Unknown(because(ReasonKind.PAGE)))
    assert short("page.x == 5", around) is not None
    around.scopes.append({"page": {"x": 5}})
    assert short("page.x == 5", around) is None


def test_where_all_variables_must_be_set_each_is_asked_for() -> None:
    around = context()
    around.strict_variables = True
    assert short("page.x == 5", around) is None
