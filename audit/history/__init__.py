"""What is new: the files that differ from a git base, and how they were there."""

from audit.history.base import Base
from audit.history.changes import Change, History, Version, history_of, read_version
from audit.history.git import comes_with_repository

__all__ = ["Base", "Change", "History", "Version", "comes_with_repository", "history_of", "read_version"]
