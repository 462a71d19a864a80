"""How delivery networks name packages, versions and files in their addresses."""

from __future__ import annotations

import re

from sitecheck.api import NamedTuple, lazy_pattern
from sitecheck_rules.scripts._address import Address

_NAME = r"(?P<name>(?:@[\w.~-]+/)?[\w.~-]+)"
_NPM = rf"{_NAME}(?:@(?P<version>[^/?]+))?(?P<file>/[^?]*)?(?:\?.*)?"
_FOLDERS = r"(?P<name>[\w.~-]+)/(?P<version>v?\d[^/?]*|latest)(?P<file>/[^?]*)(?:\?.*)?"


class PackageFile(NamedTuple):
    """A file of a package: ``version`` as written ("" when the address names none), ``file`` with its slash.

    ``network`` is "npm" where files are those of the npm package, byte for byte; else the network's name.
    """

    network: str
    name: str
    version: str
    file: str


class _Layout(NamedTuple):
    network: str
    pattern: re.Pattern[str]
    name: str


def _layout(network: str, pattern: str, name: str = "") -> _Layout:
    return _Layout(network, lazy_pattern(pattern, re.IGNORECASE), name)


_LIBS = _layout("cdnjs", rf"/ajax/libs/{_FOLDERS}")
_BOOTSTRAPCDN = _layout("bootstrapcdn", rf"/(?:twitter-)?{_FOLDERS}")
_PLAIN_FOLDERS = _layout("mirror", rf"/(?:ajax/libs/)?{_FOLDERS}")

_JSDELIVR = (
    _layout("npm", rf"/npm/{_NPM}"),
    _layout("github", r"/gh/highlightjs/cdn-release@(?P<version>[^/?]+)(?P<file>/[^?]*)", "highlight.js"),
    _layout("jsdelivr", rf"/{_FOLDERS}"),
)
_JSDELIVR_NAMES = ("cdn", "fastly", "gcore", "testingcf")
"""Its names, of which the later ones stand in pages that are read where the first is not reached."""

_LAYOUTS: dict[str, tuple[_Layout, ...]] = {
    **dict.fromkeys((f"{name}.jsdelivr.net" for name in _JSDELIVR_NAMES), _JSDELIVR),
    "unpkg.com": (_layout("npm", rf"/{_NPM}"),),
    "npmcdn.com": (_layout("npm", rf"/{_NPM}"),),
    "esm.sh": (_layout("esm", rf"/{_NPM}"),),
    "cdn.skypack.dev": (_layout("esm", rf"/{_NPM}"),),
    "cdnjs.cloudflare.com": (_LIBS,),
    "ajax.googleapis.com": (_layout("google", rf"/ajax/libs/{_FOLDERS}"),),
    "cdn.bootcss.com": (_PLAIN_FOLDERS,),
    "cdn.staticfile.org": (_PLAIN_FOLDERS,),
    "cdn.bootcdn.net": (_PLAIN_FOLDERS,),
    "lib.baomitu.com": (_PLAIN_FOLDERS,),
    "cdnjs.loli.net": (_PLAIN_FOLDERS,),
    "netdna.bootstrapcdn.com": (_BOOTSTRAPCDN,),
    "maxcdn.bootstrapcdn.com": (_BOOTSTRAPCDN,),
    "stackpath.bootstrapcdn.com": (_BOOTSTRAPCDN,),
    "code.jquery.com": (
        _layout(
            "jquery",
            r"/(?P<name>jquery(?:-migrate)?)-(?P<version>\d+(?:\.\d+)+)(?P<file>[\w.-]*\.js)(?:\?.*)?",
        ),
        _layout("jquery", r"/ui/(?P<version>\d[^/?]*)(?P<file>/[^?]*)(?:\?.*)?", "jquery-ui"),
        _layout("jquery", r"/mobile/(?P<version>\d[^/?]*)(?P<file>/[^?]*)(?:\?.*)?", "jquery-mobile"),
    ),
    "code.angularjs.org": (
        _layout("angularjs", r"/(?P<version>\d[^/?]*)(?P<file>/[^?]*)(?:\?.*)?", "angularjs"),
    ),
    "cdn.datatables.net": (
        _layout("datatables", r"/(?P<version>\d[^/?]*)(?P<file>/[^?]*)(?:\?.*)?", "datatables.net"),
    ),
    "vjs.zencdn.net": (_layout("videojs", r"/(?P<version>\d[^/?]*)(?P<file>/[^?]*)(?:\?.*)?", "video.js"),),
    "use.fontawesome.com": (
        _layout(
            "fontawesome", r"/releases/v(?P<version>\d[^/?]*)(?P<file>/[^?]*)(?:\?.*)?", "fontawesome-hosted"
        ),
    ),
    "cdn.plot.ly": (
        _layout(
            "plotly",
            r"(?P<file>/plotly(?:-[a-z0-9]+)*-(?P<version>\d[\d.]*\d)(?:\.min)?\.js)(?:\?.*)?",
            "plotly.js",
        ),
    ),
}

_FILE_NAME = _layout(
    "file-name",
    r"(?:.*/)?(?P<name>jquery|jquery-ui|jquery-migrate|jquery\.mobile|angular|bootstrap|underscore|modernizr)"
    r"[-.]v?(?P<version>\d+(?:\.\d+){1,3})(?P<file>(?:[.-](?:min|slim|pack|custom|compat))*\.(?:js|css))(?:\?.*)?",
)
"""Libraries that are handed around as files with the version in their name."""

_COMBINE = lazy_pattern(r"/combine/([^?]+)")


def package_files(address: Address) -> list[PackageFile]:
    """The package files that ``address`` names: several for a jsDelivr ``/combine/`` address, mostly one.

    Names come in lower case. A name or version that is partly unknown never gives a package file.
    """
    layouts = _LAYOUTS.get(address.host, ())
    if layouts is _JSDELIVR and (combined := _COMBINE.fullmatch(address.path)):
        parts = (f"/{part}" for part in combined[1].split(","))
        return [found for part in parts if (found := _read(_JSDELIVR, part))]
    found = _read((*layouts, _FILE_NAME), address.path)
    return [found] if found else []


def _read(layouts: tuple[_Layout, ...], path: str) -> PackageFile | None:
    for layout in layouts:
        if match := layout.pattern.fullmatch(path):
            groups = match.groupdict()
            name = layout.name or groups["name"].lower()
            return PackageFile(layout.network, name, groups["version"] or "", groups["file"] or "")
    return None
