"""How much of an article is read."""

from dataclasses import dataclass

from audit.errors import ArticleError

__all__ = ["Limits", "require_length", "require_size"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one article: bytes of the file, bytes unpacked from it, words, code points of a line, tags."""

    max_bytes: int = 20_000_000
    max_unpacked: int = 200_000_000
    max_words: int = 200_000
    max_line: int = 2_000_000
    max_tags: int = 200_000


def require_size(path: str, size: int, limits: Limits) -> None:
    """Raise ArticleError if a file of `size` bytes is more than the limits allow."""
    if size > limits.max_bytes:
        raise ArticleError(
            path,
            f"is {size / 1e6:.1f} MB, and articles of at most {limits.max_bytes / 1e6:g} MB are read; "
            "split it into one file for each article",
        )


def require_length(path: str, prose: str, limits: Limits) -> None:
    """Raise ArticleError if the prose has more words than the limits allow."""
    words = len(prose.split())
    if words > limits.max_words:
        raise ArticleError(
            path,
            f"has {words:,} words, and articles of at most {limits.max_words:,} are read; "
            "split it into one file for each article",
        )
