"""What the texts of a site may mean: a file is unused only where nothing can lead to it."""

from __future__ import annotations

import time

import pytest
from tests.fuzz.limits import slowness

from sitecheck.document.whole_site import mentions
from sitecheck.document.whole_site.mentions import Mentions, is_word

NAME = "img/trips/lake-view.jpg"


def _mentions(text: str, *, is_code: bool = False, makes_names: bool = True) -> Mentions:
    found = Mentions()
    found.add(text, is_code=is_code, makes_names=makes_names)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "![A](/img/trips/lake-view.jpg)",
        "url(LAKE-VIEW.JPG)",
        "photo: lake-view",
        "lake-view.webp",
        "%4Cake-view.jpg",
        "<img src='/img/%74rips/{{ page.slug }}.jpg'>",
        "gallery: /img/%74rips",
        "<img src='/img/trips/{{ page.slug }}.jpg'>",
        "<img src='/img/{{ page.place }}/{{ page.slug }}.jpg'>",
        "<img src='/img/trips/lake-{{ page.number }}.jpg'>",
        "<img src='lake-{{ page.number }}.jpg'>",
        "<img src='/img/trips/{% if page.a %}{{ page.a }}-{{ page.b }}{% endif %}.jpg'>",
        "<img src='/img/{%- include path.html -%}.jpg'>",
        "<img src='/img/trips/lake{% if page.wide %}-wide{% endif %}.jpg'>",
        "<img src='lak{{ page.number }}.jpg'>",
        "{% assign folder = 'img/trips/' %}",
        "{{ 'img/trips/' | append: page.slug }}",
        "<script>show('/img/' + place + '/' + name)</script>",
        "<script>show(`/img/trips/${name}.jpg`)</script>",
        "gallery: /img/trips",
        "- img/trips",
    ],
)
def test_what_may_be_meant(text: str) -> None:
    assert _mentions(text).may_name(NAME)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A lake, a view, lake-views and jpg.",
        "<a href='/img/trips/'>trips</a>",
        "<img src='/img/{{ page.slug }}.jpg'>",
        "<img src='/img/boats/{{ page.slug }}.jpg'>",
        "<img src='/img/trips/sea-{{ page.number }}.jpg'>",
        "<img src='la{{ page.number }}.jpg'>",
        "<b class='lake{% if page.wide %} wide{% endif %}'>",
        "{% if page.wide %}/img/trips/{% endif %}",
        "show('/img/trips/' and no more)",
        "layout: trips",
    ],
)
def test_what_cannot_be_meant(text: str) -> None:
    assert not _mentions(text).may_name(NAME)


@pytest.mark.parametrize(
    "version", ["lake-view-300x200.jpg", "lake-view@2x.jpg", "lake-view_thumb.jpg", "lake-view-2.jpg"]
)
def test_a_version_of_what_is_meant(version: str) -> None:
    assert _mentions("/img/lake-view.jpg").may_name(f"img/{version}")
    assert not _mentions("/img/lake.jpg").may_name(f"img/{version}")


def test_a_version_of_what_is_numbered() -> None:
    assert _mentions("/img/lake-2.jpg").may_name("img/lake-2-300x200.jpg")


def test_what_people_read_makes_no_names() -> None:
    text = "The pictures are in `img/trips/`, as in gallery: img/trips/{{ name }}\ngallery: img/trips\n"
    assert not _mentions(text, is_code=True, makes_names=False).may_name(NAME)
    assert _mentions(text, is_code=True).may_name(NAME)


def test_the_address_of_a_page_is_no_folder() -> None:
    found = _mentions("to: /img/trips\n")
    assert found.may_name(NAME)
    assert not found.may_name(NAME, frozenset({"img/trips"}))


@pytest.mark.parametrize("text", ["![](my view (1).jpg)", "my%20view%20(1).jpg"])
def test_names_that_are_no_words(text: str) -> None:
    name = "my view (1).jpg"
    assert not is_word(name)
    told, untold = Mentions([name]), Mentions([name])
    told.add(text)
    untold.add("my view.jpg")
    assert told.may_name(f"img/{name}")
    assert not untold.may_name(f"img/{name}")


def test_all_data_at_once() -> None:
    assert not _mentions("{{ site.data.people }} {{ site.data['boats'] }}").of_all_data
    assert _mentions("{% for each in site.data %}").of_all_data
    assert _mentions("{{ site.data[page.list] }}").of_all_data


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["a" * 2_000_000, "a/" * 1_000_000, "'a/" * 700_000, "{{ a" * 500_000, "a: " * 700_000]
)
def test_long_texts_take_linear_time(text: str) -> None:
    start = time.process_time()
    _mentions(text, is_code=True)
    assert time.process_time() - start < 10 * slowness()


def test_how_folders_and_versions_of_files_are_called() -> None:
    assert list(mentions._ends_of("a/b/c")) == ["a/b/c", "b/c", "c"]
    assert list(mentions._ends_of("")) == []
    assert list(mentions._inner(["a/b/c", "d"])) == ["a/b/c", "a/b", "a", "d"]
    assert list(mentions._versions("quay-2-800x600")) == ["quay-2-800x600", "quay-2", "quay"]
    assert list(mentions._versions("quay")) == ["quay", "quay", "quay"]
    assert list(mentions._versions("12")) == ["12", "12"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ a }} b {{ c }}", ["{{ a ", "{{ c "]),
        ("{% a %}{{ b }}<script>c</script>", ["{% a ", "{{ b ", "<script>c"]),
        ("{{ a", []),
        ("a }} {{ b }} {{", ["{{ b "]),
        ("", []),
    ],
)
def test_what_of_a_template_is_code(text: str, code: list[str]) -> None:
    assert list(mentions._pieces(text, *mentions._CODE)) == code


def test_a_word_stands_in_a_text_in_any_case_and_without_its_ending() -> None:
    found = _mentions("See Lake-View.min.JPG, %41bc and dots...")
    names = ("lake-view.min.jpg", "LAKE-VIEW", "lake-view.min", "min", "jpg", "abc", "dots", "see")
    assert [name for name in names if not found.has_word(name)] == []
    assert [name for name in ("lake", "view", "bc", "41bc", "") if found.has_word(name)] == []


@pytest.mark.parametrize(
    "text",
    [
        """<button onclick="location.href='/trips/lake.html'">""",
        """<button onclick="location.href='{{ '/trips/lake/' | relative_url }}'">""",
        """<button onclick="location = '{{ site.baseurl }}/trips/lake.html?a#b'">""",
        "<option value='/base/trips/lake.html'>",
        '<tr data-href="lake.html">',
        '<script>open("/trips/%6Cake.html")</script>',
    ],
)
def test_what_scripts_lead_to(text: str) -> None:
    assert _mentions(text).leads_to("/trips/lake.html") == ("/base/" not in text)
    assert _mentions(text).leads_to("/base/trips/Lake/")


@pytest.mark.parametrize(
    "text",
    [
        "permalink: '/trips/lake.html'",
        "<!-- <a href='/trips/lake.html'>lake</a> -->",
        "{% if page.url == '/trips/lake.html' %}",
        "<option value='lake'>",
        "<script>open('/trips/lake-view.html')</script>",
        "<script>open('/trips/lake/view.html')</script>",
    ],
)
def test_what_no_script_leads_to(text: str) -> None:
    assert not _mentions(text).leads_to("/trips/lake.html")
