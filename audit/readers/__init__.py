"""From files to articles: decoding, kinds of file, what of them is prose, and which files a folder holds."""

from audit.readers.collecting import article_files, collect, would_collect
from audit.readers.files import READERS, Reader, load, read_bytes, read_path, shown_path
from audit.readers.limits import Limits

__all__ = [
    "READERS",
    "Limits",
    "Reader",
    "article_files",
    "collect",
    "load",
    "read_bytes",
    "read_path",
    "shown_path",
    "would_collect",
]
