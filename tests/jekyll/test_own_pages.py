"""Where the pages lie that a site's own Ruby makes, told from its text; real Jekyll builds each of these sites
with the page at the address that is named."""

from __future__ import annotations

import pytest
from tests.jekyll.conftest import MakeSite

SCRIPT = """
module Jekyll
  class TagPage < Page
    def initialize(site, base, dir, tag)
      @site = site
      @base = base
      @dir = dir
      @name = 'index.html'
      self.process(@name)
      self.read_yaml(File.join(base, '_layouts'), 'tag.html')
    end
    IN_CLASS
  end
  class G < Generator
    def generate(site)
      site.tags.keys.each { |tag| site.pages << TagPage.new(site, site.source, File.join('tags', tag), tag) }
      IN_METHOD
    end
  end
  BESIDE
end
"""
NEW = "page = TagPage.new(site, site.source, 'a', 't')\nsite.pages << page\n"
LATE = "new(site, site.source, 'q', 'f.html')"
OWN_FILE = "site.static_files << F.new(site, site.source, 'img', 'a.png')"


def may_exist(make: MakeSite, output: str, *, layout: str = "", **parts: str) -> bool:
    """Whether a site may have a page there, whose script has these parts more."""
    script = SCRIPT
    for place in ("in_class", "in_method", "beside"):
        script = script.replace(place.upper(), parts.get(place, ""))
    site = make({"_config.yml": "", "_layouts/tag.html": f"---\n{layout}\n---\n", "_plugins/p.rb": script})
    return bool(site.may_exist(output))


def test_what_lies_elsewhere_is_not_made(make: MakeSite) -> None:
    assert may_exist(make, "tags/red/index.html")
    assert not may_exist(make, "q/index.html")
    assert not may_exist(make, "a.txt")


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("define_method(:permalink) { '/q/' }", "q/index.html"),
        ("define_method(NAME) { '/q/' }", "q/index.html"),
        ("def q\n'/q/'\nend\nalias permalink q", "q/index.html"),
        ("def q\n'/q/'\nend\nalias :permalink :q", "q/index.html"),
        ("def q\n'/q/'\nend\nalias_method :permalink, :q", "q/index.html"),
        ("attr_reader :permalink", "q/index.html"),
        ("def data\n@all ||= { 'permalink' => '/q/' }\nend", "q/index.html"),
        ("def read_yaml(a, b)\nsuper\n@url = '/q/index.html'\nend", "q/index.html"),
        ("def basename\n'q'\nend", "tags/red/q.html"),
        ("def output_ext\n'.q'\nend", "tags/red/index.q"),
        ("def read_yaml(a, b)\nsuper\n@basename = 'q'\nend", "tags/red/q.html"),
        ("def read_yaml(a, b)\nsuper\n@ext = '.txt'\nend", "tags/red/index.txt"),
        ("def process(name)\n@basename = 'q'\n@ext = '.html'\nend", "tags/red/q.html"),
    ],
)
def test_methods_of_a_page_class_that_move_its_pages(make: MakeSite, code: str, output: str) -> None:
    assert may_exist(make, output, in_class=code)


@pytest.mark.parametrize(
    "code",
    ["attr_accessor :data, :ext", "alias q dir", "@url = nil", "attr_reader :q", "define_method(:q) {}"],
)
def test_methods_of_a_page_class_that_leave_them(make: MakeSite, code: str) -> None:
    assert not may_exist(make, "q/index.html", in_class=code)


@pytest.mark.parametrize(
    ("code", "output"),
    [
        (f"{NEW}page.data.tap {{ |all| all['permalink'] = '/q/' }}", "q/index.html"),
        (f"{NEW}fill(page.data)\nend\ndef fill(all)\nall['permalink'] = '/q/'", "q/index.html"),
        (f"{NEW}fill(1, page.data)\nend\ndef fill(i, all)\nall['permalink'] = '/q/'", "q/index.html"),
        (f"{NEW}fill(page.data)\nend\ndef fill(*all)\nall[0]['permalink'] = '/q/'", "q/index.html"),
        (f"{NEW}page.data.default = '/q/'", "q/index.html"),
        (f"{NEW}def page.permalink\n'/q/'\nend", "q/index.html"),
        (f"{NEW}page.write(File.join(site.dest, 'q'))", "q/a/index.html"),
        ("page = TagPage.allocate\npage.send(:initialize, site, '', 'q', 't')", "q/index.html"),
        (f"kind = PageWithoutAFile\nsite.pages << kind.{LATE}", "q/f.html"),
        (f"[PageWithoutAFile].each {{ |kind| site.pages << kind.{LATE} }}", "q/f.html"),
        (f"site.pages << Class.new(PageWithoutAFile).{LATE}", "q/f.html"),
        ("site.pages << PageWithoutAFile.method(:new).call(site, '', 'q', 'f.html')", "q/f.html"),
        (
            f"{NEW}site.pages << page.again\nend\nend\nclass TagPage\ndef again\nself.class.{LATE}",
            "q/index.html",
        ),
        ("Zlib::GzipWriter.open(File.join(site.dest, 'q.gz')) { |file| file << 'x' }", "q.gz"),
        ("Logger.new(File.join(site.dest, 'q.log')).info('x')", "q.log"),
        ("YAML::Store.new(File.join(site.dest, 'q.yml')).transaction { |all| all['a'] = 1 }", "q.yml"),
        ("Pathname.new(site.dest).join('q.txt').open('w') { |file| file << 'x' }", "q.txt"),
        ("path = 'a'\nx = path\nx << 'q'\nsite.pages << TagPage.new(site, '', path, 't')", "aq/index.html"),
        ("x = path = 'a'\nx << 'q'\nsite.pages << TagPage.new(site, '', path, 't')", "aq/index.html"),
        (
            "path = 'a'\nfix(path)\nsite.pages << TagPage.new(site, '', path, 't')\nend\ndef fix(x)\nx << 'q'",
            "aq/index.html",
        ),
    ],
)
def test_what_a_generator_makes_besides(make: MakeSite, code: str, output: str) -> None:
    assert may_exist(make, output, in_method=code)


@pytest.mark.parametrize(
    "code",
    [
        f"{NEW}page.write(site.dest)",
        f"{NEW}fill(page.data)\nend\ndef fill(all)\nall['title'] = '/q/'",
        "site.pages.select { |page| page.is_a?(Jekyll::Page) && Page === page }",
        "Logger.new($stdout).info('x')",
        "Pathname.new(site.dest).join('q.txt').open('r') { |file| file.read }",
        "x = path = 'a'\nx += 'q'\nsite.pages << TagPage.new(site, '', path, 't')",
    ],
)
def test_what_makes_nothing_besides(make: MakeSite, code: str) -> None:
    assert not may_exist(make, "q/index.html", in_method=code)
    assert not may_exist(make, "q.txt", in_method=code)


@pytest.mark.parametrize(
    ("code", "output"),
    [
        (f"class F < PageWithoutAFile\ndef self.build(site)\n{LATE}\nend\nend", "q/f.html"),
        (f"class F < PageWithoutAFile\nclass << self\ndef build(site)\n{LATE}\nend\nend\nend", "q/f.html"),
        ("class F < StaticFile\ndef cleaned_relative_path\n'/q/f.png'\nend\nend", "q/f.png"),
        ("class F < StaticFile\ndef relative_path\n'/q/f.png'\nend\nend", "q/f.png"),
        ("class C < Converter\ndef matches(ext)\next == '.q'\nend\ndef output_ext(ext)\n'.ht' + 'm'\nend\nend", "q.htm"),
        ("class C < Converters::Markdown\ndef extname_list\n['.q']\nend\nend", "q.html"),
    ],
)  # fmt: skip
def test_classes_beside_a_generator(make: MakeSite, code: str, output: str) -> None:
    assert may_exist(make, output, beside=code, in_method=f"site.pages << F.build(site)\n{OWN_FILE}")


def test_a_converter_that_takes_what_markdown_is_makes_no_other_files(make: MakeSite) -> None:
    code = "class C < Converters::Markdown\ndef convert(text)\nsuper.upcase\nend\nend"
    assert not may_exist(make, "q.html", beside=code)


@pytest.mark.parametrize("key", ["permalink", "redirect_from"])
def test_a_layout_may_say_where_the_pages_lie_that_read_it(make: MakeSite, key: str) -> None:
    assert may_exist(make, "q/index.html", layout=f"{key}: /q/")
    assert not may_exist(make, "q/index.html", layout="title: /q/")
