"""What is offered at a cursor, ``¦`` in these texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.server.typing_site import FILES, holding, typing_view

from sitecheck.model.fix import apply_edits
from sitecheck.server.answers import Completion
from sitecheck.server.complete import MOST, complete
from sitecheck.warm.site_view import SiteView


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    return typing_view(tmp_path_factory.mktemp("site"))


def items(view: SiteView, text: str, path: str = "index.md") -> tuple[Completion, ...]:
    at = text.index("¦")
    text = text[:at] + text[at + 1 :]
    view = holding(view, path, text)
    with view.held():
        return complete(view, path, at).items


def results(view: SiteView, text: str, path: str = "index.md") -> list[str]:
    """The line of the cursor as it would be with each of the answers."""
    at = text.index("¦")
    plain = text[:at] + text[at + 1 :]
    begin = plain.rfind("\n", 0, at) + 1
    found = []
    for item in items(view, text, path):
        edited = apply_edits(plain, [item.edit])
        assert edited.startswith(plain[:begin])
        found.append(edited[begin:].partition("\n")[0])
    return found


PAGE = "---\ntitle: Home\n---\n# Home\n\n"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("[a](/base/ab¦)", "[a](/base/about/)"),
        ("[a](/ab¦", "[a]({{ '/about/' | relative_url }}"),  # as the site's other links are written
        ("[a]({{ '/ab¦' | relative_url }})", "[a]({{ '/about/' | relative_url }})"),
        ("[a]({{ '/ab¦", "[a]({{ '/about/"),
        ("[a]({{ '/base/ab¦' }})", "[a]({{ '/base/about/' }})"),
        ("[a]({{ site.baseurl }}/ab¦)", "[a]({{ site.baseurl }}/about/)"),
        ("[a]({{ site.url }}{{ site.baseurl }}/ab¦)", "[a]({{ site.url }}{{ site.baseurl }}/about/)"),
        ("[a](https://example.org/base/ab¦)", "[a](https://example.org/base/about/)"),
        ("[a](https://exam¦)", "[a](https://example.org/base/about/)"),
        ("[a](ab¦out/)", "[a](about/)"),
        ("[a](./ab¦)", "[a](./about/)"),
        ("[a](/base/ab¦out/#who-we-are)", "[a](/base/about/#who-we-are)"),
        ("![a](/base/assets/m¦)", "![a](/base/assets/map.png)"),
        ('<a href="/base/ab¦">x</a>', '<a href="/base/about/">x</a>'),
        ("<a class='x' href='/base/ab¦ class=y>", "<a class='x' href='/base/about/ class=y>"),
        ('<img src="/base/as¦', '<img src="/base/assets/map.png'),
        ("[a]: /base/ab¦", "[a]: /base/about/"),
        ("[a](/base/about/#how¦)", "[a](/base/about/#how-it-began)"),
        ("[a]({{ '/about/' | relative_url }}#wh¦)", "[a]({{ '/about/' | relative_url }}#who-we-are)"),
        ("## New one\n\n[a](#new¦)", "[a](#new-one)"),
        ("{% link ab¦ %}", "{% link about.md %}"),
        ("{% link _rec¦", "{% link _recipes/soup.md"),
        ("{% post_url 2024-01¦ %}", "{% post_url 2024-01-31-first-steps %}"),
        ("{% inclu¦", "{% include"),
        ("{%- include fig¦ure.html src='x' %}", "{%- include figure.html src='x' %}"),
        ("{% include cards/¦", "{% include cards/note.html"),
        ("{% include figure.html al¦", "{% include figure.html alt="),
        ("{% include figure.html src='x' ¦ %}", "{% include figure.html src='x' alt= %}"),
        ("{% include figure.html a¦lt='x' %}", "{% include figure.html alt='x' %}"),
        ("{% include figure.html src='/assets/m¦' %}", "{% include figure.html src='/assets/map.png' %}"),
        ("{% if page.title %}{% e¦", "{% if page.title %}{% endif"),
        ("{% raw %}{{ x }}{% end¦ %}", "{% raw %}{{ x }}{% endraw %}"),
        ("{{ page.title | up¦", "{{ page.title | upcase"),
        ("{{ page.ban¦ }}", "{{ page.banner }}"),
        ("{{ site.da¦", "{{ site.data"),
        ("{{ site.data.me¦nu }}", "{{ site.data.menu }}"),
        ("{{ site.data['au¦'] }}", "{{ site.data['authors'] }}"),
        ("{{ site.data.authors.ann.na¦", "{{ site.data.authors.ann.name"),
        ("{{ site.owner.ma¦", "{{ site.owner.mail"),
        ("{{ site.tags.wal¦", "{{ site.tags.walks"),
        ("{% for r in site.rec¦ %}", "{% for r in site.recipes %}"),
        ("{% for r in site.recipes %}{{ r.ser¦", "{% for r in site.recipes %}{{ r.serves"),
        ("{% for r in site.recipes %}{{ forloop.fi¦ }}", "{% for r in site.recipes %}{{ forloop.first }}"),
        (
            "{% assign m = site.data.menu | first %}{{ m.sh¦",
            "{% assign m = site.data.menu | first %}{{ m.shown",
        ),
        ("{% assign menu_one = 1 %}{{ menu_¦ }}", "{% assign menu_one = 1 %}{{ menu_one }}"),
        ("$$ \\alp¦ $$", "$$ \\alpha $$"),
        ("$$ \\Rea¦", "$$ \\Reals"),
        ("$$ \\newcommand{\\mine}{x} \\mi¦ $$", "$$ \\newcommand{\\mine}{x} \\mine $$"),
        ("$$ \\begin{ali¦} $$", "$$ \\begin{align} $$"),
        ("$$ \\begin{cases} \\end{¦", "$$ \\begin{cases} \\end{cases"),
        ("$$ \\label{eq:one} $$ see \\eqref{e¦}", "$$ \\label{eq:one} $$ see \\eqref{eq:one}"),
    ],
)
def test_in_a_page(view: SiteView, typed: str, wanted: str) -> None:
    before = typed.rpartition("\n")[0]
    assert wanted in results(view, f"{PAGE}{before}\n{typed.rpartition(chr(10))[2]}\n\nMore.\n")


@pytest.mark.parametrize(
    ("path", "text", "wanted"),
    [
        ("_recipes/new.md", "---\nser¦\n---\n", "serves: "),
        ("_recipes/soup.md", "---\ntitle: Soup\nser¦ves: 4\n---\n", "serves: 4"),
        ("index.md", "---\nban¦\n---\n", "banner: "),
        ("index.md", "---\nredir¦\n---\n", "redirect_from:"),
        ("index.md", "---\nlayout: w¦\n---\n", "layout: wide"),
        ("index.md", "---\nlayout: w¦", "layout: wide"),
        ("_posts/2024-02-01-second.md", "---\ntags: [di¦]\n---\n", "tags: [diary]"),
        ("_posts/2024-02-01-second.md", "---\ntags:\n  - wa¦\n---\n", "  - walks"),
        ("_posts/2024-02-01-second.md", "---\nauthor: b¦\n---\n", "author: bob"),
        ("_posts/2024-02-01-second.md", "---\npublished: f¦\n---\n", "published: false"),
        ("index.md", "---\npermalink: /x/:ti¦/\n---\n", "permalink: /x/:title/"),
        ("index.md", "---\nimage: /as¦\n---\n", "image: /assets/map.png"),
        ("_config.yml", "titl¦\n", "title: "),
        ("_config.yml", "kramdown:\n  auto¦\n", "  auto_ids: "),
        ("_config.yml", "collections:\n  recipes:\n    out¦\n", "    output: "),
        ("_config.yml", "collections:\n  recipes:\n    output: t¦\n", "    output: true"),
        ("_config.yml", "defaults:\n  - scope:\n      pa¦\n", "      path: "),
        ("_config.yml", "defaults:\n  - scope:\n      path: x\n    values:\n      lay¦\n", "      layout: "),
        ("_config.yml", "defaults:\n  - values:\n      layout: w¦\n", "      layout: wide"),
        ("_config.yml", "plugins:\n  - jekyll-si¦\n", "  - jekyll-sitemap"),
        ("_config.yml", "permalink: /:cat¦\n", "permalink: /:categories"),
        ("_data/menu.yml", "- title: x\n  sh¦\n", "  shown: "),
        ("_data/menu.yml", "- ti¦\n", "- title: "),
        ("_data/menu.yml", "- url: /ab¦\n", "- url: /about/"),
        ("_includes/figure.html", "{{ include.s¦ }}{{ include.src }}", "{{ include.src }}{{ include.src }}"),
        ("_layouts/page.html", "<a href=\"{{ page.ti¦ }}\">", "<a href=\"{{ page.title }}\">"),
        ("old/plain.html", "<a href='../ab¦'>", "<a href='../about/'>"),
        ("old/plain.html", "<a href='/base/ab¦'>", "<a href='/base/about/'>"),
    ],
)  # fmt: skip
def test_in_other_files(view: SiteView, path: str, text: str, wanted: str) -> None:
    assert wanted in results(view, text, path)


@pytest.mark.parametrize(
    "typed",
    [
        "`[a](/base/ab¦)`",
        "```\n[a](/base/ab¦)\n```\n",
        "<!-- [a](/base/ab¦) -->",
        "{% comment %}{{ page.ti¦ }}{% endcomment %}",
        "{% raw %}{{ page.ti¦ }}{% endraw %}",
        "<script>var a = '[a](/base/ab¦)'</script>",
        "in words ab¦",
        "\\alp¦ in words",
        "[a](/base/about/ \"ti¦\")",
        "{% assign na¦ %}",
        "{{ page.url | split: '/¦' }}",
        "[a](http://elsewhere.example/ab¦)",
        "[a]({{ page.root }}/ab¦)",
    ],
)  # fmt: skip
def test_where_nothing_is_offered(view: SiteView, typed: str) -> None:
    assert not items(view, f"{PAGE}{typed}\n")


def test_a_layout_has_no_address_of_its_own(view: SiteView) -> None:
    assert not items(view, "<a href='ab¦'>", "_layouts/page.html")
    assert "<a href='/base/about/'>" in results(view, "<a href='/base/ab¦'>", "_layouts/page.html")
    assert all(
        not item.edit.text.startswith(".") for item in items(view, "<a href='¦'>", "_layouts/page.html")
    )


def test_sources_are_addresses_where_a_plugin_makes_them_so(tmp_path: Path, view: SiteView) -> None:
    config = FILES["_config.yml"].replace("[jekyll-seo-tag]", "[jekyll-seo-tag, jekyll-relative-links]")
    linked = typing_view(tmp_path, {"_config.yml": config, "docs/one.md": "---\ntitle: One\n---\nx\n"})
    assert "[a](about.md)" in results(linked, f"{PAGE}[a](ab¦)")
    assert "[a](../about.md)" in results(linked, "---\ntitle: One\n---\n[a](../ab¦)", "docs/one.md")
    assert "[a](about.md)" not in results(view, f"{PAGE}[a](ab¦)")


def test_liquid_is_text_where_jekyll_copies_the_file(view: SiteView) -> None:
    assert not items(view, "<p>{{ page.ti¦ }}</p>", "old/plain.html")


def test_what_is_written_already_is_not_offered_again(view: SiteView) -> None:
    labels = [item.label for item in items(view, "---\ntitle: x\n¦\n---\n")]
    assert "title" not in labels
    assert "layout" in labels


def test_keys_of_siblings_come_first(view: SiteView) -> None:
    offered = items(view, "---\n¦\n---\n", "_recipes/soup.md")
    assert offered[0].label in ("title", "serves")
    assert "set by 2 pages" in offered[0].detail


def test_pictures_come_first_in_src(view: SiteView) -> None:
    assert items(view, f'{PAGE}<img src="/base/¦">')[0].label == "/base/assets/map.png"
    assert items(view, f"{PAGE}[a](/base/¦)")[0].kind == "address"


def test_a_title_tells_what_an_address_is(view: SiteView) -> None:
    (about,) = (item for item in items(view, f"{PAGE}[a](/base/ab¦)") if item.label == "/base/about/")
    assert about.detail == "About us"


def test_commands_are_those_of_the_engine(view: SiteView) -> None:
    labels = {item.label for item in items(view, f"{PAGE}$$ \\op¦ $$")}
    assert "\\operatorname" in labels
    assert not labels & {"\\operatornamewithlimits"}  # of KaTeX


def test_commands_of_a_layout_are_those_of_its_own_scripts(view: SiteView) -> None:
    before, _, behind = FILES["_layouts/page.html"].partition("{{ content }}")
    labels = {item.label for item in items(view, f"{before}\\(\\Re¦\\){behind}", "_layouts/page.html")}
    assert "\\Reals" in labels


def test_a_long_list_is_cut(tmp_path: Path) -> None:
    many = {f"p/{number:04}.md": "---\ntitle: x\n---\nx\n" for number in range(MOST + 50)}
    view = holding(typing_view(tmp_path, many), "index.md", f"{PAGE}[a](/base/p/")
    with view.held():
        found = complete(view, "index.md", len(PAGE) + len("[a](/base/p/"))
        assert found.incomplete
        assert len(found.items) == MOST
    view = holding(view, "index.md", f"{PAGE}[a](/base/p/0123")
    with view.held():
        found = complete(view, "index.md", len(PAGE) + len("[a](/base/p/0123"))
    assert [item.label for item in found.items] == ["/base/p/0123.html"]
    assert not found.incomplete


def test_groups_of_posts_are_offered_by_their_names(tmp_path: Path) -> None:
    post = {"_posts/2024-03-01-third.md": "---\ntitle: Third\ncategories: [news]\n---\nHello.\n"}
    view = typing_view(tmp_path, post)
    assert "{{ site.categories.news }}" in results(view, f"{PAGE}{{{{ site.categories.ne¦ }}}}\n")


def test_themes_are_offered_and_no_other_plugins(view: SiteView) -> None:
    labels = {item.label for item in items(view, "theme: j¦\n", "_config.yml")}
    assert "jekyll-theme-cayman" in labels
    assert all(label.startswith(("jekyll-theme-", "just-the-docs")) for label in labels)


def test_a_file_that_nobody_knows_yet(view: SiteView) -> None:
    text = "---\nlayout: pa¦\n---\n"
    assert "layout: page" in results(view, text, "_drafts/new.md")
    assert "{{ site.title }}" in results(view, "---\ntitle: x\n---\n{{ site.ti¦ }}\n", "new.md")


def test_hostile_names_are_harmless(tmp_path: Path) -> None:
    odd = {
        "_posts/2024-01-01-odd.md": '---\ntitle: "\\u202Egnp [x](command:evil) \\u0007"\ntags: ["a\\u202Eb"]\n---\nx\n',
        "_includes/odd.html": "{{ include.command }}",
    }
    view = typing_view(tmp_path, odd)
    for text in (f"{PAGE}[a](/base/2024/¦", f"{PAGE}{{% post_url ¦", "---\ntags: [¦\n---\n"):
        for item in items(view, text, "_posts/2024-01-01-odd.md"):
            assert "\u202e" not in item.label + item.detail + item.documentation
            assert "\x07" not in item.label + item.detail + item.documentation
