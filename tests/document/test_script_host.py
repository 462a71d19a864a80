"""Includes whose loops can bring no script are left out where layouts are looked through for scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.script_host import scriptless
from sitecheck.jekyll import load_site
from sitecheck.liquid import Budget
from sitecheck.testing import write_site

AKIN = (
    "{% assign akin = '' | split: '' %}{% for post in site.posts %}{% if post.url == page.url %}{% continue %}"
    "{% endif %}{% assign akin = akin | push: post %}{% endfor %}{% if akin.size > 0 %}<ul><!-- akin -->"
    "{% for post in akin %}<li>{{ post.title }}</li>{% endfor %}</ul>{% endif %}\n"
)
LAYOUT = "{{ content }}{% include akin.html %}{% if page.math %}{% include math.html %}{% endif %}"
MATH = "<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml.js'></script>"
FILES = {"_layouts/post.html": LAYOUT, "_includes/akin.html": AKIN, "_includes/math.html": MATH}


def left_out(folder: Path, files: dict[str, str]) -> set[str]:
    site = write_site(folder, {**FILES, **files})
    found = scriptless(SiteReader(load_site(site)))
    return {path.rpartition("/")[2] for path in found if "\0" not in path}


def left_out_loops(folder: Path, files: dict[str, str]) -> int:
    """How many loops of layouts are left out."""
    return sum("\0" in each for each in scriptless(SiteReader(load_site(write_site(folder, files)))))


def test_a_loop_over_posts_is_left_out(tmp_path: Path) -> None:
    assert left_out(tmp_path, {}) == {"akin.html"}


@pytest.mark.parametrize(
    "files",
    [
        {"_includes/akin.html": AKIN + MATH},
        {"_includes/akin.html": MATH + AKIN},
        {"_includes/akin.html": MATH + "{% assign one = 1 %}" + AKIN},
        {"_includes/akin.html": "{% assign one = 1 %}" + MATH + "{% assign two = 2 %}" + AKIN},
        {"_includes/akin.html": AKIN + "<!-- to be closed elsewhere"},
        {"_includes/akin.html": AKIN + "{% include math.html %}"},
        {"_includes/akin.html": AKIN + "{% include {{ page.more }} %}"},
        {"_includes/akin.html": AKIN + "{% some_tag %}"},
        {"_includes/akin.html": AKIN + "{% cycle 'a', 'b' %}"},
        {"_includes/akin.html": AKIN + "{% if page.last %}{% break %}{% endif %}"},
        {"_includes/akin.html": "{{ page.title }}"},
        {"_layouts/post.html": LAYOUT + "{% if akin.size > 2 %}{% include math.html %}{% endif %}"},
        {"_includes/other.html": "{{ akin | size }}"},
        {
            "_layouts/post.html": LAYOUT
            + "{% if akin.size > 2 %}{{ page.title }}{% else %}"
            + MATH
            + "{% endif %}"
        },
        {
            "_layouts/post.html": LAYOUT
            + "{% if akin.size > 2 %}{% assign many = true %}{% endif %}{% if many %}{% include math.html %}{% endif %}"
        },
        {"_layouts/post.html": LAYOUT + "{% capture all %}{{ akin | size }}{% endcapture %}{{ all }}"},
        {
            "_layouts/post.html": "{% assign akin = nil %}"
            + LAYOUT
            + "{% if akin %}{% include math.html %}{% endif %}"
        },
        {
            "_layouts/post.html": "{% assign akin = nil %}{% for n in (1..2) %}{% if akin %}"
            + MATH
            + "{% endif %}"
            + LAYOUT
            + "{% endfor %}"
        },
        {
            "_layouts/post.html": "{% assign akin = nil %}{% if page.akin %}{% include akin.html %}{% else %}"
            "{% assign akin = 1 %}{% endif %}{% if akin %}{% include math.html %}{% endif %}"
        },
        {
            "_layouts/post.html": "{% assign akin = nil %}{% include {{ page.more }} %}{% if akin %}"
            + MATH
            + "{% endif %}"
        },
        {
            "_layouts/post.html": "{% capture list %}{% include akin.html %}{% endcapture %}{% if list contains 'li' %}"
            + MATH
            + "{% endif %}"
        },
        {
            "_includes/akin.html": AKIN + "{% include inner.html %}",
            "_includes/inner.html": "{% if akin.size > 1 %}{% assign shown = true %}{% endif %}",
            "_layouts/post.html": LAYOUT + "{% include inner.html %}{% if shown %}" + MATH + "{% endif %}",
        },
        {"_includes/akin.html": AKIN + "{% include of-theme.html %}", "_config.yml": "theme: minima\n"},
        {"_includes/akin.html": AKIN + "{% include .hidden.html %}", "_includes/.hidden.html": MATH},
        {
            "_includes/akin.html": AKIN + "{% include .hidden.html %}",
            "_includes/.hidden.html": "{% include math.html %}",
        },
        {"_layouts/post.html": LAYOUT + "{% include .hidden.html %}", "_includes/.hidden.html": "{{ akin }}"},
        {"_layouts/post.html": LAYOUT + "{% for one in akin %}{{ one }}{% endfor %}"},
        {"_layouts/post.html": LAYOUT + "{% for one in akin %}{{ one.content }}{% endfor %}"},
        {"_layouts/post.html": LAYOUT + "{% for one in akin %}{{ include.text }}{{ one.title }}{% endfor %}"},
        {
            "_layouts/post.html": LAYOUT
            + "{% for one in akin %}{{ '<script>' | append: one.title }}{% endfor %}"
        },
        {"_layouts/post.html": LAYOUT + "{% for one in akin %}{% include math.html %}{% endfor %}"},
        {"_layouts/post.html": LAYOUT + "{% for one in akin %}{% break %}{% endfor %}"},
        {"a.md": "---\nscripts: [\"<script src='/a.js'></script>\"]\n---\n"},
        {
            "_layouts/post.html": "{% capture url %}{% include akin.html %}{% endcapture %}"
            "<script src='{{ url }}mathjax.js'></script>"
        },
        {
            "_layouts/post.html": "{% capture url %}{% include akin.html %}{% endcapture %}{% include script.html src=url %}",
            "_includes/script.html": "<script src='{{ include.src }}mathjax.js'></script>",
        },
        {
            "_layouts/post.html": "{% include open.html %}" + LAYOUT + "</script>",
            "_includes/open.html": "{% if page.math %}<script>{% endif %}MathJax = [",
        },
        {"_layouts/post.html": "<!-- " + LAYOUT + MATH + " -->"},
        {"_layouts/post.html": "<!-- <script></script> " + LAYOUT + MATH + " -->"},
        {
            "_layouts/post.html": LAYOUT
            + "{% for post in site.posts offset:continue %}"
            + MATH
            + "{% endfor %}"
        },
        {"_layouts/post.html": LAYOUT + "{% assign name = 'akin' %}{% if [name] %}" + MATH + "{% endif %}"},
    ],
)
def test_what_may_bring_a_script_or_is_asked_for_is_not(tmp_path: Path, files: dict[str, str]) -> None:
    assert left_out(tmp_path, files) == set()


@pytest.mark.parametrize(
    "text",
    [
        "<ul>{% for one in akin %}<li><a href='{{ one.url | relative_url }}'>{{ one.title }}</a></li>{% endfor %}</ul>",
        "{% if page.list %}{% for one in akin %}{{ one.title }}{% endfor %}{% else %}" + MATH + "{% endif %}",
        "{% case akin.size %}{% when 1 %}{{ page.title }}{% else %}{{ site.title }}{% endcase %}",
        "{% unless akin.size > 1 %}<p>alone</p>{% comment %}<script>{% endcomment %}{% endunless %}",
        "{% if akin.size > 2 %}{% assign many = true %}{% endif %}{% if many %}<p>many</p>{% endif %}",
        "{% assign akin = nil %}{% if akin %}{% include math.html %}{% endif %}",
        "{% capture list %}{% include akin.html %}{% endcapture %}{{ list }}",
        "<!--[if !IE]><!--><p></p><!--<![endif]-->{% include akin.html %}",
        "<script>a = '<!-- b';</script>{% include akin.html %}",
        "{{ page.title | replace: '<!--', '' }}{% include akin.html %}",
    ],
)
def test_who_lists_what_it_found_is_not_asking_for_a_script(tmp_path: Path, text: str) -> None:
    """As the layouts of just-the-docs list the pages below one, which the include of the navigation finds."""
    assert left_out(tmp_path, {"_layouts/post.html": LAYOUT + text}) == {"akin.html"}


def test_what_only_the_include_itself_asks_for_is_left_out_with_it(tmp_path: Path) -> None:
    text = "{% if before %}" + AKIN + "{% endif %}{% assign before = true %}"
    assert left_out(tmp_path, {"_includes/akin.html": text}) == {"akin.html"}


PLAIN = (
    "{% assign text = include.text %}{% if text contains '<td>' %}"
    "{% assign text = text | replace: '<td>', '<!-- <td>' | replace: '<script', '<b' %}{% endif %}"
)
"""Takes something out of a text by commenting it out."""
LIQUID_5 = "GEM\n  specs:\n    liquid (5.5.0)\n    jekyll (4.4.1)\n"
LEAD = AKIN + "{% include plain.html text=post.content %}{% assign short = text | truncate: 9 %}"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("{{ text | strip_html | escape }}", {"akin.html"}),
        ("{% assign line = text | escape %}{{ line }}", {"akin.html"}),
        ("{{ text | escape | strip }}", set()),
        ("{{ text }}", set()),
        ("{{ short | strip_html }}", set()),
        ("{% for each in short %}{{ each }}{% endfor %}", set()),
        ("{% capture line %}{{ text }}{% endcapture %}{{ line | escape }}", set()),
        ("{% include line.html line=short %}", set()),
        ("{% include line.html line=page.title %}", {"akin.html"}),
        ("{% tablerow each in text %}{% endtablerow %}", set()),
        ("{% assign text = '<script>' %}{{ 'a' | append: text }}", set()),
        ("{{ text | escape | append: '<script>' }}", set()),
    ],
)
def test_what_is_taken_out_of_a_text_before_it_is_printed_as_plain_text_brings_none(
    tmp_path: Path, shown: str, expected: set[str]
) -> None:
    includes = {
        "_includes/plain.html": PLAIN,
        "_includes/line.html": "<p>{{ include.line }}</p>",
        "_includes/akin.html": LEAD + shown,
    }
    assert left_out(tmp_path, includes) == expected


def test_a_tag_of_many_lines_is_looked_into_as_a_whole(tmp_path: Path) -> None:
    lines = "{% liquid\n assign tag = '<script>'\n echo 'a'\n%}"
    config = {
        "_config.yml": "plugins: []\n",
        "Gemfile.lock": "GEM\n  specs:\n    liquid (5.5.0)\n    jekyll (4.4.1)\n",
    }
    assert left_out(tmp_path, {**config, "_includes/akin.html": AKIN + lines}) == set()


def test_a_variable_that_the_include_itself_sets_first_is_asked_for_by_nobody(tmp_path: Path) -> None:
    further = {"_includes/further.html": "{% assign akin = 1 %}{{ akin }}"}
    assert left_out(tmp_path, further) == {"akin.html"}


MENU = (
    "{% assign n = 0 %}{% for part in site.data.nav %}{% if part.kind == page.kind %}{% assign n = n | plus: 1 %}"
    "<b id='n{{ n }}'>{{ part.title }}</b>{% for to in part.links %}{% if to.url == page.url %}{% assign on = n %}"
    "{% endif %}<a href='{{ to.url | relative_url }}'>{{ to.title }}</a>{% endfor %}{% endif %}{% endfor %}"
)


@pytest.mark.parametrize(
    ("layout", "loops"),
    [
        (MENU, 1),
        ("{% if page.menu %}" + MENU + "{% endif %}", 1),
        (MENU + MENU, 2),
        (MENU * 31, 0),  # for each the whole layout is looked through: 1,000 took half a minute
        ("{% include open.html %}" + MENU + "</script>", 0),
        ("<!-- " + MENU + " -->", 0),
        (MENU + "{% if on %}<p>here</p>{% endif %}", 1),
        ("{% for tag in page.tags %}{% assign low = tag | downcase %}<i>{{ low }}</i>{% endfor %}", 1),
        ("{% for p in site.pages %}{% include card.html of=p.title %}{% endfor %}", 1),
        (MENU + "{% if on %}" + MATH + "{% endif %}", 0),
        (MENU + "{{ on }}", 1),
        (MENU + "<script>open({{ on }})</script>", 0),
        (MENU + "<script>{% if on %}open(){% endif %}</script>", 0),
        (MENU + "<script>{% include card.html of=1 %}{% if on %}open(){% endif %}</script>", 0),
        (MENU + "<script>open()</script>{{ on }}", 1),
        ("<script>" + MENU + "</script>", 0),
        (MENU + "{% include page.html %}", 0),
        (MENU.replace("<b", MATH + "<b"), 0),
        (MENU.replace("{{ part.title }}", "{{ '<script>' | append: part.title }}"), 0),
        (MENU.replace("{{ part.title }}", "{{ part.content }}"), 0),
        (MENU.replace("{{ part.title }}", "{{ content }}"), 0),
        (MENU.replace("{{ part.title }}", "{% some_tag %}"), 0),
        (MENU.replace("{{ part.title }}", "<!-- {{ part.title }} "), 0),
        (MENU.replace("{{ part.title }}", "{{ head }}") + "{% assign head = '<script>' %}", 0),
        (
            MENU.replace("{{ part.title }}", "{{ head }}")
            + "{% capture head %}<i>{{ on }}</i>{% endcapture %}",
            1,
        ),
        (
            MENU.replace("{{ part.title }}", "{{ head }}") + "{% capture head %}" + MATH + "{% endcapture %}",
            0,
        ),
        (
            MENU.replace("{{ part.title }}", "{{ head }}")
            + "{% capture head %}{{ content }}{% endcapture %}",
            0,
        ),
        (
            MENU.replace("{{ part.title }}", "{{ head }}")
            + "{% capture head %}{% some_tag %}{% endcapture %}",
            0,
        ),
        (
            MENU.replace("{{ part.title }}", "{{ head }}")
            + "{% assign top = page.content %}{% assign head = top %}",
            0,
        ),
        ("{% for p in site.pages %}{{ p }}{% endfor %}", 0),
        ("{% assign all = site.posts | reverse %}{% for p in all %}{{ p }}{% endfor %}", 0),
        ("{% for p in site.pages %}{% include card.html of=p.content %}{% endfor %}", 0),
        ("{% for p in site.pages %}{% include text.html %}{% endfor %}", 0),
        ("{% for p in site.pages %}{% include math.html %}{% endfor %}", 0),
        ("{% for p in site.pages %}{% include of-theme.html %}{% endfor %}", 0),
        ("{% for p in site.pages %}{% include {{ p.kind }}.html %}{% endfor %}", 0),
        ("{% for p in site.pages %}{% cycle 'a', 'b' %}{% endfor %}", 0),
    ],
)
def test_a_loop_of_a_layout_is_left_out_where_it_prints_values_and_decides_nothing(
    tmp_path: Path, layout: str, loops: int
) -> None:
    files = {"_layouts/l.html": layout, "_includes/card.html": "<b>{{ include.of }}</b>"}
    files |= {"_includes/text.html": "{{ p.content }}", "_includes/math.html": MATH}
    if "open.html" in layout:
        files["_includes/open.html"] = "<script>MathJax = ["
    if "of-theme.html" in layout:
        files["_config.yml"] = "theme: minima\n"
    if "page.html" in layout:
        files["_includes/page.html"] = "{% if on == 3 %}" + MATH + "{% endif %}"
    assert left_out_loops(tmp_path, files) == loops


def test_a_layout_without_its_loops_brings_the_same_scripts(tmp_path: Path) -> None:
    layout = "{% if page.math %}" + MENU + MATH + "{% else %}" + MENU + "{% endif %}"
    page = "---\nlayout: l\nmath: true\n---\n$$x$$\n"
    site = write_site(tmp_path, {"_layouts/l.html": layout, "a.md": page})
    reader = SiteReader(load_site(site))
    assert (
        "mathjax"
        in reader.render_scripts(
            reader.layout_template(reader.site.layouts["l"]), "a.md", reader.site.pages[0], Budget()
        ).mapped.text
    )


def test_a_variable_that_nothing_sets_has_no_value_behind_what_is_left_out(tmp_path: Path) -> None:
    """It had one perhaps, as behind a file that is not here."""
    layout = LAYOUT + "{% if nowhere %}" + MATH + "{% endif %}"
    site = write_site(tmp_path, {**FILES, "_layouts/post.html": layout, "a.md": "---\nlayout: post\n---\n"})
    reader = SiteReader(load_site(site))
    template = reader.layout_template(reader.site.layouts["post"])
    assert (
        "mathjax" not in reader.render_scripts(template, "a.md", reader.site.pages[0], Budget()).mapped.text
    )
