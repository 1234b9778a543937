"""What every setting of every check means, in words: a condition under which something is reported."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from audit.checks import CHECKS, Settings

__all__ = ["ABOUT", "PHRASES", "Phrase"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A condition, with {} for the setting's value; `no` is what it says where the value is false.

    `words` are values in words, `pair` those of a mapping with their keys. `always` tells it where the value is the
    default too; `how` is no condition, but says how something is reported.
    """

    text: str
    words: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    no: str = ""
    pair: str = "{} ({})"
    always: bool = False
    how: bool = False


KINDS = {
    "person": "a named person",
    "organization": "an organization",
    "document": "a document",
    "anonymous": "an unnamed person",
    "spokesperson": "an unnamed spokesperson",
    "collective": "an unnamed group",
    "evidence": "unnamed evidence",
    "agentless": "nobody",
}
PLACES = {
    "headline": "the headline",
    "lead": "the first paragraph",
    "body": "a later paragraph",
    "heading": "a heading",
    "caption": "a caption",
    "byline": "the byline",
}
VOICES = {"writer": "the writer's own voice", "paraphrase": "a paraphrase", "quote": "a quotation"}
DESCRIPTORS = {
    "none": "nothing",
    "role": "office or affiliation",
    "access": "how it knows",
    "role+access": "both office and how it knows",
}
REASONS = {"none": "not given", "boilerplate": "boilerplate", "specific": "given"}
QUOTES = {"direct": "quoted", "indirect": "paraphrased", "mixed": "quoted in part"}
HEDGES = {
    "modal": "a modal verb",
    "adverb": "an adverb",
    "verb": "a verb",
    "approximator": "an approximation",
    "limiter": "a limitation",
}
CLAIMS = {
    "statistic": "a figure",
    "accusation": "an accusation",
    "causal": "a cause",
    "superlative": "a superlative",
    "motive": "a motive",
    "prediction": "a prediction",
    "evaluation": "a judgment",
}
MEASURES = {
    "anonymous_share": "the share of attributed words that is anonymous",
    "attributed_share": "the share of words that is attributed",
    "reason_given_rate": "the share of anonymous sources with a reason",
    "hedges_per_1000": "hedges per 1,000 words",
    "flesch_kincaid_grade": "the Flesch-Kincaid grade",
    "flesch_reading_ease": "the Flesch reading ease",
}
RANGES = {
    "sentence": "its sentence",
    "near": "its sentence and the ones beside it",
    "paragraph": "its paragraph",
    "article": "the article",
}
UNITS = {"paragraph": "a paragraph", "article": "the article"}

CONDITIONS = {
    "kind": Phrase("the source is {}", KINDS),
    "quote": Phrase("its words are {}", QUOTES),
    "follow_up": Phrase(
        "the source points back to one already introduced",
        no="the source does not point back to one already introduced",
    ),
    "descriptor": Phrase("the source is described by {}", DESCRIPTORS),
    "reason": Phrase("the reason for not naming it is {}", REASONS),
    "plural": Phrase("more than one person is behind it", no="one person is behind it"),
    "counted": Phrase(
        "the text tells how many persons they are", no="the text does not tell how many persons they are"
    ),
    "crowd": Phrase(
        "they are several, and the text tells neither how many nor how they know",
        no="it is one person, or the text tells how many they are or how they know",
    ),
    "place": Phrase("it stands in {}", PLACES),
    "voice": Phrase("the cue stands in {}", VOICES),
    "min_confidence": Phrase("the reader is {} sure of it, or more"),
    "min_quoted_words": Phrase("a quotation of {} words or more is part of it"),
    "first_quotation": Phrase(
        "the article's first quotation is part of it", no="the article's first quotation is no part of it"
    ),
    "source_words": Phrase("the source has words of {}"),
    "cue_words": Phrase("the cue has words of {}"),
    "content_words": Phrase("what is told has words of {}"),
    "predicate_words": Phrase("what follows the source has words of {}"),
    "said_words": Phrase("the cue and what is told have words of {}"),
    "beside_words": Phrase("the sentence or one beside it has words of {}"),
    "near_words": Phrase("the paragraph or one beside it has words of {}"),
    "article_words": Phrase("the article has words of {}"),
    "sentence_words": Phrase("the sentence has words of {}"),
    "beside": Phrase("{} is credited in the same paragraph", KINDS),
    "relays": Phrase("{} is credited in its sentence, or inside what it tells", KINDS),
    "not_told_by": Phrase("no other source tells of the same, be it {}", KINDS),
}
SURROUNDINGS = {
    "unless_in_sentence": Phrase("its sentence has words of {}"),
    "unless_near": Phrase("its sentence or one beside it has words of {}"),
    "unless_in_paragraph": Phrase("its paragraph has words of {}"),
    "unless_in_article": Phrase("the article has words of {}"),
    "unless_attributed_to": Phrase("{} is credited in its sentence", KINDS),
    "unless_paragraph_attributed_to": Phrase("{} is credited in its paragraph", KINDS),
    "each": Phrase("all of them in {} are reported as one", UNITS, how=True),
    "at_least": Phrase("there are {} of them or more"),
    "different": Phrase("equal words count once", how=True),
}
PLACE = {"place": Phrase("it stands in {}", PLACES, always=True)}
VOICE = {"voice": Phrase("it stands in {}", VOICES, always=True)}
AT_LEAST = {
    "at_least.words": Phrase("the article has {} words or more"),
    "at_least.attributed_words": Phrase("{} words or more are attributed"),
    "at_least.attributions": Phrase("sources are credited {} times or more"),
    "at_least.anonymous_sources": Phrase("there are {} unnamed sources or more"),
}

_ABOUT = {
    "attribution": "whatever a source is credited with",
    "claim": "statements that need support and have none",
    "headline": "the headline, beside the sentences of the story",
    "hedge": "hedges",
    "measure": "figures of the whole article",
    "quotation": "quotations",
    "reply": "accusations against somebody with a name",
    "sources": "the sources of the whole article",
    "tally": "numbers told of sources",
    "wording": "words and phrases",
}

_BY_CHECK: Mapping[str, Mapping[str, Phrase]] = {
    "attribution": {
        **{f"where.{name}": phrase for name, phrase in CONDITIONS.items()},
        **{f"unless.{name}": phrase for name, phrase in CONDITIONS.items()},
        "unless_named_within": Phrase("a person with a name speaks in that sentence or the {} after it"),
        "at_least": Phrase("the article has {} of them or more; it is then reported once"),
        "share_over": Phrase("they are more than {} of such sources"),
        "each": Phrase("it is the first such place of its {}", {"source": "source"}),
        "mark": Phrase("the {} is marked", how=True),
    },
    "claim": {
        **PLACE,
        "kind": Phrase("it is {}", CLAIMS),
        "words": Phrase("it has words of {}"),
        "unless_words": Phrase("it has words of {}"),
        **SURROUNDINGS,
    },
    "headline": {
        "carried_by": Phrase("in every such sentence the words are those of {}", KINDS),
        "or_hedged": Phrase(
            "a hedge right before the verb counts as such a source", no="hedges do not count", how=True
        ),
        "shared": Phrase("sentences carry it, with {} of its words or more"),
        "shared_words": Phrase("they share {} words or more", always=True),
        "unless_words": Phrase("it has words of {}"),
        "unless_in_sentence": Phrase("such a sentence has words of {}"),
    },
    "hedge": {
        **PLACE,
        **VOICE,
        "kind": Phrase("it is {}", HEDGES, always=True),
        "words": Phrase("it has words of {}"),
        "exact_figure": Phrase("an exact figure follows"),
        "stacked.count": Phrase("hedges of {} kinds or more stand together", always=True),
        "stacked.within": Phrase("fewer than {} words part one from the next"),
        **SURROUNDINGS,
    },
    "measure": {
        **AT_LEAST,
        "over": Phrase("{}", MEASURES, pair="{} is over {}"),
        "under": Phrase("{}", MEASURES, pair="{} is under {}"),
    },
    "quotation": {
        "min_words": Phrase("it has {} words or more", always=True),
        "unless_near": Phrase("its sentence or one beside it has words of {}"),
        "unless_person_before": Phrase("a person stands in the sentence before", no="", always=True),
    },
    "reply": {
        **PLACE,
        **VOICE,
        "accused": Phrase("somebody with a name is accused in words of {}"),
        "answers": Phrase("they are credited with nothing, and no words of {} tell of their reply"),
        **SURROUNDINGS,
    },
    "sources": {
        **AT_LEAST,
        "if_any": Phrase("there is {} among them", KINDS),
        "count": Phrase("only these count: {}", KINDS, how=True),
        "fewer_than": Phrase("fewer than {} of them are credited"),
        "except_words": Phrase("whoever is credited only with words of {} does not count", how=True),
        "speaks_for": Phrase("whoever speaks for a body, in words of {}, and that body count as one", how=True),
        "unless_in_headline": Phrase("the headline names the source"),
    },
    "tally": {
        "kind": Phrase("the source is {}", KINDS, always=True),
        "parts": Phrase("a number is not that of the list after it", no="lists are not compared", always=True),
        "totals": Phrase("a later “both” or “all three” is no sum of them", no="sums are not compared", always=True),
    },
    "wording": {
        "words": Phrase("they are words of {}"),
        **PLACE,
        **VOICE,
        "mark": Phrase("its whole {} is marked", how=True),
        "words_apart": Phrase("the finding before ends {} words or more before it"),
        "shares_name_with": Phrase("a name before it in the sentence describes {} too", KINDS),
        "described_by": Phrase("such names are looked for in words of {}", how=True),
        "needs": Phrase("what it calls for is missing: {}"),
        "missing": Phrase("{} or more of this are missing", how=True),
        "within": Phrase("it is looked for in {}", RANGES, how=True),
        **SURROUNDINGS,
    },
}
PHRASES: Mapping[type[Settings], Mapping[str, Phrase]] = MappingProxyType(
    {CHECKS[name].settings: phrases for name, phrases in _BY_CHECK.items()}
)
"""Phrases by the settings of a check, and by the path of each setting in a rule file, as answers name it."""

ABOUT: Mapping[type[Settings], str] = MappingProxyType({CHECKS[name].settings: about for name, about in _ABOUT.items()})
"""What each check looks at, by its settings."""
