"""The file system, distrusted: what the site's author may have put there is never followed out of the site.

Every file is read and written through this room. Reading opens regular files only; writing puts a whole
file in the place of another, and cleans up behind itself, even behind a run that was killed.
"""

from __future__ import annotations

from sitecheck.files.moves import is_only_moved_to, moved_files, origin_of, with_moves
from sitecheck.files.places import (
    LONGEST_PATH,
    InRepository,
    folders_around,
    has_git,
    has_link,
    is_below,
    is_kept_by_git,
    is_led_out,
    leads_out,
    levels_to_top,
    lies_in,
    names_in,
    place_in_repository,
    present,
    relative_path,
    repository_top,
    with_folders,
)
from sitecheck.files.reading import (
    file_size,
    open_own,
    raise_if_exhausted,
    read_file,
    read_if_begins,
    read_limited,
    read_small,
    said_by,
)
from sitecheck.files.spelling import is_spelt
from sitecheck.files.stamps import FileStamp, changed_at, clock_grain, file_stamp, pass_tick
from sitecheck.files.unsaved import unsaved
from sitecheck.files.writing import (
    FileChangedError,
    is_temporary,
    refuse_link_out,
    replace_file,
    sweep,
    sweep_files,
    write_output,
)

__all__ = [
    "LONGEST_PATH",
    "FileChangedError",
    "FileStamp",
    "InRepository",
    "changed_at",
    "clock_grain",
    "file_size",
    "file_stamp",
    "folders_around",
    "has_git",
    "has_link",
    "is_below",
    "is_kept_by_git",
    "is_led_out",
    "is_only_moved_to",
    "is_spelt",
    "is_temporary",
    "leads_out",
    "levels_to_top",
    "lies_in",
    "moved_files",
    "names_in",
    "open_own",
    "origin_of",
    "pass_tick",
    "place_in_repository",
    "present",
    "raise_if_exhausted",
    "read_file",
    "read_if_begins",
    "read_limited",
    "read_small",
    "refuse_link_out",
    "relative_path",
    "replace_file",
    "repository_top",
    "said_by",
    "sweep",
    "sweep_files",
    "unsaved",
    "with_folders",
    "with_moves",
    "write_output",
]
