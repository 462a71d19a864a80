"""What is remembered holds only as long as all that it came of: each case has lost or kept a finding once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from tests.engine.test_cache import cache_files, check, write
from tests.fuzz.sites import make_site
from tests.sampled import sampled

from sitecheck.document import SiteReader
from sitecheck.engine.analyze import analyze
from sitecheck.engine.cache import cache_folder
from sitecheck.engine.cache.dependency_states import DependencyStates
from sitecheck.engine.reading.open_site import Call, open_site
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.files import is_temporary, read_file
from sitecheck.model.facts import Read

MATTER = "---\ntitle: t\n---\n"
HIDDEN = "---\npublished: false\n---\n"
MATH = f"{MATTER}$$ x $$ and $$ \\own $$\n"
MATHJAX = "<script src='https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js'></script>"
SECOND = 1_000_000_000


class Case(NamedTuple):
    """A site, and a change that a page far from it depends on."""

    files: dict[str, str]
    path: str
    text: str | None


LISTED = '{%% for post in page.%s %%}<a href="/{{ post.to }}.html">x</a>{%% endfor %%}'

_STOPS = {
    "_layouts/x.html": "{% if page.title %}{% include {{ page.inc }} %}{% endif %}{{ content }}\n",
    "a.md": "---\nlayout: x\ntitle: A\n---\nwords\n",
}
"""A layout that stops the build on pages with a title, which is told where all of its pages have one."""
CASES = {
    "a page that keeps another from being told what the layout around both stops at": Case(
        {**_STOPS, "b.md": "---\nlayout: x\n---\nwords\n"}, "b.md", "---\n---\nwords\n"
    ),
    "a page that is told what the layout stops at, as all are that have it": Case(
        {**_STOPS, "b.md": "---\n---\nwords\n"}, "b.md", "---\nlayout: x\n---\nwords\n"
    ),
    "an include that a theme elsewhere shows in place of its own": Case(
        {
            "_config.yml": "theme: minimal-mistakes-jekyll\n",
            "_includes/footer/custom.html": '<i id="x"></i>\n',
            "b.md": "---\nlayout: single\n---\n[x](#x) [y](#y)\n",
        },
        "_includes/footer/custom.html",
        '<i id="y"></i>\n',
    ),
    "a script of an include that a theme elsewhere shows": Case(
        {
            "_config.yml": "theme: minimal-mistakes-jekyll\n",
            "_includes/footer/custom.html": "<i></i>\n",
            "b.md": "---\nlayout: single\n---\n[x](#x)\n",
        },
        "_includes/footer/custom.html",
        "<script>show(location.hash.slice(1))</script>\n",
    ),
    "what a layout asks of a page before it shows what is written there": Case(
        {
            "_layouts/l.html": "{% include i.html %}",
            "_includes/i.html": "{% if page.a %}{{ content }}{% endif %}",
            "b.md": "---\nlayout: l\na: true\nc: false\n---\n[x](/gone.html)\n",
            "d.md": "---\nlayout: l\na: false\nc: true\n---\n[y](/lost.html)\n",
        },
        "_includes/i.html",
        "{% if page.c %}{{ content }}{% endif %}",
    ),
    "what the site says that a layout asks for before it shows what is written on a page": Case(
        {
            "_config.yml": "",
            "_data/d.yml": "kind: a\n",
            "_layouts/l.html": "{% if page.kind == site.data.d.kind %}{{ content }}{% endif %}",
            "b.md": "---\nlayout: l\nkind: a\n---\n[x](/gone.html)\n",
        },
        "_data/d.yml",
        "kind: b\n",
    ),
    "whether a workflow deploys the site in place of GitHub Pages": Case(
        {
            "_config.yml": "baseurl: /docs\nurl: https://a.github.io\n",
            "b.md": f"{MATTER}[a page]({{{{ site.baseurl }}}}{{% link index.md %}})\n",
            ".github/workflows/ci.yml": "jobs: {}\n",
        },
        ".github/workflows/deploy.yml",
        "jobs: {a: {steps: [uses: actions/deploy-pages@v4]}}\n",
    ),
    "what a program makes that a workflow runs": Case(
        {
            "b.md": f"{MATTER}[list](/lists/all.json)\n",
            "src/data.csv": "x",
            ".github/workflows/b.yml": "jobs: {b: {steps: [{run: python src/lists.py && jekyll build}]}}\n",
        },
        "src/lists.py",
        "open('lists/all.json', 'w')\n",
    ),
    "where a link leads that jekyll-relative-links changes on a page which another shows": Case(
        {
            "_config.yml": "plugins: [jekyll-relative-links]\n",
            "sub/a.md": "---\npermalink: /q/\n---\n![b](x.png)\n",
            "sub/x.png": "x",
            "list.html": "---\n---\n{% for p in site.pages %}{% if p.name == 'a.md' and p.content contains '/sub/x' %}"
            "<a href='/nowhere/'>x</a>{% endif %}{% endfor %}",
        },
        "sub/x.png",
        None,
    ),
    **{
        f"whether {what} shows what is written on a page": Case(
            {
                "_layouts/l.html": f"<p>{{% include i.html %}}{written}</p>",
                "_includes/i.html": f"{{{{ page.title }}}}{included}",
                "a.md": "---\nlayout: l\n---\n# Head\n\n[x](/nowhere.html)\n",
                "b.md": "---\n---\n[a](/a.html#head)\n",
            },
            path,
            text,
        )
        for what, written, included, path, text in (
            ("a layout", "{{ content }}", "", "_layouts/l.html", "<p>{% include i.html %}</p>"),
            ("a layout again", "", "", "_layouts/l.html", "<p>{{ content }}</p>"),
            ("an include", "", "", "_includes/i.html", "{{ content }}"),
            ("an include no longer", "", "{{ content }}", "_includes/i.html", "none"),
        )
    },
    "whether a page without a title only sends its visitors on": Case(
        {
            "_layouts/l.html": "<html lang=en><head><title>{{ page.title }}</title></head>{{ content }}</html>",
            "a.html": "---\nlayout: l\n---\n<script>location.replace('/b/')</script>\n",
        },
        "a.html",
        "---\nlayout: l\n---\nwords\n",
    ),
    "whether the head that a layout includes sends its visitors on": Case(
        {
            "_layouts/l.html": "<html lang=en>{% include h.html %}{{ content }}</html>",
            "_includes/h.html": "<head><script>location.replace('/b/');</script></head>",
            "a.html": "---\nlayout: l\n---\nwords\n",
        },
        "_includes/h.html",
        "<head><script>f('/b/');</script></head>",
    ),
    **{
        f"the posts of a page of {plugin} that two pages list with site.{how}": Case(
            {
                "_config.yml": f"plugins: [{plugin}]\n{settings}",
                "_posts/2024-01-01-a.md": "---\nto: list\n---\n",
                **{
                    f"{name}.md": MATTER + f"{{% for page in site.{how} %}}{LISTED % key}{{% endfor %}}\n"
                    for name in ("list", "other")
                },
            },
            "_posts/2024-01-01-a.md",
            "---\nto: gone\n---\n",
        )
        for plugin, settings, key in (
            ("jekyll-archives", "jekyll-archives: {enabled: [year]}\n", "posts"),
            ("jekyll-archives-v2", "jekyll-archives: {posts: {enabled: [year]}}\n", "documents"),
        )
        for how in ("pages", "html_pages", "archives")
    },
    **{
        f"the first page of {plugin}, of which a list tells": Case(
            {
                "_config.yml": f"plugins: [{plugin}]\n{settings}",
                "_posts/2024-01-01-a.md": "---\ntitle: t\n---\n",
                "list.md": MATTER + "{% for p in site.archives %}<a href='/gone.html'>x</a>{% endfor %}\n",
            },
            "_posts/2024-01-01-a.md",
            "---\ntitle: t\ntags: [b]\n---\n",
        )
        for plugin, settings in (
            ("jekyll-archives", "jekyll-archives: {enabled: [tags]}\n"),
            ("jekyll-archives-v2", "jekyll-archives: {posts: {enabled: [tags]}}\n"),
        )
    },
    **{
        f"{data}, which a layout writes where it looks into a page": Case(
            {
                "_layouts/l.html": f"{{% if content contains 'x' %}}<a href='/{{{{ {data} }}}}.html'>x</a>{{% endif %}}",
                "_data/d.yml": "a",
                "a.md": "---\nlayout: l\nkey: d\n---\nx\n",
            },
            "_data/d.yml",
            "gone",
        )
        for data in ("site.data.d", "site.data[page.key]")
    },
    "what a style sheet imports by way of another": Case(
        {
            "_config.yml": "title: t\n",
            "css/a.scss": MATTER + '@import "b";\n',
            "_sass/_b.scss": "@import 'c';\n",
            "_sass/_c.scss": "a { b: c }\n",
        },
        "_sass/_c.scss",
        "a { b: c\n",
    ),
    "a file that a style sheet imports": Case(
        {"_config.yml": "title: t\n", "css/a.scss": MATTER + '@import "b/c";\n', "_sass/b/_d.scss": ""},
        "_sass/b/c.scss",
        "a { b: c }\n",
    ),
    "where a style sheet that nothing defines a name for is looked for": Case(
        {"_config.yml": "title: t\n", "css/a.scss": MATTER + "a { b: $c }\n"},
        "css/a.scss",
        MATTER + "$c: 1; a { b: $c }\n",
    ),
    "the submodule that may bring a style sheet": Case(
        {"_config.yml": "title: t\n", "css/a.scss": MATTER + '@import "b/c";\n'},
        ".gitmodules",
        '[submodule "b"]\n\tpath = _sass/b\n\turl = https://example.org/b\n',
    ),
    "the folder that style sheets are loaded from": Case(
        {"_config.yml": "sass: {load_paths: [lib]}\n", "css/a.scss": MATTER + '@import "b";\n'},
        "lib/_b.scss",
        "",
    ),
    "the own Ruby that may bring style sheets": Case(
        {"_config.yml": "title: t\n", "css/a.scss": MATTER + '@import "b";\n'},
        "_plugins/a.rb",
        "require 'bourbon'\n",
    ),
    "whether a template sorts by a key": Case(
        {
            "list.html": MATTER + "{% assign all = site.pages | sort: 'order' %}\n",
            "z.md": "---\ntitle: t\norder: last\n---\n",
            **{f"a{n}.md": f"---\ntitle: t{n}\norder: {n}\n---\n" for n in range(12)},
        },
        "list.html",
        MATTER + "words\n",
    ),
    "the layout of a document that a page shows as it is published": Case(
        {
            "_config.yml": "collections: {notes: {}}\n",
            "_layouts/note.html": "<a href='/list.html'>x</a>{{ content }}",
            "_notes/a.md": "---\nlayout: note\n---\n",
            "list.md": MATTER + "{% for p in site.notes %}{{ p.output }}{% endfor %}\n",
        },
        "_layouts/note.html",
        "<a href='/gone.html'>x</a>{{ content }}",
    ),
    "the text of a post that a layout looks into": Case(
        {
            "_layouts/l.html": "{% for p in site.posts %}{% if p.content contains 'x' %}<a href='/gone/'>x</a>{% endif %}{% endfor %}",
            "_posts/2024-01-01-a.md": MATTER + "y\n",
            "list.md": "---\nlayout: l\n---\n",
        },
        "_posts/2024-01-01-a.md",
        MATTER + "x\n",
    ),
    "which layout is meant where none has the name": Case(
        {"_layouts/post.html": "{{ content }}", "a.md": "---\nlayout: pots\n---\n"},
        "_layouts/post.html",
        None,
    ),
    "which include is meant where none has the name": Case(
        {"_includes/note.html": "x", "a.md": f"{MATTER}{{% include note %}}\n"}, "_includes/note.html", None
    ),
    "which file is meant where none has the path": Case(
        {"sub/b.md": MATTER, "a.md": f"{MATTER}{{% link b.md %}}\n"}, "sub/b.md", None
    ),
    "which post is meant where none has the name": Case(
        {"_posts/2024-01-02-b.md": MATTER, "a.md": f"{MATTER}{{% post_url 2024-01-01-b %}}\n"},
        "_posts/2024-01-02-b.md",
        None,
    ),
    "why the file of a link tag is not published": Case(
        {"b.md": HIDDEN, "a.md": f"{MATTER}{{% link b.md %}}\n"}, "b.md", None
    ),
    "what an include makes of the content of pages": Case(
        {
            "_layouts/l.html": "{% include toc.html html=content %}{{ content }}",
            "_includes/toc.html": "{% if include.html contains 'x' %}<a href='/a.html'>x</a>{% endif %}",
            "a.md": "---\nlayout: l\n---\nx\n",
        },
        "_includes/toc.html",
        "{% if include.html contains 'x' %}<a href='/gone.html'>x</a>{% endif %}",
    ),
    "a variable of an include, of which another makes an address where pages have some content": Case(
        {
            "_layouts/l.html": "{% include base.html %}{% include toc.html html=content %}{{ content }}",
            "_includes/base.html": "{% assign base = '/a.html' %}",
            "_includes/toc.html": "{% if include.html contains 'x' %}<a href='{{ base }}'>x</a>{% endif %}",
            "a.md": "---\nlayout: l\n---\nx\n",
        },
        "_includes/base.html",
        "{% assign base = '/gone.html' %}",
    ),
    "data that a layout writes around the content into which an outer one looks": Case(
        {
            "_layouts/inner.html": "---\nlayout: outer\n---\n{{ site.data.d }}{{ content }}",
            "_layouts/outer.html": "{% if content contains 'x' %}<a href='/gone.html'>x</a>{% endif %}{{ content }}",
            "_data/d.yml": "a",
            "a.md": "---\nlayout: inner\n---\n",
        },
        "_data/d.yml",
        "x",
    ),
    "an include that begins to look into content": Case(
        {
            "_layouts/l.html": "{% include nav.html %}{{ content }}",
            "_includes/nav.html": "nav",
            "a.md": "---\nlayout: l\n---\nx\n",
        },
        "_includes/nav.html",
        "{% if content contains 'x' %}<a href='/gone.html'>x</a>{% endif %}",
    ),
    "an include of a layout that begins to show excerpts": Case(
        {
            "_layouts/l.html": "{% include nav.html %}{{ content }}",
            "_includes/nav.html": "nav",
            "_posts/2024-01-01-a.html": f"---\n---\n{MATHJAX}\n\nmore\n",
            "a.md": "---\nlayout: l\n---\n$$ \\own $$\n",
        },
        "_includes/nav.html",
        "{% for p in site.posts %}{{ p.excerpt }}{% endfor %}",
    ),
    "a moment that a document without a date says, in a list": Case(
        {
            "_config.yml": "collections: {notes: {output: true}}\n",
            "list.md": MATTER + "{% for p in site.notes %}[x](/{{ p.when | date: '%Y' }}.html){% endfor %}\n",
            "_notes/when.md": "---\nwhen: 2024-05-06 07:08:09\n---\n",
            "2024.md": MATTER,
        },
        "_notes/when.md",
        "---\nwhen: 2025-05-06 07:08:09\n---\n",
    ),
    "a build step above the source": Case(
        {
            "_config.yml": "source: _app\n",
            "_app/a.html": MATTER + '<link rel="stylesheet" href="/css/a.css"> [see](b.html)\n',
        },
        "Gruntfile.js",
        "1\n",
    ),
    "a build step that makes more than before": Case(
        {
            "Rakefile": "task :serve do\nend\n",
            "a.html": MATTER + '<link rel="stylesheet" href="/css/a.css"> [see](b.html)\n',
        },
        "Rakefile",
        "task :css do\n  sh 'lessc less/a.less css/a.css'\nend\n",
    ),
    "a build step above the source that makes more than before": Case(
        {
            "_config.yml": "source: _app\n",
            "package.json": '{"scripts": {"test": "eslint ."}}',
            "_app/a.html": MATTER + '<link rel="stylesheet" href="/css/a.css"> [see](b.html)\n',
        },
        "package.json",
        '{"scripts": {"test": "sass ."}}',
    ),
    "an address that the server leads elsewhere": Case(
        {"a.md": MATTER + "[see](/old/b.html) [more](/older.html)\n", ".htaccess": "Redirect /old /new\n"},
        ".htaccess",
        "Redirect /older.html /new\n",
    ),
    "an address that Netlify leads elsewhere": Case(
        {"a.md": MATTER + "[see](/older.html)\n", "netlify.toml": "[build]\n"},
        "netlify.toml",
        '[[redirects]]\nfrom = "/older.html"\nto = "/new"\n',
    ),
    "a rule that is published": Case(
        {
            "_config.yml": "include: [_redirects]\n",
            "a.md": MATTER + "[see](/older.html)\n",
            "_redirects": "/old /new\n",
        },
        "_redirects",
        "/older.html /new\n",
    ),
    "a gem for GitHub Pages": Case(
        {"a.md": MATTER + "[see](b.md)\n", "b.md": MATTER, "Gemfile": 'gem "jekyll"\n'},
        "Gemfile",
        'gem "github-pages"\n',
    ),
    "a file that is a page and is copied, too": Case(
        {
            "_config.yml": "plugins: [jekyll-optional-front-matter]\n",
            "notes.md": "{% link gone.md %}\n[x](gone)\n",
        },
        "other.md",
        f"{MATTER}[y](gone)\n",
    ),
    "the site's own Ruby beside the source": Case(
        {
            "_config.yml": "source: src\nplugins_dir: own\n",
            "own/a.rb": "# nothing\n",
            "src/a.md": f"{MATTER}{{% made %}}\n",
        },
        "own/a.rb",
        "Liquid::Template.register_tag('made', Made)\n",
    ),
    "a plugin of the site": Case(
        {"_plugins/a.rb": "# nothing\n", "a.md": f"{MATTER}[x](/made/)\n"},
        "_plugins/a.rb",
        "class A < Jekyll::Generator\n  def generate(site)\n    site.pages << made(site)\n  end\nend\n",
    ),
    "a layout that pages may get unasked": Case(
        {"a.md": MATH, "_layouts/other.html": "{{ content }}"}, "_layouts/page.html", "{{ content }}"
    ),
    "a Gemfile": Case(
        {"a.md": f"{MATTER}[f](/feed.xml)\n"},
        "Gemfile",
        "group :jekyll_plugins do\n  gem 'jekyll-feed'\nend\n",
    ),
    "the release of Jekyll, which has another converter": Case(
        {"_config.yml": "markdown: redcarpet\n", "a.md": f"{MATTER}##A\n\n[x](#gone)\n"},
        "Gemfile.lock",
        "GEM\n  specs:\n    jekyll (2.5.3)\n    redcarpet (3.6.0)\n",
    ),
    "a folder that include names": Case(
        {"_config.yml": "include: [node_modules]\n", "node_modules/a.md": f"{MATTER}[x](/index.html)\n"},
        "node_modules/a.md",
        f"{MATTER}[x](/nowhere.html)\n",
    ),
    "a folder behind a link": Case(
        {"_config.yml": "exclude: [.hidden]\n", ".hidden/a.md": f"{MATTER}words\n", "docs": "-> .hidden"},
        ".hidden/a.md",
        f"{MATTER}[x](/nowhere.html)\n",
    ),
    "a file beside the page in a folder that is left out": Case(
        {
            "_config.yml": "exclude: [sub/deep]\n",
            "sub/a.md": f"{MATTER}{{% include_relative deep/b.md %}}\n",
            "sub/deep/b.md": "words\n",
        },
        "sub/deep/b.md",
        "[x](/nowhere.html)\n",
    ),
    "an include that no listing shows": Case(
        {"a.md": f"{MATTER}{{% include .b.html %}}\n", "_includes/.b.html": "words\n"},
        "_includes/.b.html",
        "<a href='/nowhere.html'>x</a>\n",
    ),
    "an include that was not there": Case(
        {"a.md": f"{MATTER}{{% include .b.html %}}\n", "_includes/c.html": "words\n"},
        "_includes/.b.html",
        "x\n",
    ),
    "an include that a layout names as the page says": Case(
        {
            "a.md": "---\nlayout: l\nkind: b\n---\n[x](/nowhere.html)\n",
            "_layouts/l.html": "{% include k/{{ page.kind }}.html %}{{ content }}",
            "_includes/k/c.html": "words\n",
        },
        "_includes/k/b.html",
        "x\n",
    ),
    "what a layout links to as the page says": Case(
        {
            "a.md": "---\nlayout: l\nto: b.txt\nzero: 0\n---\n[x](/nowhere.html)\n",
            "_layouts/l.html": "{% link {{ page.to }} %}{{ 1 | divided_by: page.zero }}{{ content }}",
        },
        "b.txt",
        "x\n",
    ),
    "what a page that is shown includes": Case(
        {
            "a.md": f"{MATTER}{{{{ site.docs.first.content }}}}\n",
            "_config.yml": "collections: {docs: {output: true}}\n",
            "_docs/b.md": f"{MATTER}{{% include_relative c.txt %}}\n",
            "_docs/c.txt": "words\n",
        },
        "_docs/c.txt",
        "[x](/nowhere.html)\n",
    ),
    "the post before": Case(
        {
            "_posts/2020-01-01-a.md": f"{MATTER}words\n",
            "_posts/2020-01-02-b.md": f"{MATTER}<a href='/{{{{ page.previous.title }}}}'>x</a>\n",
        },
        "_posts/2020-01-01-a.md",
        "---\ntitle: other\n---\nwords\n",
    ),
    "a file beside a page of a layout": Case(
        {
            "a.md": "---\ntitle: t\nlayout: l\n---\nwords\n",
            "_layouts/l.html": "{% include_relative part.html %}{{ content }}",
        },
        "part.html",
        "words\n",
    ),
    "a page in a folder of its own, beside which a file lies that a layout names": Case(
        {
            "a.md": "---\ntitle: t\nlayout: l\n---\nwords\n",
            "b/part.html": "words\n",
            "_layouts/l.html": "{% include_relative part.html %}{{ content }}",
        },
        "b/c.md",
        MATTER,
    ),
    "the posts of a list in pages": Case(
        {
            "_config.yml": "plugins: [jekyll-paginate]\npaginate: 2\npaginate_path: /b/page:num\n",
            "b/index.html": f"{MATTER}{{% for p in paginator.posts %}}<a href='/{{{{ p.title }}}}'>x</a>{{% endfor %}}\n",
            "_posts/2020-01-01-a.md": f"{MATTER}words\n",
        },
        "_posts/2020-01-01-a.md",
        "---\ntitle: other\n---\nwords\n",
    ),
    "the front matter of a layout": Case(
        {
            "a.md": "---\ntitle: t\nlayout: l\n---\n<a href='/{{ layout.to }}'>x</a>\n",
            "_layouts/l.html": "---\nto: one\n---\n{{ content }}",
        },
        "_layouts/l.html",
        "---\nto: two\n---\n{{ content }}",
    ),
    "a list that a key of the configuration hides": Case(
        {
            "_config.yml": "tags: [shadow]\n",
            "a.md": f"{MATTER}{{% for t in site.tags %}}<a href='/{{{{ t[0] }}}}'>x</a>{{% endfor %}}\n",
            "_posts/2020-01-01-a.md": "---\ntitle: t\ntags: one\n---\nwords\n",
        },
        "_posts/2020-01-01-a.md",
        "---\ntitle: t\ntags: two\n---\nwords\n",
    ),
    "a file of data that can be read no more": Case(
        {
            "a.md": f"{MATTER}<a href='{{{{ site.data.d.e.to }}}}'>x</a>\n",
            "_data/d/e.yml": "from: /one\n",
        },
        "_data/d/e.yml",
        "from: [\n",
    ),
    "data behind another name of the site": Case(
        {
            "a.md": f"{MATTER}{{% assign s = site %}}<a href='{{{{ s.data.d[0] }}}}'>x</a>\n",
            "_data/d.yml": "[/one]\n",
        },
        "_data/d.yml",
        "[/two]\n",
    ),
    "a name of static files": Case(
        {
            "a.md": f"{MATTER}{{% for f in site.static_files %}}<img alt='' src='/{{{{ f.kind }}}}.png'>{{% endfor %}}\n",
            "_config.yml": "defaults: [{scope: {path: 'b/*'}, values: {kind: one}}]\n",
            "c.txt": "",
        },
        "b/d.txt",
        "",
    ),
    "a script of the site that Liquid makes": Case(
        {
            "a.md": "---\ntitle: t\nlayout: l\n---\n$$ \\own $$\n",
            "_layouts/l.html": f"<script src='/m.js'></script>{MATHJAX}{{{{ content }}}}",
            "m.js": "---\n---\nMathJax = {tex: {macros: {own: 'x'}}};\n",
        },
        "m.js",
        "---\n---\nMathJax = {tex: {macros: {other: 'x'}}};\n",
    ),
    "an include with a loop that comes to bring an engine": Case(
        {
            "_layouts/l.html": "{% include akin.html %}{% if page.math %}"
            + MATHJAX
            + "{% endif %}{{ content }}",
            "_includes/akin.html": "{% for p in site.posts %}{{ p.title }}{% endfor %}",
            "_posts/2020-01-01-a.md": MATTER,
            "a.md": "---\ntitle: t\nlayout: l\n---\n$$ \\own $$\n",
        },
        "_includes/akin.html",
        "{% for p in site.posts %}" + MATHJAX + "{% endfor %}",
    ),
    "a post whose excerpt comes to bring an engine": Case(
        {
            "a.md": "---\ntitle: t\nlayout: l\n---\n$$ \\own $$\n",
            "_layouts/l.html": "<head>{{ site.posts.first.excerpt }}</head>{{ content }}",
            "_posts/2020-01-01-b.html": "---\ntitle: b\n---\nwords\n",
        },
        "_posts/2020-01-01-b.html",
        f"---\ntitle: b\n---\n{MATHJAX}\n",
    ),
    "a script of the site that was not there": Case(
        {"a.md": f"{MATTER}<script src='/m.js'></script>\n\n$$ \\own $$\n"},
        "m.js",
        "MathJax = {tex: {macros: {own: 'x'}}};\n",
    ),
    "a layout that a plugin chooses": Case(
        {"_config.yml": "plugins: [jekyll-default-layout]\n", "a.md": MATH},
        "_layouts/page.html",
        f"{MATHJAX}{{{{ content }}}}",
    ),
    "a layout for pages with a head of their own": Case(
        {
            "a.md": "---\n---\n<html><head><title>t</title></head></html>\n",
            "b.md": "---\n---\n<html><head><title>t</title></head></html>\n",
        },
        "_layouts/page.html",
        "{{ content }}",
    ),
    "an include that replaces one of the theme": Case(
        {"_config.yml": "remote_theme: a/b\n", "a.md": "---\ntitle: t\nlayout: theirs\n---\n$$ \\own $$\n"},
        "_includes/head.html",
        MATHJAX,
    ),
    "data in the place of the theme's": Case(
        {
            "_config.yml": "theme: jekyll-theme-chirpy\ntitle: S\ncollections: {tabs: {output: true}}\n",
            "_tabs/about.md": "---\nlayout: page\n---\n",
            "a.md": "---\nlayout: page\ntitle: About\n---\n",
        },
        "_data/locales/en.yml",
        "tabs: {about: Who}\n",
    ),
    "a page that a tag links to": Case(
        {"a.md": f"{MATTER}{{% link b.md %}}\n", "b.md": f"{MATTER}words\n"}, "b.md", None
    ),
    "a post that a tag links to": Case(
        {"a.md": f"{MATTER}{{% post_url 2020-01-01-b %}}\n", "_posts/2020-01-01-b.md": f"{MATTER}words\n"},
        "_posts/2020-01-01-b.md",
        None,
    ),
    "a data file": Case(
        {
            "a.md": f"{MATTER}{{% for d in site.data.d %}}<a href='{{{{ d }}}}'>x</a>{{% endfor %}}\n",
            "_data/d.yml": "[/one]\n",
        },
        "_data/d.yml",
        "[/two]\n",
    ),
    "a folder that defaults are given to": Case(
        {
            "_config.yml": "defaults: [{scope: {path: 'd/**/*.md'}, values: {layout: gone}}]\n",
            "d/e/a.md": MATTER,
        },
        "d/e/b.md",
        f"{MATTER}words\n",
    ),
    "a folder that hides pages": Case(
        {"_pages/a.md": "words\n", "b.md": f"{MATTER}words\n"},
        "_pages/a.md",
        f"{MATTER}words\n",
    ),
    "a folder that only what is unused is looked for in": Case(
        {".sitecheck.yml": "select: [unused-file]\n", "img/quay.png": "", "_sass/parts/a.scss": "a {}\n"},
        "_sass/parts/a.scss",
        "a { background: url(quay.png) }\n",
    ),
    "the title of a page that a link leads to": Case(
        {"a.md": f"{MATTER}[{{{{ page.no.title }}}}](/b.html)\n", "b.md": "---\n---\n# Heading\n"},
        "b.md",
        f"{MATTER}# Heading\n",
    ),
    "the source of the site": Case(
        {"_config.yml": "source: _a/b\n", "index.md": f"{MATTER}words\n"},
        "_a/b/index.md",
        f"{MATTER}[x](/gone)\n",
    ),
}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Puts the clock of the runs to so many seconds after now."""
    began = time.time_ns()

    def set_(seconds: float) -> None:
        monkeypatch.setattr(time, "time_ns", lambda: began + int(seconds * SECOND))

    return set_


def make(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        if text.startswith("-> "):
            (folder / path).symlink_to(text[3:])
        else:
            write(folder, path, text)
    return folder


@pytest.mark.parametrize("name", CASES)
def test_what_is_remembered_depends_on(name: str, tmp_path: Path, at: Callable[[float], None]) -> None:
    case = CASES[name]
    site = make(tmp_path / "site", {"index.md": f"{MATTER}words\n", **case.files})
    at(3600)
    before = check(site)
    assert check(site) == before
    write(site, case.path, case.text)
    after = check(site)
    assert after == check(site, "--no-cache")
    assert check(site) == after
    assert after != before, "the change changes nothing, so that nothing is shown"


BUILD = "sh 'jekyll build --config notes/site/_config.yml,notes/site/_config_url.yml'\n"


@pytest.mark.parametrize(
    ("path", "before", "text"),
    [
        ("notes/.gitignore", None, "site/made/\n"),
        ("notes/.gitignore", "\n", "site/made/\n"),
        ("notes/.gitignore", "site/made/\n", None),
        ("lib/tasks/site.rake", None, BUILD),
        ("rakelib/site.rake", "", BUILD),
        ("rakelib/site.rake", BUILD, ""),
        (".github/workflows/site.yml", "", BUILD),
        ("lib/made.py", None, "open('notes/site/made/a.html', 'w')\n"),
        ("ci/act/action.yml", None, "runs: {steps: [{run: make notes/site/made/a.html}]}\n"),
        ("ci/act/action.yml", "runs: {steps: [{run: make notes/site/made/a.html}]}\n", None),
    ],
)
def test_what_is_remembered_depends_on_what_lies_around_the_site(
    path: str, before: str | None, text: str | None, tmp_path: Path, at: Callable[[float], None]
) -> None:
    """What came first into a folder above the site, or into one of tasks, was not noticed."""
    site = tmp_path / "notes" / "site"
    files = {
        "_config.yml": "",
        "_config_url.yml": "url: example.org\n",
        "index.md": f"{MATTER}[x](made/a.html)\n",
    }
    make(site, files)
    calls = (
        "jobs: {a: {steps: [{uses: ./ci/act}, {run: python lib/made.py}, {uses: actions/deploy-pages@v4}]}}\n"
    )
    there = {
        ".git/HEAD": "",
        "Gemfile": "",
        "lib/x": "",
        "ci/act/x": "",
        ".github/workflows/calls.yml": calls,
    }
    make(tmp_path, there | ({} if before is None else {path: before}))
    at(3600)
    first = check(site)
    assert check(site) == first
    write(tmp_path, path, text)
    after = check(site)
    assert after == check(site, "--no-cache")
    assert after != first, "the change changes nothing, so that nothing is shown"


@pytest.mark.parametrize("text", ["", "gem 'x'\n"])
def test_a_copied_page_is_judged_as_the_page_that_it_also_is(text: str, tmp_path: Path) -> None:
    files = {"_config.yml": "plugins: [jekyll-optional-front-matter]\n", "notes.md": "[x](gone.html)\n"}
    _, report = check(make(tmp_path / "site", {**files, "Gemfile": text}), "--no-cache")
    assert [finding["rule"] for finding in report["findings"]] == ["broken-link"]


def test_a_post_becomes_due(tmp_path: Path, at: Callable[[float], None]) -> None:
    at(0)
    due = datetime.fromtimestamp(time.time_ns() // SECOND + 7200, timezone.utc)
    files = {
        "_config.yml": "permalink: /:title/\n",
        "index.md": f"{MATTER}[p](/post/)\n",
        "_posts/2020-01-01-post.md": f"---\ntitle: t\ndate: {due:%Y-%m-%d %H:%M:%S} +0000\n---\nwords\n",
    }
    site = make(tmp_path / "site", files)
    for seconds, broken in ((3600, 1), (3601, 1), (7198, 1), (7201, 0), (7202, 0), (7100, 1)):
        at(seconds)
        _, report = check(site)
        assert sum(finding["rule"] == "broken-link" for finding in report["findings"]) == broken, seconds


def test_the_day_of_an_address_passes(tmp_path: Path, at: Callable[[float], None]) -> None:
    at(0)
    today = datetime.fromtimestamp(time.time_ns() // SECOND + 3600, timezone.utc)
    config = "collections: {e: {output: true, permalink: '/:year-:month-:day/:title/'}}\n"
    link = f"[x](/{today:%Y-%m-%d}/a/)\n"
    site = make(tmp_path / "site", {"_config.yml": config, "_e/a.md": MATTER, "index.md": f"{MATTER}{link}"})
    at(3600)
    first = check(site)
    at(3600 + 86_400)
    second = check(site)
    assert second == check(site, "--no-cache")
    assert first[1]["summary"]["links"] != second[1]["summary"]["links"]


@pytest.mark.parametrize("form", ["%s", "%Y%m%d"])
@pytest.mark.parametrize("where", ["_layouts/base.html", "_includes/a.html", "index.md"])
def test_the_day_passes_with_which_a_template_compares_the_moment(
    where: str, form: str, tmp_path: Path, at: Callable[[float], None]
) -> None:
    at(0)
    today = datetime.fromtimestamp(time.time_ns() // SECOND + 3600, timezone.utc)
    files = {
        "_layouts/base.html": "<html>{{ content }}</html>",
        "_includes/a.html": "",
        "index.md": f"---\nlayout: base\nday: {today:%Y-%m-%d}\n---\n{{% include a.html %}}\n",
    }
    files[where] += (
        (
            "{% assign now = 'now' | date: 'FORM' | times: 1 %}{% assign day = page.day | date: 'FORM' | times: 1 %}"
            '{% if now > day %}<a href="/no.html">x</a>{% endif %}{{ content }}'
        )
        .replace("FORM", form)
        .removesuffix("" if where.startswith("_layouts") else "{{ content }}")
    )
    site = make(tmp_path / "site", files)
    at(3600)
    assert rules_of(check(site)) == []
    at(3600 + 2 * 86_400)
    second = check(site)
    assert second == check(site, "--no-cache")
    assert rules_of(second) == ["broken-link"]


def rules_of(checked: Any) -> list[str]:
    return [each["rule"] for each in checked[1]["findings"] if each["rule"] == "broken-link"]


def read_all(reader: SiteReader) -> dict[Read, str]:
    """All that any file of a site reads, with its state."""
    prints = DependencyStates(reader)
    reads = {read for input_ in reader.inputs() for read in analyze(input_, reader, ()).reads}
    return {read: read.state or prints.of(read) for read in reads} | {Read("common", ""): prints.common}


@pytest.mark.parametrize("seed", range(20))
def test_a_second_later_all_is_the_same(seed: int, tmp_path: Path) -> None:
    now = datetime.now(timezone.utc)
    make_site(tmp_path, seed, now - timedelta(days=3))  # all that was due is due
    settings = read_settings(None)
    for hint in (0, 1):
        call = Call(now=int(now.timestamp() + hint) * SECOND)
        reader = open_site(str(tmp_path), settings, call)
        if hint == 0:
            first, until = read_all(reader), reader.site.until
        elif until is None or until > now.timestamp() + 1:
            assert read_all(reader) == first


@pytest.mark.process
def test_what_concerns_every_file_is_the_same_in_every_process(tmp_path: Path) -> None:
    own = "".join(f"Liquid::Template.register_tag('t{n}', T{n})\n" for n in range(9))
    files = {
        "_config.yml": "plugins: [jekyll-seo-tag, jekyll-gist, jekyll-feed, jemoji, jekyll-include-cache]\n",
        "_plugins/a.rb": own,
        "Gemfile": "group :jekyll_plugins do\n  gem 'b'\n  gem 'a'\n  gem 'c'\nend\n",
        "index.md": MATTER,
    }
    make(tmp_path, files)
    program = (
        "import sys; from sitecheck.document import SiteReader; from sitecheck.jekyll import load_site;"
        "from sitecheck.engine.cache.dependency_states import DependencyStates;"
        "print(DependencyStates(SiteReader(load_site(sys.argv[1]))).common)"
    )
    assert len(in_processes(program, tmp_path)) == 1


def in_processes(program: str, site: Path) -> set[bytes]:
    """What a program says of a site, with sets in several orders."""
    return {
        subprocess.run(
            [sys.executable, "-c", program, str(site)],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed in range(3)
    }


def test_a_file_that_changes_while_it_is_read_is_remembered_as_it_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = f"{MATTER}[x](/index.html)\n", f"{MATTER}{{% link gone.md %}}\n"
    site = make(tmp_path / "site", {"index.md": f"{MATTER}words\n", "a.md": MATTER})
    check(site)
    write(site, "a.md", good)

    def swapped(path: str, *rest: int) -> bytes:
        if path.endswith("a.md"):
            (site / "a.md").write_text(bad)
        return read_file(path, *rest)

    with monkeypatch.context() as patch:
        patch.setattr("sitecheck.document.reader.read_file", swapped)
        check(site)
    write(site, "a.md", good)
    assert check(site) == check(site, "--no-cache")


def test_what_is_cut_off_depends_on_the_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every further file makes the shares smaller: of the page, and of what it shows of another."""
    monkeypatch.setattr("sitecheck.engine.reading.work_shares.STEPS_PER_BYTE", 0)
    monkeypatch.setattr("sitecheck.engine.reading.work_shares.SITE_STEPS", 4_000)
    loop = "{% for i in (1..300) %}<a href='/{{ i }}'>x</a>\n{% endfor %}"
    files = {
        "_config.yml": "collections: {docs: {output: true}}\n",
        "_docs/a.html": f"{MATTER}{loop}",
        "index.html": f"{MATTER}{{{{ site.docs.first.content }}}}",
    }
    site = make(tmp_path / "site", files)
    answers = []
    for number in range(7):
        answers.append(check(site))
        assert answers[-1] == check(site, "--no-cache")
        write(site, f"_includes/{number}.html", "x")
    assert len({report["summary"]["links"]["dynamic"] for _, report in answers}) > 4


TABLE = (
    "<i{% if include.html contains 'x' %} id='on'{% endif %}>y</i>"
    "<p id='{{ include.html | strip_html | strip }}'>{{ include.html | replace: 'p', 'b' }}</p>"
    "{% if include.html contains 'x' %}<a href='{{ base }}'>x</a>{% endif %}"
)


@pytest.mark.parametrize(
    ("edits", "read"),
    [
        ({"_includes/foot.html": "<a href='/gone.html'>x</a>"}, {"_includes/foot.html"}),
        ({"_includes/toc.html": f"{TABLE} "}, {"_includes/toc.html"}),
        ({"_includes/foot.html": "{% include bar.html %}"}, {"_includes/foot.html"}),
        ({"_includes/toc.html": f" {TABLE}"}, {"_includes/toc.html", "a.md", "b.md"}),
        ({"_includes/foot.html": "{{ content | size }}"}, {"_includes/foot.html", "a.md", "b.md"}),
        ({"_includes/shown.html": "other"}, {"_includes/shown.html", "b.md"}),
        ({"c.md": "---\ntitle: another\n---\n"}, {"c.md"}),
    ],
    ids=["a link", "a blank at the end", "more includes", "places", "looks into content", "shown", "a title"],
)  # fmt: skip
def test_an_edit_has_those_read_again_that_see_it(
    edits: dict[str, str], read: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        "_layouts/l.html": "{% assign base = '/a.html' %}{% include toc.html html=content %}{{ content }}"
        "{% for p in site.pages %}{{ p.title }}{% endfor %}{% include foot.html %}",
        "_includes/toc.html": TABLE,
        "_includes/foot.html": "foot",
        "_includes/bar.html": "bar",
        "_includes/shown.html": "some",
        "a.md": "---\nlayout: l\n---\nx\n",
        "b.md": "---\nlayout: l\n---\nx {% include shown.html %}\n",
        "c.md": MATTER,
    }
    site = make(tmp_path / "site", files)
    for _ in range(2):
        check(site)
        analysed: list[str] = []
        for path, text in edits.items():
            write(site, path, text)
        with monkeypatch.context() as patch:
            patch.setattr(
                "sitecheck.engine.reading.read_site.analyze",
                lambda i, *rest, told=analysed: (told.append(i.path), analyze(i, *rest))[1],
            )
            answer = check(site, "--jobs", "1")
        assert set(analysed) - {"_layouts/l.html"} == read, "the layout by itself shows its includes"
        assert answer == check(site, "--no-cache")
        make(site, files)


def test_what_comes_out_of_a_layout_is_the_same_in_every_process(tmp_path: Path) -> None:
    names = [f"n{number}" for number in range(9)]
    sets = "".join(f"{{% assign {name} = '/{name}.html' %}}" for name in names)
    link = "{{% if content contains '{0}' %}}<a href='{{{{ {0} }}}}'>x</a>{{% endif %}}"
    links = "".join(map(link.format, names))
    make(
        tmp_path,
        {"_layouts/l.html": f"{sets}{links}{{{{ content }}}}", "a.md": "---\nlayout: l\n---\nn1\n"},
    )
    program = (
        "import sys; from sitecheck.document import SiteReader; from sitecheck.jekyll import load_site;"
        "from sitecheck.engine.cache.dependency_states import DependencyStates;"
        "from sitecheck.model.facts import Read;"
        "print(DependencyStates(SiteReader(load_site(sys.argv[1])))"
        ".of(Read('content_parts', '_layouts/l.html\\0l')))"
    )
    assert len(in_processes(program, tmp_path)) == 1


def test_another_page_has_nothing_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even though every file's share of the work becomes smaller by it."""
    site = make(
        tmp_path / "site", {f"{number}.md": f"{MATTER}{{% if 1 %}}x{{% endif %}}\n" for number in range(3)}
    )
    check(site)
    write(site, "3.md", MATTER)
    analysed = []
    monkeypatch.setattr(
        "sitecheck.engine.reading.read_site.analyze",
        lambda i, *rest: (analysed.append(i.path), analyze(i, *rest))[1],
    )
    check(site, "--jobs", "1")
    assert analysed == ["3.md"]


def damage(data: bytes, random: Random) -> bytes:
    """The bytes with something wrong in them: a bit, a digit, a piece missing, doubled or moved."""
    at, to = sorted(random.sample(range(len(data)), 2))
    kind = random.randrange(6)
    if kind == 0:
        return data[:at] + bytes((data[at] ^ 1 << random.randrange(8),)) + data[at + 1 :]
    if kind == 1:
        digits = [place for place, byte in enumerate(data) if chr(byte).isdigit()]
        at = random.choice(digits)
        return data[:at] + str(random.randrange(10)).encode() + data[at + 1 :]
    if kind == 2:
        return data[:at]
    if kind == 3:
        return data[:at] + data[to:]
    if kind == 4:
        return data[:to] + data[at:]
    return data[:at] + data[to:] + data[at:to]


@pytest.mark.parametrize("times", sampled([21, 300], fast=1))
def test_a_damaged_cache_hides_and_invents_nothing(
    times: int, tmp_path: Path, own_cache: Path, at: Callable[[float], None]
) -> None:
    site, random = tmp_path / "site", Random(11)
    make_site(site, 5)
    at(3600)
    cold = check(site)
    files = {file.stem: (file, file.read_bytes()) for file in cache_files(own_cache)}
    names = ("run", "files", "known-files", "layouts", "heads", "head-findings", "links")
    assert set(files) == set(names)
    for number in range(times):
        file, good = files[names[number % len(names)]]
        spoilt = damage(good, random)
        for other, data in files.values():
            other.write_bytes(data)
        file.write_bytes(spoilt)
        if file.stem != "run":
            files["run"][0].unlink()
        if file.stem == "heads":
            files["head-findings"][0].unlink()
        assert check(site) == cold, spoilt


def test_each_cache_file_may_be_missing_or_of_another_run(
    tmp_path: Path, own_cache: Path, at: Callable[[float], None]
) -> None:
    site = make(tmp_path / "site", {"index.md": f"{MATTER}[x](/gone)\n"})
    at(3600)
    old = check(site), [(file, file.read_bytes()) for file in cache_files(own_cache)]
    write(site, "index.md", f"{MATTER}[x](/other)\n")
    for path, data in old[1]:
        check(site)
        path.unlink()
        assert check(site) == check(site, "--no-cache")
        path.write_bytes(data)
        assert check(site) == check(site, "--no-cache") != old[0]


def test_what_a_killed_run_left_is_harmless_and_swept(tmp_path: Path, own_cache: Path) -> None:
    site = make(tmp_path / "site", {"index.md": f"{MATTER}[x](/gone)\n"})
    cold = check(site)
    (folder,) = {file.parent for file in cache_files(own_cache)}
    cache_folder.save(str(folder), "other", "key", {})
    by_the_clock = {"run.json", "known-files.json"}  # kept if no file is newer than the run
    names = {path.name for path in folder.iterdir()} | by_the_clock
    for left in (".sitecheck-0123456789abcdef.tmp", ".sitecheck-fedcba9876543210.tmp"):
        assert is_temporary(left)
        (folder / left).write_text("[" * 99)
    write(site, "index.md", f"{MATTER}[x](/gone/)\n")
    check(site)
    write(site, "index.md", f"{MATTER}[x](/gone)\n")
    assert check(site) == cold
    assert {path.name for path in folder.iterdir()} | by_the_clock == names


def test_a_rule_pack_is_not_remembered(
    tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing tells what else its rules are made of."""
    with_pack = replace(read_settings(None), packs=("pack",))
    monkeypatch.setattr("sitecheck.cli.runs.load_settings", lambda *_: with_pack)
    check(make(tmp_path / "site", {"index.md": f"{MATTER}[x](/gone)\n"}))
    assert not cache_files(own_cache)
