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
        ("include Elsewhere", "q/index.html"),
        ("include Moves\nend\nmodule Moves\ndef basename\n'q'\nend", "tags/red/q.html"),
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


FILL = "@all = {}\n@all['file'] = given['file'] || NAME\nwrite_it\nend\nNAME = '/q.xml'\ndef write_it\n"
WRITE = "File.write(File.join(site.dest, @all['file']), 'x')"


@pytest.mark.parametrize(
    ("config", "output"), [("", "q.xml"), ("map: {file: r.xml}", "r.xml"), ("map: {other: r.xml}", "q.xml")]
)
def test_hashes_that_are_filled_by_key(make: MakeSite, config: str, output: str) -> None:
    code = f"given = site.config['map'] || {{}}\n{FILL}{WRITE}"
    site = make({"_config.yml": config, "_plugins/p.rb": SCRIPT.replace("IN_METHOD", code)})
    found = {name for name in ("q.xml", "r.xml", "s.xml") if site.may_exist(name)}
    assert output in found
    assert "s.xml" not in found


@pytest.mark.parametrize(
    "change",
    [
        "@all[key] = 's.xml'",
        "@all.merge!(x)",
        "@all['file'] << 's'",
        "@all['file'].concat('s')",
        "@all['file'] += 's'",
        "fill(@all)",
        "other = @all",
        "text = @all['file']\ntext << 's'",
        "@all.each { |key, value| value << 's' }",
        "attr_accessor :all",
        "@all, @more = x",
        "@all = x",
        "@all = { 'file' => 's.xml' }",
        "(@all ||= x)['file']",
        "@all.tap { |all| all['file'] = 's.xml' }",
        '"#{@all}"',
    ],
)
def test_hashes_that_are_changed_otherwise(make: MakeSite, change: str) -> None:
    code = f"given = site.config['map'] || {{}}\n{FILL}{change}\n{WRITE}"
    site = make({"_config.yml": "", "_plugins/p.rb": SCRIPT.replace("IN_METHOD", code)})
    assert site.may_exist("s.xml")


FILES = """
class Tile < StaticFile
  def initialize(site, base, dir, name, post)
    super(site, base, dir, name, nil)
  end
  def write(dest)
    IN_WRITE
    File.open(File.join(dest, @dir, @name), 'w') { |file| file.write('x') }
  end
end
class Other < StaticFile
  def initialize(site, name)
    super(site, site.source, 'elsewhere', name)
  end
end
"""
ADDED = """
site.static_files << Tile.new(site, site.source, '/tiles/', "t#{1 + 1}.xml", 1)
site.static_files << Other.new(site, 'o.png')
"""


@pytest.mark.parametrize(
    ("code", "output", "may_be"),
    [
        ("", "tiles/t2.xml", True),
        ("", "elsewhere/o.png", True),
        ("", "q/index.html", False),
        ("", "tiles/u2.xml", False),
        ("super", "q/index.html", False),
        ("super(dest)", "q/index.html", False),
        ("super(File.join(dest, 'q'))", "q/tiles/t2.xml", True),
        ("dest = File.join(dest, 'q')\nsuper", "q/tiles/t2.xml", True),
        ("File.write(File.join(dest, 'q.txt'), 'x')", "q.txt", True),
        ("end\ndef write(d)\nFile.write(File.join(d, @dir, 'q' + @name), 'x')", "tiles/qt2.xml", True),
    ],
)
def test_files_that_a_class_of_its_own_writes(
    make: MakeSite, code: str, output: str, *, may_be: bool
) -> None:
    beside = FILES.replace("IN_WRITE", code)
    assert may_exist(make, output, in_method=ADDED, beside=beside) == may_be


@pytest.mark.parametrize(
    ("code", "may_be"),
    [
        ("class TagPage\ndef read_yaml(a, b)\nsuper\n@dir = 'q'\nend\nend", True),
        ("class Mine\ndef read_yaml(a, b)\nsuper\n@dir = 'q'\nend\nend", False),
    ],
)
def test_another_script_may_open_a_page_class_anew(make: MakeSite, code: str, *, may_be: bool) -> None:
    other = f"module Jekyll\n{code}\nend"
    site = make({"_config.yml": "", "_plugins/p.rb": SCRIPT, "_plugins/z.rb": other})
    assert bool(site.may_exist("q/index.html")) == may_be


@pytest.mark.parametrize("name", ["Helped", "Other"])
def test_another_script_may_open_a_module_of_page_classes_anew(make: MakeSite, name: str) -> None:
    own = SCRIPT.replace("IN_CLASS", "include Helped")
    script = f"module Helped\ndef help\n1\nend\nend\n{own}"
    other = f"module {name}\ndef basename\n'q'\nend\nend"
    site = make({"_config.yml": "", "_plugins/p.rb": script, "_plugins/z.rb": other})
    assert bool(site.may_exist("q/index.html")) == (name == "Helped")


@pytest.mark.parametrize(
    ("address", "output", "may_be"),
    [
        ("/blog/#{part}/", "blog/index.html", True),
        ("/blog/#{part}/new/", "blog/new/index.html", True),
        ("/blog/#{part}/#{part}/", "blog/index.html", True),
        ("/#{part}/home/", "home/index.html", True),
        ("/blog/#{part}", "blog/index.html", True),
        ("/blog/#{part}/new/", "blog/old/index.html", False),
        ("/blog/x#{part}/", "blog/index.html", False),
    ],
)
def test_a_part_of_an_address_may_be_empty(
    make: MakeSite, address: str, output: str, *, may_be: bool
) -> None:
    address = address.replace("part", "post.data['part']")
    script = (
        f"Jekyll::Hooks.register :posts, :post_init do |post|\npost.data['permalink'] = \"{address}\"\nend"
    )
    site = make({"_config.yml": "", "_plugins/p.rb": script})
    assert bool(site.may_exist(output)) == may_be


OF_BASE = (
    "class P < PageWithoutAFile\nIN_P\nend\nclass Other\nIN_OTHER\nend\nmodule Placing\nIN_MODULE\nend\n"
)
OF_BASE_ADDED = "site.pages << P.new(site, site.source, 'p', 't.html')\n"


@pytest.mark.parametrize(
    ("place", "code", "output", "may_be"),
    [
        ("IN_P", "def rename(name)\n@name = name\nprocess(name)\nend", "p/q.html", True),
        ("IN_P", "def move(dir)\n@dir = dir\nend", "q/t.html", True),
        ("IN_P", "def move\n@dir += '/q'\nend", "p/q/t.html", True),
        ("IN_P", "include Placing\nend\nmodule Placing\ndef move(dir)\n@dir = dir\nend", "q/t.html", True),
        ("IN_P", "include Placing", "q/t.html", False),
        ("IN_P", "def told\n@dir\nend", "q/t.html", False),
        ("IN_OTHER", "def move(dir)\n@dir = dir\nend", "q/t.html", False),
    ],
)
def test_a_class_without_constructor_may_move_its_pages(
    make: MakeSite, place: str, code: str, output: str, *, may_be: bool
) -> None:
    beside = OF_BASE.replace(place, code)
    assert may_exist(make, output, in_method=OF_BASE_ADDED, beside=beside) == may_be


@pytest.mark.parametrize("folder", ["_pics", "/_pics", "_data"])
def test_jekyll_writes_what_is_made_in_any_folder(make: MakeSite, folder: str) -> None:
    code = f"site.static_files << StaticFile.new(site, site.source, '{folder}', 'a.png')"
    assert may_exist(make, f"{folder.strip('/')}/a.png", in_method=code)
    assert not may_exist(make, "q/a.png", in_method=code)


@pytest.mark.parametrize(
    ("name", "matter", "may_be"),
    [
        ("made/a.md", "permalink: /q/", True),
        ("made/a.md", "title: q", False),
        ("made/a.json", "permalink: /q/", False),
    ],
)
@pytest.mark.parametrize(
    "code",
    [
        "File.write(File.join(site.source, 'NAME'), \"---\\nMATTER\\n---\\n\")",
        "File.open(site.source + '/NAME', 'w') do |f|\nf.puts '---', 'MATTER', '---'\nend",
        "File.open(site.source + '/NAME', 'w') do |f|\nf << <<~END\n---\nMATTER\n---\nEND\nend",
    ],
)
def test_a_page_that_is_written_may_say_its_address(
    make: MakeSite, code: str, name: str, matter: str, *, may_be: bool
) -> None:
    code = code.replace("NAME", name).replace("MATTER", matter)
    script = f"Jekyll::Hooks.register :site, :after_init do |site|\n{code}\nend\n"
    assert bool(make({"_config.yml": "", "_plugins/p.rb": script}).may_exist("q/index.html")) == may_be
