"""Who closes a sentence as its teller, where the trained reader saw the hearsay only: “…, the Herald wrote in June”."""

from collections.abc import Sequence
from dataclasses import replace

from audit.reading.lexicon import lexicon
from audit.reading.page import Page
from audit.records import Draft

__all__ = ["with_tellers"]


def with_tellers(page: Page, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts; of those without a source, each whose sentence ends in a name that tells it is credited to the name.

    The reader gives “reportedly” or “wrote” as the cue, seldom both. What was its cue is content then.
    """
    return tuple(
        _credited(page, draft) if draft.cue and draft.content and not draft.source else draft for draft in drafts
    )


def _credited(page: Page, draft: Draft) -> Draft:
    first, last = page.range((*draft.cue, *draft.content))
    tokens, end = page.tokens, page.sentence(first).last
    if not (last < end - 2 and tokens[last].norm == ",") or any(page.quoted[first:end]):
        return draft
    name = last + 1 + (tokens[last + 1].norm == "the")
    verb = next((at for at in range(name, end) if page.entities[at] not in ("ORG", "PERSON")), end)
    if name == verb:
        return draft
    cue = next((m for m in lexicon("cues", "tell").find(tokens, verb, end) if m.first == verb), None)
    if cue is None:
        return draft
    return replace(
        draft, source=(page.span(last + 1, verb),), cue=(page.span(verb, cue.last),), content=(page.span(first, last),)
    )
