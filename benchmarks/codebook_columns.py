"""How each column of an archive is measured, and the figures by which one knows how well, for docs/codebook.md."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["COLUMNS", "EXACT", "TRENDS"]

EXACT: Mapping[str, str] = MappingProxyType(
    {
        "given": "As good as the input; not checked.",
        "exact": "Exact.",
        "unmeasured": "Not measured.",
        "as text": "As right as the words it stands for.",
        "formula": "The formula exactly; what it says of readers is another matter.",
        "words": "Exact for this program; another one’s words differ by some percent.",
        "calibrated": "As sure as it says: docs/model-card.md compares it with what was right.",
        "severity": "How many rules fit your copy is for you to judge.",
    }
)

GIVEN, INPUT = "Copied from the record.", ("Kept by the program.", "exact")
LEDGER = "Read by the trained pipeline and the ledger’s rules."
COUNTED = "Counted."
RULE = "From the rule file."
PLACE = ("Where the rule found it.", "exact")
SPAN = ("Read by the trained pipeline.", "attributions")
KEY = ("The `id` of the article.", "exact")

_ARTICLES = {
    "id": INPUT,
    "input": INPUT,
    "record": INPUT,
    "given_id": (GIVEN, "given"),
    "url": (GIVEN, "given"),
    "outlet": ("Copied from the record, or cut from the address; one outlet may go by several names.", "given"),
    "desk": ("Copied from the record; each outlet cuts its desks in its own way.", "given"),
    "authors": (
        "Copied from the record, or read from the byline by patterns; no name is told from another.",
        "unmeasured",
    ),
    "date": (GIVEN, "given"),
    "published": ("Read from `date` where it has one meaning only.", "given"),
    "month": ("Cut from `published`.", "exact"),
    "fetched": (GIVEN, "given"),
    "genre": (
        "By labels in the record, the front matter and the first paragraphs; without any it is news.",
        "unmeasured",
    ),
    "headline": ("Copied from the record, or found by the page’s markup or layout.", "unmeasured"),
    "text_digest": ("A hash of the text.", "exact"),
    "words": ("Tokens with a letter or digit.", "words"),
    "named_sources": (LEDGER, "ledger name + attributions"),
    "anonymous_sources_min": (LEDGER, "ledger people + any unnamed"),
    "anonymous_sources_max": (LEDGER, "ledger people + any unnamed"),
    "anonymous_share": ("Words of cues and contents, by the kind of their source.", "anonymous_share"),
    "attributed_share": ("Words of contents that have a source, of all words.", "attributed_share"),
    "reason_given_rate": (
        "The ledger’s reasons: a specific one counts 1, a stock phrase ½.",
        "ledger reason + anonymous",
    ),
    "hedges_per_1000": ("Modals, adverbs and verbs of the lexicon in the writer’s voice.", "hedges_per_1000"),
    "flesch_kincaid_grade": ("textstat, on paragraphs.", "formula"),
    "flesch_reading_ease": ("textstat, on paragraphs.", "formula"),
    "sources": (COUNTED, "ledger entries"),
    "attributions": (COUNTED, "attributions"),
    "agentless": (COUNTED, "agentless"),
    "attributed_words": ("Summed.", "attributed_share"),
    "anonymous_words": ("Summed.", "anonymous_share"),
    "claims": ("Trained claims and the claim lexicons, outside quotations; counted.", "claim"),
    "hedges": ("The hedge lexicons, outside quotations; counted.", "hedge"),
    "errors": (COUNTED, "findings error"),
    "warnings": (COUNTED, "findings warning"),
    "infos": (COUNTED, "findings info"),
    "suppressed": (COUNTED, "exact"),
    "schema": INPUT,
    "tool": INPUT,
    "rules": INPUT,
    "model": INPUT,
}

_SOURCES = {
    "article": KEY,
    "source_id": INPUT,
    "kind": (LEDGER, "ledger kind + anonymous"),
    "name": (f"{LEDGER} Within one article only: no name is matched to a register.", "ledger name"),
    "label": ("The name, or the longest description.", "as text"),
    "descriptor": ("By the words of its description: an office or tie, a way of knowing.", "ledger descriptor"),
    "reason_class": ("Patterns of reasons near the source; stock phrases are a lexicon.", "ledger reason"),
    "reason_text": ("The words of that pattern.", "ledger reason"),
    "mentions": (LEDGER, "ledger mentions"),
    "people_min": ("By number words, plurals, and mentions that must be the same person.", "ledger people"),
    "people_max": ("By number words, plurals, and mentions that may be others.", "ledger people"),
    "attributions": (COUNTED, "attributions + ledger mentions"),
    "words": ("Words of its cues and contents.", "attributions"),
    "quoted_words": ("Those between quotation marks.", "attributions"),
}

_ATTRIBUTIONS = {
    "article": KEY,
    "number": INPUT,
    "source": SPAN,
    "cue": SPAN,
    "content": SPAN,
    "source_text": ("The words of `source`.", "as text"),
    "cue_text": ("The words of `cue`.", "as text"),
    "content_text": ("The words of `content`.", "as text"),
    "kind": (LEDGER, "ledger kind + anonymous"),
    "source_id": (LEDGER, "ledger mentions"),
    "quote": ("By the quotation marks in the content.", "unmeasured"),
    "confidence": ("The trained pipeline’s own, calibrated.", "calibrated"),
    "follow_up": ("By definite nouns and pronouns.", "ledger mentions"),
}

_FINDINGS = {
    "article": KEY,
    "number": INPUT,
    "rule": ("Rules over the reading: docs/rules.md has each one’s settings and figures.", "findings all"),
    "name": (RULE, "exact"),
    "family": (RULE, "exact"),
    "severity": (f"{RULE} A policy or the configuration may change it.", "severity"),
    "message": (RULE, "exact"),
    "advice": (RULE, "exact"),
    "start": PLACE,
    "end": PLACE,
    "line": PLACE,
    "column": PLACE,
    "end_line": PLACE,
    "end_column": PLACE,
    "text": PLACE,
    "fingerprint": INPUT,
    "suppressed": ("By waivers in the article.", "exact"),
    "suppressed_reason": ("By waivers in the article.", "exact"),
    "suppressed_by": ("By waivers in the article.", "exact"),
    "suppressed_until": ("By waivers in the article.", "exact"),
}

_PROBLEMS = dict.fromkeys(("path", "input", "record", "offset", "line", "message"), INPUT)

COLUMNS: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        (table, column): told
        for table, columns in {
            "articles": _ARTICLES,
            "sources": _SOURCES,
            "attributions": _ATTRIBUTIONS,
            "findings": _FINDINGS,
            "problems": _PROBLEMS,
        }.items()
        for column, told in columns.items()
    }
)
"""By table and column: how it is measured, and the keys of what is known of how well, with “ + ” between."""

TRENDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "articles_with_unnamed": ("`anonymous_sources_min` above 0, of all articles.", "any unnamed"),
        "unnamed_share": ("Sum of `anonymous_words`, of the sum of `attributed_words`.", "anonymous_share"),
        "reason_share": (
            "`reason_class` is not none, of all sources of the kind anonymous.",
            "ledger reason + anonymous",
        ),
        "attributed_share": ("`attributed_share`, weighed by `words`.", "attributed_share"),
        "hedges_per_1000": ("`hedges_per_1000`, weighed by `words`.", "hedges_per_1000"),
    }
)
"""The same of the measures of `audit trends`."""
