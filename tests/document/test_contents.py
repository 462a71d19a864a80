"""What pages show of other pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.document.contents import excerpt, highlighter, numbers_lines
from sitecheck.document.document import Document
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import SiteOptions, load_site
from sitecheck.model.unknown import ReasonKind
from sitecheck.testing import write_site
from sitecheck.text.source import TextProblem
from sitecheck.text.source_map import UNKNOWN

POST = "---\ntitle: T\n---\n\nFirst [a].\n\n## Head\n\n{{ page.title }} {{ site.time }}\n\n[a]: /b\n"
LATER = "---\n---\n## Own\n\n{% for p in site.posts %}{{ p.content }}{% endfor %}\n"


@pytest.fixture
def reader(tmp_path: Path) -> SiteReader:
    files = {
        "_config.yml": "timezone: UTC\n",
        "_posts/2020-01-01-one.md": POST,
        "_posts/2020-01-02-two.md": LATER,
        "list.html": "---\n---\n{% for p in site.posts %}{{ p.content }}{% endfor %}",
        "brief.html": "---\n---\n{% for p in site.posts %}{{ p.excerpt | strip_html }}{% endfor %}",
        "own.md": "---\n---\n# A {{ page.content | size }}\n",
        "filter.html": "---\n---\n{{ '## F' | markdownify }}",
        "feed.xml": "---\n---\n{{ site.posts.last.content }}",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return SiteReader(load_site(tmp_path, SiteOptions()))


def read(reader: SiteReader, path: str) -> Document:
    source = reader.source(path)
    assert not isinstance(source, TextProblem)
    return reader.document(source, "page")


def test_lists_have_the_anchors_and_links_of_the_posts(reader: SiteReader) -> None:
    page = read(reader, "list.html")
    assert [id_.id for id_ in page.ids] == ["own", "head"]
    assert [link.href for link in page.links] == ["/b"]
    assert all(link.maybe for link in page.links)
    assert page.links[0].place.path == "list.html"


@pytest.mark.parametrize("written", [True, False])
def test_what_has_no_page_of_its_own_is_judged_where_it_is_shown(written: bool, tmp_path: Path) -> None:
    config = f"collections: {{notes: {{output: {str(written).lower()}}}}}\n"
    files = {"_config.yml": config, "_notes/a.md": "---\n---\n# A\n\n[b](b)\n"}
    shown_by_another(tmp_path, files)
    page = read(SiteReader(load_site(tmp_path, SiteOptions())), "list.html")
    assert [link.maybe for link in page.links] == [written]
    assert [id_.maybe for id_ in page.ids] == [written]


def test_a_layout_sees_its_page_converted_among_all_pages_only(tmp_path: Path) -> None:
    layout = "{% for p in site.pages %}<ol>{{ p.content }}</ol>{% endfor %}<ul>{{ page.content }}</ul>"
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_layouts/all.html").write_text(layout)
    (tmp_path / "own.md").write_text("---\nlayout: all\n---\n# A\n\n[b](b)\n")
    facts = read_facts(SiteReader(load_site(tmp_path, SiteOptions())))
    (frame,) = facts.frames.values()
    assert [id_.id for block in frame.blocks for id_ in block.ids] == ["a"]
    assert [link.href for block in frame.blocks for link in block.links] == ["b"]


@pytest.mark.parametrize(("name", "around"), [("own.md", "\n"), ("own.html", "")])
def test_code_in_markdown_gets_lines_of_its_own(name: str, around: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("---\n---\nA {% highlight c %}\nx\n{% endhighlight %} B\n")
    text = read(SiteReader(load_site(tmp_path, SiteOptions())), name).rendered.text
    assert text.startswith(f'A {around}<figure class="highlight">')
    assert text.endswith(f"</figure>{around} B\n")


def test_what_a_post_does_not_know_stays_unknown(reader: SiteReader) -> None:
    page = read(reader, "list.html")
    assert page.rendered.text.count(UNKNOWN) == 3  # the time, and the posts in a post
    assert {reason.page[:14] for reason in page.open_ids} == {"_posts/2020-01"}


def test_excerpts_are_converted_and_have_their_definitions(reader: SiteReader) -> None:
    assert "First a." in read(reader, "brief.html").rendered.text
    assert excerpt("A [x]\n\nB\n\n[x]: /y 't'\n[z]: /w\n", "\n\n") == "A [x]\n\n[x]: /y 't'"
    assert excerpt("{% if a %}b\n\n{% endif %}", "\n\n") == "{% if a %}b\n{% endif %}"
    assert excerpt("all of it", "\n\n") == "all of it"


def test_posts_see_the_html_of_earlier_posts(reader: SiteReader) -> None:
    page = read(reader, "_posts/2020-01-02-two.md")
    assert '<h2 id="head">Head</h2>' in page.rendered.text
    assert "{% for p in site.posts %}" in page.rendered.text  # its own content is still source


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ("{collections: true}", "/2020/01/02/two.html#x"),
        ("{collections: false}", "2020-01-02-two.md#x"),
        ("{collections: true, enabled: false}", "2020-01-02-two.md#x"),
        ("{collections: true, exclude: [_posts/2020-01-01-one.md]}", "2020-01-02-two.md#x"),
        ("{collections: true, exclude: [_posts/2020-01-02-two.md]}", "/2020/01/02/two.html#x"),
    ],
)
def test_of_a_post_whose_links_a_plugin_changes_the_text_has_the_changed(
    tmp_path: Path, settings: str, address: str
) -> None:
    files = {
        "_config.yml": f"plugins: [jekyll-relative-links]\nrelative_links: {settings}\n",
        "_posts/2020-01-01-one.md": "---\n---\n## Head\n\n[a](2020-01-02-two.md#x)\n",
        "_posts/2020-01-02-two.md": "---\n---\n",
        "list.html": "---\n---\n{% for p in site.posts %}{{ p.content }}{% endfor %}",
    }
    (tmp_path / "_posts").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    page = read(SiteReader(load_site(tmp_path, SiteOptions())), "list.html")
    assert [id_.id for id_ in page.ids] == ["head"]
    assert [link.href for link in page.links] == [address]


def test_a_page_is_source_to_itself(reader: SiteReader) -> None:
    assert f"# A {len('# A {{ page.content | size }}') + 1}" in read(reader, "own.md").rendered.text


def test_markdown_in_values_is_judged_where_it_is_written(reader: SiteReader) -> None:
    page = read(reader, "filter.html")
    assert [(id_.id, id_.maybe) for id_ in page.ids] == [("f", False)]


def test_nothing_is_converted_for_files_that_are_no_pages(reader: SiteReader) -> None:
    assert read(reader, "feed.xml").rendered.text == UNKNOWN


def test_what_was_shown_is_noted_however_often(reader: SiteReader) -> None:
    for _ in range(2):
        with reader.log.noting() as reads:
            assert read(reader, "list.html").rendered.text
        assert ("file", "_posts/2020-01-01-one.md") in {(each.kind, each.name) for each in reads}


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("strip_html", "puts 1\n\none two three four\n"),
        ("strip_html | strip_newlines | strip", "puts 1one two three four"),
        ("strip_html | truncate: 9", "puts 1..."),
        ("strip_html | truncatewords: 3", "puts 1 one..."),
    ],
)
def test_coloured_code_matters_little_where_text_is_made_plain(
    filters: str, shown: str, tmp_path: Path
) -> None:
    (tmp_path / "_posts").mkdir()
    text = "---\n---\n```ruby\nputs 1\n```\none two three four\n"
    (tmp_path / "_posts/2020-01-01-code.md").write_text(text)
    (tmp_path / "list.html").write_text(f"---\n---\n{{{{ site.posts.first.content | {filters} }}}}")
    reader = SiteReader(load_site(tmp_path, SiteOptions()))
    assert read(reader, "list.html").rendered.text == shown


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ("split: '<h' | size", "3"),
        ("split: '<h' | last", '2 id="two">two</h2>\n'),
        ("split: '<h' | first", ""),
        ("split: '</p>' | first | split: '<p>' | last", "par"),
        ("strip | split: '<h' | last", '2 id="two">two</h2>'),
        ("replace: '\"', '' | split: '<h' | last", "2 id=two>two</h2>\n"),
        ("slice: 1, 12", 'h2 id="one">'),
        ("slice: 0, 15", '<h2 id="one">on'),
        ("split: '<h' | size | plus: 1", "4"),
    ],
)
def test_beside_coloured_code_a_text_is_known(filters: str, shown: str, tmp_path: Path) -> None:
    assert _code(filters, tmp_path) == shown


@pytest.mark.parametrize(
    "filters",
    [
        "split: 'puts' | size",  # a colour may part it
        "split: '<pre' | last",  # the code is no longer seen to be coloured there
        "split: '<s' | size",
        "split: '</pre>|' | size",
        "split: '<div class=' | size",
        "split: '</span>' | size",
        "split: 'highlighter-rouge\"><d' | last",
        "split: '<h', 'x' | size",
        "split: site.time | size",
        "slice: 0, 1000",
        "slice: -5, 2",
        "slice: 1",
        "slice: 'a', 2",
        "replace: '<', '&lt;' | split: '<h' | size",
        "replace: '\"', '<h' | split: '<h' | size",
        "upcase | split: '<H' | size",
        "split: '<h' | slice: 1, 1 | first | size",
        "size",
    ],
)
def test_what_colours_may_have_a_say_in_is_not_known(filters: str, tmp_path: Path) -> None:
    shown = _code(filters, tmp_path)
    assert shown in ("", UNKNOWN) or not shown.strip(UNKNOWN)


def _code(filters: str, folder: Path) -> str:
    """What a list shows of a post with coloured code."""
    text = "---\n---\n## one\n\n```ruby\nputs 1\n```\n\npar\n\n## two\n"
    write_site(
        folder,
        {
            "_posts/2020-01-01-code.md": text,
            "list.html": f"---\n---\n{{{{ site.posts.first.content | {filters} }}}}",
        },
    )
    return read(SiteReader(load_site(folder, SiteOptions())), "list.html").rendered.text


@pytest.mark.parametrize(
    ("layout", "ids"),
    [
        ("", ["own", "head"]),
        ("layout: none\n", ["own", "head"]),
        ("layout: post\n", ["p", "own", "p", "head"]),
        ("layout: gone\n", []),
    ],
)
def test_a_page_sees_the_output_of_posts_in_their_layouts(
    reader: SiteReader, tmp_path: Path, layout: str, ids: list[str]
) -> None:
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_layouts/post.html").write_text('<p id="p"></p>{{ content }}')
    for name in ("one", "two"):
        path = next(tmp_path.glob(f"_posts/*-{name}.md"))
        path.write_text(path.read_text().replace("---\n", f"---\n{layout}", 1))
    for shown in ("p.output", "p"):
        (tmp_path / "list.html").write_text(
            f"---\n---\n{{% for p in site.posts %}}{{{{ {shown} }}}}{{% endfor %}}"
        )
        page = read(SiteReader(load_site(tmp_path, SiteOptions())), "list.html")
        assert [id_.id for id_ in page.ids] == ids


@pytest.mark.parametrize(
    ("layout", "shown", "reasons"),
    [
        ("<p>a</p>", "<P>A</P>", set()),
        ("<p>{{ site.time }}</p>", f"<P>{UNKNOWN}</P>", {ReasonKind.TIME}),
        ("<p>{{ site.destination }}</p>{{ content }}", f"<P>{UNKNOWN}</P><P>ONE</P>\n", {ReasonKind.MACHINE}),
        ("{% if site.time > page.x %}<p>a</p>{% endif %}", UNKNOWN, {ReasonKind.BRANCH}),
        (b"<p>\xff</p>", UNKNOWN, {ReasonKind.CONTENT}),
    ],
)
def test_what_the_layout_of_a_document_without_a_page_writes_is_known_as_far_as_it_is(
    layout: str | bytes, shown: str, reasons: set[ReasonKind], tmp_path: Path
) -> None:
    files = {
        "_config.yml": "collections: {notes: {}}\n",
        "_notes/one.md": "---\nlayout: note\n---\nOne\n",
        "_layouts/note.html": layout,
        "list.html": "---\n---\n{{ site.notes.first.output | upcase }}",
    }
    write_site(tmp_path, files)
    found = read(SiteReader(load_site(tmp_path, SiteOptions())), "list.html").rendered
    assert found.text == shown
    assert {reason.kind for piece in found.pieces for reason in piece.reasons} == reasons


@pytest.mark.parametrize("written", [True, False])
def test_the_output_of_a_document_is_known_where_all_of_it_is(written: bool, tmp_path: Path) -> None:
    files = {
        "_config.yml": f"collections: {{notes: {{output: {str(written).lower()}}}}}\n",
        "_notes/one.md": "---\nlayout: note\n---\nOne\n",
        "_layouts/note.html": "<i>{{ content }}</i>",
        "list.html": "---\n---\n{{ site.notes.first.output }}{{ site.notes.first.output | size }}",
    }
    write_site(tmp_path, files)
    found = read(SiteReader(load_site(tmp_path, SiteOptions())), "list.html").rendered
    assert found.text == "<i><p>One</p>\n</i>18"


def test_a_post_does_not_know_the_output_of_a_later_one(reader: SiteReader, tmp_path: Path) -> None:
    path = next(tmp_path.glob("_posts/*-one.md"))
    path.write_text("---\n---\n{{ page.next.output }}")
    page = read(SiteReader(load_site(tmp_path, SiteOptions())), "_posts/2020-01-01-one.md")
    assert page.rendered.text.strip() == UNKNOWN


@pytest.mark.parametrize(
    ("config", "shown"),
    [
        ("", "<p>One</p>\n"),
        ("excerpt_separator: ''\n", ""),
        ("excerpt_separator: Two\n", "<p>One</p>\n\n"),
        ("excerpt_separator: '<!--more-->'\n", "<p>One</p>\n\n<p>Two</p>\n"),
    ],
)
def test_an_excerpt_ends_where_the_configuration_says(config: str, shown: str, tmp_path: Path) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts/2020-01-01-one.md").write_text("---\n---\nOne\n\nTwo\n")
    (tmp_path / "list.html").write_text("---\n---\n{% for p in site.posts %}{{ p.excerpt }}{% endfor %}")
    (tmp_path / "_config.yml").write_text(config)
    reader = SiteReader(load_site(tmp_path, SiteOptions()))
    assert read(reader, "list.html").rendered.text == shown


@pytest.mark.parametrize(
    ("head", "config", "shown"),
    [
        ("", "page_excerpts: true\n", "<p>One</p>\n"),
        ("", "", ""),
        ("excerpt_separator: ''\n", "page_excerpts: true\n", ""),
        ("excerpt: [own]\n", "page_excerpts: true\n", '["own"]'),
    ],
)
def test_pages_have_excerpts_where_that_is_set(head: str, config: str, shown: str, tmp_path: Path) -> None:
    files = {
        "_config.yml": f"plugins: []\n{config}",
        "a.md": f"---\n{head}---\nOne\n\nTwo\n",
        "list.html": "---\n---\n{% assign p = site.pages | where: 'name', 'a.md' | first %}{{ p.excerpt }}",
    }
    write_site(tmp_path, files)
    reader = SiteReader(load_site(tmp_path, SiteOptions()))
    assert read(reader, "list.html").rendered.text == shown


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("A\n\nB", "A"),
        ("A\n\n", "A"),
        ("A [x] [y z]\n\n  [x]: /x\n[y\n z]: /no\n[Y Z]: /no\n   [y z]: /y", "A [x] [y z]\n\n[x]: /x\n[y z]: /y"),
        ("A [x]\n\n    [x]: /code", "A [x]"),
        ("A [x]\n\ntext [x]: /no\n[x] no\n[x\n[x]:\n[x]: /b", "A [x]\n\n[x]: /b"),
        ("A [x]\n\n[", "A [x]"),
        *((f"{{% {tag} %}}A\n\nB", f"{{% {tag} %}}A\n{{% end{tag} %}}")
          for tag in ("capture", "case", "comment", "for", "highlight", "if", "ifchanged", "raw", "tablerow", "unless")),
        ("{% assign x = 1 %}{% own %}A\n\nB", "{% assign x = 1 %}{% own %}A"),
        ("{%- if a -%}{% for b in c %}A\n\nB", "{%- if a -%}{% for b in c %}A\n{% endfor %}\n{% endif %}"),
        ("{% if a %}{% if b %}A\n\nB", "{% if a %}{% if b %}A\n{% endif %}"),
        ("{% if a %}A{%- endif %}\n\nB", "{% if a %}A{%- endif %}"),
        ("{% if a \n\nB", "{% if a "),
        ("A {% if\n\nB %}", "A {% if"),
    ],
)  # fmt: skip
def test_where_an_excerpt_is_cut_its_blocks_are_closed(text: str, head: str) -> None:
    """``Excerpt#extract_excerpt`` closes each block once, whatever stands behind it."""
    assert excerpt(text, "\n\n") == head


def test_of_very_many_definitions_an_excerpt_gets_the_first() -> None:
    labels = [f"[{number}]" for number in range(310)]
    text = "".join(labels) + "\n\n" + "\n".join(f"{label}: /x" for label in labels)
    assert excerpt(text, "\n\n").count(": /x") == 300


@pytest.mark.parametrize(
    ("config", "numbered"),
    [
        (None, False),
        ({}, False),
        ({"syntax_highlighter_opts": {}}, False),
        ({"syntax_highlighter_opts": {"line_numbers": True}}, True),
        ({"syntax_highlighter_opts": {"line_numbers": False, "formatter": None}}, False),
        ({"syntax_highlighter_opts": {"formatter": "HTMLTable"}}, True),
        ({"syntax_highlighter_opts": {"block": {"line_numbers": True}}}, True),
        ({"syntax_highlighter_opts": {"span": {"line_numbers": True}}}, False),
        ({"syntax_highlighter_opts": {"block": "line_numbers"}}, False),
        ({"syntax_highlighter_opts": "{line_numbers: true}"}, True),
        ({"syntax_highlighter_opts": ["line_numbers"]}, False),
    ],
)
def test_where_lines_of_code_get_numbers(config: object, numbered: bool) -> None:
    assert numbers_lines(config) is numbered


@pytest.mark.parametrize(
    ("options", "spans", "blocks", "default"),
    [
        (None, True, True, "plaintext"),
        ({}, True, True, "plaintext"),
        ({"disable": True}, False, False, "plaintext"),
        ({"disable": True, "span": {"disable": False}}, True, False, "plaintext"),
        ({"span": {"disable": True}, "block": {}}, False, True, "plaintext"),
        ({"block": {"disable": True}, "default_lang": "ruby"}, True, False, "ruby"),
        ({"block": "x"}, True, True, "plaintext"),
        ("x", True, True, "plaintext"),
        ({"default_lang": 5}, True, True, "5"),
    ],
)
def test_what_of_code_is_coloured(options: object, spans: bool, blocks: bool, default: str) -> None:
    made = highlighter({"syntax_highlighter_opts": options}, "rouge")
    assert made is not None
    assert (made.spans, made.blocks, made.default) == (spans, blocks, default)


def test_who_colours_code() -> None:
    assert highlighter({"syntax_highlighter": "rouge"}, "none") is not None
    assert highlighter(None, "rouge") is not None
    assert highlighter({"syntax_highlighter": "coderay"}, "rouge") is None
    assert highlighter({}, "pygments") is None


def shown_by_another(folder: Path, files: dict[str, str]) -> str:
    """What ``list.html`` shows of the first note."""
    config = "collections: {notes: {output: true}}\n"
    for path, text in {"_config.yml": config, **files}.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    (folder / "list.html").write_text("---\n---\n{{ site.notes.first.content }}")
    return read(SiteReader(load_site(folder, SiteOptions())), "list.html").rendered.text


@pytest.mark.parametrize(
    ("strip", "shown"), [("true", "<p>Text</p>\n"), ("false", '<h1 id="one">One</h1>\n\n<p>Text</p>\n')]
)
def test_a_title_that_is_taken_out_is_not_shown_elsewhere(strip: str, shown: str, tmp_path: Path) -> None:
    settings = f"titles_from_headings: {{strip_title: {strip}, collections: true}}\n"
    config = f"collections: {{notes: {{output: true}}}}\nplugins: [jekyll-titles-from-headings]\n{settings}"
    files = {"_config.yml": config, "_notes/a.md": "---\na: 1\n---\n# One\n\nText\n"}
    assert shown_by_another(tmp_path, files) == shown


@pytest.mark.parametrize(
    ("folder", "matter", "body", "shown"),
    [
        ("_posts", "", "## One\n\nText\n\nMore\n", "<p>Text</p>\n"),
        ("_posts", "title: T\nexcerpt: own\n", "Text\n\nMore\n", "<p>Text</p>\n"),
        ("_posts", "excerpt: own\nexcerpt_separator: ''\n", "# One\n\nText\n", "own"),
        ("_posts", "excerpt: own\nstrip_title: false\n", "# One\n\nText\n", "own"),
        ("_posts", "", "One\n---\n\n    Text\n\nMore\n", "<p>Text</p>\n"),
        ("_notes", "", "# One\n\nText\n", '<h1 id="one">One</h1>\n'),
        ("_notes", "excerpt: own\n", "# One\n\nText\n", "own"),
    ],
)  # fmt: skip
def test_the_excerpt_of_a_post_is_made_anew_without_its_title(
    folder: str, matter: str, body: str, shown: str, tmp_path: Path
) -> None:
    """As real Jekyll has it with jekyll-titles-from-headings 0.5.3."""
    files = {
        "_config.yml": "collections: {notes: {}}\nplugins: [jekyll-titles-from-headings]\n"
        "titles_from_headings: {strip_title: true, collections: true}\n",
        "list.html": f"---\n---\n{{{{ site.{folder[1:]}.first.excerpt }}}}",
        f"{folder}/2020-01-01-a.md": f"---\n{matter}---\n{body}",
    }
    write_site(tmp_path, files)
    assert read(SiteReader(load_site(tmp_path, SiteOptions())), "list.html").rendered.text == shown


@pytest.mark.parametrize(
    ("files", "shown"),
    [
        ({"_notes/a.md": "---\n---\n*A*"}, "<p><em>A</em></p>\n"),
        ({"_config.yml": "collections: {notes: {output: true}}\nplugins: [jekyll-relative-links]\nrelative_links: {collections: true}\n",
          "_notes/a.md": "---\n---\n[x](gone.md) [b](b.md) [y](/y)", "_notes/b.md": "---\n---\n"},
         '<p><a href="gone.md">x</a> <a href="/notes/b.html">b</a> <a href="/y">y</a></p>\n'),
        ({"_config.yml": "collections: {notes: {}}\nplugins: [jekyll-relative-links]\n", "_notes/a.md": "---\n---\n[b](b.md)"},
         '<p><a href="b.md">b</a></p>\n'),
        ({"_config.yml": "collections: {notes: {}}\nplugins: [jekyll-relative-links]\nrelative_links: {collections: true}\n",
          "_notes/a.md": "---\n---\n[b](b.md)"}, UNKNOWN),
        ({"_config.yml": "collections: {notes: {output: true}}\nrelative_links: {collections: true}\n",
          "Gemfile": "group :jekyll_plugins do\n  gem 'jekyll-relative-links'\nend\n",
          "_notes/a.md": "---\n---\n[b](b.md)", "_notes/b.md": "---\n---\n"}, '<p><a href="b.md">b</a></p>\n'),
        ({"_notes/a.html": "---\n---\n*A*"}, "*A*"),
        ({"_notes/a.md": "---\nrender_with_liquid: false\n---\n{{ x }}"}, "<p>{{ x }}</p>\n"),
        ({"_notes/a.md": "---\n---\n*A*", "_plugins/a.rb": "page.content = 'x'\n"}, UNKNOWN),
        ({"_notes/a.md": "---\n---\nA", "_config.yml": "collections: {notes: {output: true}}\nmarkdown: Other\n"},
         UNKNOWN),
        ({"_notes/a.css": "---\n---\nA"}, UNKNOWN),
        ({"_notes/a.md": "---\n---\nA", "_config.yml": "collections: {notes: {output: true}}\nplugins: [jekyll-spaceship]\n"},
         UNKNOWN),
    ],
)  # fmt: skip
def test_what_a_page_shows_of_a_document(files: dict[str, str], shown: str, tmp_path: Path) -> None:
    assert shown_by_another(tmp_path, files) == shown


LONG = "Some *words* of [it][a].\n\n## Head\n\nMore `code` here, and more again.\n\n- b\n- c\n\n[a]: /b\n"
STARTS = "{{ p.content | strip_html | truncatewords: 4, '' | slugify }}"


@pytest.mark.parametrize(
    "files",
    [
        {"_posts/2020-01-01-a.md": f"---\n---\n{LONG * 8}"},
        {"_posts/2020-01-01-a.md": f"---\ntitle: T\n---\n{{{{ page.title }}}} {LONG * 8}"},
        {"_posts/2020-01-01-a.md": f"---\n---\n{LONG * 8}{{{{ site.time }}}}\n\n[b]: /c\n"},
        {"_posts/2020-01-01-a.md": f"---\n---\n{LONG * 8}", "_config.yml": "plugins: [jekyll-some-tags]\n"},
        {"_posts/2020-01-01-a.md": f"---\n---\n{{% unheard %}}\n\n{LONG * 8}"},
        {"_posts/2020-01-01-a.md": f"---\n---\n~~~ ruby\na = 1\n~~~\n\n{LONG * 8}"},
        {"_posts/2020-01-01-a.md": f"---\n---\n{LONG * 8}", "_config.yml": "collections: {posts: {output: false}}\n"},
        {"_posts/2020-01-01-a.html": f"---\n---\n<p>{'a b c d e ' * 40}</p>"},
        {"_posts/2020-01-01-a.md": "---\n---\nShort one.\n"},
        {"_posts/2020-01-01-a.md": f"---\n---\n<!-- a --> x\n\n{LONG * 8}"},
        {"a.md": f"---\n---\n{LONG * 8}", "z.md": f"---\n---\n{LONG * 8}"},
    ],
)  # fmt: skip
def test_how_a_text_begins_is_the_same_where_all_of_it_is_read(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = "---\n---\n{% for p in site.LIST %}<b>{{ p.title }}</b><i id='x-STARTS'></i>{% endfor %}"
    names = {
        f"{kind}.html": lists.replace("LIST", kind).replace("STARTS", STARTS) for kind in ("posts", "pages")
    }
    layout = f"{{% assign p = page %}}<u id='y-{STARTS}'></u>{{{{ content }}}}"
    own = {"own.md": f"---\nlayout: own\n---\n{LONG * 8}", "_layouts/own.html": layout}
    write_site(tmp_path, {"_config.yml": "", **files, **names, **own})

    def seen() -> object:
        reader = SiteReader(load_site(tmp_path, SiteOptions()))
        facts = read_facts(reader)
        pages = [read(reader, name).rendered for name in names]
        return facts.frames, facts.files, [(page.text, page.pieces) for page in pages]

    begun = seen()
    monkeypatch.setattr("sitecheck.liquid.traced.begin", lambda variable, context: None)
    assert begun == seen()


def test_how_a_post_begins_is_known_without_all_of_its_html(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists = f"---\n---\n{{% for p in site.posts %}}<i id='{STARTS}'></i>{{% endfor %}}"
    posts = {f"_posts/2020-01-0{day}-a.md": f"---\n---\nDay {day}, {LONG * 8}" for day in (1, 2)}
    write_site(tmp_path, {"_config.yml": "", "list.html": lists, **posts})
    monkeypatch.setattr("sitecheck.kramdown.to_html", None)
    page = read(SiteReader(load_site(tmp_path, SiteOptions())), "list.html")
    assert [id_.id for id_ in page.ids] == ["day-2-some-words", "day-1-some-words"]
    assert all(not id_.maybe for id_ in page.ids)


def test_liquid_runs_once_however_many_starts_of_a_text_are_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = "".join(f"{{{{ p.content | strip_html | truncate: {count} }}}}" for count in (9, 200, 500, 900))
    lists = f"---\n---\n{{% for p in site.posts %}}{shown}{{{{ p.content }}}}{{% endfor %}}"
    post = f"---\ntitle: T\n---\n{{{{ page.title }}}} {LONG * 40}"
    write_site(tmp_path, {"_config.yml": "", "list.html": lists, "_posts/2020-01-01-a.md": post})
    reader, run = SiteReader(load_site(tmp_path, SiteOptions())), []
    monkeypatch.setattr(
        reader, "render", lambda *args, **kwargs: run.append(args[1]) or render(*args, **kwargs)
    )
    render = SiteReader.render.__get__(reader)
    assert "T Some words" in read(reader, "list.html").rendered.text
    assert sorted(run) == ["_posts/2020-01-01-a.md", "list.html"]
