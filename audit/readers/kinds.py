"""What a paragraph is, judged by its wording: headline, heading, caption, byline or plain paragraph."""

import re
from collections.abc import Sequence

from audit.records import BlockKind

__all__ = ["genre_named", "genre_of", "judge_kinds"]

GENRES = {
    **dict.fromkeys(("opinion", "opinions", "op-ed", "op ed", "oped", "column", "columns", "columnists"), "opinion"),
    **dict.fromkeys(("editorial", "editorials", "commentary", "comment", "viewpoint"), "opinion"),
    **dict.fromkeys(("letter", "letters", "letters to the editor", "reader letters"), "letters"),
    **dict.fromkeys(("analysis", "news analysis"), "analysis"),
    **dict.fromkeys(("interview", "interviews", "q&a"), "interview"),
    **dict.fromkeys(("review", "reviews"), "review"),
}
LABELS_STAND_WITHIN = 3

# Longer paragraphs are plain ones: this also bounds what the patterns below can cost.
LONGEST_FURNITURE = 400

WORD = r"[A-Z][^\s,;|]*"
FULL_NAME = rf"(?:{WORD}(?: (?:de|da|di|la|van|von|al|bin|{WORD}))+|Reuters|AP|AFP|UPI|[Ss]taff)"
BYLINE = re.compile(rf"(?:By|BY) {FULL_NAME}(?:(?:, and|,| and| &) {FULL_NAME})*(?P<rest>.*)", re.S)
JOB_LINE = re.compile(rf"{FULL_NAME}, (?P<rest>.*\b(?i:writer|reporter|correspondent|columnist|editor))\.?")
REPORTING_LINE = re.compile(
    r"[(\[–—-]*(?:(?:additional |with )?reporting (?:by|from)|(?:writing|editing|compiled) by) (?P<rest>.*)",
    re.I | re.S,
)
SMALL_IN_BYLINES = re.compile(
    r"and|of|for|the|in|at|to|by|from|with|[ap]\.?m|staff|senior|chief|political|special|national|writers?|reporters?"
    r"|correspondents?|columnists?|editors?|contributors?|contributing|bureau|additional|reporting|writing|editing"
)
CONTRIBUTED = re.compile(r"\bcontributed (?:to this (?:report|story|article)|reporting)\b[^.]{0,60}[.)\]]*$")
FOLLOW = re.compile(r"[\"“]?Follow .{1,60} on (?:Twitter|X|Facebook|Bluesky|Mastodon|Instagram)\b")
PHOTO_CREDIT = re.compile(
    r"[(\[]?(?i:photo(?:graph)?|picture|image|illustration|graphic|video|credit)s?"
    r"(?: (?:by|credits?|courtesy|via)\b|\s*:|/)"
    r"|FILE(?: PHOTO)?\s?[:–—-]\s"
    r"|[(\[]?(?:Getty(?: Images)?|AP|Reuters|AFP|Shutterstock)(?:/[\w /.-]+)?(?: Photo)?[)\]]?\.?$"
)
PHOTO_CREDIT_AT_END = re.compile(
    r"[(\[](?:Photo|Image|Credit|File)\b[^()\[\]]*[)\]]\W*$"
    r"|(?:(?:/|via |[(\[—–|] ?)Getty Images|\bAP Photo/|\b(?:AFP|AP)/Getty|\bREUTERS/[A-Z])[^.!?]{0,40}[.)\]]*$"
)
PROMOTION = re.compile(
    r"(?:(?:read|see) (?:more|also|next)|also read|related(?: (?:story|stories|coverage|articles?))?|watch|listen"
    r"|more (?:from|on)|more coverage)\s*:|(?:read more|advertisement)\W*$|story continues below\b"
    r"|(?:sign up (?:for|to)|subscribe to|click here)\b",
    re.I,
)
TIMESTAMP = re.compile(r"\d{1,2}(?::\d\d)? ?[ap]\.?m\.?", re.I)
LIST_ITEM = re.compile(r"[-*•‣–—] |\d{1,3}[.)] ")
DATELINE = re.compile(r"[A-Z][A-Z .’'-]+(?:,[^–—]{1,40}?)?(?: \([A-Za-z/ ]+\))? ?(?:[–—―]|--| - )")
ENDS_SENTENCE = re.compile(r"[.!?…][\"”“'’»)\]]*$")
ENDS_OPEN = re.compile(r"[:,;][\"”'’)]*$")
LONG_QUOTATION = re.compile(r"[“\"](?:[^\s”\"]+\s+){5,}")

SMALL_IN_TITLES = re.compile(
    r"an?|and|are|as|at|amid|be|but|by|for|from|if|into?|is|it|no|nor|not|off?|on|onto|or|out|over|per|so|than|that"
    r"|the|this|to|up|upon|vs|via|with|within|yet",
    re.I,
)
LONGEST_HEADLINE, LONGEST_HEADING, LONGEST_SUBHEAD = 25, 12, 5
# A short sentence that ends with a full stop is a headline only where an article follows and it has the
# grammar of headlines: no reporting of what was said, no time words, few articles.
LONGEST_SENTENCE_HEADLINE, WORDS_AFTER_SENTENCE_HEADLINE = 15, 60
NOT_IN_HEADLINES = re.compile(
    r"\b(?:said|told|added|asked|had|has been|have been|yesterday|last (?:week|month|year|night)|"
    r"this (?:week|month|year)|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:he|she|they|we|who|which) (?:was|were|is|are|has|have))\b"
)
KICKER = re.compile(r"(?:\S+ ){0,5}\S+: ")  # Analysis: why the ferry stopped
STARTS_A_LEAD = re.compile(
    r"(?:If|When|While|M(?:r|s|rs)\.|The|A|An|It|It['’]s|He|She|They|We|There|In|On|At|After|As|Last|This|That|These)(?!\w)"
)


def judge_kinds(texts: Sequence[str], given: Sequence[BlockKind | None]) -> tuple[BlockKind, ...]:
    """The kind of each paragraph, in order; kinds already given stay.

    The headline is the first paragraph that is no label, byline or caption, if it reads like one.
    """
    kinds: list[BlockKind] = []
    words_after = _words_after(texts)
    seeks_headline = "headline" not in given
    for text, kind, following in zip(texts, given, words_after, strict=True):
        if kind is None and len(text) > LONGEST_FURNITURE:
            kind = "paragraph"
        if kind is None:
            kind = _furniture(text, is_first=len(kinds) < LABELS_STAND_WITHIN)
            if kind is None and seeks_headline and following and _is_headline(text, following):
                kind = "headline"
            kind = kind or _lesser_heading(text, stands_between=bool(kinds and following))
        seeks_headline = (
            seeks_headline and kind in ("heading", "byline", "caption") and len(kinds) < LABELS_STAND_WITHIN
        )
        kinds.append(kind)
    return tuple(kinds)


def genre_of(texts: Sequence[str]) -> str:
    """The genre that a label among the first paragraphs tells, else "news"."""
    found = (genre_named(text.rstrip(" .:")) for text in texts[:LABELS_STAND_WITHIN] if _is_label(text))
    return next((genre for genre in found if genre is not None), "news")


def genre_named(name: str) -> str | None:
    """The genre that a section or label of this name stands for, None where it says nothing of the genre."""
    return GENRES.get(" ".join(name.split()).casefold())


def _words_after(texts: Sequence[str]) -> list[int]:
    counts = [0]
    for text in reversed(texts):
        counts.append(counts[-1] + len(text.split()))
    return counts[-2::-1]


def _is_label(text: str) -> bool:
    return len(text) < 30 and text[0].isupper() and genre_named(text.rstrip(" .:")) is not None


def _furniture(text: str, *, is_first: bool) -> BlockKind | None:
    """Kinds that the wording settles wherever the paragraph stands."""
    if is_first and _is_label(text):
        return "heading"
    if _is_byline(text) or CONTRIBUTED.search(text) or FOLLOW.match(text):
        return "byline"
    if PROMOTION.match(text) or PHOTO_CREDIT.match(text) or PHOTO_CREDIT_AT_END.search(text):
        return "caption"
    return None


def _is_byline(text: str) -> bool:
    line = BYLINE.fullmatch(text) or JOB_LINE.fullmatch(text) or REPORTING_LINE.fullmatch(text)
    if line is None:
        return False
    words = (word.strip(",;|—–-.()") for word in line["rest"].split())
    return all(not word[:1].islower() or SMALL_IN_BYLINES.fullmatch(word) is not None for word in words)


def _is_headline(text: str, words_after: int) -> bool:
    words = text.split()
    if not 2 <= len(words) <= LONGEST_HEADLINE or DATELINE.match(text) or LIST_ITEM.match(text):
        return False
    if ENDS_OPEN.search(text):
        return False
    if _is_capitalised(text):
        return True
    has_kicker = bool(KICKER.match(text))
    if LONG_QUOTATION.search(text) or (NOT_IN_HEADLINES.search(text) and not has_kicker):
        return False
    if not ENDS_SENTENCE.search(text) or re.search(r";\s*\n", text):
        return text[0].isupper() or not text[0].isalpha()
    articles = sum(word.lower() in ("the", "a", "an") for word in words)
    return (
        len(words) <= LONGEST_SENTENCE_HEADLINE
        and words_after >= WORDS_AFTER_SENTENCE_HEADLINE
        and (has_kicker or (articles <= 1 and not STARTS_A_LEAD.match(text)))
    )


def _lesser_heading(text: str, *, stands_between: bool) -> BlockKind:
    words = text.split()
    if len(words) > LONGEST_HEADLINE or LIST_ITEM.match(text) or DATELINE.match(text):
        return "paragraph"
    if ENDS_OPEN.search(text) or LONG_QUOTATION.search(text):
        return "paragraph"
    if TIMESTAMP.fullmatch(text):
        return "heading"
    if len(words) <= LONGEST_HEADING and _is_capitalised(text) and (len(words) > 1 or text.isupper()):
        return "heading"
    if not stands_between or ENDS_SENTENCE.search(text) or text[0].islower() or NOT_IN_HEADLINES.search(text):
        return "paragraph"
    return "heading" if len(words) <= LONGEST_SUBHEAD else "caption"


def _is_capitalised(text: str) -> bool:
    """All capitals, or a title's capitals on every word but the small ones."""
    words = re.findall(r"(?<!\w)[^\W\d_](?:[\w.’'&-]*\w)?", text)
    large = [word for word in words if not SMALL_IN_TITLES.fullmatch(word)]
    return bool(large) and all(word[0].isupper() for word in large) and not text.endswith((",", ":"))
