"""Links and ids of whole pages, layouts included, against what real Jekyll builds of small sites."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from benchmarks.fidelity import Table
from benchmarks.whole_pages import read_whole
from tests.document.test_frames import CASES, A, B, Case, write

TITLES = (
    "{% for post in site.posts %}{% assign parts = post.content | strip | split: '<h' %}{% for part in parts %}"
    "{% assign level = part | replace: '\"', '' | slice: 0, 1 | times: 1 %}{% if level != 2 %}{% continue %}{% endif %}"
    "{% assign head = part | split: '</h' | first | split: 'id=\"' %}{% assign id = head[1] | split: '\"' | first %}"
    "<a href='{{ post.url }}#{{ id }}'>{{ head[1] | split: '>' | last }}</a>{% endfor %}{% endfor %}"
)
"""The headings of all posts, as includes for tables of contents take them out of their texts."""
MORE = (
    Case(
        "defaults that Jekyll finds otherwise, one by one, than it gives them to Liquid",
        "<b id='l-{{ page.kind }}'></b>{{ content }}",
        set(),
        {
            "_config.yml": "defaults:\n- {scope: {path: ''}, values: {layout: l, kind: a, at: {x: 1}}}\n"
            "- {scope: {path: sub}, values: {at: {y: 2}}}\n- {scope: {path: ''}, values: {layout: m, kind: b}}\n",
            "_layouts/m.html": "<b id='m-{{ page.kind }}'></b><i id='{{ page.at.x }}-{{ page.at.y }}'></i>{{ content }}",
            "sub/d.html": "---\n---\n<a href='/nowhere/'>x</a>\n",
            "sub/e.md": "---\nlayout: l\nkind: c\nat: {y: 3}\n---\n[x](/nowhere/)\n",
            "f.md": "---\nlayout:\n---\n[x](/nowhere/)\n",
        },
    ),
    Case(
        "what a browser reads of instructions in HTML",
        "",
        set(),
        {
            "d.md": "---\nlayout: l\n---\n<div id='one'>\n<pre>\na(list : List<? extends Number>) { x<1 }\n</pre>\n</div>\n\n"
            "## Not a heading\n\n<div id='two'><a href='/nowhere/'>x</a>\n<pre>\nb(list : List<?>)\n<?php echo '<b id=no>'; ?>"
            " <i id='in'>x</i>\n</pre>\n</div>\n\n* <pre><?x <u id='no'> <u id='u'> ?></pre>\n\n"
            "<p markdown='1'><?y <a href='/no/'> <a href='/z/'>?> *b*</p>\n\n## A heading\n",
        },
    ),
    Case(
        "headings of posts with coloured code",
        TITLES,
        set(),
        {
            "_posts/2024-01-01-a.md": "---\n---\n## One\n\n~~~ ruby\nputs '<h2>'\n~~~\n\n## Two\n\n### Three\n",
            "_posts/2024-01-02-b.md": "---\n---\nfirst\n\n## `<h2>` x\n\n{% highlight ruby %}\n1 <h2 2\n"
            "{% endhighlight %}\n\n## Highlight\n",
            "_posts/2024-01-03-c.md": '---\n---\n~~~ html\n<h2 id="x">\n~~~\n\n## Last\n',
        },
    ),
    Case(
        "what loops, captures and cases leave",
        "{% assign seen = '' %}{% for i in (1..3) %}{% if i == page.n %}{% assign seen = i %}{% endif %}{% endfor %}"
        "{% capture c %}<a href='/s{{ seen }}/'>x</a>{% endcapture %}{{ c }}"
        "{% case page.title %}{% when 'A', 'C' %}<b id='ac'></b>{% when 'B' %}<b id='b'></b>{% else %}<b id='e'></b>{% endcase %}"
        "{% unless page.toc %}<a href='#{{ page.title | downcase }}'>x</a>{% endunless %}",
        set(),
        {"a.md": A.replace("title: A", "title: A\nn: 2"), "d.md": "---\nlayout: l\nn: 3\n---\n## D\n"},
    ),
    Case(
        "documents without a date, which is that of the build",
        "{% assign all = site.notes | sort: 'date' | reverse %}<a href='{{ all.last.url }}#first'>x</a>"
        "{% for note in all %}<a href='{{ note.url }}'>{{ note.title }}</a>{% endfor %}",
        set(),
        {
            "_config.yml": "collections: {notes: {output: true}}\n",
            "_notes/a.md": "---\ntitle: A\n---\n## A\n",
            "_notes/b.md": "---\ndate: 2024-05-01\n---\n## B\n",
            "_notes/c.md": "---\ndate: 2023-05-01\n---\n## C\n",
            "_notes/d.md": "---\ntitle: D\n---\n## D\n",
        },
    ),
    Case(
        "a document without a date among those that are out and those to come",
        "{% assign all = site.notes | sort: 'date' %}{% for note in all %}<a href='{{ note.url }}#x'>x</a>"
        "{% break %}{% endfor %}<a href='{{ all[1].url }}#y'>x</a>",
        set(),
        {
            "_config.yml": "future: true\ncollections: {notes: {output: true}}\n",
            "_notes/a.md": "---\ntitle: A\n---\n## A\n",
            "_notes/b.md": "---\ndate: 2124-05-01\n---\n## B\n",
            "_notes/c.md": "---\ndate: 2023-05-01\n---\n## C\n",
        },
    ),
    Case(
        "neighbours and related posts",
        "<a href='{{ page.next.url }}'>n</a><a href='{{ page.previous.url }}#p'>p</a>"
        "{% for post in site.related_posts limit: 2 %}<a href='{{ post.url }}'>{{ post.title }}</a>{% endfor %}",
        set(),
        {f"_posts/2024-01-0{n}-p{n}.md": f"---\nlayout: l\ntitle: P{n}\n---\n## P\n" for n in range(1, 5)},
    ),
)


@pytest.mark.reference
@pytest.mark.parametrize("case", [*CASES, *MORE], ids=lambda case: case.name)
def test_a_page_is_what_jekyll_builds(case: Case, tmp_path: Path) -> None:
    if not shutil.which("jekyll"):
        pytest.skip("Jekyll is not installed")
    site = write(
        tmp_path / "site",
        {"_layouts/l.html": f"{case.layout}{{{{ content }}}}", "a.md": A, "b.md": B, **case.files},
    )
    command = [
        "jekyll",
        "build",
        "--quiet",
        "--disable-disk-cache",
        "-s",
        str(site),
        "-d",
        str(tmp_path / "built"),
    ]
    subprocess.run(
        command, check=True, env={**os.environ, "JEKYLL_NO_BUNDLER_REQUIRE": "true", "LANG": "C.UTF-8"}
    )
    table = Table(examples=3)
    read_whole(site, tmp_path / "built", table)
    figures = {name: (hits, total) for name, hits, total in table.rows if not name.startswith("(")}
    assert all(hits == total for hits, total in figures.values()), (figures, table.examples)
    assert figures["whole pages: targets seen"][1] > 0
