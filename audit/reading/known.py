"""Whether a source whom the reader can find is a person, a body or a document."""

from audit.reading.lexicon import words
from audit.reading.mentions import Mention
from audit.reading.page import Page
from audit.reading.persons import singular
from audit.reading.roles import PERSONAL, is_human
from audit.records import SourceKind

__all__ = ["are_people", "known_kind"]

_STUDIES = frozenset(("study", "trial", "journal", "authors", "researchers", "findings"))


def known_kind(page: Page, mention: Mention) -> SourceKind:
    """By the name, else by the head noun; a body where nothing speaks for a person."""
    if mention.pronoun:
        thing = mention.pronoun == "it" or page.tokens[mention.phrase.first].norm in ("which", "that")
        return "organization" if thing else "person"
    head = _head(page, mention)
    if mention.name or page.entities[head] == "PERSON":
        return "person"
    if are_people(page, mention):
        return "person"
    labels, noun = page.labels[head], page.tokens[head].norm
    bare = page.tokens[head].text[0].isupper() and not mention.definite  # Twitter, which is no trade
    by_office = noun in words("role") or (is_human(noun) and not bare)
    if _is_proper(page, head):
        titled = page.entities[head] in ("", "MISC") and not mention.plural and (by_office or labels & PERSONAL)
        return "person" if titled and "institution" not in labels else "organization"
    written = bool(labels & {"document", "evidence"}) or noun in words("recorded")
    if (written and page.is_noun(head)) or (noun == "paper" and _tells_of_studies(page)):
        return "document"
    if "institution" in labels or noun in words("body") or mention.plural:
        return "organization"
    aged = noun == "old" and page.norms(max(0, head - 2), head) == ("year", "-")
    human = labels & PERSONAL or by_office or aged or not page.is_noun(head)
    return "person" if human else "organization"


def are_people(page: Page, mention: Mention) -> bool:
    """Whether several people are spoken of, not bodies or things: voters, Republicans, those who stayed."""
    at = mention.phrase.head
    token, labels = page.tokens[at], page.labels[at]
    if not mention.plural or mention.name:
        return False
    body = "institution" in labels and "public" not in labels
    if body or (page.entities[at] == "ORG" and token.text[0].isupper()):
        return False
    if labels & PERSONAL or token.norm in words("people") or not page.is_noun(at):
        return True
    return is_human(singular(token.norm)) or (token.tag == "NNPS" and page.entities[at] == "MISC")


def _head(page: Page, mention: Mention) -> int:
    """The head, which of "the secretary of state's registry" comes after the office that owns it."""
    phrase = mention.phrase
    owner = next((at for at in range(phrase.core, phrase.last) if page.tokens[at].tag == "POS"), None)
    if (
        owner is None
        or not is_human(page.tokens[phrase.head].norm)
        or page.norms(phrase.core, phrase.core + 1) != ("of",)
    ):
        return phrase.head
    at = owner + 1
    while at < phrase.last and page.tokens[at].tag[:2] in ("NN", "JJ"):
        at += 1
    return at - 1 if page.labels[at - 1] & {"document", "institution"} else phrase.head


def _is_proper(page: Page, at: int) -> bool:
    """Whether a token is part of a name, not only capitalised as the first of its sentence."""
    token = page.tokens[at]
    if not token.text[0].isupper():
        return False
    return at > page.sentence(at).first or (token.tag == "NNP" and bool(page.entities[at]))


def _tells_of_studies(page: Page) -> bool:
    return any(token.norm in _STUDIES for token in page.tokens)
