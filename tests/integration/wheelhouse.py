"""The installed packages as a folder of wheels, from which pip installs this project without a network."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

NEEDED = ("jekyll-sitecheck", "hatchling")
"""The project and its build backend; of the project only what it depends on is packed."""
NOT_OF_A_WHEEL = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


def write_wheels(folder: Path) -> None:
    """Fill ``folder`` with a wheel of everything that building and running the project takes."""
    folder.mkdir()
    for package in installed(*NEEDED):
        if package.name != NEEDED[0]:
            write_wheel(package, folder)


def installed(*names: str) -> Iterator[Distribution]:
    """The installed distributions of ``names`` and of all they depend on, each once."""
    waiting, seen = list(names), set()
    while waiting:
        package = distribution(waiting.pop())
        if package.name not in seen:
            seen.add(package.name)
            yield package
            needed = map(Requirement, package.requires or ())
            waiting += [
                each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})
            ]


def write_wheel(package: Distribution, folder: Path) -> None:
    """Pack the files of an installed distribution into the wheel that they came from."""
    tags = re.findall(r"^Tag: (.+)$", package.read_text("WHEEL") or "", re.MULTILINE)  # py2, then py3
    files = [
        file
        for file in package.files or ()
        if ".." not in file.parts and "__pycache__" not in file.parts and file.name not in NOT_OF_A_WHEEL
    ]
    info = next(file.parts[0] for file in files if file.name == "METADATA")
    record = f"{info}/RECORD"
    name = f"{info.removesuffix('.dist-info')}-{tags[-1] if tags else 'py3-none-any'}.whl"
    with zipfile.ZipFile(folder / name, "w") as wheel:
        for file in files:
            wheel.write(str(file.locate()), file.as_posix())
        wheel.writestr(record, "".join(f"{path},,\n" for path in [*map(str, files), record]))
