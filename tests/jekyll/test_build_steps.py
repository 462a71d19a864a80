"""Which programs beside Jekyll may make a file of the site, by what their files say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitecheck.jekyll.plugins.build_steps import build_file

PREVIEW = """require "bundler/gem_tasks"
require "jekyll"
require "listen"

def listen_handler(base, options)
  site = Jekyll::Site.new(options)
  Jekyll::Command.process_site(site)
  proc do |modified, added, removed|
    c = modified + added + removed
    relative_paths = c.map{ |p| Pathname.new(p).relative_path_from(base).to_s }
    print Jekyll.logger.message("Regenerating:", "#{relative_paths.join(", ")} changed... ")
    Jekyll::Command.process_site(site)
  end
end

task :preview do
  base = Pathname.new('.').expand_path
  options = { "source" => base.join('test').to_s, "theme" => "minimal-mistakes-jekyll" }
  options = Jekyll.configuration(options)
  ENV["LISTEN_GEM_DEBUGGING"] = "1"
  listener = Listen.to(base.join("assets"), options["source"], &(listen_handler(base, options)))
  listener.start
  Jekyll::Commands::Serve.process(options)
end
"""

BOOTSTRAP = """module JB
  class Path
  end
end
task :page do
  open(File.join(SOURCE, ENV["name"]), 'w') { |page| page.puts "---" }
end
task :switch_theme => "theme:switch"
namespace :theme do
  task :install do
    cp_r ENV["name"], "assets/themes"
  end
end
"""


@pytest.mark.parametrize(
    ("name", "text", "may"),
    [
        ("Rakefile", PREVIEW, False),
        ("Rakefile", "", True),
        ("Rakefile", "task(:test) { HTMLProofer.check_directory('_site').run }\n", False),
        ("Rakefile", "task(:js) { sh 'make' }\n", True),
        ("Rakefile", "task(:js) { system 'jekyll build && gulp' }\n", True),
        ("Rakefile", 'task(:js) { sh "jekyll build -s #{site}" }\n', True),
        ("Rakefile", "task(:js) { sh 'jekyll build > a.js' }\n", True),
        ("Rakefile", "task(:js) { sh('echo', 'a', out: 'b.js') }\n", True),
        ("Rakefile", "task(:a) { system('jekyll build'); sh \"bundle exec htmlproofer ./_site\" }\n", False),
        ("Rakefile", "task(:js) { `make` }\n", True),
        ("Rakefile", "task(:js) { puts `bundle exec jekyll build` }\n", False),
        ("Rakefile", BOOTSTRAP, False),
        ("Makefile", "all:\n\tjekyll build; ; echo a;  \n", False),
        ("Rakefile", BOOTSTRAP + "task :minify do\n  sh 'minify'\nend\n", True),
        ("Rakefile", BOOTSTRAP + "file 'a.js' => 'b.js' do\n  sh 'minify'\nend\n", True),
        ("Rakefile", BOOTSTRAP.replace("JB", "Mine"), True),
        ("Rakefile", "task(:js) { cp 'a.js', 'b.js' }\n", True),
        ("Rakefile", "task(:js) { File.write('b.js', '') }\n", True),
        ("Rakefile", "task(:js) { open(name, 'w') { |file| file.puts 1 } }\n", True),
        ("Rakefile", "import 'lib/js.rake'\n", True),
        ("Rakefile", "require_relative 'lib/js'\n", True),
        ("Rakefile", "require 'jekyll/minify_tasks_of_a_gem'\n", True),
        ("Rakefile", "require 'some_tasks'\n", True),
        (
            "Makefile",
            "PORT = 4000\nserve: clean\n\t@bundle exec jekyll serve --port 4000\nclean:\n\trm -rf _site\n",
            False,
        ),
        ("Makefile", "", True),
        ("Makefile", "a.js:\n\tjekyll build\n\tcat b.js > a.js\n", True),
        ("Makefile", "a.js: ; cat b.js\nb:\n\tjekyll build\n", True),
        ("Makefile", "include a.mk\nb:\n\tjekyll build\n", True),
        ("Makefile", "a := $(shell make_it)\nb:\n\tjekyll build\n", True),
        ("Makefile", "b:\n\tjekyll build $(ARGS)\n", True),
        ("Makefile", "b:\n\t$(MAKE) c\n", True),
        ("Makefile", "b:\n\tjekyll build \\\n\t&& make it\n", True),
        ("gulpfile.js", "", True),
    ],
)
def test_files(tmp_path: Path, name: str, text: str, may: bool) -> None:
    (tmp_path / name).write_text(text)
    assert build_file(tmp_path) == (name if may else "")


@pytest.mark.parametrize(
    ("command", "may"),
    [
        *(("bundle exec jekyll serve --livereload", False), ('echo "Error: no test" && exit 1', False)),
        *(("JEKYLL_ENV=production jekyll build", False), ("npx prettier --write . && eslint js", False)),
        *(
            ("rollup -c", True),
            ("eslint . && rollup -c", True),
            ("echo 'x' > a.js", True),
            ("npm run x", True),
        ),
        *(
            ("jekyll build | tee a.js", True),
            ("echo $(rollup -c)", True),
            ("jekyllx", True),
            ("eslint . & tsc", True),
        ),
        *(("jekyll build\nrollup -c", True), ("", False)),
    ],
)
def test_scripts(tmp_path: Path, command: str, may: bool) -> None:
    (tmp_path / "package.json").write_text(json.dumps({"scripts": {"x": command}}))
    assert build_file(tmp_path) == ("package.json" if may else "")


@pytest.mark.parametrize(
    ("text", "may"),
    [
        *(
            ('{"devDependencies": {"eslint-plugin-x": "1", "husky": "1"}}', False),
            ('{"dependencies": {"x": 1}}', True),
        ),
        *(('{"scripts": {}}', False), ("{}", True), ("[]", True), ("{", True), ('{"scripts": "x"}', False)),
        ('{"optionalDependencies": {"esbuild": "1"}, "scripts": {"x": "eslint ."}}', True),
    ],
)
def test_packages(tmp_path: Path, text: str, may: bool) -> None:
    (tmp_path / "package.json").write_text(text)
    assert build_file(tmp_path) == ("package.json" if may else "")


def test_the_first_that_makes_something_is_named(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"scripts": {"x": "eslint ."}}')
    (tmp_path / "Rakefile").write_text(PREVIEW)
    (tmp_path / "Makefile").write_text("a:\n")
    assert build_file(tmp_path) == "Makefile"
