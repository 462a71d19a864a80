"""Pages of one address in several languages, as jekyll-polyglot builds them."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite
from tests.jekyll.test_payload import shown

from sitecheck.document import SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll.generators.languages import language_settings, languages_of, rendered_anew
from sitecheck.jekyll.links.resolve import Resolver
from sitecheck.liquid import Unknown
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


@pytest.mark.parametrize(
    ("languages", "others"),
    [
        ("[fr, en, de, es, it, pl, '']", ("de", "es", "fr", "it", "pl")),
        ("[en, a/b, de]", ("de",)),
        ("[en]", ()),
    ],
)
def test_the_others_are_those_that_name_a_folder_in_the_order_of_their_names(
    languages: str, others: tuple[str, ...], make: MakeSite
) -> None:
    site = make({"_config.yml": f"plugins: [jekyll-polyglot]\nlanguages: {languages}\ndefault_lang: en\n"})
    assert languages_of(site.config, site.pages).others == others


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


def test_a_copy_of_the_plugin_counts(make: MakeSite) -> None:
    ruby = "module Jekyll\nclass Site\ndef coordinate_documents(d)\nend\ndef relativize_urls(d)\nend\nend\n"
    files = {"a.md": _page(lang="en"), "b.md": _page(lang="pt-br")}
    config = _POLYGLOT.partition("\n")[2]
    assert make({"_config.yml": config, "_plugins/p.rb": ruby, **files}).collisions
    ruby += "module Polyglot\nend\nend\n"
    assert not make({"_config.yml": config, "_plugins/p.rb": ruby, **files}).collisions


def test_a_link_on_a_page_in_another_language_leads_to_the_page_in_that_language(make: MakeSite) -> None:
    to = "[x](/b/#own) [x](b/#own) [x](/c/#own) [x](/b/#gone) [x](/d/#gone)\n"
    other = "---\nlang: pt-br\n"
    files = {
        "a.md": f"---\n---\n{to}",
        "a.pt.md": f"{other}permalink: /a.html\n---\n{to}",
        "b.md": "---\npermalink: /b/\n---\n",
        "b.pt.md": f"{other}permalink: /b/\n---\n# own\n",
        "c.md": "---\npermalink: /c/\n---\n",
        "d.pt.md": f"{other}permalink: /d/\n---\n",
    }
    site = make({"_config.yml": _POLYGLOT, **files})
    found = read_facts(SiteReader(site)).links
    told = [each.verdict.status for each in found if each.page == "a.md"]
    assert told == ["broken-anchor"] * 5
    told = [each.verdict.status for each in found if each.page == "a.pt.md"]
    assert told == ["ok", "ok", "broken-anchor", "broken-anchor", "broken-anchor"]


_ASKED = "{{ site.lang }}|{{ site.default_lang }}|{{ site.active_lang }}|{{ site.baseurl_root }}|{{ site.translations.de.a }}"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        (
            "plugins: [jekyll-multiple-languages-plugin]\nlanguages: [de, en]\nbaseurl: /x\n",
            f"de|de||/x|{UNKNOWN}",
        ),
        ("plugins: [jekyll-multiple-languages-plugin]\nlang: fr\n", "fr||||"),
        ("plugins: [jekyll-polyglot]\nlanguages: [de, en]\n", f"|en|{UNKNOWN}||"),
        ("plugins: [jekyll-polyglot]\ndefault_lang: de\n", f"|de|{UNKNOWN}||"),
        ("languages: [de, en]\ndefault_lang: en\nlang: de\n", "de|en|||"),
    ],
)
def test_what_the_site_says_of_its_languages(make: MakeSite, settings: str, text: str) -> None:
    assert shown(make({"_config.yml": settings}), _ASKED) == text


def test_data_of_a_language_is_merged_into_that_of_the_site(make: MakeSite) -> None:
    files = {"_data/en/words.yml": "a: b\n", "_data/other.yml": "c: d\n"}
    text = "{{ site.data.words.a }}|{{ site.data.other.c }}|{{ site.data.en.words.a }}"
    polyglot = "plugins: [jekyll-polyglot]\n"
    assert shown(make({"_config.yml": polyglot, **files}), text) == f"{UNKNOWN}|d|b"
    assert shown(make({"_config.yml": "title: x\n", **files}), text) == "|d|b"


TRANSLATED = {
    "_config.yml": """
languages: [en, fr, pt-br]
default_lang: en
lang_from_path: true
exclude_from_localization: [images, robots.txt]
permalink: /:title/
collections: {docs: {output: true}}
plugins: [jekyll-sitemap, jekyll-redirect-from, jekyll-paginate, jekyll-polyglot]
paginate: 1
paginate_path: /page:num/
""",
    "index.html": "---\n---\n{% for p in paginator.posts %}{{ p.title }}{% endfor %}\n",
    "b.md": "---\npermalink: /b/\nlang: en\n---\n# B one\n",
    "b_fr.md": "---\npermalink: /b/\nlang: fr\n---\n# B un\n",
    "about.md": "---\n---\nabout\n",
    "en/guide.md": "---\n---\nguide\n",
    "fr/guide.md": "---\n---\nguide\n",
    "only_fr.md": "---\npermalink: /seul/\nlang: fr\n---\nx\n",
    "excl.md": "---\npermalink: /excl/\nlang-exclusive: [en]\n---\nx\n",
    "pid.md": "---\npermalink: /pid/\npage_id: pid\nlang: en\n---\nx\n",
    "pid_fr.md": "---\npermalink: /pid-fr/\npage_id: pid\nlang: fr\n---\nx\n",
    "old.md": "---\npermalink: /new/\nredirect_from: /old/\n---\nx\n",
    "oldfr.md": "---\npermalink: /new-fr/\nlang: fr\nredirect_from: /old-fr/\n---\nx\n",
    "_posts/en/2024-01-01-one.md": "---\n---\nx\n",
    "_posts/fr/2024-01-01-one.md": "---\n---\ny\n",
    "_posts/en/2024-01-02-two.md": "---\n---\nx\n",
    "_posts/fr/2024-01-03-three.md": "---\n---\nx\n",
    "_docs/d.md": "---\n---\nd\n",
    "_docs/d.fr.md": "---\n---\nd\n",
    "style.css": "---\n---\na{}\n",
    "images/x.png": "a",
    "static.txt": "a",
    "robots.txt": "a",
}
BUILT = [
    "about/",
    "b/",
    "docs/d/",
    "en/guide/",
    "excl/",
    "fr/about/",
    "fr/b/",
    "fr/docs/d.fr/",
    "fr/fr/guide/",
    "fr/fr/old-fr/",
    "fr/",
    "fr/new-fr/",
    "fr/new/",
    "fr/old/",
    "fr/one/",
    "fr/page2/",
    "fr/page3/",
    "fr/pid-fr/",
    "fr/pid/",
    "fr/redirects.json",
    "fr/seul/",
    "fr/sitemap.xml",
    "fr/static.txt",
    "fr/style.css",
    "fr/three/",
    "fr/two/",
    "images/x.png",
    "new-fr/",
    "new/",
    "old/",
    "one/",
    "page2/",
    "page3/",
    "pid-fr/",
    "pid/",
    "pt-br/about/",
    "pt-br/b/",
    "pt-br/docs/d/",
    "pt-br/en/guide/",
    "pt-br/fr/old-fr/",
    "pt-br/",
    "pt-br/new-fr/",
    "pt-br/new/",
    "pt-br/old/",
    "pt-br/one/",
    "pt-br/page2/",
    "pt-br/page3/",
    "pt-br/pid-fr/",
    "pt-br/pid/",
    "pt-br/redirects.json",
    "pt-br/seul/",
    "pt-br/sitemap.xml",
    "pt-br/static.txt",
    "pt-br/style.css",
    "pt-br/three/",
    "pt-br/two/",
    "redirects.json",
    "robots.txt",
    "seul/",
    "sitemap.xml",
    "static.txt",
    "style.css",
    "three/",
    "two/",
]
"""What jekyll-polyglot 1.3.3 (c0dae12e) with Jekyll 4.3.4 makes of these files."""


def test_what_the_plugin_builds_below_the_folders_of_languages(make: MakeSite) -> None:
    resolver = Resolver(make(TRANSLATED))
    broken = [url for url in BUILT if resolver.resolve("/", f"/{url}").status not in ("ok", "dynamic")]
    assert not broken
    unsure = {url for url in BUILT if resolver.resolve("/", f"/{url}").status == "dynamic"}
    assert unsure == {
        *("fr/fr/old-fr/", "fr/pid/", "pt-br/pid/", "pt-br/pid-fr/"),
        *("pt-br/en/guide/", "pt-br/fr/old-fr/"),
    }


@pytest.mark.parametrize("url", ["/fr/none/", "/pt-br/page5/", "/de/about/", "/fr/b/x.png", "/none/"])
def test_what_no_language_has_is_broken(make: MakeSite, url: str) -> None:
    assert Resolver(make(TRANSLATED)).resolve("/", url).status == "broken-page"


def test_a_page_in_its_language_is_the_one_that_is_found(make: MakeSite) -> None:
    resolver = Resolver(make(TRANSLATED))
    sources = {url: resolver.resolve("/", url).route for url in ("/b/", "/fr/b/", "/pt-br/b/", "/fr/about/")}
    assert {url: route and route.source for url, route in sources.items()} == {
        "/b/": "b.md",
        "/fr/b/": "b_fr.md",
        "/pt-br/b/": "b.md",
        "/fr/about/": "about.md",
    }


def test_what_other_plugins_make_they_make_for_each_language(make: MakeSite) -> None:
    ruby = {"_plugins/a.rb": "File.write(File.join(site.dest, 'made', \"#{name}.txt\"), x)\n"}
    site = make({**TRANSLATED, **ruby})
    assert site.may_exist("fr/made/a.txt")
    assert site.may_exist("pt-br/made/a.txt")
    assert not site.may_exist("de/made/a.txt")
    assert not site.may_exist("fr/other.txt")


ONE_BY_ONE = "plugins: [jekyll-multiple-languages-plugin]\nlanguages: [es, en, fr]\n"


@pytest.mark.parametrize("source", ["", "en/"])
def test_pages_rendered_anew_for_each_language_are_below_its_folder(source: str, make: MakeSite) -> None:
    """But those that have an address of their own there, and files that are left out."""
    written = {
        "a.md": "---\n---\n",
        "b.md": "---\npermalink: /b/\npermalink_en: /other/\n---\n",
        "img/x.png": "x",
        "js/x.js": "x",
        "css/x.css": "x",
    }
    config = f"{ONE_BY_ONE}exclude_from_localizations: [img, /js/, /]\nsource: ./{source}\n"
    files = {f"{source}{path}": text for path, text in written.items()}
    resolver = Resolver(make({"_config.yml": config, **files}), lambda _: {"here"})

    def status(href: str) -> str:
        return resolver.resolve("/", href).status

    assert [status(href) for href in ("/a.html", "/en/a.html", "/fr/a", "/en/css/x.css")] == ["ok"] * 4
    assert [status(href) for href in ("/en/b/", "/en/img/x.png", "/en/js/x.js")] == ["dynamic"] * 3
    assert [status(href) for href in ("/en/other/", "/en/gone/")] == ["dynamic"] * 2
    assert [status(href) for href in ("/gone/", "/es/a.html", "/de/a.html")] == ["broken-page"] * 3
    assert [status(href) for href in ("/en/a.html#here", "/en/a.html#gone")] == ["ok", "dynamic"]
    assert status("/a.html#gone") == "broken-anchor"


@pytest.mark.parametrize(
    ("settings", "extra", "status"),
    [
        ("", {}, "broken-page"),
        ("", {"_i18n/es/_posts/2024-01-02-a.md": "---\n---\n"}, "dynamic"),
        ("", {"_i18n/en/_posts/2024-01-02-a.md": "---\n---\n"}, "broken-page"),
        (
            "exclude_from_localizations: [_posts]\n",
            {"_i18n/es/_posts/2024-01-02-a.md": "---\n---\n"},
            "broken-page",
        ),
        ("default_locale_in_subfolder: true\n", {}, "dynamic"),
        ("languages: []\n", {}, "dynamic"),
        ("", {"b.md": "---\npermalink: /b/\npermalink_es: /c/\n---\n"}, "dynamic"),
    ],
)
def test_what_the_first_language_has_of_its_own_may_be_anywhere(
    make: MakeSite, settings: str, extra: dict[str, str], status: str
) -> None:
    config = (
        ONE_BY_ONE.replace("languages: [es, en, fr]\n", "") if "languages: []" in settings else ONE_BY_ONE
    )
    site = make({"_config.yml": config + settings, "a.md": "---\n---\n", **extra})
    assert Resolver(site).resolve("/", "/gone/").status == status


@pytest.mark.parametrize(
    ("languages", "others"), [("[en, '', a/b, fr, de]", {"de", "fr"}), ("[en]", set()), ("[]", set())]
)
def test_what_is_no_name_of_a_folder_is_no_folder_of_a_language(
    languages: str, others: set[str], make: MakeSite
) -> None:
    config = make({"_config.yml": f"languages: {languages}\n"}).config
    assert set(languages_of(config, ()).others) == others
    assert set(rendered_anew(config, (), ()).others) == others


@pytest.mark.parametrize(
    ("languages", "settings"),
    [
        ("[de, en]", {"lang": "de", "default_lang": "de", "baseurl_root": "/b"}),
        *((said, {}) for said in ("[]", "de", "")),
    ],
)
def test_the_first_language_is_that_of_a_site_built_for_each(
    languages: str, settings: dict[str, str], make: MakeSite
) -> None:
    config = make({"_config.yml": f"baseurl: /b\nlanguages: {languages}\n"}).config
    said = dict(language_settings(config, {"jekyll-multiple-languages-plugin"}))
    assert isinstance(said.pop("translations", Unknown(())), Unknown)
    assert said == settings


def test_the_folder_of_the_sources_is_no_language(make: MakeSite) -> None:
    config = "plugins: [jekyll-polyglot]\nlanguages: [en, fr]\nlang_from_path: true\nsource: fr\n"
    site = make({"_config.yml": config, "fr/a.md": "---\n---\n", "fr/fr/b.md": "---\n---\n"})
    assert languages_of(site.config, site.pages, site.source).of_source == {
        "fr/a.md": "en",
        "fr/fr/b.md": "fr",
    }
