"""How much of an article is read. What is counted never depends on the machine, so neither does what is refused."""

from dataclasses import dataclass

from audit.errors import ArticleError

__all__ = ["Limits", "require", "require_size"]

SPLIT = "split it into one file for each article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one article, each far beyond what any newspaper prints.

    `unpacked_bytes`, `unpacked_ratio` and `word_tags` are for Word files, `nesting` for web pages. `markup` counts the
    tags of a web page, or the characters that may be marks in Markdown; `tokens` words and punctuation marks;
    `word_characters`, `word_marks` (of punctuation) and `sentence_tokens` are the most of one word or sentence.
    `english_percent` is the least share of common English words, 0 for any.
    """

    file_bytes: int = 20_000_000
    unpacked_bytes: int = 100_000_000
    unpacked_ratio: int = 200
    word_tags: int = 1_000_000
    characters: int = 2_000_000
    words: int = 50_000
    tokens: int = 100_000
    word_characters: int = 10_000
    word_marks: int = 500
    sentence_tokens: int = 10_000
    markup: int = 100_000
    nesting: int = 200
    front_matter_characters: int = 65_536
    attributions: int = 3_000
    findings: int = 5_000
    english_percent: int = 4


def require(path: str, amount: int, name: str, limits: Limits, what: str, remedy: str = SPLIT) -> None:
    """Raise ArticleError if there is more of something than the limit of that name."""
    most = getattr(limits, name)
    if amount > most:
        setting = name.replace("_", "-")
        message = f"has {amount:,} {what}, and at most {most:,} are read; {remedy}, or set {setting} under [limits]"
        raise ArticleError(path, message)


def require_size(path: str, size: int, limits: Limits) -> None:
    """Raise ArticleError if a file of `size` bytes is more than the limits allow."""
    require(path, size, "file_bytes", limits, "bytes")
