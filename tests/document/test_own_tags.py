"""What tags that the site's own Ruby brings print where templates use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.document import SiteReader
from sitecheck.engine.listings.listing import read_facts
from sitecheck.jekyll import load_site
from sitecheck.model.facts import Link
from sitecheck.testing import write_site

TAG = (
    "module Jekyll\n  class Place < Liquid::Tag\n    def initialize(tag_name, markup, tokens)\n      super\n"
    "      @name = markup.strip\n    end\n\n    def render(context)\n"
    '      "<a href=\\"/doc/#{@name}/\\">#{@name}</a>"\n    end\n  end\nend\n'
)
REGISTERED = "Liquid::Template.register_tag('place', Jekyll::Place)\n"
NOTE = (
    "class Note < Liquid::Block\n  def render(context)\n    site = context.registers[:site]\n"
    "    converter = site.find_converter_instance(::Jekyll::Converters::Markdown)\n"
    '    %(<div class="note" id="note">#{converter.convert(super)}</div>)\n  end\nend\n'
    "Liquid::Template.register_tag('note', Note)\n"
)
PAGE = "---\n---\n{% place rome %} {% place paris %}\n\n[n](#nowhere)\n"


def links(
    tmp_path: Path, scripts: dict[str, str], page: str, config: str = "title: T\n"
) -> list[tuple[Link, str]]:
    files = {f"_plugins/{name}.rb": text for name, text in scripts.items()}
    here = {"doc/rome/index.md": "---\n---\n# Rome\n", "index.md": page, "_config.yml": config}
    write_site(tmp_path, {**files, **here})
    found = read_facts(SiteReader(load_site(tmp_path))).links
    return [(each.link, each.verdict.status) for each in found]


def statuses(
    tmp_path: Path, scripts: dict[str, str], page: str = PAGE, config: str = "title: T\n"
) -> list[str]:
    return [status for _, status in links(tmp_path, scripts, page, config)]


def test_links_of_a_tag_are_judged_and_no_anchor_is_hidden(tmp_path: Path) -> None:
    assert statuses(tmp_path, {"a": TAG + REGISTERED}) == ["ok", "broken-page", "broken-anchor"]


def test_a_method_that_documents_get_beside_their_own_changes_no_tag(tmp_path: Path) -> None:
    more = "module Jekyll\nclass Document\ndef own\nend\nend\nend\n"
    assert statuses(tmp_path, {"a": TAG + REGISTERED, "b": more}) == ["ok", "broken-page", "broken-anchor"]


@pytest.mark.parametrize(
    "scripts",
    [
        {"a": TAG + REGISTERED, "b": "class Jekyll::Place\ndef render(context)\n''\nend\nend\n"},
        {"a": TAG + REGISTERED, "b": "class Liquid::Tag\ndef render(context)\n''\nend\nend\n"},
        {"a": TAG + REGISTERED, "b": "class Liquid::Document\ndef own\nend\nend\n"},
        {"a": TAG + REGISTERED, "b": "module Liquid\nclass Template\nend\nend\n"},
        {"a": TAG + REGISTERED, "b": "class String\ndef strip\n''\nend\nend\n"},
        {"a": TAG + REGISTERED, "b": TAG.replace("Place", "Other") + REGISTERED.replace("Place", "Other")},
        {"a": TAG + REGISTERED + TAG},
        {"a": TAG + REGISTERED, "b": "Liquid::Template.tags['place'] = Class.new(Liquid::Tag)\n"},
        {"a": TAG + REGISTERED, "b": "made = Liquid::Template\nmade.tags['place'] = Liquid::Raw\n"},
        {"a": TAG.replace("    def render", "    def city\n''\nend\n    attr_reader :city\n    def render")
         .replace("#{@name}/", "#{city}/") + REGISTERED},
        {"a": "# encoding: iso-8859-1\n# \u00e9\n" + TAG + REGISTERED},
        {"a": TAG + REGISTERED + REGISTERED},
        {"a": TAG + REGISTERED + "name = 'place'\nLiquid::Template.register_tag(name, Other)\n"},
        {"a": TAG + REGISTERED + "def add(name)\nLiquid::Template.register_tag(name, Other)\nend\nadd('b')\n",
         "b": "add('place')\n"},
        {"a": "Liquid::Template.register_tag('place', T)\nclass . < Liquid::Tag\nend\n"},
        {"a": "Liquid::Template.register_tag('place', T)\nclass 'T' < Liquid::Tag\nend\n"},
        {"a": TAG + REGISTERED + "Jekyll::Place.include(Other)\n"},
        {"a": TAG + REGISTERED.replace("\n", " if OLD\n")},
        {"a": f"{TAG}if OLD\n{REGISTERED}end\n"},
        {"a": TAG.replace("    def render", "    include Other\n    def render") + REGISTERED},
        {"a": TAG.replace("    def render", "    def tag_name\n'x'\nend\n    def render") + REGISTERED},
        {"a": TAG.replace("    def render", "    attr_reader :nodelist\n    def render") + REGISTERED},
        {"a": TAG.replace("Liquid::Tag", "Other::Tag") + REGISTERED},
        {"a": TAG.replace("Liquid::Tag", "Liquid::Block") + REGISTERED},
        {"a": TAG.replace("markup.strip", "markup.strip + ENV['X']") + REGISTERED},
        {"a": TAG.replace("markup.strip", "own(markup)") + REGISTERED},
        {"a": TAG.replace("      super\n", "") + REGISTERED},
        {"a": TAG.replace("      super\n", "      @tag_name = 'x'\n      super\n") + REGISTERED},
        {"a": TAG.replace("rome", "rome").replace("@name}/", "context['x']}/") + REGISTERED},
        {"a": TAG.replace('      "<a', '      @n = @n.to_s + "n"\n      "<a').replace("#{@name}/", "#{@n}/")
         + REGISTERED},
    ],
    ids=[
        *("opened again", "Liquid's", "its documents", "Liquid opened", "a method of Ruby", "another of the name"),
        *("written again", "tags of Liquid", "tags of Liquid by another name", "a reader", "another alphabet"),
        *("registered twice", "by a variable", "by another file", "a sign for a class", "a text for a class", "named elsewhere", "registered if"),
        *("in an if", "other module"),
        *("Liquid's method", "Liquid's reader", "other class", "a block", "the environment", "no method"),
        *("not made", "its name", "the context", "what render leaves"),
    ],
)  # fmt: skip
def test_what_may_print_something_else_is_not_known(tmp_path: Path, scripts: dict[str, str]) -> None:
    assert statuses(tmp_path, scripts) == ["dynamic"]


def test_a_link_in_a_block_that_converts_stands_where_it_is_written(tmp_path: Path) -> None:
    page = "---\n---\n{% note %}\n[a](/doc/rome/#rome) [b](/no/) [b](/no/)\n\n## Head\n{% endnote %}\n\n[c](#head) [d](#note) [e](#x)\n"
    found = links(tmp_path, {"a": NOTE}, page)
    assert [status for _, status in found] == [
        "ok",
        "broken-page",
        "broken-page",
        "ok",
        "ok",
        "broken-anchor",
    ]
    written = [page[link.place.span.start : link.place.span.end] for link, _ in found]
    assert written == ["/doc/rome/#rome", "/no/", "/no/", "#head", "#note", "#x"]
    starts = [link.place.span.start for link, _ in found]
    assert starts == sorted(set(starts))


def test_a_filter_of_the_site_in_the_place_of_the_converters_is_not_what_converts(tmp_path: Path) -> None:
    own = "module Own\ndef markdownify(text)\n'[a](/no/) ' + text\nend\nend\nLiquid::Template.register_filter(Own)\n"
    page = "---\n---\n{% note %}\n[a](/doc/rome/)\n{% endnote %}\n"
    assert statuses(tmp_path, {"a": NOTE}, page) == ["ok"]
    assert "broken-page" not in statuses(tmp_path, {"a": NOTE, "b": own}, page)


def test_an_address_that_stands_more_often_in_the_text_stands_at_the_tag(tmp_path: Path) -> None:
    page = "---\n---\n{% note %}\n[b](/no/) `/no/`\n{% endnote %}\n"
    ((link, status),) = links(tmp_path, {"a": NOTE}, page)
    assert status == "broken-page"
    assert page[link.place.span.start : link.place.span.end] == "{% note %}"


def test_a_block_that_is_blank_may_be_left_out(tmp_path: Path) -> None:
    assert statuses(tmp_path, {"a": NOTE}, "---\n---\n{% note %} {% endnote %}\n\n[d](#note) [e](#x)\n") == [
        *("dynamic", "dynamic")
    ]


def test_the_body_of_a_block_sets_variables(tmp_path: Path) -> None:
    page = "---\n---\n{% note %}{% assign p = 'rome' %}x{% endnote %}\n\n[a](/doc/{{ p }}/)\n"
    assert statuses(tmp_path, {"a": NOTE}, page) == ["ok"]
    silent = NOTE.replace("#{converter.convert(super)}", "").replace("    %(", "    super\n    %(")
    assert statuses(tmp_path, {"a": silent}, page) == ["ok"]
    never = NOTE.replace("#{converter.convert(super)}", "")
    assert statuses(tmp_path, {"a": never}, page) == ["broken-page"]


def test_a_tag_asks_for_the_configuration(tmp_path: Path) -> None:
    script = TAG.replace("/doc/#{@name}/", "#{context.registers[:site].config['to']}#{@name}/") + REGISTERED
    page = "---\n---\n{% place rome %}\n"
    assert statuses(tmp_path, {"a": script}, page, "to: /doc/\n") == ["ok"]
    assert statuses(tmp_path, {"a": script}, page, "to: /no/\n") == ["broken-page"]
    assert statuses(tmp_path, {"a": script}, page, "title: T\n") == []  # Jekyll may have a default


@pytest.mark.parametrize("body", ["[a](to.md)", "[a][r]\n\n[r]: to.md"])
def test_jekyll_relative_links_sees_markdown_that_is_converted(tmp_path: Path, body: str) -> None:
    config = "plugins: [jekyll-relative-links]\n"
    page = f"---\n---\n{{% note %}}\n{body}\n{{% endnote %}}\n"
    script = {"a": NOTE}
    write_site(tmp_path, {"to.md": "---\n---\n"})
    assert statuses(tmp_path, script, page, config) == ["ok"]
    captured = f"---\n---\n{{% capture x %}}\n{body}\n{{% endcapture %}}\n{{{{ x | markdownify }}}}\n"
    assert statuses(tmp_path, script, captured, config) == ["ok"]
    html = "---\n---\n{% note %}\n<a href='to.md'>a</a>\n{% endnote %}\n"
    assert statuses(tmp_path, script, html, config) == ["broken-page"]
