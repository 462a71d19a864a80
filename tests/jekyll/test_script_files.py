"""Files that a Makefile, a script or a task of the repository names and that are not there may be made by it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitecheck.jekyll import Resolver, load_site
from sitecheck.jekyll.generators.programs import programs_of
from sitecheck.jekyll.generators.script_files import script_files
from sitecheck.jekyll.generators.server_settings import settings_files
from sitecheck.jekyll.loading.beyond import at_served_top, is_top_served
from sitecheck.model.unknown import words
from sitecheck.testing import write_site

PAGES = {"_config.yml": "title: T\n", "index.md": "---\n---\n", "Gemfile": "gem 'jekyll'\n"}


@pytest.mark.parametrize(
    ("path", "text", "made", "not_made"),
    [
        ("Makefile", "cv.pdf: cv.tex\n\tpdflatex cv\n", "cv.pdf", "cv.tex.pdf"),
        ("Makefile", "all:\n\tpandoc x.tex -o docs/a.html\n", "docs/a.html", "a.html"),
        ("Makefile", "# makes old.pdf\nall:\n\tjekyll build\n", None, "old.pdf"),
        ("Makefile", "OUT/$(NAME).pdf: %.tex\n", None, "x.pdf"),
        ("_build.sh", "python gen.py > data/all.json", "data/all.json", "all.json"),
        ("_build.sh", "cp -r x _site/y.txt", "y.txt", "x.txt"),
        ("scripts/build.py", "open('feed/list.xml', 'w')", "feed/list.xml", "list.xml"),
        *(
            (f"{folder}/build.py", "open('feed/list.xml', 'w')", "feed/list.xml", "list.xml")
            for folder in ("bin", "build", "ci", "docker", "script", "_scripts", "tasks", "tools")
        ),
        ("scripts/build.py", "open('../index2.html', 'w')", "index2.html", "x.html"),
        ("scripts/build.py", "open(f'lists/{kind}.html', \"w\")", "lists/a.html", "list/a.html"),
        ("scripts/build.py", "open(f'lists/{kind}.html')", None, "lists/a.html"),
        ("scripts/build.py", "out.write(f'<a>{kind}</a>')", None, "a/b.html"),
        ("scripts/build.rb", 'File.write("lists/#{kind}.html", text)', "lists/a.html", "a.html"),
        ("build.js", "fs.writeFileSync(`lists/${kind}.html`, text)", "lists/a.html", "a.html"),
        ("build.js", "console.log('x'); save('a.json', x)", "a.json", "console.log"),
        ("package.json", '{"scripts": {"docs": "typedoc --out api src"}}', "api/a/index.html", "b.html"),
        ("gulpfile.js", "gulp.src('x').pipe(gulp.dest('img/small'))", "img/small/a.png", "img/a.png"),
        ("gulpfile.js", "uswds.paths.dist.img = './_site/img/us';", "img/us/a.png", "img/a.png"),
        ("webpack.config.js", "output: {path: path.resolve(__dirname, 'dist')}", "dist/a.js", "a.js"),
        ("ci/site.dockerfile", "COPY --from=a /x /usr/share/nginx/html/api/", "api/a.html", "b.html"),
        ("ci/site.dockerfile", "COPY x.html /usr/share/nginx/html/index.md", "index.md", "b.html"),
        ("Dockerfile", "COPY api.html /var/www/html/api/index.html", "api/index.html", "b.html"),
        ("Dockerfile", "COPY _site /var/www/html/", None, "b.html"),
        ("Rakefile", "# rake page name=about.html", None, "about.html"),
        ("README.md", "makes cv.pdf", None, "cv.pdf"),
        ("_scripts/tags.sh", "mkdir -p ./tags/$tag/", "tags/a/index.html", "a.html"),
        ("_scripts/a.sh", "mkdir -p img; python b.py > c.json", "c.json", "a.html"),
        ("a.sh", "convert _2.jpg -o x.jpg", "x.jpg", "a.html"),
        ("a.sh", "python gen.py > _build/all.json", None, "a.html"),
        ("_site.sh", "mkdir -p _site && cd _site", None, "a.html"),
    ],
)
def test_what_a_program_names_may_be_made(
    path: str, text: str, made: str | None, not_made: str, tmp_path: Path
) -> None:
    write_site(tmp_path, {**PAGES, path: text})
    site = load_site(tmp_path)
    assert not site.may_exist(not_made)
    if made is not None:
        assert words(site.may_exist(made)) == f"{path} names it, and may make it"


@pytest.mark.parametrize(
    "command",
    [
        *("cp -r api _site/api # the API", "rsync -a api/ _site/api --delete", "/bin/cp -r api _site/api"),
        *("rsync -a api/ _site/api --exclude x", "cp -t _site/api api/a", "time cp -r api _site/api"),
        *("cp -r api $PWD/_site/api", "cp -r api $(pwd)/_site/api", "cp -r api ${ROOT}/_site/api"),
        *("cp -r api _site/api>/dev/null", "cp -r api _site/api < /dev/null", "{ cp -r api _site/api; }"),
        *("FOO=1 cp -r api _site/api", "sh -c 'cp -r api _site/api'", "else cp -r api '_site/api'"),
        *(
            "ln -s ../api _site/api",
            "install -D api/a _site/api/a",
            ">x cp -r api _site/api",
            "cp $< _site/api/",
        ),
    ],
)
@pytest.mark.parametrize(
    ("program", "text"),
    [
        ("a.sh", "COMMAND\n"),
        ("Makefile", "all:\n\tCOMMAND\n"),
        ("package.json", '{"scripts": {"a": "COMMAND"}}'),
    ],
)
def test_a_copy_is_read_wherever_a_command_may_stand(
    command: str, program: str, text: str, tmp_path: Path
) -> None:
    write_site(tmp_path, {**PAGES, program: text.replace("COMMAND", command)})
    site = load_site(tmp_path)
    assert words(site.may_exist("api/x.html")) or words(site.may_exist("api/a"))
    assert not site.may_exist("b.html")


DEPLOY = "jobs:\n  b:\n    steps:\n      - run: |\n          RUN\n          jekyll build\n"


@pytest.mark.parametrize(
    ("command", "program", "is_run"),
    [
        ("python lists.py", "lists.py", True),
        ("python3.11 -u lists.py --all", "lists.py", True),
        ("uv run python src/deep/lists.py", "src/deep/lists.py", True),
        ("node .github/lists.mjs", ".github/lists.mjs", True),
        ("bash .ci/lists", ".ci/lists", True),
        ("./lists", "lists", True),
        ("(./lists&&x)", "lists", True),
        ("echo './lists'", "lists", False),
        ('echo "./lists"', "lists", False),
        ('ruby "${GITHUB_WORKSPACE}/src/lists.rb"', "src/lists.rb", True),
        ("ruby ${{ github.workspace }}/src/lists.rb", "src/lists.rb", True),
        ("bash src/first.sh", "lists.py", True),
        ("# python lists.py", "lists.py", False),
        ("cat lists.py", "lists.py", False),
        ("python lists.py2", "lists.py", False),
        ("python ../lists.py", "lists.py", False),
        ("mypython lists.py", "lists.py", False),
    ],
)
def test_what_a_workflow_runs_is_a_program(command: str, program: str, is_run: bool, tmp_path: Path) -> None:
    files = {
        **PAGES,
        ".github/workflows/b.yml": DEPLOY.replace("RUN", command),
        "src/first.sh": "cd src\npython ../lists.py\npython3 lists.py\n",
        program: "open('lists/all.json', 'w')\n",
    }
    write_site(tmp_path / "site", files)
    site = load_site(tmp_path / "site")
    assert bool(site.may_exist("lists/all.json")) is is_run
    if is_run:
        assert words(site.may_exist("lists/all.json")) == f"{program} names it, and may make it"
        assert program.rpartition("/")[0] in site.folders


def test_where_a_program_may_come_is_looked_at(tmp_path: Path) -> None:
    write_site(tmp_path, {"src/a.txt": ""})
    found = programs_of(
        tmp_path, [("b.yml", "python src/deep/lists.py && python other/x.py && jekyll build")]
    )
    assert (found.texts, found.folders) == ((), ("", "src"))


def test_what_another_workflow_runs_makes_nothing_of_the_site(tmp_path: Path) -> None:
    tests = DEPLOY.replace("RUN", "python lists.py").replace("jekyll build", "pytest")
    write_site(
        tmp_path, {**PAGES, ".github/workflows/b.yml": tests, "lists.py": "open('lists/all.json', 'w')\n"}
    )
    assert not load_site(tmp_path).may_exist("lists/all.json")


def test_a_program_that_is_a_link_out_of_the_repository_is_not_read(tmp_path: Path) -> None:
    write_site(
        tmp_path / "site", {**PAGES, ".github/workflows/b.yml": DEPLOY.replace("RUN", "python lists.py")}
    )
    (tmp_path / "other.py").write_text("open('lists/all.json', 'w')\n")
    (tmp_path / "site" / "lists.py").symlink_to("../other.py")
    assert not load_site(tmp_path / "site").may_exist("lists/all.json")


def test_programs_that_run_each_other_have_an_end(tmp_path: Path) -> None:
    runs = "".join(f"python p{number}.py\n" for number in range(100))
    programs = {f"p{number}.py": f"# {number}\n{runs}" for number in range(100)}
    write_site(tmp_path, {"a.sh": runs, **programs})
    found = programs_of(tmp_path)
    assert (len(found.texts), found.folders) == (60, ("",))


def test_a_folder_that_is_gone_holds_no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, {**PAGES, "a.sh": "x > b.pdf\n", "bin/a.sh": "x > a.pdf\n"})
    listed = Path.iterdir
    monkeypatch.setattr(
        Path, "iterdir", lambda folder: listed(folder if folder.name != "bin" else folder / "gone")
    )
    found = script_files(tmp_path, "")
    assert ([each.name.texts for each in found.unsure], found.folders) == ([("b.pdf",)], ("", "bin"))


def test_programs_at_the_top_of_the_repository_make_files_of_a_site_below(tmp_path: Path) -> None:
    site = {f"docs/{path}": text for path, text in PAGES.items()}
    write_site(
        tmp_path, {".git/HEAD": "", "Makefile": "docs/cv.pdf: x\nb.pdf: y\nlibrary/c.pdf: z\n", **site}
    )
    found = load_site(tmp_path / "docs")
    assert found.may_exist("cv.pdf")
    assert not any(found.may_exist(name) for name in ("b.pdf", "ry/c.pdf", "c.pdf", "library/c.pdf"))
    assert {"..", "../.github"} & {*found.folders} == {".."}


def test_github_pages_runs_no_program(tmp_path: Path) -> None:
    write_site(tmp_path, {**PAGES, "Gemfile": "gem 'github-pages'\n", "Makefile": "cv.pdf: x\n"})
    assert not load_site(tmp_path).may_exist("cv.pdf")


def test_what_is_there_is_made_by_nobody(tmp_path: Path) -> None:
    write_site(tmp_path, {**PAGES, "Makefile": "all: a.txt\n\tcp a.txt b.txt\n", "a.txt": ""})
    site = load_site(tmp_path)
    assert [bool(site.may_exist(name)) for name in ("a.txt", "b.txt")] == [False, True]


def test_a_folder_that_is_there_gets_more_of_names_that_a_program_knows(tmp_path: Path) -> None:
    write_site(
        tmp_path,
        {**PAGES, "_scripts/tags.sh": "mkdir -p ./tags/$tag/ ./img/\n", "tags/a.md": "", "img/a": ""},
    )
    site = load_site(tmp_path)
    assert [bool(site.may_exist(name)) for name in ("tags/b/index.html", "img/b.png")] == [True, False]


@pytest.mark.parametrize(
    "found", [lambda top: script_files(top, "").unsure, lambda top: (*settings_files(top),)]
)
def test_of_a_folder_without_end_the_first_names_are_looked_at(
    found: Callable[[Path], tuple[object, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def endless(folder: Path) -> Iterator[Path]:
        for number in range(5_000):
            asked.append(number)
            yield folder / f"{number}.txt"

    monkeypatch.setattr(Path, "iterdir", endless)
    assert found(tmp_path) == ()
    assert len(asked) == 1_000


def test_many_and_long_programs_have_an_end(tmp_path: Path) -> None:
    names = " ".join(f"f{number}.pdf" for number in range(5000))
    write_site(tmp_path, {**PAGES, **{f"bin/{number}.sh": names for number in range(200)}})
    assert len(load_site(tmp_path).unsure) < 1000


def test_a_program_with_a_name_that_no_file_can_have_is_not_there(tmp_path: Path) -> None:
    name = "\u6f22" * 100
    write_site(tmp_path, {"a.sh": f"sh {name}\nsh {name}/b.sh\nx > c.pdf\n"})
    assert [each.name.texts[0] for each in script_files(tmp_path, "").unsure][-1] == "c.pdf"


def test_a_program_that_a_link_leads_to_out_of_the_repository_is_neither_read_nor_watched(
    tmp_path: Path,
) -> None:
    files = {"away/in/b.sh": "x > b.pdf\n", "top/a.sh": "sh out/in/b.sh\nsh here/c.sh\nsh .git/d.sh\n"}
    top = (
        Path(write_site(tmp_path, {**files, "top/here/c.sh": "x > c.pdf\n", "top/.git/d.sh": "x > d.pdf\n"}))
        / "top"
    )
    (top / "out").symlink_to(tmp_path / "away")
    found = script_files(top, "")
    assert [each.name.texts[0] for each in found.unsure] == ["c.pdf", "here/c.pdf"]
    assert found.folders == ("", "here")


def test_of_programs_that_are_not_there_each_folder_is_looked_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    is_there = os.path.isdir
    monkeypatch.setattr(os.path, "isdir", lambda path: asked.append(os.fspath(path)) or is_there(path))
    write_site(tmp_path, {"a.sh": "".join(f"sh b/c/d/e{each}.sh\n" for each in range(50))})
    programs_of(tmp_path)
    assert len([path for path in asked if path.endswith(("/b", "/c", "/d"))]) == 3


def test_blanks_without_end_are_read_once(tmp_path: Path) -> None:
    """They took minutes, were each start of a run of blanks tried with each end."""
    write_site(tmp_path, {**PAGES, "build.sh": f"mkdir {' ' * 150_000}\n{'a' * 40_000} _{'a' * 999}/b.md"})
    assert not load_site(tmp_path).may_exist("a.html")


def test_a_build_that_is_put_at_the_top_of_the_repository_has_what_lies_there(tmp_path: Path) -> None:
    top = {".git/HEAD": "", "CNAME": "example.org\n", "styles.css": "", "tools/a.js": "", "_old/b.js": ""}
    top["build.sh"] = "mkdir public; cp -r jekyll/public/img public; sort x > jekyll/y.csv"
    write_site(tmp_path, {**top, **{f"jekyll/{path}": text for path, text in PAGES.items()}})
    found = load_site(tmp_path / "jekyll")
    assert (
        words(found.may_exist("tools/a.js")) == "it lies at the top of the repository, which is served, too"
    )
    assert found.may_exist("styles.css")
    assert words(found.may_exist("public/img/a.png")) == "build.sh names it, and may make it"
    assert found.may_exist("y.csv")
    assert not any(map(found.may_exist, ("gone.css", "tool/a.js", "jekyll/a.js", "_old/b.js")))
    workflow = tmp_path / ".github/workflows/pages.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text("steps:\n- uses: actions/deploy-pages@v4\n")
    assert not load_site(tmp_path / "jekyll").may_exist("styles.css")


def test_of_a_repository_whose_top_is_gone_nothing_is_served_beside_the_site(tmp_path: Path) -> None:
    write_site(tmp_path, {"CNAME": "example.org\n", "a.css": "", ".x": "", "site/a.md": ""})
    assert is_top_served(tmp_path, [])
    assert [each.name.texts for each in at_served_top(tmp_path, "site/docs")] in (
        [("CNAME",), ("a.css",)],
        [("a.css",), ("CNAME",)],
    )
    assert not is_top_served(tmp_path / "gone", [])
    assert list(at_served_top(tmp_path / "gone", "site")) == []


def test_a_code_repository_is_not_served_at_its_top(tmp_path: Path) -> None:
    site = {f"docs/{path}": text for path, text in PAGES.items()}
    write_site(tmp_path, {".git/HEAD": "", "index.html": "", "src/a.js": "", **site})
    assert not load_site(tmp_path / "docs").may_exist("src/a.js")


def test_of_a_site_whose_source_is_made_nothing_is_known_to_be_missing(tmp_path: Path) -> None:
    write_site(tmp_path, {"_config.yml": "source: dist\n", "src/index.md": "---\n---\n"})
    assert words(load_site(tmp_path).may_exist("a.html")) == "the folder that source names is not here"


@pytest.mark.parametrize(("number", "known"), [(400, 400), (401, 400)])
def test_so_many_names_are_taken_up(number: int, known: int, tmp_path: Path) -> None:
    write_site(tmp_path, {"a.sh": "".join(f"x > a{each}.pdf\n" for each in range(number))})
    assert len(script_files(tmp_path, "").unsure) == known


def test_so_many_programs_are_read(tmp_path: Path) -> None:
    write_site(tmp_path, {f"{each:02}.sh": f"x > {each}.pdf\n" for each in reversed(range(61))})
    made = [each.name.texts[0] for each in script_files(tmp_path, "").unsure]
    assert made == [f"{each}.pdf" for each in range(60)]


@pytest.mark.parametrize(
    ("command", "known"),
    [
        ("cp -a doc/ content/", ["doc", "doc/"]),
        ("\t@rsync -a ./doc other _site", ["doc", "doc/", "other", "other/"]),
        ("if true; then\n  mv doc _site/\nfi", ["doc", "doc/"]),
        ("cp doc/* content/", []),
        ("cp -a content doc", []),
        ("# cp -a doc/ content/", []),
        ("scp -r doc/ host", []),
        ("cp a \\\n  b c; rm doc x", []),
    ],
)
def test_what_jekyll_leaves_out_may_be_copied_beside_its_pages(
    command: str, known: list[str], tmp_path: Path
) -> None:
    write_site(tmp_path, {"a.sh": f"{command}\n", "doc/a.html": "", "content/b": ""})
    found = script_files(tmp_path, "", {"doc"}).unsure
    assert [each.name.texts[0] for each in found] == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("cp -r target/doc _site/api", ["api/", "api"]),
        ('{"x": {"y": "jekyll build && cp -r target/doc _site/api"}}', ["api/", "api"]),
        ("- cp -r target/doc ./_site/api/", ["api/", "api"]),
        ("jekyll build -d out\nmv target/doc out/api", ["api/", "api"]),
        (
            "bundle exec jekyll b --trace --destination ./out/site\nmv target/doc out/site/api",
            ["api/", "api"],
        ),
        ("jekyll build -d out", []),
        ("mv target/doc out/api", []),
        ("for x in y; do rsync -a z/$x/ _site/ui/$x/; done", ["ui/"]),
        ("cp -r made/doc _site", []),  # the repository has it
        ("cp -r target/doc _site", ["doc", "doc/"]),
        ("cp -r /etc _site", ["etc", "etc/"]),  # whatever there is on this machine
        ("cp -r target/doc _site/api 2>/dev/null || true", ["api/", "api"]),
        ("cp -r target/doc _site/api >> out.log 2>&1", ["out.log", "api/", "api"]),
        ("cp -r \\\r\n  target/doc \\\n\t_site/api", ["api/", "api"]),
        ("cp -r target/* _site", []),
        ("cp -r target/doc _site/$x", []),
        ("cp -r _site out", []),
        ("cp   \ncp _site", []),
    ],
)
def test_what_a_program_copies_into_the_built_site_is_there(
    text: str, known: list[str], tmp_path: Path
) -> None:
    write_site(tmp_path, {"a.sh": f"{text}\n", "made/doc/a.html": ""})
    assert [each.name.texts[0] for each in script_files(tmp_path, "").unsure] == known


def test_a_folder_of_the_site_is_copied_by_a_program_above_it(tmp_path: Path) -> None:
    write_site(tmp_path, {"a.sh": "cp -a docs/doc built/\ncp -a doc built/\n", "docs/doc/a.html": ""})
    found = script_files(tmp_path, "docs", {"doc"}).unsure
    assert [each.name.texts[0] for each in found] == ["doc", "doc/"]
    assert not script_files(tmp_path, "docs", {"other"}).unsure


def test_a_link_into_an_excluded_folder_that_a_program_copies_is_not_broken(tmp_path: Path) -> None:
    files = {
        "_config.yml": "exclude: [doc, old]\n",
        "build.sh": "jekyll build\ncp -a doc/ _site/\n",
        "index.md": "---\n---\n[a](/doc/a.html) [b](/old/a.html)\n",
        "doc/a.html": "x",
        "old/a.html": "x",
    }
    resolver = Resolver(load_site(write_site(tmp_path, files)))
    assert [resolver.resolve("/", href).status for href in ("/doc/a.html", "/old/a.html")] == [
        "dynamic",
        "broken-page",
    ]
