"""Find statements in the writer's own voice that need support and have none."""

from collections.abc import Sequence

from audit.records import Article, Attribution, Claim, Hedge, Parse, Voice

__all__ = ["find"]


def find(
    article: Article,
    parse: Parse,
    voices: Sequence[Voice],
    attributions: Sequence[Attribution],
    hedges: Sequence[Hedge],
) -> tuple[Claim, ...]:
    """The unsupported statements of one article, as whole sentences in order; `voices` has one entry per token."""
    return ()
