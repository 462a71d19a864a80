from __future__ import annotations

import pickle

import pytest

from sitecheck.model.unknown import (
    MAX_DETAIL,
    MAX_REASONS,
    Reason,
    ReasonKind,
    Reasons,
    all_of,
    because,
    joined,
    may_be,
    shown_on,
    words,
)

TIME, PAGE = because(ReasonKind.TIME), because(ReasonKind.PAGE)
MANY = [because(ReasonKind.PLUGIN_TAG, f"tag{number}") for number in range(100)]


@pytest.mark.parametrize("kind", ReasonKind)
def test_every_kind_has_words(kind: ReasonKind) -> None:
    assert Reason(kind, "it").words.strip()
    assert "{" not in Reason(kind, "it").words


def test_one_reason_is_one_object() -> None:
    assert because(ReasonKind.PLUGIN_TAG, "seo") is because(ReasonKind.PLUGIN_TAG, "seo")
    assert because(ReasonKind.PLUGIN_TAG, "seo") != because(ReasonKind.PLUGIN_FILTER, "seo")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((), (), ()),
        (TIME, (), TIME),
        ((), TIME, TIME),
        (TIME, TIME, TIME),
        (TIME, PAGE, (*TIME, *PAGE)),
        ((*TIME, *PAGE), TIME, (*TIME, *PAGE)),
        (PAGE, (*TIME, *PAGE), (*PAGE, *TIME)),
    ],
)
def test_reasons_that_meet_are_kept_once_in_their_order(
    one: Reasons, other: Reasons, expected: Reasons
) -> None:
    assert joined(one, other) == expected


@pytest.mark.parametrize("groups", [MANY, [all_of(MANY[:60]), all_of(MANY[40:])], [PAGE, all_of(MANY)]])
def test_reasons_have_a_bound_beyond_which_anything_may_be(groups: list[Reasons]) -> None:
    found = all_of(groups)
    assert len(found) == MAX_REASONS + 1
    assert found[0] == groups[0][0]
    assert joined(found, TIME) == found
    assert may_be(found, {ReasonKind.TIME})
    assert not may_be(found[:-1], {ReasonKind.TIME})


def test_as_many_reasons_as_are_kept_leave_nothing_open() -> None:
    found = all_of(MANY[:MAX_REASONS])
    assert len(found) == MAX_REASONS
    assert not may_be(found, {ReasonKind.TIME})


def test_a_long_name_is_cut() -> None:
    (reason,) = because(ReasonKind.ERROR, "x" * 1_000_000)
    assert len(reason.detail) == MAX_DETAIL + 1


def test_words_are_those_of_the_first_reason() -> None:
    assert words(()) == ""
    tag = because(ReasonKind.PLUGIN_TAG, "{}")
    assert words(joined(tag, TIME)) == "a plugin makes the output of the tag '{}'"


def test_what_another_page_shows_names_that_page() -> None:
    inner = because(ReasonKind.BRANCH, page="b.md")
    shown = shown_on(joined(TIME, inner), "a.md")
    assert [reason.words for reason in shown] == [
        "in a.md, it depends on the time of the build",
        "in b.md, a branch may not run",
    ]


def test_reasons_cross_processes() -> None:
    assert pickle.loads(pickle.dumps(MANY)) == MANY
    assert pickle.loads(pickle.dumps(TIME))[0].kind is ReasonKind.TIME


def test_no_more_groups_are_asked_for_than_can_add_a_reason() -> None:
    """A thousand plugins that may make anything were asked about each of a thousand broken links."""
    left = iter(MANY)
    assert all_of(left) == all_of(MANY)
    assert next(left) == MANY[MAX_REASONS + 1]
