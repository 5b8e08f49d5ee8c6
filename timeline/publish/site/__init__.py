"""The chronology as a web site of plain files: opens from disk, works without JavaScript.

    files(Site(...)) -> (path below the folder, text), page after page

Pure: the same chronology gives the same bytes.
"""

from __future__ import annotations

from timeline.publish.site.contents import Site
from timeline.publish.site.pages import file, files

__all__ = ["Site", "file", "files"]
