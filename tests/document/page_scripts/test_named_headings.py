"""What AnchorJS may give headings for ids: what it made of headings, asked of the releases themselves."""

from __future__ import annotations

import pytest

from sitecheck.document.page_scripts import named_headings
from sitecheck.document.page_scripts.named_headings import MadeIds, begun_ids, naming

SHOWN = (
    *("Release stages", "Don't panic: it's C++ (really)", "Crème brûlée", "Настройки Task", "a_b <c> & d"),
    *(
        "What’s “new” – 1.2?",
        "x  --  y",
        "Über 100 % / 5 €",
        "日本語 text",
        "long " * 19 + "long",
        "F# & .NET",
    ),
    *("tab\tand\nline", "Twice", "Twice", "¿Qué?", "İstanbul", "emoji 🎉 here"),
)
MADE = {
    "1.3.0": "release-stages dont-panic-its-c-really crme-brle task a_b-c-d whats-new-12 x-y ber-100-5 text "
    "long-long-long-long-long-long-long-long-long-long-long-long-long f-net tab-and-line twice twice-1 qu "
    "stanbul emoji-here",
    "2.1.0": "release-stages dont-panic-its-c-really crème-brûlée настройки-task a_b-<c>-d what’s-“new”-–-1-2 "
    "x-y über-100-5-€ 日本語-text long-long-long-long-long-long-long-long-long-long-long-long-long f-net "
    "tab-and-line twice twice-1 ¿qué i̇stanbul emoji-🎉-here",
    "5.0.0": "release-stages dont-panic-its-c-really crème-brûlée настройки-task a_b-c-d what’s-“new”-–-1-2 "
    "x-y über-100-5-€ 日本語-text long-long-long-long-long-long-long-long-long-long-long-long-long f-net "
    "tab-and-line twice twice-1 ¿qué i̇stanbul emoji-🎉-here",
}


@pytest.mark.parametrize("release", MADE)
def test_what_it_made(release: str) -> None:
    for shown, made in zip(SHOWN, MADE[release].split(), strict=True):
        assert MadeIds([shown], {}).may_hold(made), (shown, made)


@pytest.mark.parametrize(
    ("fragment", "shown"),
    [
        *(("Release-stages", "Release stages"), ("release.stages", "Release stages")),
        *(
            ("stages", "Release stages"),
            ("release", "Release stages"),
            ("release-stages-2x", "Release stages"),
        ),
        *(
            ("", "Release stages"),
            ("-1", "Release stages"),
            ("настройк", "Настройки"),
            ("long-long", SHOWN[9]),
        ),
    ],
)
def test_what_it_never_makes(fragment: str, shown: str) -> None:
    assert not MadeIds([shown], {}).may_hold(fragment)


@pytest.mark.parametrize(
    ("fragment", "shown", "may"),
    [
        ("all-of-it", "{{ page.title }}", True),
        ("all", "{{ page.title | escape }}", False),
        ("no-all-of-it", "No. {{ page.number }} {{ page.title }}", True),
        ("3-all-of-it", "{{ page.part }}{{ page.title }}", True),
        ("all-of-it-three", "{{ page.word }}{{ page.title }}", False),
        ("x", "{{ page.number }}", False),
        *(
            ("x", f"{{{{ page.{name} }}}}", True)
            for name in ("content", "collection", "date", "dir", "excerpt")
        ),
        *(("x", f"{{{{ page.{name} }}}}", True) for name in ("id", "name", "path", "slug", "url")),
        ("x", "{{ page.tags }}", True),
        ("x", "{{ page.title | slugify }}", True),
        ("x", "{{ site.title }}", True),
        ("x", "\uf8ff", True),
        ("x", "{{ page.untold }}", False),
        ("well-done", "Well done :tada:", True),
        ("well-done-this-is-a-very-long-name-inde", "Well done :tada: this is a very long name indeed", True),
        ("well-done-this-is", "Well done :tada: this is a very long name indeed", False),
        ("well-done-this-is-a-very-long-name-and", "Well done :tada: this is a very long name indeed", False),
    ],
)
def test_headings_of_layouts(fragment: str, shown: str, may: bool) -> None:
    data = {"title": "All <em>of</em> it", "part": 3, "word": "three", "tags": ["x"]}
    assert MadeIds([shown], data).may_hold(fragment) is may


def test_a_title_that_the_front_matter_lacks_may_be_any() -> None:
    """Jekyll makes it of the name of the file."""
    assert MadeIds(["{{ page.title }}"], {}).may_hold("x")


def test_a_heading_of_many_is_found_without_a_look_at_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(named_headings, "_made_of", None)  # what compares with one heading
    made = MadeIds((f"Heading {number} of all the long ones" for number in range(1_000)), {})
    assert made.may_hold("heading-7-of-all-the-long-ones")
    assert made.may_hold("heading-7-of-all-the-long-ones-2"), "the second of two"
    assert made.may_hold("heading-77-of-all-the-long-one"), "cut"
    assert not made.may_hold("heading-7-of-all")
    assert not made.may_hold("x" * 65)


def test_of_very_many_headings_with_emoji_any_id_may_be() -> None:
    shown = [f"Well {number} :tada: done" for number in range(300)]
    assert not MadeIds(shown[:200], {}).may_hold("another")
    assert MadeIds(shown[:201], {}).may_hold("another")


@pytest.mark.parametrize(
    ("script", "how"),
    [
        *(("anchors.add();", "by-text"), ("anchors.add('main h2, .post > h3.big, h4:not(.x)')", "by-text")),
        *(('x(); anchors.add( "h1" ); anchors.add()', "by-text"), ("var anchors=new AnchorJS;", "by-text")),
        *(
            ("anchors.add('.title')", "freely"),
            ("anchors.add('h2, dt')", "freely"),
            ("anchors.add(x)", "freely"),
        ),
        *(
            ("anchors.add('h2 span')", "freely"),
            ("new AnchorJS().add('h2')", "freely"),
            ("anchors.adds()", ""),
        ),
        *(
            ("anchors.urlify = f; anchors.add()", "freely"),
            ("anchors.options = {truncate: 9};anchors.add()", "freely"),
        ),
        *(("$('section>h1, p').each(function(){ $(this).attr('id', h + n) })", "freely"),),
        *(("$('h2').each((n, h) => { h.id = 'part' + n; b.id = b.name })", "freely"),),
        *(("for (const h of all.querySelectorAll(`h2`)) h.id = slug(h)", "freely"),),
        *(("x.find('h2').forEach(h => h.setAttribute(\"id\", name))", "freely"),),
        *(
            ("$('h1').addClass('h2'); js = d.createElement(s); js.id = 'sdk';", ""),
            ("js.id = id; y('h1')", ""),
            ("$('h1').x(); if(!d.getElementById(id)){js=d.createElement(s);js.id=id;js.src=p}", ""),
            ("$('h1').x(); h = d.createElement('h2'); h.id = id", "freely"),
            ("$('h1').x(); js = d.createElement(s); h.id = id", "freely"),
        ),
        *(("$('.h1, #h2, th1').each(f); js.id = id", ""), ("$('h2').each(f); if (js.id == id) g()", "")),
    ],
)
def test_how_a_script_names(script: str, how: str) -> None:
    assert naming(script) == how


@pytest.mark.parametrize(
    ("script", "begins"),
    [
        ("$('h1, p').each(function(n){ $(this).attr('id', 'h-' + n) })", {"h-"}),
        (
            "$('h2').each((n, h) => { h.id = \"part\"+n; h.next.setAttribute('id', 'note_' + n) })",
            {"part", "note_"},
        ),
        ("$('.part').each((n, h) => { h.id = 'part' + n })", set()),
        ("$('h2').each((n, h) => { h.id = 'part'; h.id == 'x' + n })", set()),
    ],
)
def test_what_ids_begin_with_that_a_script_gives_to_headings(script: str, begins: set[str]) -> None:
    assert (naming(script), begun_ids(script)) == ("", begins)


def test_more_than_is_compared_may_make_any_id() -> None:
    """Each link would be compared with each part of each heading, and each heading hold the whole value."""
    assert not MadeIds([":a: b " * 490], {}).may_hold("q")
    assert MadeIds([":a: b " * 510], {}).may_hold("q")
    assert MadeIds([f"{each} " + ":a: b " * 51 for each in range(10)], {}).may_hold("q")
    shown = ["{{ page.a }} b"]
    assert not MadeIds(shown, {"a": "x" * 2_000}).may_hold("q")
    assert MadeIds(shown, {"a": "x" * 2_001}).may_hold("q")
    assert MadeIds(shown, {"a": 10**5_000}).may_hold("q")
