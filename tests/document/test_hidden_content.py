"""Layouts that leave out the text of the pages in them: nothing of what is in it is on the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.jekyll import load_site
from sitecheck.testing import check_folder, write_site
from sitecheck.text.source import Source

PAGE = {"a.md": "---\nlayout: list\n---\n# Head\n"}
OWN = "class T < Liquid::Tag\n  def render(context)\n    {}\n  end\nend\nLiquid::Template.register_tag('body', T)\n"
LIST = "{% for post in site.posts %}{{ post.title }}{% endfor %}"


def hidden_by(layout: str, files: dict[str, str], folder: Path) -> str:
    reader = SiteReader(load_site(write_site(folder, {**PAGE, "_layouts/list.html": layout, **files})))
    source = reader.source("a.md")
    assert isinstance(source, Source)
    return reader.document(source, "page").hidden_by


@pytest.mark.parametrize(
    ("layout", "files"),
    [
        (LIST, {}),
        ("", {}),
        ("{{ content | strip_html }}", {}),
        ("{% comment %}{{ content }}{% endcomment %}", {}),
        ("{% if x %}{{ content }}{% endif %}", {}),
        ("{% if page.x %}{{ content }}{% endif %}", {}),
        ("{% for p in site.pages %}{{ p['title'] }}{{ p.data.x }}{% endfor %}", {}),
        ("{% for post in site.posts %}{{ post.excerpt }}{% endfor %}", {}),
        ("<p class='content'>moved</p>", {}),
        ("---\nlayout: base\n---\n" + LIST, {"_layouts/base.html": "{{ content }}"}),
        ("---\nlayout: base\n---\n{{ content }}", {"_layouts/base.html": "<p>{{ page.title }}</p>"}),
        ("---\nlayout: missing\n---\n" + LIST, {}),
        ("{% include b.html %}", {"_includes/b.html": "{{ page.title }}"}),
        (
            "{% body content %}",
            {"_plugins/a.rb": OWN.format("\"<b>#{context['page']['title']} #{@markup}\"")},
        ),
        ("{% body %}x{% endbody %}", {"_plugins/a.rb": OWN.replace("Tag", "Block", 1).format("super")}),
    ],
)
def test_a_layout_that_does_not_ask_for_the_text_hides_it(
    layout: str, files: dict[str, str], tmp_path: Path
) -> None:
    hides = "base" if layout.endswith("{{ content }}") and "base" in layout else "list"
    assert hidden_by(layout, files, tmp_path) == f"_layouts/{hides}.html"


@pytest.mark.parametrize(
    ("layout", "files"),
    [
        ("{{ content }}", {}),
        ("{{page.content}}", {}),
        ("{{ page['content'] }}", {}),
        ("{{ page.excerpt }}", {}),
        ("{{ page | jsonify }}", {}),
        ("{% assign key = 'content' %}{{ page[key] }}", {}),
        (
            "{% if page.x %}{{ content }}{% endif %}",
            {"_plugins/a.rb": "Jekyll::Hooks.register(:pages, :post_init) { |p| p.data['x'] = rand > 2 }\n"},
        ),
        ("{% if page.x %}{{ content }}{% else %}{{ page.content | strip_html }}{% endif %}", {}),
        ("{% include b.html %}", {"_includes/b.html": "{% include c.html %}", "_includes/c.html": "{{ content }}"}),
        ("{% include b.html text=content %}", {"_includes/b.html": "{{ include.text }}"}),
        ("{% include {{ page.part }} %}", {"_includes/b.html": "{{ content }}"}),
        ("{% for p in site.pages %}{{ p.content }}{% endfor %}", {}),
        ("{% for p in site.notes %}{{ p['content'] }}{% endfor %}", {"_config.yml": "collections: [notes]\n"}),
        ("{{ site.pages | where: 'url', page.url | map: 'content' }}", {}),
        ("{% assign k = 'text' %}{% for p in site.documents %}{{ p[k] }}{% endfor %}", {}),
        ("{% for p in site.pages %}{% include b.html p=p %}{% endfor %}", {"_includes/b.html": "{{ include.p.content }}"}),
        ("{% include b.html %}", {"_config.yml": "theme: minima\n"}),
        ("{% body %}", {"_plugins/a.rb": "Liquid::Template.register_tag('body', T)\n"}),
        ("{% body %}x{% endbody %}", {"_plugins/a.rb": "Liquid::Template.register_tag('body', T)\n"}),
        *(
            ("{% body %}", {"_plugins/a.rb": OWN.format(ruby)})
            for ruby in (
                "context['page']['content']", "context['page'][:excerpt]", "context[@markup]", "page.output",
                "Liquid::Variable.new(@markup).render(context)", "context.evaluate(@name)", "context.environments.first",
                "Liquid::Template.parse(File.read('x')).render(context)", "context . lookup(@markup)",
            )
        ),
        ("{% body %}", {"_plugins/a.rb": OWN.format("super").replace("Liquid::Tag", "Toc::TocTag")}),
        ("{% body %}", {"_plugins/a.rb": OWN.format("1"), "_plugins/b.rb": "require 'unheard'\n"}),
        (LIST, {"_plugins/a.rb": "Jekyll::Hooks.register(:pages, :post_render) { |p| p.output = p.content }\n"}),
        (LIST, {"a.md": "---\nlayout: other\n---\n", "_config.yml": "theme: minima\n"}),
        (LIST, {"a.md": "---\nlayout: none\n---\n"}),
    ],
)  # fmt: skip
def test_what_may_show_the_text_hides_nothing(layout: str, files: dict[str, str], tmp_path: Path) -> None:
    assert hidden_by(layout, files, tmp_path) == ""


@pytest.mark.parametrize("shown", [True, False])
def test_nothing_is_told_of_what_nobody_sees(shown: bool, tmp_path: Path) -> None:
    files = {
        "_layouts/list.html": "<p id='top-of-list'>{{ page.title }}</p><a href='/gone.html'>x</a>"
        + ("{{ content }}" if shown else ""),
        "a.md": "---\nlayout: list\n---\n# Head\n\n[x](/nowhere.html) ![](/no.png) $$ \\frac{1}{ $$\n",
        "b.md": "---\n---\n[a](/a.html#head) [b](/a.html#top-of-list)\n",
    }
    report = check_folder(write_site(tmp_path, files), read_settings(None))
    told = {(each.path, each.rule) for each in report.findings if each.rule != "orphan-page"}
    of_text = {(path, rule) for path, rule in told if path == "a.md"}
    assert bool(of_text) == shown
    assert ("_layouts/list.html", "broken-link") in told
    assert (("b.md", "broken-anchor") in told) != shown


@pytest.mark.parametrize(("value", "is_read"), [("3", False), ("x", True)])
def test_nothing_is_shown_of_a_file_that_jekyll_does_not_come_to_read(
    value: str, is_read: bool, tmp_path: Path
) -> None:
    """Categories of ``defaults`` that it cannot add stop it before; the page is written, and empty."""
    defaults = f"defaults: [{{scope: {{path: _docs}}, values: {{categories: {value}}}}}]\n"
    files = {
        "_config.yml": f"collections: {{docs: {{output: true}}}}\n{defaults}",
        "_docs/a.md": "---\n---\n# Head\n\n[x](/gone.html)\n",
        "index.md": "---\n---\n[a](/docs/a.html)\n",
    }
    report = check_folder(write_site(tmp_path, files), read_settings(None))
    assert [each.path for each in report.findings if each.rule == "broken-link"] == ["_docs/a.md"] * is_read
    assert [each.path for each in report.findings if "without their text" in each.message] == (
        ["_config.yml"] * (not is_read)
    )
