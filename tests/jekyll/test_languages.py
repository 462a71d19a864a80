"""Pages of one address in several languages, as jekyll-polyglot builds them."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite
from tests.jekyll.test_payload import shown

from sitecheck.text.source_map import UNKNOWN

_POLYGLOT = "plugins: [jekyll-polyglot]\nlanguages: [en, pt-br]\ndefault_lang: en\n"


def _page(**front: str) -> str:
    keys = "".join(f"{key}: {value}\n" for key, value in front.items())
    return f"---\npermalink: /a/\n{keys}---\n"


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_pages_in_other_languages_do_not_collide_and_the_default_one_is_at_the_root(
    make: MakeSite, order: str
) -> None:
    files = {f"{order[0]}.md": _page(lang="en"), f"{order[1]}.md": _page(lang="pt-br")}
    site = make({"_config.yml": _POLYGLOT, **files})
    assert site.collisions == ()
    assert site.by_output["a/index.html"].source == f"{order[0]}.md"


def test_the_path_tells_the_language_where_it_is_asked_to(make: MakeSite) -> None:
    files = {"en/a.md": _page(), "pt-br/a.md": _page()}
    assert make({"_config.yml": _POLYGLOT, **files}).collisions != ()
    site = make({"_config.yml": f"{_POLYGLOT}lang_from_path: true\n", **files})
    assert site.collisions == ()
    assert site.by_output["a/index.html"].source == "en/a.md"


def test_what_has_no_page_in_the_default_language_has_the_first_at_the_root(make: MakeSite) -> None:
    site = make({"_config.yml": _POLYGLOT, "a.md": _page(lang="pt-br"), "b.md": _page(lang="fr")})
    assert site.by_output["a/index.html"].source == "a.md"


def test_two_pages_in_one_language_collide(make: MakeSite) -> None:
    files = {"a.md": _page(lang="en"), "b.md": _page(), "c.md": _page(lang="pt-br")}
    (collision,) = make({"_config.yml": _POLYGLOT, **files}).collisions
    assert collision.sources == ("a.md", "b.md")


def test_without_the_plugin_languages_are_nothing(make: MakeSite) -> None:
    (collision,) = make({"a.md": _page(lang="en"), "b.md": _page(lang="pt-br")}).collisions
    assert collision.sources == ("a.md", "b.md")


def test_a_gem_of_the_gemfile_counts(make: MakeSite) -> None:
    gemfile = 'group :jekyll_plugins do\n  gem "jekyll-polyglot"\nend\n'
    files = {"a.md": _page(lang="en"), "b.md": _page(lang="pt-br")}
    assert make({"Gemfile": gemfile, **files}).collisions == ()


_ASKED = "{{ site.lang }}|{{ site.default_lang }}|{{ site.active_lang }}|{{ site.baseurl_root }}"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ("plugins: [jekyll-multiple-languages-plugin]\nlanguages: [de, en]\nbaseurl: /x\n", "de|de||/x"),
        ("plugins: [jekyll-multiple-languages-plugin]\nlang: fr\n", "fr|||"),
        ("plugins: [jekyll-polyglot]\nlanguages: [de, en]\n", f"|en|{UNKNOWN}|"),
        ("plugins: [jekyll-polyglot]\ndefault_lang: de\n", f"|de|{UNKNOWN}|"),
        ("languages: [de, en]\ndefault_lang: en\nlang: de\n", "de|en||"),
    ],
)
def test_what_the_site_says_of_its_languages(make: MakeSite, settings: str, text: str) -> None:
    assert shown(make({"_config.yml": settings}), _ASKED) == text
