"""What a site's own Ruby may do, told from its text."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from tests.fuzz.limits import slowness
from tests.jekyll.conftest import MakeSite

from sitecheck.jekyll import Site
from sitecheck.jekyll.plugins.names import ANYTHING, NUMBER, SEGMENT, Name
from sitecheck.jekyll.plugins.scripts.reading import read_ruby
from sitecheck.model.unknown import words
from sitecheck.ruby import Script, Token, read_script

PATH = "path = 'a.txt'; "
OWN_PAGE = "class T < Page\ndef initialize(site, dir)\n@dir = dir\n@name = 'index.html'\n"


def makes(text: str) -> set[str]:
    """The names of outputs, ``*`` for gaps, ``N`` for numbers, ``S`` for names without a slash."""
    settings = {"tag_dir": "topics", "archive": {"path": "/news"}, "list": ["a"]}
    made = read_ruby(read_script(text), settings).makes
    return {"*".join(name.texts).replace(NUMBER, "N").replace(SEGMENT, "S") for name in made}


NEW = "doc = Jekyll::Document.new(\n  path, { :site => site, :collection => site.collections['posts'] }\n)\n"
MADE = f'path = site.in_source_dir("_posts/#{{slug}}.md")\n{NEW}site.posts.docs << doc'
IN_NOTES = "Document.new('a.md', site: site, collection: site.collections['notes'])"
DATE = "/:categories/:year/:month/:day/:title:output_ext"
POSTS: dict[str, Any] = {
    "collections": {"posts": {"permalink": "/blog/:year/:title/"}, "notes": {}},
    "permalink": "date",
}


@pytest.mark.parametrize(
    ("text", "settings", "names"),
    [
        (MADE, {}, {"blog/*/*index.html"}),
        (MADE.replace("'posts'", "'notes'"), {}, {"notes/*"}),
        (IN_NOTES, {"notes": {"permalink": "/x/:collection/:name:output_ext"}}, {"x/notes/*.html"}),
        (IN_NOTES, {"notes": {"permalink": "/x/:name"}}, {"x/*"}),
        (IN_NOTES.replace(".md", ".txt"), {"notes": {"permalink": "/:name:output_ext"}}, {"*"}),
        (MADE.replace("site.collections['posts'] }", "site.posts }"), {}, {"blog/*/*index.html"}),
        (IN_NOTES, {}, {"notes/*"}),
        ("Document.new('a.md', site: site, collection: site.collections[x])", {}, {"*"}),
        ("Document.new('a.md', site: site, collection: site.collections['posts' + x])", {}, {"*"}),
        ("Document.new('a.md', site: site, collection: docs)", {}, {"*"}),
        ("Document.new('a.md', site: site, collection: site.collections['none'])", {}, {"*"}),
        (f"{MADE}\ndoc.read", {}, {"*"}),
        (f"x = File.read('x')\n{MADE}", {}, {"blog/*/*index.html"}),
        (f"{MADE}\ndoc.data['permalink'] = '/y/'", {}, {"blog/*/*index.html", "y/index.html"}),
        (f"{MADE}\ndoc.data['date'] = x", {}, {"blog/*/*index.html"}),
        (MADE, {"posts": {"permalink": "pretty"}}, {"*"}),
        (MADE, {"posts": {"permalink": DATE}}, {"*/*/*/*.html"}),
        (MADE, {"posts": {"permalink": "/:slug/:categories/:year"}}, {"*"}),
    ],
)  # fmt: skip
def test_documents_that_are_made_lie_where_their_collection_does(
    text: str, settings: dict[str, dict[str, str]], names: set[str]
) -> None:
    values = {**POSTS, "collections": {**POSTS["collections"], **settings}}
    made = read_ruby(read_script(f"def g(site)\n{text}\nend\n"), values).makes
    assert {"*".join(name.texts) for name in made} == names


def test_a_default_may_give_documents_that_are_made_another_address() -> None:
    settings = {**POSTS, "defaults": [{"scope": {"type": "posts"}, "values": {"permalink": "/:title/"}}]}
    assert read_ruby(read_script(f"def g(site)\n{MADE}\nend\n"), settings).makes == {ANYTHING}


CHOOSING = """
module Choosing
  def choose(rows, text)
    own = scope
    rows.select { |row| eval(text, own) }
  end

  def scope
    binding
  end
end
"""
"""A filter that works out what templates give it, as labs' sites have one."""
REGISTERED = "Liquid::Template.register_filter(Choosing)\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("File.read('a.txt'); File.open('b', 'rb:UTF-8'); File.open('c')", set()),
        ("File.write('a.txt', x)", {"a.txt"}),
        ("File.open(File.join(site.dest, 'a', \"#{b}.json\"), 'w') { |f| f.write(c) }", {"a/*.json"}),
        ("path = File.join(site.dest, 'a.txt') if b\nFile.write(path, c)", {"a.txt"}),
        ("NAME = 'x' + '.txt'\nIO.binwrite(NAME, y)", {"x.txt"}),
        ("def w(name)\n  File.write(name, x)\nend", {"*"}),
        ("path = 'a.txt'\npath << 'b'\nFile.write(path, x)", {"*"}),
        ("path =\n  'a.txt'\nFile.write(path, x)", {"a.txt"}),
        *((f"def g\n{number * PATH}\nFile.write(path, x)\nend", {name})
          for number, name in ((64, "a.txt"), (65, "*"))),
        *((f"site.pages << Page.new s, base, 'a', 'b.txt' {word} x", {"a/b.txt"})
          for word in ("if", "unless", "rescue", "while", "and", "or")),
        ("path = File.join(site.dest,\n  'a',\n'b.txt')\nFile.write(path, x)", {"a/b.txt"}),
        ("path = 'a' +\n  '.txt'\nFile.write(path, x)", {"a.txt"}),
        ("FileUtils.mkdir_p('a'); FileUtils.rm_rf('b')", set()),
        ("FileUtils.cp('a', File.join(site.dest, 'b'))", {"b", "b/S"}),
        ("FileUtils.cp_r('a', File.join(site.dest, 'b'))", {"b", "b/*"}),
        ("FileUtils.cp(a.path, site.dest)", {"", "S"}),
        ("include FileUtils", {"*"}),
        ("open('a', 'w')", {"a"}),
        *((f"{method}('a', 'w')", {"a"}) for method in ("File.new", "IO.for_fd", "IO.sysopen")),
        *((f"IO.{method}('a', 'b')", {"b"}) for method in ("rename", "link", "symlink", "copy_stream")),
        ("IO.close('a', 'b'); IO.popen('git log', 'w')", set()),
        *((f"{owner}.open('a', 'w')", set()) for owner in ("URI", "OpenURI", "Tempfile", "Nokogiri")),
        ("Zip.open('a', 'w')", {"a"}),
        *((f"FileUtils.{method}('a', 'b')", {"b", "b/S"}) for method in ("copy", "copy_file", "install")),
        *((f"File.write(File.join({root}, 'a'), x)", {"a"})
          for root in ("site.source", "Dir.pwd", "__dir__", "site.destination")),
        *((f"File.write(site.{method}('a', 'b'), x)", {"a/b"}) for method in ("in_dest_dir", "in_source_dir")),
        ("File.write(Jekyll.sanitized_path('a', 'b'), x)", {"a/b"}),
        ("URI.open('https://x')", set()),
        ("image.write('a.webp')", {"*"}),
        ("out = StringIO.new\nout.write('a')", set()),
        ("p = Page.new(site, base, 'a', 'b.xml')\np.write(site.dest)", {"a/b.xml"}),
        ("p = site.pages.first\np.write(site.dest)", {"*"}),
        (f"{OWN_PAGE}self.process(@name)\nend\nend\nT.new(site)", {"*index.html"}),
        (f"{OWN_PAGE}self.process(other)\nend\nend\nT.new(site)", {"*"}),
        (f"{OWN_PAGE}page.process(@name)\nend\nend\nT.new(site)", {"*"}),
        (f"{OWN_PAGE}super\nend\nend\nT.new(site)", {"*"}),
        (f"{OWN_PAGE}end\nend\nclass U < T\ndef initialize(s)\nsuper(s, 'b')\nend\nend\nT.new(s, 'a')\nU.new(s)",
         {"a/index.html", "b/index.html"}),
        (f"{OWN_PAGE}end\nend\nclass U < T\nend\nU.new(s, 'a')", {"a/index.html"}),
        (f"{OWN_PAGE}end\nend\nT.new(s, 'a')\nmake(T)", {"*index.html"}),
        (f"{OWN_PAGE}end\ndef read(a)\nsuper\nend\nend\nT.new(site)", {"*index.html"}),
        (f"{OWN_PAGE}end\nend\nclass U < Hash\ndef initialize(a)\nsuper\nend\nend\nT.new(site)",
         {"*index.html"}),
        (f"{OWN_PAGE}super(a)\nend\nend\nT.new(site)", {"*index.html"}),
        (f"{OWN_PAGE}super(site, base, 'a', 'b.txt')\nend\nend\nT.new(site)", {"*index.html", "a/b.txt"}),
        ("site.pages << Page.new(site, base, 'a', 'b.md')", {"a/b.md", "a/b.html", "a/b/index.html"}),
        ("site.pages << other", {"*"}),
        *((f"site.pages << Page.new(s, b, 'a', 'b.txt')\n{copy}", {"*"})
          for copy in ("x.dup", "x.clone", "Marshal.load(y)", "x.deep_dup")),
        *((f"{name}.new(site)", {"*"})
          for name in ("Site", "Reader", "PageReader", "PostReader", "CollectionReader", "Liquid")),
        ("x = site.pages.select { |p| p.data['a'] << 1 }", set()),
        ("site.static_files.concat(made)", {"*"}),
        ("page.data['permalink'] = '/a/'", {"a/index.html"}),
        ("page.data['permalink'] = '/a'", {"a", "a.html", "a/index.html"}),
        ("page.data['permalink'] = x ? '/a/' : '/b/'", {"a/index.html", "b/index.html"}),
        ("page.data.merge!({'permalink' => '/a/', title: x, permalink: '/b/'})", {"a/index.html", "b/index.html"}),
        ("page.data.merge!({'slug' => x})", {"*"}),
        ("page.data = {'title' => x, 'a' => {'slug' => y}, b: [z, w]}", set()),
        *((f"page.data = {{{entry}}}", {"*"}) for entry in ("x => 1", "**x", "a.b => 1", "'a' + b => 1", "slug: x")),
        (f"page.data = {{'a' => [{'x, ' * 200}]}}", {"*"}),
        ("page.data.merge!(x)", {"*"}),
        ("page.data[x + y] = 1", {"*"}),
        ("File.write(\"a#{x}b#{y}c.txt\", z)", {"a*b*c.txt"}),
        ("def destination(dest)\nend", {"*"}),
        ("def write(dest)\nend", {"*"}),
        ("def write(dest)\n  true\nend", set()),
        ("def write(dest)\n  return true\nend", set()),
        *((f"def write(dest)\n  {word}\nend", set()) for word in ("false", "nil", "super", "super(dest)")),
        ("def write(dest)\nbegin\nsuper\nrescue\nfalse\nensure\nnil\nend\nend", set()),
        ("def write(dest)\n  true\n  more\nend", {"*"}),
        ("def write(dest)\n  return true if x\n  more\nend", {"*"}),
        ("def destination(dest)\n  true\nend", {"*"}),
        ("def url\nend", set()),
        ("class C < Jekyll::Converter\ndef output_ext(ext)\n'.foo'\nend\nend", {"*.foo"}),
        ("class C < Jekyll::Converter\ndef convert(x)\nx.output_ext '.foo'\nend\nend", set()),
        ("class A\ndef self.w(name)\nFile.write(name, x)\nend\nend\nA.w('b.txt')", {"b.txt"}),
        ("def w(name)\nFile.write(name, x)\nend\nw('a.txt')", {"a.txt"}),
        ("def w(dest, y)\nFile.write(File.join(dest, y), x)\nend\nw(File.join(site.source, 'a'), z)", {"a/*"}),
        ("def w(dest)\nFile.write(File.join(dest, 'b'), x)\nend\nw(y)", {"b"}),
        ("dest = File.join(site.dest, 'a.txt')\nFile.write(dest, x)", {"a.txt"}),
        ("def w\nsource = File.join(site.source, 'a.txt')\nFile.write(source, x)\nend", {"a.txt"}),
        ("dest = site.dest\nFile.write(File.join(dest, 'a.txt'), x)", {"a.txt"}),
        ("y.each { |source, dest| File.write(dest, x) }", {"*"}),
        ("def w(name)\nFile.write(name, x)\nend\nw('a.txt')\n%w[v w].each { |m| y }", {"*"}),
        ("def w(name)\nFile.write(name, x)\nend\nw('a.txt')\n[:w].each { |m| y }", {"*"}),
        ("def w(name)\nFile.write(name, x)\nend\nw('a.txt')\nw('b.txt')", {"a.txt", "b.txt"}),
        ("def w(name, *more)\nFile.write(name, x)\nend\nw('a.txt')", {"*"}),
        ("def w(name)\nFile.write(name, x)\nend\nw(*y)", {"*"}),
        ("def w(a, b)\nFile.write(b, x)\nend\nw('a.txt')", {"*"}),
        ("def w a, b\nFile.write(b, x)\nend\nw 'a.txt', 'b.txt'", {"b.txt"}),
        ("page.data[key] = 1", {"*"}),
        ("data = {}\ndata[key] = 1", set()),
        ("data = page.data\ndata['slug'] = 1", {"*"}),
        ("page.data['title'] = 1", set()),
        ("File.write File.join(site.dest, 'a.txt'), x", {"a.txt"}),
        *((f"File.rename 'a', 'b.txt' {word} c", {"b.txt"}) for word in ("if", "unless", "while", "and", "or")),
        ("FileUtils.touch('a.txt', mtime: x)", {"a.txt", "a.txt/*"}),
        ("FileUtils.touch\n", {"*"}),
        ("Nokogiri::HTML::Document.new(a, b, c, d)", set()),
        ("class Page\n  def url\n  end\nend", {"*"}),
        ("class Page\n  def inspect\n    \"#{self.id}\"\n  end\nend", set()),
        ("class Page\n  def inspect\n    self.data['permalink'] = '/a/'\n  end\nend", {"*"}),
        ("class Page\n  def inspect\n  end\n\n  def url\n  end\nend", {"*"}),
        ("class Page\n  def inspect\n    def class\n    end\n    def end\n    end\n  end\nend", set()),
        ("x(File, write)", set()),
        ("x = [File, write, open]\nFile.", set()),
        ("class Mine < Liquid::Block\n  def url\n  end\nend", set()),
        ("`git log -1`; `make`", {"*"}),
        ("`git log -1`; `file --mime-type -b #{Dir.pwd + path}`; system('ls', '-l')", set()),
        ("`lsof`", {"*"}),
        ("`cat a; b`", {"*"}),
        ("`ls-lint`", {"*"}),
        ("%x(\n  ls a\n)", set()),
        ("%x(\n  ls a\n  make\n)", {"*"}),
        ("`cat <(make)`", {"*"}),
        ("`git diff --output=a.txt`", {"*"}),
        ("`git diff-tree HEAD`; `git show-ref`", set()),
        ("`identify -write a.png b.jpg`", {"*"}),
        ("system('cat ' + names + ' > all.css')", {"*"}),
        ("system('ls', 'a', out: 'a.txt')", {"*"}),
        ("system('ls', 'a', [:out, :err] => 'a.txt')", {"*"}),
        ("system('ls', 'a', exception: true)", set()),
        ("`git log -1 > a.txt`", {"*"}),
        ("`git log -1 2>/dev/null`; system('git', 'log')", set()),
        ("system('git', 'clone', 'https://example.org/a')", {"*"}),
        ("`git log -1 2>/dev/null`", set()),
        ("JSON.load(x); erb.result(binding)", set()),
        ('self.class.const_get("VALID_#{key.upcase}")', set()),
        ('const_get("Valid_#{key}")', {"*"}),
        ('const_get("VALID#{key}")', {"*"}),
        ("const_get(key)", {"*"}),
        ("x = 1; run_all(binding)", {"*"}),
        (f"{CHOOSING}{REGISTERED}", set()),
        (CHOOSING, {"*"}),
        (f"{CHOOSING}{REGISTERED}choose(x, y)\n", {"*"}),
        (f"{CHOOSING}{REGISTERED}".replace("eval(text, ", "eval(other, "), {"*"}),
        (f"{CHOOSING}{REGISTERED}".replace("binding\n", "binding.eval(x)\n"), {"*"}),
        ("item = page\nitem = item.data\nitem['title']", set()),
        ("item = page\nitem = item.data\nitem['slug'] = 1", {"*"}),
        ("require\nx = 1", set()),
        ("require 'jekyll.rb'", set()),
        ("require 'a' + b", {"*"}),
        ("load 'x.rb'", {"*"}),
        ("x.send(:title)", set()),
        ("x.send(:eval, y)", {"*"}),
        ("Jekyll::Commands::Build.process(x)", {"*"}),
        ("a 'not closed", {"*"}),
    ],
)  # fmt: skip
def test_what_a_script_makes(text: str, names: set[str]) -> None:
    assert makes(text) == names


INDEX = """
class TagIndex < Page
  def initialize(site, base, dir, tag)
    @site = site
    @base = base
    @dir = dir
    @name = 'index.html'
    self.process(@name)
    self.read_yaml(File.join(base, '_layouts'), 'tag_index.html')
    self.data['tag'] = tag
    self.data['category'] = tag
  end
end
class TagGenerator < Generator
  def generate(site)
    dir = %s
    site.tags.keys.each { |tag| write_tag_index(site, File.join(dir, tag), tag) }
  end
  def write_tag_index(site, dir, tag)
    index = TagIndex.new(site, site.source, dir, tag)
    index.render(site.layouts, site.site_payload)
    index.write(site.dest)
    site.pages << index
  end
end
"""
"""Pages for tags as many sites make them, after <https://charliepark.org/tags-in-jekyll/>."""


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("'tag'", {"tag/*index.html"}),
        ("site.config['tag_dir'] || 'tag'", {"topics/*index.html"}),
        ("site.config['other'] || 'tag'", {"tag/*index.html"}),
        ("site&.config['tag_dir'] || 'tag'", {"topics/*index.html"}),
        ("site.config && site.config['tag_dir'] || 'tag'", {"topics/*index.html"}),
        ("site.pages['tag_dir'] || 'tag'", {"*"}),
        ("site || 'tag'", {"*"}),
        ("mine.config['tag_dir'] || 'tag'", {"*"}),
        ("site.config", {"*"}),
        ("site.config['archive'] && site.config['archive']['path'] || ''", {"news/*index.html"}),
        ("site.config['no'] && site.config['no']['path'] || 'x'", {"x/*index.html"}),
        ("x ? 'a' : 'b'", {"a/*index.html", "b/*index.html"}),
        ("folder_of(site)", {"*index.html"}),
        ("site.config['list'] || 'tag'", {"*"}),
        ("other.config['tag_dir']", {"*"}),
        ("site.config['other']", {"*"}),
        ("'tag'\n    dir << x", {"*"}),
    ],
)
def test_what_callers_give_to_a_page_class_of_the_script(folder: str, names: set[str]) -> None:
    found = makes(INDEX % folder)
    assert found == names or (names == {"*"} and all(name.startswith("*") for name in found))


@pytest.mark.parametrize(
    "more",
    [
        "class B < Generator\ndef generate(site)\nsend_to(:write_tag_index)\nend\nend",
        "class B < Generator\ndef generate(site)\nwrite_tag_index(*given)\nend\nend",
        "class B < Generator\ndef generate(site)\nmake(TagIndex, x)\nend\nend",
        "class B < TagIndex\ndef initialize(*all)\nsuper\nend\nend",
        "class B < Generator\ndef generate(site)\nwrite_tag_index(site, x, 'y')\nend\nend",
    ],
)
def test_callers_that_are_not_all_known(more: str) -> None:
    assert all(name.startswith("*") for name in makes(INDEX % "'tag'" + more))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    @dir = dir\n", "    @dir = dir\n    @dir.concat(tag)\n"),
        ("    site.pages << index\n", "    index.dir = tag\n    site.pages << index\n"),
        ("    dir = 'tag'\n", "    dir = 'tag'\n    dir.gsub!(/a/, x)\n"),
        ("    dir = 'tag'\n", "    dir = 'tag'\n    go = ->(dir) { write_tag_index(site, dir, tag) }\n"),
        *(
            ("    self.data['category'] = tag\n", f"    self.data['{key}'] = tag\n")
            for key in (
                "ext",
                "output",
                "pagination",
                "path",
                "published",
                "redirect_from",
                "redirect_to",
                "url",
            )
        ),
        ("class TagGenerator", "class Made < Document\nend\nclass TagGenerator"),
        (
            "class TagGenerator",
            "class Made < Page\ndef initialize(a, b, c, d)\nsuper\nend\nend\nclass TagGenerator",
        ),
    ],
)
def test_values_that_change_where_they_are_not_assigned(old: str, new: str) -> None:
    text = INDEX % "'tag'"
    assert old in text
    assert any(name.startswith("*") for name in makes(text.replace(old, new)))


def test_callers_and_settings_of_other_files(make: MakeSite) -> None:
    tags = {"_plugins/a.rb": INDEX % "site.config['tag_dir'] || 'tag'"}
    assert not make(tags).may_exist("other/index.html")
    assert make(tags).may_exist("tag/a/index.html")
    assert make({**tags, "_plugins/b.rb": "x.write_tag_index(site, 'other', y)"}).may_exist(
        "other/index.html"
    )
    changed = "class G < Generator\ndef generate(site)\nsite.config['tag_dir'] = x\nend\nend"
    assert make({**tags, "_plugins/b.rb": changed}).may_exist("other/index.html")


def test_callers_of_other_files_alone(make: MakeSite) -> None:
    record = "class Record\ndef initialize(name, data)\n@name = name\n@data = data\nend\n%s\nend\n"
    check = "class G < Generator\ndef generate(site)\nRecord.new('a', site.data['a']).key 'b'\nend\nend\n"
    asks = record % "def key(key)\nraise @name unless @data.key? key\nend"
    writes = record % "def key(key)\nFile.write(File.join(@name, key), @data)\nend"
    assert not make({"_plugins/a.rb": asks, "_plugins/b.rb": check}).may_exist("other/index.html")
    assert make({"_plugins/a.rb": writes, "_plugins/b.rb": check}).may_exist("other/index.html")


KEPT = "class Kept < StaticFile\ndef write(dest)\n%s\nend\nend\nKept.new(site, site.dest, '/', 'a.xml')"


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("true", {"a.xml"}),
        ("return true", {"a.xml"}),
        ("begin\nsuper(dest)\nrescue\nend\ntrue", {"a.xml"}),
        ("super", {"a.xml"}),
        ("super('dest')", {"*"}),
        ("super(other)", {"*"}),
        ("copy(dest)", {"*"}),
        ("copy dest", {"*"}),
        ("dest.write('x')", {"*"}),
        ("", {"a.xml"}),
    ],
)
def test_a_method_that_writes_no_more_than_the_one_it_replaces(body: str, names: set[str]) -> None:
    assert makes(KEPT % body) == names


def test_a_class_without_a_constructor_is_placed_by_what_it_is_given_beside_others_that_have_one() -> None:
    plain = "class Plain < Page\nend\nPlain.new(site, base, 'plain', 'b.html')"
    other = f"{OWN_PAGE}self.process(@name)\nend\nend\nT.new(site, 'own')"
    expected = {"plain/b.html", "plain/b/index.html", "own/index.html"}
    assert makes(f"{plain}\n{other}") == makes(f"{other}\n{plain}") == expected
    assert makes("Page.new(site, base, 'plain', 'b.html')\n" + other) == expected


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("name = site.config['map']['file'] if site.config['map']\nname ||= 'a.xml'", {"a.xml"}),
        (
            "name = site.config['archive']['path'] if site.config['archive']\nname ||= 'a.xml'",
            {"news", "a.xml"},
        ),
        ("name = site.config['map']['file']", {"*"}),
        ("name ||= 'a.xml'", {"a.xml"}),
        ("name = 'a.xml'\nname += x", {"*"}),
        ("name = fetch(x)\nname ||= 'a.xml'", {"*"}),
        ("name, other = 'a.xml', 'b.xml'", {"a.xml"}),
        ("other, name = 'a.xml', 'b.xml'", {"b.xml"}),
        ("other, name = *list, 'b.xml'", {"*"}),
        ("other, name = list", {"*"}),
        ("other, (name, more) = 'a', 'b'", {"*"}),
        ("a.name, name = 'a.xml', 'b.xml'", {"*"}),
        ("name = ;", {"*"}),
        ("name ||= if", {"*"}),
        ("name = && || &&", {"*"}),
        ("name = || 'a.xml'", {"*"}),
        ("name, other = , 'a.xml'", {"*"}),
        ("name, other = 'a.xml', 'b.xml'\nname = 'c.xml'", {"a.xml", "c.xml"}),
    ],
)
def test_variables_that_are_set_where_they_were_not_and_at_once(body: str, names: set[str]) -> None:
    text = "class G < Generator\ndef generate(site)\n%s\nfile = File.new(File.join(site.dest, name), 'w')\nend\nend"
    assert makes(text % body) == names


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("formatter.write(document, file)", {"a.xml"}),
        ("formatter.write(document, other)", {"*"}),
        ("formatter.write(file)", {"*"}),
    ],
)
def test_what_is_written_into_a_file_that_is_open_is_counted_there(call: str, names: set[str]) -> None:
    assert makes(f"file = File.new('a.xml', 'w')\n{call}") == names


KEYED = """
class T < Page
  def initialize(site, dir, kind)
    @site, @base, @dir, @name = site, site.source, dir, "a.xml"
    data[kind] = '/moved/'
    %s
  end
end
T.new(site, 'b', %s)
"""


@pytest.mark.parametrize(
    ("more", "kind", "names"),
    [
        ("", "'tag'", {"b/a.xml"}),
        ("", "'permalink'", {"b/a.xml", "moved/index.html"}),
        ("", "x", {"*"}),
        ("data.merge!('tag' => x, 'permalink' => '/to/')", "'tag'", {"b/a.xml", "to/index.html"}),
        ("data.merge!(tag: x, permalink: '/to/')", "'tag'", {"b/a.xml", "to/index.html"}),
        ("data.merge!({ 'permalink' => '/to/' })", "'tag'", {"b/a.xml", "to/index.html"}),
        ("data.merge!(other)", "'tag'", {"*"}),
        ("data.merge!('tag' => x, **other)", "'tag'", {"*"}),
        ("data.merge!", "'tag'", {"*"}),
    ],
)
def test_keys_of_a_page_that_callers_name_or_that_are_merged(more: str, kind: str, names: set[str]) -> None:
    assert makes(KEYED % (more, kind)) == names


def test_a_setting_by_a_key_that_is_not_written_says_nothing_to_hold_it_to(make: MakeSite) -> None:
    """A name with such a part is any there, so that it is no matter that the script changes that setting."""
    text = (
        "Jekyll::Hooks.register :site, :after_init do |site|\n"
        "site.config['libs'].each do |key, value|\n"
        "File.write(File.join(site.source, 'assets', 'libs', site.config['libs'][key]['local']), fetch(value))\n"
        "site.config['libs'][key]['url'] = File.join('/assets', 'libs', key)\n"
        "end\nend\n"
    )
    site = make({"_plugins/a.rb": text})
    assert site.may_exist("assets/libs/a.js")
    assert not site.may_exist("other/index.html")


ARCHIVE = """
class MonthPage < Page
  def initialize(site, dir, year, month)
    @site = site
    @dir = dir
    @where = '%04d/%02d' % [year, month]
    self.ext = '.html'
    self.basename = 'index'
  end
  def destination(dest)
    File.join('/', dest, @dir, @where, 'index.html')
  end
end
class YearPage < MonthPage
  def initialize(site, dir, year)
    @site = site
    @dir = dir
    @where = '%04d' % [year]
  end
end
class G < Generator
  def generate(site)
    site.pages << MonthPage.new(site, base(site), 1, 2)
    site.pages << YearPage.new(site, base(site), 1)
  end
  def base(site)
    site.config['archive']['path']
  end
end
"""


def test_a_page_class_that_says_where_it_is_written() -> None:
    assert makes(ARCHIVE) == {"news/N/N/index.html", "news/N/index.html"}
    assert "*" in makes(ARCHIVE + "class Other < Page\nend\nOther.new(a, b, c, d)\n")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("class Site\ndef add(x)\npages << x\nend\nend", {"*"}),
        ("class Site\ndef add\nself.pages << Page.new(self, b, 'a', 'c.txt')\nend\nend", {"a/c.txt"}),
        ("class Page\ndef move\n@dir = '/a'\nend\nend", {"*"}),
        ("class Page\ndef move\nprocess('a.html')\nend\nend", {"*"}),
        ("class Page\ndef dig(*keys)\ndata.dig(*keys)\nend\nend", set()),
        ("def w(x)\nname = Pathname(site.source) / '.cache' / \"#{x}.yml\"\nFile.write(name, x)\nend",
         {".cache/*.yml"}),
        ("NAME = 'a.txt'\ndef w\nFile.write(NAME, x)\nend", {"a.txt"}),
        ("Name = 'a.txt'\ndef w\nFile.write(Name, x)\nend", {"a.txt"}),
        ("@n = 'a.txt'\ndef w\nFile.write(@n, x)\nend", {"a.txt"}),
        ("$n = 'a.txt'\ndef w\nFile.write($n, x)\nend", {"a.txt"}),
        ("n = 'a.txt'\ndef w\nFile.write(n, x)\nend", {"*"}),
    ],
)  # fmt: skip
def test_classes_that_get_methods_and_names_that_are_joined(text: str, names: set[str]) -> None:
    assert makes(text) == names


@pytest.mark.parametrize(
    ("texts", "covered", "not_covered"),
    [
        ((f"news/{NUMBER}/index.html",), "news/2015/index.html", "news/a/index.html"),
        ((f"{SEGMENT}.txt",), "a.txt", "a/b.txt"),
        (("a/", f"/{NUMBER}.html"), "a/b/c/1.html", "a/b/c.html"),
        ((f"{NUMBER}1{NUMBER}",), "x", "1"),
        (("a", f"{NUMBER}", "b"), "acb", "ac"),
    ],
)
def test_names_with_numbers(texts: tuple[str, ...], covered: str, not_covered: str) -> None:
    name = Name(texts)
    assert name.exact is None
    assert name.covers(covered) or name.texts[0][:1] == NUMBER
    assert not name.covers(not_covered) or name.texts[0][:1] == NUMBER


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ("h = page['k']\nh['a'] = 1", {"k"}),
        ("page.data['k']['a'] = 1", {"k"}),
        ("page.data['k'].push(1); page.data['l'].gsub!(/a/, 'b'); page.data['m'] << 1", {"k", "l", "m"}),
        ("page.data['k'].each { |each| each['a'] = 1 }", {"k"}),
        ("page.data.each { |key, value| value.merge!(a: 1) }", {"*"}),
        ("page.data.each_pair { |key, value| value.merge!(a: 1) }", {"*"}),
        ("page.data.each_value { |value| value.merge!(a: 1) }", {"*"}),
        ("page.data.values.first.merge!(a: 1)", {"*"}),
        ("page.data['k'].first << 'a'", {"k"}),
        ("page.data['k'].first", set()),
        ("page.data['k'] = page['l']; page.data['m'] ||= page['n']", {"k", "m"}),
        ("page.data['k'] = page['l']\npage.data['k'] << 1", {"k", "l"}),
        ("h = {}\nh['a'] = page['k']", set()),
        ("h = page['k'].map(&:to_s)\nh << page['l']", set()),
        ("page['k'].each_with_object({}) { |each, found| found[each] = 1 }", set()),
        ("rows = site.data['d']\nrows.each { |row| row['a'] = page['k'] }", set()),
        ("x = page['k'].dup\nx << 'a'", set()),
        ("h = page['k']\nh['a'] = 1 if page['l'] == 'x' && page['m'] != 'y'", {"k"}),
        *((f"h = page['k']\nh['a'] = 1 if page['l'] {sign} x", {"k"}) for sign in ("=~", "!~", "===")),
        ("h = page['k']\nh['a'] = 1 if page['l'] > x", {"k", "l"}),
        *((f"x {sign} page['k']", set()) for sign in ("||=", "+=", "-=", "|=", "&&=")),
        ("x << page['k']", {"k"}),
        *((f"page['k'].{call} {{ |found, each| found[each] = 1 }}", set())
          for call in ("each_with_object({})", "inject({})", "reduce({})", "sum({})", "to_h")),
        ("{}.tap { |found| found['a'] = page['k'] }", set()),
        ("Hash.new { |found, each| found[each] = page['k'] }", set()),
        ("page['k'].each_slice(2) { |found, each| found[each] = 1 }", {"k"}),
        *((f"page['k'].{call} << 'a'", {"k"}) for call in ("last", "values")),
        *((f"page['k'].{call} << 'a'", set()) for call in ("size", "sort")),
        *((f"h = x\nh['a'] = {owner}['k']", set()) for owner in ("config", "ENV", "context.registers")),
        ("h = x\nh['a'] = y['k']", {"k"}),
        *((f"h = page.{call}('k')\nh['a'] = 1", {"k"}) for call in ("fetch", "dig")),
        ("h = page.fetch 'k'\nh['a'] = 1", {"k"}),
        ("h = page.find('k')\nh['a'] = 1", set()),
        ("h = page [ 'k' ]\nh['a'] = 1", set()),
        ("page.data['k'] ||= page['l']", {"k"}),
        ("@h['a'] = page['k']; H['a'] = page['l']", set()),
    ],
)  # fmt: skip
def test_values_that_are_changed_in_place(body: str, keys: set[str]) -> None:
    text = f"class G < Generator\ndef generate(site)\nsite.pages.each do |page|\n{body}\nend\nend\nend\n"
    assert read_ruby(read_script(text)).front_matter == keys


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("class Page\nattr_accessor :name\ndef path_to_source\nend\nend", False),
        ("module Converters\nclass Markdown\nclass Own < Markdown::KramdownParser\ndef convert(x)\nend\nend\nend\nend", False),
        ("class Jekyll::Converters::Markdown\nclass Own\nend\nmodule Parts\nend\nend", False),
        ("class Markdown\nclass Own\nend\ndef convert(x)\nend\nend", True),
        ("class Markdown\nOWN = 1\nend", True),
        ("class Jekyll::Document\nattr_accessor :name\nend", False),
        ("class Page\nattr_reader :data\nend", False),
        ("class Layout\ndef full_path\nFile.join(@base, @name)\nend\nend", False),
        ("class Layout\ndef data\n{}\nend\nend", True),
        ("class Document\nattr_accessor :data\nend", True),
        ("class Document\nattr_accessor :pager\nend", True),
        ("class Site\nattr_accessor :name\nattr_accessor :config\nend", True),
        ("class Page\ndef name\nend\nend", True),
        ("class Page\ndef mine(x) = x\ndef more = 1\ndef data\nend\nend", True),
        ("class Page\ndef mine(x) = x\ndef more = 1\nend", False),
        ("class Page\ndef mine(x)\n@y = x\nend\nend", False),
        ("class Page\nMINE = 1\nprivate\nclass Own\ndef data\nend\nend\nend", False),
        ("class Page\nHTML_EXTENSIONS = 1\nend", True),
        ("class Page\nclass << self\ndef mine\nend\nend\nend", True),
        ("class Page\ndef self.mine\nend\nend", True),
        ("class Page\nprivate :data\nend", True),
        ("class Page\nprotected\ndef mine\nend\npublic\nend", False),
        ("class Page\nattr_writer 'output'\nattr_accessor :mine\nattr_reader name\nend", True),
        ("class Page\nattr_writer 'output'\nattr_accessor :mine\nend", False),
        ("class Page\ndef mine\ndata['a'] = 1\nend\nend", True),
        ("class Page\ndef mine\nself.data['a']['b'] = 1\nend\nend", True),
        ("class Page\ndef mine(x)\nx.data['a'] == 1 && data['b']\nend\nend", False),
        *((f"class Page\ndef mine\ncontent.{method}(x)\nend\nend", True)
          for method in ("clear", "delete", "delete_if", "gsub!", "concat")),
        ("class Page\ndef mine\ncontent.gsub(x)\nend\nend", False),
        ("class Post\ndef inspect\nend\nend\nclass Page\ndef inspect\nend\nend", False),
        ("require 'compass'\nclass G < Generator\ndef generate(site)\nCompass.run!\nend\nend", False),
    ],
)  # fmt: skip
def test_a_class_that_is_opened_anew_may_be_as_it_was(text: str, changes: bool) -> None:
    assert bool(read_ruby(read_script(text)).front_matter) is changes


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("class Page\nalias_method :old, :write\ndef write(dest)\nold(dest)\nend\nend", set()),
        ("module Jekyll\nmodule Convertible\ndef do_layout(payload, layouts)\nend\nend\nend", set()),
        ("class Jekyll::Page\ndef url\nsite.config['root'] = '/'\nend\nend", {"root"}),
        ("class Page\ndef render(layouts, payload)\npayload['site']['a'] = 1\nsuper\nend\nend", {"*"}),
        ("class Page\ndef render(layouts, payload)\npayload.merge!(x)\nend\nend", {"*"}),
        ("class Site\ndef site_payload\nend\nend", {"*"}),
    ],
)  # fmt: skip
def test_a_class_of_one_page_sets_no_settings(text: str, settings: set[str]) -> None:
    facts = read_ruby(read_script(text))
    assert facts.settings == settings
    assert facts.data == settings & {"*"}
    assert facts.changes == facts.front_matter == {"*"}
    assert facts.makes == {ANYTHING}


def test_the_module_that_plugins_stand_in_is_not_opened_anew() -> None:
    facts = read_ruby(read_script("module Jekyll\nclass G < Generator\ndef generate(site)\nend\nend\nend\n"))
    assert (facts.makes, facts.changes, facts.front_matter, facts.unknown_liquid) == (
        set(),
        set(),
        set(),
        False,
    )


@pytest.mark.parametrize("method", ["to_s", "freeze", "dup", "to_str", "to_path"])
def test_methods_that_give_the_same_text(method: str) -> None:
    assert makes(f"File.write('a.txt'.{method}, x)") == {"a.txt"}


def test_names_with_gaps() -> None:
    card = Name(("cards/", "-", ".webp"))
    assert card.covers("cards/a-b.webp")
    assert not any(map(card.covers, ("cards/a.webp", "cards/a-b.png", "a/cards/a-b.webp", "cards/-.web")))
    assert Name(("index.html",)).below(ANYTHING).covers("index.html")
    assert not Name(("ab", "bc")).covers("abc")


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    [
        "a=(",
        "x = x + ",
        "File.write(",
        "page.data[",
        "def a(b",
        "class A<A\n",
        "register_filter(",
        "a.b = c.data\n",
        "site.pages << Page.new(",
        "Hooks.register ",
        "class G < Generator\nsite.pages\na = b\na['c'] = 1\n",
        "class Site\ndef a\nif b\n",
        "class Site\ndef a\nend\nend\n",
    ],
)
def test_reading_takes_no_longer_than_the_text_is_long(piece: str) -> None:
    start = time.process_time()
    read_ruby(read_script(piece * (100_000 // len(piece))))
    assert time.process_time() - start < 5 * slowness()


@pytest.mark.parametrize("blanks", [" " * 40_000 + ">", " \t" * 20_000 + "\n" + " \n" * 20_000 + "x"])
def test_blanks_of_commands_are_looked_at_once(blanks: str) -> None:
    start = time.process_time()
    assert read_ruby(read_script(f"`cat{blanks}`")).makes
    assert time.process_time() - start < 2 * slowness()


def verdicts(site: Site) -> list[bool]:
    return [bool(site.may_exist(output)) for output in ("a.html", "b/c.png")]


def test_gems_that_are_required_count_as_plugins(make: MakeSite) -> None:
    site = make({"_plugins/a.rb": "require 'jekyll-sitemap'\nrequire 'json'\n"})
    assert "sitemap.xml" in site.by_output
    assert verdicts(site) == [False, False]
    assert verdicts(make({"_plugins/a.rb": "require 'jekyll-of-nobody'\n"})) == [True, True]
    assert verdicts(make({"_plugins/a.rb": "require 'some_library'\n"})) == [True, True]
    assert verdicts(make({"_plugins/a.rb": "require 'jekyll/of_nobody/all'\n"})) == [True, True]
    assert verdicts(make({"_plugins/a.rb": "require 'jekyll/utils/ansi'\n"})) == [False, False]
    assert verdicts(make({"_plugins/a.rb": "require 'jekyll/utils.rb'\n"})) == [False, False]
    minifiers = "require 'htmlbeautifier'\nrequire 'htmlcompressor'\n"
    assert verdicts(make({"_plugins/a.rb": minifiers})) == [False, False]
    assert verdicts(make({"_plugins/a.rb": "require 'bytesize'\nrequire 'reverse_markdown'\n"})) == verdicts(
        make({"_plugins/a.rb": "require 'json'\n"})
    )


@pytest.mark.parametrize(
    ("call", "gemfile", "known"),
    [
        ("Bundler.require(:default)", "gem 'jekyll-sitemap'\ngem 'rake'", True),
        ("Bundler.require", "gem 'jekyll-sitemap'", True),
        ("Bundler.require(:plugins)", "group :plugins do\n gem 'jekyll-sitemap'\nend\ngem 'x'", True),
        ("Bundler.require :plugins", "gem 'jekyll-sitemap', groups: [:plugins, :a]", True),
        ("Bundler.require", "gem 'x', require: false\nif y\ngem 'jekyll-sitemap'\nend", True),
        ("Bundler.require", "group :a do\nsource 'b' do\ngem 'x'\nend\nend\ngem 'jekyll-sitemap'", True),
        ("Bundler.require(ENV['x'])", "gem 'jekyll-sitemap'", False),
        ("Bundler.require", "gem 'some_library'", False),
        ("Bundler.require", "gemspec\ngem 'jekyll-sitemap'", False),
        ("Bundler.require", "%w[a b].each { |name| gem name }", False),
        ("Bundler.require", None, False),
    ],
)
def test_gems_that_a_plugin_has_bundler_load(
    make: MakeSite, call: str, gemfile: str | None, known: bool
) -> None:
    files = {"_plugins/bundler.rb": f"require 'rubygems'\nrequire 'bundler/setup'\n{call}\n"}
    site = make({**files, **({} if gemfile is None else {"Gemfile": gemfile})})
    assert verdicts(site) == [not known, not known]
    assert bool(site.own_ruby.settings) != known
    assert site.own_ruby.plugins == ({"jekyll-sitemap"} if known else site.own_ruby.plugins)


def test_gems_of_sass_that_a_plugin_has_bundler_load_may_compile_style_sheets(make: MakeSite) -> None:
    plugin = {"_plugins/bundler.rb": "Bundler.require\n"}
    assert make({**plugin, "Gemfile": "gem 'compass'\n"}).own_ruby.touches_styles
    assert not make({**plugin, "Gemfile": "gem 'rake'\n"}).own_ruby.touches_styles


PAGINATION = (
    "module Jekyll\nmodule PaginateV2::Generator\nclass PaginationPage < Page\n"
    "def initialize(page_to_copy, cur_page_nr, total_pages, index_pageandext)\n"
    "@path = page_to_copy.path\n"
    "self.data = Jekyll::Utils.deep_merge_hashes(page_to_copy.data, {})\nend\n"
    "def set_url(url_value)\n@path = url_value.delete_prefix '/'\n@url = url_value\nend\nend\nend\nend\n"
)


@pytest.mark.parametrize(
    ("text", "settings", "names"),
    [
        ("File.write(File.join(site.source, '_cache', 'a.json'), x)", {}, set()),
        ("File.write('_cache/a.json', x)", {"collections": {"notes": {}}, "include": [".well-known"]}, set()),
        ("File.write('_cache/a.json', x)", {"collections": ["cache"]}, {"*"}),
        ("File.write('_cache/a.json', x)", {"include": ["_cache"]}, {"*"}),
        ("File.write('_cache/a.json', x)", {"destination": "./_cache"}, {"*"}),
        ("File.write('_posts/2024-01-02-a.md', x)", {}, {"*"}),
        ("File.write('_cache', x)", {}, {"*"}),
        ("File.open(path, 'r+') { |file| file.write(x) }", {}, set()),
        ("File.open(path, 'w+') { |file| file.write(x) }", {}, {"*"}),
        ("AutoprefixerRails.process(content, options)", {}, set()),
        ("module A\ndef self.process(site)\nend\nend\nA.process(site)", {}, set()),
        ("item.process(content)", {}, {"*"}),
        ("class B < Jekyll::Page\ndef set(name)\nself.process(name)\nend\nend", {}, {"*"}),
        ("Jekyll::Commands::Build.process(options)", {}, {"*"}),
    ],
)
def test_files_that_jekyll_does_not_look_for(text: str, settings: dict[str, Any], names: set[str]) -> None:
    made = read_ruby(read_script(text), settings).makes
    assert {"*".join(name.texts) for name in made} == names


def test_a_class_of_a_plugin_that_is_said_again_makes_its_pages_as_before(make: MakeSite) -> None:
    config = {"_config.yml": "plugins: [jekyll-paginate-v2]\n"}
    site = make({**config, "_plugins/a.rb": PAGINATION})
    assert (site.own_ruby.makes, site.own_ruby.front_matter) == ((), {})
    assert make({**config, "_plugins/a.rb": PAGINATION.replace("@path", "@other")}).own_ruby.makes
    assert make({"_plugins/a.rb": PAGINATION.replace("PaginationPage", "Page2")}).own_ruby.makes


def test_what_changes_a_converter_of_styles_says_nothing_of_pages(make: MakeSite) -> None:
    patch = "module A\ndef sass_configs\nsuper\nend\nend\nJekyll::Converters::%s.prepend(A)\n"
    site = make({"_plugins/a.rb": patch % "Scss"})
    assert (verdicts(site), site.own_ruby.settings, site.own_ruby.touches_styles) == (
        [False, False],
        {},
        True,
    )
    assert verdicts(make({"_plugins/a.rb": patch % "Markdown"})) == [True, True]


def test_what_is_required_of_the_site_is_read_and_nothing_else(make: MakeSite) -> None:
    ruby = {"_plugins/a.rb": "require_relative '../lib/b'\n"}
    assert verdicts(make({**ruby, "lib/b.rb": "File.write('a.html', '')\n"})) == [True, False]
    assert verdicts(make({"_plugins/a.rb": "require_relative '../../outside'\n", "lib/b.rb": ""})) == [
        True,
        True,
    ]


SAVES = """module Moons
  module Index
    def self.init(site)
      @site = site
    end
    def self.save
      File.open(File.join(%s, 'moons.json'), 'w') { |file| file.puts(JSON.generate(@moons)) }
    end
  end
end
Jekyll::Hooks.register(:site, :pre_render) { |site| Moons::Index.init(site) }
Jekyll::Hooks.register(:site, :post_write) { Moons::Index.save }
"""


@pytest.mark.parametrize("folder", ["@site.dest", "@site.config['destination']"])
def test_what_a_module_of_its_own_saves_is_where_it_says(make: MakeSite, folder: str) -> None:
    site = make({"_plugins/a.rb": "require 'json'\n" + SAVES % folder, "_config.yml": "destination: docs\n"})
    assert site.own_ruby.makes == ((Name(("moons.json",)), "_plugins/a.rb"),)


def test_what_another_saves_may_be_anything(make: MakeSite) -> None:
    assert verdicts(make({"_plugins/a.rb": "module Moons\n  Other.save\nend\n"}))[0]


BESIDE = ".sort.reject { |file| file == __FILE__ }.each { |file| require file }\n"


@pytest.mark.parametrize(
    "scripts",
    [
        "Dir[File.join(File.dirname(__FILE__), '*.rb')]" + BESIDE,
        'Dir["#{__dir__}/more/*.rb"].each do |file|\n  require(file)\nend\n',
        "Dir.glob(__dir__ + '/**/*.rb')" + BESIDE,
    ],
)
def test_scripts_that_one_requires_of_its_folder_are_read(make: MakeSite, scripts: str) -> None:
    assert verdicts(make({"_plugins/a.rb": scripts})) == [False, False]
    outside = {"_plugins/a.rb": "require_relative '../lib/a'\n", "lib/a.rb": scripts}
    assert verdicts(make(outside)) == [False, False]
    assert verdicts(make({**outside, "lib/more/b.rb": "File.write('a.html', '')\n"})) == [True, False]


@pytest.mark.parametrize(
    "scripts",
    [
        "Dir[File.join(__dir__, '../lib/*.rb')]" + BESIDE,
        "Dir[File.join(File.dirname(File.dirname(__FILE__)), 'lib/*.rb')]" + BESIDE,
        "Dir[Pathname(__dir__).parent.join('lib/*.rb')]" + BESIDE,
        "Dir['/opt/*.rb']" + BESIDE,
        "Dir[__dir__ + '/*.rb'].map { |file| other(file) }" + BESIDE,
        "Dir[__dir__ + '/*.rb'].each { |file| require other }\n",
    ],
)
def test_scripts_from_elsewhere_may_do_anything(make: MakeSite, scripts: str) -> None:
    assert verdicts(make({"_plugins/a.rb": scripts})) == [True, True]


@pytest.mark.parametrize("mark", ["\0", "\1"])
@pytest.mark.parametrize("text", ['"a%s.txt"', "'a%%d%s.txt' %% x", "'a%s%%d.txt' %% [x]"])
def test_a_name_with_what_names_of_files_are_marked_with_is_any(text: str, mark: str) -> None:
    assert makes(f"File.write({text % mark}, y)") == {"*"}


def test_folders_that_are_named_like_ruby_and_large_files(make: MakeSite) -> None:
    assert verdicts(make({"_plugins/a.rb/b.txt": ""})) == [False, False]
    assert verdicts(make({"_plugins/big.rb": "# x\n" * 60_000})) == [True, True]


def test_values_that_own_ruby_sets_are_not_known(make: MakeSite) -> None:
    sets = "site.data['d'] = 1\np.data['k'] = 1\nsite.config['c'] = 1\n"
    ruby = make({"_plugins/a.rb": f"class G < Generator\ndef generate(site)\n{sets}end\nend\n"}).own_ruby
    for values, key in ((ruby.data, "d"), (ruby.front_matter, "k"), (ruby.settings, "c")):
        assert "_plugins/a.rb" in words(ruby.why(values, key))
        assert not ruby.why(values, "e")


PLACEHOLDER = "def number\n@obj.data['number'].to_s\nend\n"


def calls_to_read(text: str) -> int:
    """How many functions are called to read a script: as much on each machine."""
    script = read_script(text)
    called = 0

    def count(frame: FrameType, event: str, about: object) -> None:
        nonlocal called
        called += event == "call"

    sys.setprofile(count)
    try:
        read_ruby(script, {})
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize(
    "text",
    [
        lambda count: "class Page\n" * count + "end\n" * count,
        lambda count: f"class UrlDrop\n{PLACEHOLDER}" * count + "end\n" * count,
        lambda count: f"UrlDrop.class_eval do\n{PLACEHOLDER}" * count + "end\n" * count,
        lambda count: "".join(
            f"{OWN_PAGE.replace('class T', f'class T{each}')}super(site, dir)\nend\nend\nT{each}.new(x, 'a{each}')\n"
            for each in range(count)
        ),
        lambda count: "p = Page.new(s, a, b, c)\np.content = 'x'\n" * count,
    ],
    ids=[
        "nested classes",
        "nested placeholders",
        "evaluated placeholders",
        "constructors",
        "pages whose text is set",
    ],
)
def test_a_script_twice_as_long_costs_twice_as_much(text: Callable[[int], str]) -> None:
    assert calls_to_read(text(100)) < 2.2 * calls_to_read(text(50))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", set()),
        *((f"site.pages.{method}", {"title"})
          for method in ("clear", "collect! { x }", "delete(x)", "delete_at(0)", "delete_if { x }", "map! { x }")),
        *((f"site.pages.{method}", {"title"}) for method in ("pop", "reject! { x }", "replace(x)", "select! { x }")),
        ("site.pages = x", {"title"}),
        ("site.pages.select { x }", set()),
        ("q = site.pages.first\np.data = q.data", {"title", "*"}),
        *((f"p.data = q.data.{copy}", {"title", "*"}) for copy in ("itself", "freeze")),
    ],
)  # fmt: skip
def test_the_front_matter_of_a_page_that_is_made_is_its_own(text: str, keys: set[str]) -> None:
    """Unless what is made takes the place of another page, or its data are those of another."""
    made = "p = Page.new(site, base, 'a', 'b.html')\np.data['title'] = 1\nsite.pages << p\n"
    assert read_ruby(read_script(made + text)).front_matter == keys


@pytest.mark.parametrize("copy", ["dup", "clone", "merge(x)", "deep_dup", "to_h"])
def test_a_copy_of_the_data_of_a_page_is_no_share_in_them(copy: str) -> None:
    made = "p = Page.new(site, base, 'a', 'b.html')\np.data['title'] = 1\n"
    assert "title" in read_ruby(read_script(made + "p.data = q.data")).front_matter
    assert "title" not in read_ruby(read_script(f"{made}p.data = q.data.{copy}")).front_matter


@pytest.mark.parametrize("method", ["merge!", "update", "replace", "deep_merge!"])
def test_keys_that_are_merged_into_front_matter(method: str) -> None:
    facts = read_ruby(read_script(f"page.data.{method}({{'a' => 1, b: 2}})"))
    assert facts.front_matter == {"a", "b"}
    assert not read_ruby(read_script("page.data.merge({'a' => 1})")).front_matter


@pytest.mark.parametrize("word", ["and", "begin", "do", "else", "ensure", "not", "or", "then", "=", "("])
def test_a_condition_behind_another_word_has_an_end_of_its_own(word: str) -> None:
    """``if`` in the middle of a statement has none: were it taken for one, the class would have no end."""
    opened = {"begin": "end\n", "do": "end\n", "(": ")\n"}.get(word, "")
    text = f"class Page\ndef own\nx {word} if y\nz\nend\n{opened}end\nend\n"
    assert not read_ruby(read_script(text)).front_matter
    for before in ("x", "x[0]", "x(0)", "{}"):
        assert not read_ruby(read_script(f"class Page\ndef own\n{before} if y\nend\nend\n")).front_matter
    assert read_ruby(read_script("class Page\ndef own\nx if y\nz\nend\nend\nend\n")).front_matter


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("x = site.data['d']", {"d"}),
        ("x = site.data[y]", {"*"}),
        ("site.data.each { |x| y }", {"*"}),
        ("x = context.registers[:site].data['d']", {"d"}),
        ("x = page.data['d']", set()),
        ("data['d']", set()),
    ],
)
def test_data_of_the_site_that_a_generator_asks_for_it_may_change(code: str, keys: set[str]) -> None:
    assert read_ruby(read_script(f"class G < Generator\n{code}\nend\n")).data == keys
    assert read_ruby(read_script(f"Jekyll::Hooks.register(:site, :pre_render) {{ {code} }}\n")).data == keys
    assert read_ruby(read_script(f"class G < Liquid::Tag\n{code}\nend\n")).data == set()


@pytest.mark.parametrize("code", ["site.data['d'] = x", "site.data['d'] << x", "site.data['d']['e'] ||= x"])
def test_data_of_the_site_that_a_tag_sets(code: str) -> None:
    assert read_ruby(read_script(f"class G < Liquid::Tag\n{code}\nend\n")).data == {"d"}


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("site.config['a'] = 1", {"a"}),
        ("site.config['a']['b'] = 1", {"a"}),
        ("site.config['a'] << 1", {"a"}),
        ("site.config['a'].push(1)", {"a"}),
        ("site.config.delete('a')", {"*"}),
        ("site.config[x] = 1", {"*"}),
        ("site.config.merge!(x)", {"*"}),
        ("site.config = x", {"*"}),
        ("config = x", set()),
        ("x = site.config['a']", set()),
        ("x = site.config.fetch('a')", set()),
    ],
)
def test_settings_that_are_changed(code: str, keys: set[str]) -> None:
    assert read_ruby(read_script(code)).settings == keys


@pytest.mark.parametrize(
    ("text", "tags", "may_be_more"),
    [
        ("Liquid::Template.register_tag('x', X)", {"x"}, False),
        ("Liquid::Template.register_tag :y, X", {"y"}, False),
        ("Liquid::Template.register_tag('a' + b, X)", set(), True),
        ("Liquid::Template.register_tag(name, X)", set(), True),
        ("name = 'n'\nif a\nregister_tag(name, X)\nelse\nregister_tag(name, Y)\nend", {"n"}, False),
        ("name = 'n'\nname += x\nregister_tag(name, X)", set(), True),
        ("name = 'n'\nname << x\nregister_tag(name, X)", set(), True),
        (
            "name = 'n'\nif !ENV['X'].nil? and ENV['X'].index(name).nil?\nprint name + ' off' + \"\\n\"\n"
            "register_tag(name, X)\nend\nputs name if name == 'n' and ['a'].include?(name)\nx = 'a' + name",
            {"n"},
            False,
        ),
        ("class A\nN = 'n'\nregister_tag(N, A)\nend\nclass B\nN = 'm'\nend", {"n", "m"}, False),
        ("name = 'n'\ndef f(name)\nregister_tag(name, X)\nend", set(), True),
        ("name = 'n'\nother = name\nother << x\nregister_tag(name, X)", set(), True),
        ("name = 'n'\nname[1..] = x\nregister_tag(name, X)", set(), True),
        ("name = 'n'\nalter(name)\nregister_tag(name, X)", set(), True),
        ("name = 'n'\n(name, y) = x\nregister_tag(name, X)", set(), True),
        ("name = 'n'\nname.send(:<<, x)\nregister_tag(name, X)", set(), True),
        ("name = 'n'\nx.name = y.name\nregister_tag name, X", {"n"}, False),
        ("def f(name)\nregister_tag(name, X)\nend\nf('n')", {"n"}, False),
        ("module M\nend\nLiquid::Template.register_filter(M)", set(), False),
        ("module A::M\nend\nLiquid::Template.register_filter(A::M)", set(), False),
        ("module M\nend\nLiquid::Template.register_filter(Other)", set(), True),
        ("Liquid::Strainer.global_filter(x)", set(), True),
        ("Liquid::StrainerFactory.add_global_filter(x)", set(), True),
    ],
)
def test_tags_and_filters_that_a_script_registers(text: str, tags: set[str], may_be_more: bool) -> None:
    facts = read_ruby(read_script(text))
    assert (facts.tags, facts.unknown_liquid) == (tags, may_be_more)


@pytest.mark.parametrize(
    ("text", "registers", "methods"),
    [
        ("module M\ndef f(x)\nend\ndef self.g\nend\nend\nLiquid::Template.register_filter(M)", True, {"f"}),
        ("module Jekyll\nmodule Filters\ndef f(x)\nend\nend\nend", True, {"f"}),
        ("module Jekyll::Filters\ndef f(x)\nend\nend", True, {"f"}),
        ("module M\ninclude Filters\ndef f(x)\nend\nend", False, {"f"}),
        (
            "module M\ndef f(x)\nend\nclass C\ndef size\nend\nend\ndef h(x)\nend\nend\nx.register_filter(M)",
            True,
            {"f", "h"},
        ),
        ("class C\ndef g\nend\nmodule M\ndef f(x)\nend\nend\nend\nx.register_filter(C::M)", True, {"f"}),
        ("class Liquid::Strainer\ndef f(x)\nend\nend\nx.register_filter(M)", True, {"f"}),
        ("class C\ndef f(x)\nx.register_filter(M)", True, {"f"}),  # where it ends cannot be told
    ],
)
def test_methods_that_are_filters(text: str, registers: bool, methods: set[str]) -> None:
    facts = read_ruby(read_script(text))
    assert (facts.registers, facts.methods) == (registers, methods)


SETS = "post.content = 'x'\npost.data['k'] = 1\nsite.data['d'] = 1\nsite.config['c'] = 1"


@pytest.mark.parametrize(
    ("head", "changes"),
    [
        (":posts, :pre_render do |post|", {"posts"}),
        ("'posts', :pre_render do |post|", {"posts"}),
        ("[:posts, :pages], :pre_render do |post|", {"posts", "pages"}),
        ("%i[posts pages], :pre_render do |post|", {"posts", "pages"}),
        (":site, :post_read do |site|", {"*"}),
        (":clean, :on_obsolete do |site|", {"*"}),
        ("[:site, :posts], :pre_render do |site|", {"*"}),
        ("[], :pre_render do |post|", {"*"}),
    ],
)
def test_whose_text_a_hook_changes(head: str, changes: set[str]) -> None:
    facts = read_ruby(read_script(f"Jekyll::Hooks.register {head}\n{SETS}\nend\n"))
    assert (facts.changes, facts.front_matter, facts.data, facts.settings) == (changes, {"k"}, {"d"}, {"c"})
    assert not facts.unknown_liquid


def test_hooks_that_are_not_known_and_those_that_come_too_late() -> None:
    for head in ("owners, :pre_render do |post|", ":posts, event do |post|", ":posts do |post|"):
        assert read_ruby(read_script(f"Jekyll::Hooks.register {head}\n{SETS}\nend\n")).unknown_liquid
    late = f"Jekyll::Hooks.register :posts, :post_write do |post|\n{SETS}\nend\n"
    facts = read_ruby(read_script(late))
    assert not any((facts.changes, facts.front_matter, facts.data, facts.settings))
    facts = read_ruby(read_script(f"{late}class G < Generator\nend\n"))
    assert (facts.changes, facts.data) == ({"*"}, {"d"})
    assert not read_ruby(read_script(late.replace("Hooks", "Others").replace(SETS, ""))).changes


PAYLOADS = [
    ("payload['x'] = 1", {"x"}, set(), set()),
    ("payload['paginator'] = pages_of(payload, post)", {"paginator"}, set(), set()),
    ("payload['x']['y'] = 1", {"x"}, {"x"}, set()),
    ("payload[x] = 1", {"*"}, {"*"}, {"*"}),
    ("payload.merge!(x)", {"*"}, {"*"}, {"*"}),
    ("payload['page']['k'] = 1", set(), {"k"}, set()),
    ("payload.page['k'] ||= 1", set(), {"k"}, set()),
    ("payload['page'].merge!(x)", set(), {"*"}, set()),
    ("payload['page'] = x", set(), {"*"}, set()),
    ("payload['site']['c'] = 1", set(), set(), {"c"}),
    ("payload['site'].tap { |s| s['c'] = 1 }", set(), set(), {"*"}),
    ("payload.site", set(), set(), {"*"}),
    ("s = payload['site']", set(), set(), {"*"}),
    ("change(payload['page'])", set(), {"*"}, set()),
    ("k = payload['page']['list'].first", set(), {"list"}, set()),
    ("post.x = 1 if payload['page']['k'] == 'a'", set(), set(), set()),
    ("return unless payload['page']['k']", set(), set(), set()),
    ("puts \"#{payload['page']['k']}\"", set(), set(), set()),
    ("post.x = 1 if payload['page']['k'].include?('a')", set(), set(), set()),
    ("y", set(), set(), set()),
    ("payloads['x'] = 1", set(), set(), set()),
    ("show(payload)", set(), set(), set()),
    ("payload['x'] == 1\n" * 65, {"*"}, {"*"}, {"*"}),
]


@pytest.mark.parametrize(("code", "variables", "keys", "settings"), PAYLOADS)
def test_what_liquid_will_see_is_given_to_hooks(
    code: str, variables: set[str], keys: set[str], settings: set[str]
) -> None:
    head = "Jekyll::Hooks.register :posts, :pre_render do |post, payload|"
    facts = read_ruby(read_script(f"{head}\n{code}\nend\n"))
    deep = facts.front_matter - {
        "page",
        "site",
    }  # what a page could have below a key of its own is noted, too
    assert (facts.variables, deep, facts.settings) == (variables, keys, settings)
    assert facts.data == ({"*"} if "*" in settings else set())


def test_a_variable_that_comes_too_late_shows_nowhere() -> None:
    late = "Jekyll::Hooks.register :posts, :post_write do |post, payload|\npayload['x'] = 1\nend\n"
    assert not read_ruby(read_script(late)).variables


@pytest.mark.parametrize(
    ("code", "variables"),
    [
        ("context['x'] = 1", {"x"}),
        ("@context['x'] ||= 1", {"x"}),
        ("context[@name] = 1", {"*"}),
        ("context['x']['y'] = 1", set()),
        ("context['x'] == 1", set()),
        ("context.registers[:page]['x'] = 1", set()),
        ("context.environments.first['page']", set()),
        ("others['x'] = 1", set()),
    ],
)
def test_variables_that_a_tag_sets(code: str, variables: set[str]) -> None:
    tag = f"class T < Liquid::Tag\ndef render(context)\n{code}\nend\nend\n"
    registered = "Liquid::Template.register_tag('t', T)\n"
    assert read_ruby(read_script(tag + registered)).variables == variables
    assert not read_ruby(read_script(tag)).variables


def test_what_tags_set_is_looked_for_once() -> None:
    script = read_script("Liquid::Template.register_tag('t', T)\n" * 1_500 + "context['x'] = 1\n" * 1_500)
    start = time.process_time()
    assert read_ruby(script).variables == {"x"}
    assert time.process_time() - start < 5 * slowness()


CUT = [
    *(INDEX % "site.config['a'] && x ? 'a' : \"#{b}/c\"", ARCHIVE),
    "module M\ndef f(x, *y)\nend\nend\nLiquid::Template.register_filter(M); register_tag('x', X)\n",
    f"Jekyll::Hooks.register %i[posts pages], :pre_render do |post, payload|\n{SETS}\npayload['x'] = 1\nend\n",
    "data = page.data; data['a']['b'] = {'k' => [1, 2], l: 2}; data.merge!(x) { |a, b| c }\n",
    "site.config['a']['b'] << 1; site.data['d'].push(x); page.data.fetch('k').each { |a| a['b'] = 1 }\n",
    "h = page['k'].first\nh['a'] = 1 if page['l'] == x\nfor a in b do c end; f = ->(a) { b }\n",
    "File.open(File.join(site.dest, 'a', '%04d' % [x]), mode: 'w') { |f| f.write(c) }; FileUtils.cp a, b\n",
    "class Jekyll::Page\nattr_accessor :name\nprivate\nX = 1\ndef self.a(b) = c\nclass << self\nend\nend\n",
    "p = Page.new(site, base, dir, name)\np.content = a.b; p.dir = x; site.pages << p; `ls`; system('a')\n",
    "x.send(:eval, y); require_relative 'a'; Jekyll::Commands::Build.process(a); alias_method :a, :b\n",
]


@pytest.mark.parametrize("text", CUT)
def test_a_script_may_end_anywhere(text: str) -> None:
    """As one does that is being written, or was cut off; what stood there until then is known as before."""
    for end in range(0, len(text), 1 + len(text) // 60):
        read_ruby(read_script(text[:end]), {"a": {"b": "c"}})
    whole = read_ruby(read_script(text), {"a": {"b": "c"}})
    assert read_ruby(read_script(text + "\n# x"), {"a": {"b": "c"}}) == whole


@pytest.mark.parametrize("text", ["eval(x)", "instance_eval { y }", "x = ObjectSpace"])
def test_of_code_that_is_not_in_the_file_nothing_can_be_said(text: str) -> None:
    facts = read_ruby(read_script(text))
    assert facts.unknown_liquid
    assert facts.makes == {ANYTHING}
    assert (facts.changes, facts.data, facts.front_matter, facts.settings) == ({"*"}, {"*"}, {"*"}, {"*"})


@pytest.mark.parametrize(("gaps", "kept"), [(9, True), (10, False)])
def test_of_a_name_with_very_many_gaps_the_ends_are_known(gaps: int, kept: bool) -> None:
    """So that no name takes long to compare."""
    text = "".join(f"{number}#{{x}}" for number in range(gaps))
    (name,) = read_ruby(read_script(f'File.write("{text}.txt", y)')).makes
    inside = tuple(str(number) for number in range(1, gaps))
    assert name.texts == (("0", *inside, ".txt") if kept else ("0", ".txt"))


class Counted(tuple[Token, ...]):
    """Tokens that count how often they are looked at, also in their parts."""

    looks = 0

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            part = Counted(super().__getitem__(key))
            Counted.looks += len(part)
            return part
        Counted.looks += 1
        return super().__getitem__(key)


@pytest.mark.parametrize(("piece", "most"), [("def a(", 200), ("->(", 300), ("->(a, ", 200), ("new(", 500)])
def test_each_token_of_a_script_is_looked_at_some_times(piece: str, most: int) -> None:
    tokens = Counted(read_script(piece * 300).code[0])
    Counted.looks = 0
    read_ruby(Script((tokens,), odd=False))
    assert Counted.looks < most * len(tokens)


@pytest.mark.parametrize(
    ("ext", "becomes"),
    [
        *(
            (ext, ".html")
            for ext in ("md", "markdown", "mkdown", "mkdn", "mkd", "html", "htm", "xhtml", "MD")
        ),
        *(("scss", ".css"), ("sass", ".css"), ("coffee", ".js"), ("txt", ".txt")),
    ],
)
def test_what_becomes_of_a_file_that_is_written(ext: str, becomes: str) -> None:
    folder = {"a/index.html"} if becomes == ".html" else set()
    assert makes(f"File.write('a.{ext}', x)") == {f"a.{ext}", f"a{becomes}", *folder}


@pytest.mark.parametrize("folder", ["_data", "_includes", "_layouts", "_sass", "_plugins"])
def test_what_is_written_where_nothing_is_published(folder: str) -> None:
    facts = read_ruby(read_script(f"File.write('{folder}/a.yml', x)"))
    assert (facts.makes, facts.data) == (set(), {"*"} if folder == "_data" else set())
    named = read_ruby(read_script(f"File.write('{folder}s/a.yml', x)"), {"collections": [f"{folder[1:]}s"]})
    assert named.makes == {ANYTHING}
    assert makes(f"File.write('./../_site/{folder.lstrip('_')}/a.txt', x)") == {f"{folder.lstrip('_')}/a.txt"}


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        *(
            (f"site.{name}", {"k"})
            for name in ("collections", "documents", "each_site_file", "pages", "posts")
        ),
        ("site.data", set()),
        ("x.pages", set()),
        ("pages", set()),
    ],
)
def test_a_generator_that_asks_for_pages_may_change_their_values(asked: str, keys: set[str]) -> None:
    text = f"class G < Generator\n{asked}.each {{ |x| y }}\nh = page['k']\nh['a'] = 1\nend\n"
    assert read_ruby(read_script(text)).front_matter == keys


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        *((f"module M\ndef f\n@{name} = 'x'\nend\nend", {"*"}) for name in ("content", "output")),
        ("module M\ndef f\n@contents = 'x'\nend\nend", set()),
        ("module M\ndef f\nx = @content\nend\nend", set()),
        *((f"page.{name} = 'x'", {"*"}) for name in ("content", "excerpt", "markdown", "output")),
        ("page.content << 'x'", {"*"}),
        ("page.content.gsub!(/a/, 'b')", {"*"}),
        ("page.content.concat('b')", {"*"}),
        ("x = page.content.gsub(/a/, 'b')", set()),
        ("content = 'x'", set()),
        ("p = Page.new(s, b, 'a', 'b')\np.content = 'x'", set()),
        ("class C < Converters::Markdown\nend", {"*"}),
        ("class C < Jekyll::Converter\nend", {"*"}),
        ("class Converter\nend", {"*"}),
        *((f"class C < Jekyll::Converter\ndef matches(ext)\n{says}\nend\nend", {"*"}) for says in (
            "true", "ext =~ /m?d/", "ext =~ /#{x}/", "ext != '.less'", "other =~ /less/", "ext =~ /less/ || x", "ext == 'less'")),
        ("class C < Converters::Markdown\ndef matches(ext)\next =~ /less/\nend\nend", {"*"}),
        ("class C < Converter\ndef matches(ext)\next =~ /less/\nend\nend\nclass D < C\ndef matches(ext)\ntrue\nend\nend", {"*"}),
        ("class C < Converter\nend\nclass D\ndef matches(ext)\next =~ /less/\nend\nend", {"*"}),
        ("module Kramdown\nclass Parser\nend\nend", {"*"}),
        ("class Kramdown::Document\nend", {"*"}),
        ("x if page.class == Jekyll::Page", set()),
    ],
)  # fmt: skip
def test_what_changes_the_texts_of_pages(text: str, changes: set[str]) -> None:
    assert read_ruby(read_script(text)).changes == changes


@pytest.mark.parametrize(
    ("says", "endings"),
    [
        ("ext =~ /less/i", {"less"}),
        ("ext =~ /^\\.(haml|slim)$/", {"haml", "slim"}),
        ("ext.downcase == '.Org'", {"org"}),
    ],
)
def test_a_converter_changes_the_files_that_it_takes(says: str, endings: set[str]) -> None:
    facts = read_ruby(read_script(f"class C < Jekyll::Converter\ndef matches(ext)\n{says}\nend\nend"))
    assert (facts.changes, facts.converts) == (set(), endings)


def test_beside_the_files_of_a_converter_pages_are_what_they_say(make: MakeSite) -> None:
    script = "class C < Jekyll::Converter\ndef matches(ext)\next =~ /org/i\nend\nend\n"
    site = make({"_plugins/c.rb": script, **dict.fromkeys(("a.md", "b.org"), "---\n---\n")})
    changers = {each.path: site.own_ruby.changer(each) for each in site.documents()}
    assert changers == {"a.md": "", "b.org": "_plugins/c.rb"}


def test_a_converter_may_change_data_that_it_asks_for() -> None:
    assert read_ruby(read_script("class C < Converter\nx = site.data['d']\nend\n")).data == {"d"}


KEYS = "gdbfaceh"


def test_what_own_ruby_does_is_told_in_order(make: MakeSite) -> None:
    """Sets are in another order in each run."""
    script = "class G < Generator\ndef generate(site)\n{}\nend\nend\n".format(
        "\n".join(
            f"site.config['{key}'] = x\nsite.data['{key}'] = x\nsite.pages.each {{ |p| p.data['{key}'] = x }}\n"
            f"File.write('{key}', x)"
            for key in KEYS
        )
    )
    filters = "module F\n{}end\nLiquid::Template.register_filter(F)\n".format(
        "".join(f"def {key}\nend\n" for key in KEYS)
    )
    own = make({f"_plugins/{name}.rb": script for name in "cab"} | {"_plugins/d.rb": filters}).own_ruby
    for found in (own.data, own.front_matter, own.settings, own.replaced):
        assert [*found] == sorted(KEYS)
    assert own.files == tuple(f"_plugins/{name}.rb" for name in "abcd")
    assert list(own.makes) == sorted(own.makes)
    assert {path for _, path in own.makes} == {f"_plugins/{name}.rb" for name in "abc"}
