"""The ledger: which mentions are one source, how many people it is, and what is attributed to it."""

import re
from dataclasses import replace

import pytest

from audit.reading import ledger, read
from audit.reading.page import turn
from audit.records import UNNAMED_KINDS, Article, Attribution, Block, Entity, Source, Span
from tests.parses import ledger_of, parse_of

Real = tuple[tuple[Source, ...], tuple[Attribution, ...], str]


def entries(marked: str) -> list[tuple[str, int]]:
    """Labels of the sources with how often each is credited."""
    sources, *_ = ledger_of(marked)
    return [(s.label, s.attributions) for s in sources]


def only(marked: str, kind: str = "anonymous") -> Source:
    sources, *_ = ledger_of(marked)
    (source,) = [s for s in sources if s.kind == kind]
    return source


# ---------------------------------------------------------------- one source or two

SAME = [
    "An official said it burned. The official said it sank.",
    "A source close to the board said it burned. The source said it sank.",
    "One person familiar with the talks said it burned. The person said it sank.",
    "One other official close to the talks said it burned. The individual said it sank.",
    "A senior official said it burned. The same official said it sank.",
    "Two officials said it burned. The officials said it sank.",
    "Two officials said it burned. One of the officials said it sank.",
    "People familiar with the matter said it burned. The people said it sank.",
    "Three nurses said it burned. One of the nurses said it sank.",
    "{A nurse|source} {said|cue} {it burned|content}. {She|source2} {said|cue2} {it sank|content2}.",
    "Sources said it burned. Sources said it sank.",
    "Critics say it burned. Critics say it sank.",
]
OTHER = [
    "An official said it burned. Another official said it sank.",
    "Two officials said it burned. A third person said it sank.",
    "One source said it burned. One source said it sank.",
    "A nurse said it burned. A diplomat said it sank.",
    "An official said it burned. A spokesman for the port said it sank.",
    "Critics say it burned. Experts say it sank.",
    "{Those who backed it|source} {say|cue} {so|content}. {Those against it|source2} {say|cue2} {it sank|content2}.",
]


@pytest.mark.parametrize("text", SAME)
def test_one_source(text: str) -> None:
    assert [count for _, count in entries(text)] == [2]


@pytest.mark.parametrize("text", OTHER)
def test_two_sources(text: str) -> None:
    assert [count for _, count in entries(text)] == [1, 1]


@pytest.mark.parametrize("text", [t for t in SAME if not t.startswith(("Sources", "Critics"))])
def test_what_points_back_is_a_follow_up(text: str) -> None:
    _, attributions, *_ = ledger_of(text)
    assert [a.follow_up for a in attributions] == [False, True]
    assert attributions[0].source_id == attributions[1].source_id == "s1"


@pytest.mark.parametrize("text", OTHER)
def test_what_is_new_is_no_follow_up(text: str) -> None:
    _, attributions, *_ = ledger_of(text)
    assert not any(a.follow_up for a in attributions)


PERSONS = [
    "{Ana Ruiz|source} {said|cue} {it burned|content}. {Ruiz|source2} {said|cue2} {it sank|content2}.",
    "{Ana Ruiz|source} {said|cue} {it burned|content}. {Ms Ruiz|source2} {said|cue2} {it sank|content2}.",
    "{Ana Ruiz|source} {said|cue} {it burned|content}. {She|source2} {said|cue2} {it sank|content2}.",
    "{Mayor Ana Ruiz|source} {said|cue} {it burned|content}. {The mayor|source2} {said|cue2} {it sank|content2}.",
    "{Ana Ruiz, the mayor|source}, {said|cue} {it burned|content}. {The mayor|source2} {said|cue2} {it sank|content2}.",
    "{Ruiz|source} {said|cue} {it burned|content}. {Ana Ruiz|source2} {said|cue2} {it sank|content2}.",
    "{“It burned,”|content} {said|cue} {Ana Ruiz|source}. {“It sank,”|content2} {Ruiz|source2} {said|cue2}.",
]


@pytest.mark.parametrize("text", PERSONS)
def test_a_person_is_one_source_under_the_fullest_name(text: str) -> None:
    source = only(text, "person")
    assert (source.name, source.attributions, source.people) == ("Ana Ruiz", 2, (1, 1))


def test_namesakes_are_two() -> None:
    text = "{Ana Ruiz|source} {said|cue} {it burned|content}. {Lev Ruiz|source2} {said|cue2} {it sank|content2}."
    assert [s.name for s in ledger_of(text)[0]] == ["Ana Ruiz", "Lev Ruiz"]


NAMES = [
    ("{Ms Ruiz|source} {said|cue} {it burned|content}. Ana Ruiz left.", "Ana Ruiz"),
    ("{Minister Ana Ruiz|source} {said|cue} {it burned|content}.", "Ana Ruiz"),
    ("{Ana|source} {said|cue} {it burned|content}. Ana Ruiz left.", "Ana Ruiz"),
    (
        "{Ruiz|source} {said|cue} {it burned|content}. Ana Ruiz left. Her brother Lev Ruiz stayed. Lev Ruiz ate.",
        "Ana Ruiz",
    ),
    ("{The tall guest Ana Ruiz|source} {said|cue} {it burned|content}.", "Ana Ruiz"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_the_full_name_is_found(text: str, name: str) -> None:
    (source,) = ledger_of(text)[0]
    assert (source.kind, source.name) == ("person", name)
    assert name in source.label


def test_brothers_are_two_and_a_bare_surname_is_the_first_ones() -> None:
    text = (
        "{Ana Ruiz|source} {said|cue} {it burned|content}. {Lev Ruiz|source2} {said|cue2} {it sank|content2}. "
        "{Ruiz|source3} {said|cue3} {it did both|content3}."
    )
    assert [(s.name, s.attributions) for s in ledger_of(text)[0]] == [("Ana Ruiz", 2), ("Lev Ruiz", 1)]


def test_a_title_tells_husband_from_wife() -> None:
    text = (
        "The plans of Lev Ruiz rose. Ana Ruiz left her house. "
        "{Mrs Ruiz|source} {said|cue} {it burned|content}. {Mr Ruiz|source2} {said|cue2} {it sank|content2}."
    )
    assert [s.name for s in ledger_of(text)[0]] == ["Ana Ruiz", "Lev Ruiz"]


BODIES = [
    "{Quayside Rovers|source} {said|cue} {it burned|content}. {The club|source2} {said|cue2} {it sank|content2}.",
    "{The Orl Herald|source} {said|cue} {it burned|content}. {the Herald|source2} {said|cue2} {it sank|content2}.",
    "{The water board|source} {said|cue} {it burned|content}. {The board|source2} {said|cue2} {it sank|content2}.",
    "{The bookkeeper|source} {said|cue} {it burned|content}. "
    "{The bookkeeper, Ana Ruiz,|source2} {said|cue2} {it sank|content2}.",
]


@pytest.mark.parametrize("text", BODIES)
def test_a_known_source_is_one_under_two_names(text: str) -> None:
    assert [s.attributions for s in ledger_of(text)[0]] == [2]


def test_a_ministry_is_not_a_club() -> None:
    text = BODIES[0].replace("The club", "The ministry")
    assert [s.attributions for s in ledger_of(text)[0]] == [1, 1]


def test_the_individual_is_one_not_one_of_two() -> None:
    text = "Two folks said it burned. One official said it sank. The individual said it did both."
    assert [(s.people, s.attributions) for s in ledger_of(text)[0]] == [((2, 2), 1), ((1, 1), 2)]


def test_a_title_settles_whose_a_pronoun_is() -> None:
    text = (
        "{Ana Ruiz|source} {said|cue} {it burned|content}. Lev Boyle left. "
        "{She|source2} {said|cue2} {it sank|content2}. Mr Boyle ate."
    )
    assert [(s.name, s.attributions) for s in ledger_of(text)[0]] == [("Ana Ruiz", 2)]


def test_after_an_aide_was_heard_the_pronoun_of_the_next_paragraph_is_the_persons() -> None:
    sources, *_ = ledger_of(
        "Lev Roe spoke. {One of Lev Roe's aides|source} {said|cue} {he was ill|content}.\n"
        "{He|source2} {told|cue2} reporters {he was well|content2}."
    )
    assert [(s.kind, s.label, s.attributions) for s in sources][-1] == ("person", "Lev Roe", 1)


def test_an_official_who_is_named_next_is_that_person() -> None:
    text = (
        "{A senior official|source3} {said|cue3} {it burned|content3}. "
        "{The official, Lev Boyle|source}, {said|cue} {it sank|content}. "
        "{Boyle|source2} {said|cue2} {no more|content2}."
    )
    source = only(text, "person")
    assert (source.name, source.attributions) == ("Lev Boyle", 3)


def test_those_are_several() -> None:
    (those,) = ledger_of("{Those who backed it|source} {say|cue} {it burned|content}.")[0]
    assert (those.plural, those.people) == (True, (2, None))


def test_ids_are_in_order_of_first_mention() -> None:
    sources, *_ = ledger_of("Critics say it burned. A nurse said it sank. Experts say it did both.")
    assert [(s.id, s.label) for s in sources] == [("s1", "Critics"), ("s2", "A nurse"), ("s3", "Experts")]


# ---------------------------------------------------------------- what an entry tells


@pytest.mark.parametrize(
    ("phrase", "people"),
    [
        ("A nurse", (1, 1)),
        ("One of the guards", (1, 1)),
        ("Another source", (1, 1)),
        ("Two officials", (2, 2)),
        ("The four sources", (4, 4)),
        ("At least three aides", (3, None)),
        ("A number of officials", (2, None)),
        ("Officials", (2, None)),
        ("Several aides", (2, None)),
        ("Half a dozen aides", (6, 6)),
    ],
)
def test_how_many_people(phrase: str, people: tuple[int, int | None]) -> None:
    source = only(f"It burned, according to {phrase[0].lower()}{phrase[1:]}.")
    assert source.people == people
    assert source.plural == (people != (1, 1))


@pytest.mark.parametrize(
    ("phrase", "descriptor"),
    [
        ("a source", "none"),
        ("two people", "none"),
        ("a senior official", "role"),
        ("one Corvanian source", "role"),
        ("a woman at the bus stop", "role"),
        ("a person familiar with the matter", "access"),
        ("people briefed on the plan", "access"),
        ("sources close to the player", "access"),
        ("an official involved in the talks", "role+access"),
        ("a third person, an adviser to one of the lenders", "role"),
    ],
)
def test_descriptor(phrase: str, descriptor: str) -> None:
    assert only(f"It burned, according to {phrase}.").descriptor == descriptor


def test_a_later_mention_can_tell_more() -> None:
    assert only("A person said it burned. The person, who was briefed on the plan, said it sank.").descriptor in (
        "access",
        "none",
    )


def test_words_are_counted_inside_contents() -> None:
    source = only(
        "{“It sank, all of it,”|content} {said|cue} {a nurse|source}. {She|source2} {saw|cue2} {fire|content2}."
    )
    assert (source.words, source.quoted_words) == (6, 5)


# ---------------------------------------------------------------- spans and quotations


def test_an_unnamed_source_is_its_whole_noun_phrase() -> None:
    _, attributions, expected, text = ledger_of(
        "{It burned|content}, {said|cue} [[{two officials|source} who were briefed on the plan]]."
    )
    assert [text[slice(*a.source[0])] for a in attributions] == expected


def test_a_named_source_keeps_its_span() -> None:
    _, attributions, expected, text = ledger_of(
        "[[{Ana Ruiz|source}]], who was briefed on the plan, {said|cue} {it burned|content}."
    )
    assert [text[slice(*a.source[0])] for a in attributions] == expected


def test_a_source_counts_once_though_reader_and_pattern_see_it() -> None:
    _, attributions, *_ = ledger_of("{Two officials|source} {said|cue} {it burned|content}.")
    assert len(attributions) == 1


def test_a_pattern_lends_its_source_to_a_draft_without() -> None:
    _, attributions, _, text = ledger_of("A nurse {said|cue} {it burned|content}.")
    assert [(text[slice(*a.source[0])], a.confidence) for a in attributions] == [("A nurse", 0.9)]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("{“It burned,”|content} {said|cue} {Ana Ruiz|source}.", "direct"),
        ("{Ana Ruiz|source} {said|cue} {that it burned|content}.", "indirect"),
        ("{Ana Ruiz|source} {said|cue} {that it “burned all night”|content}.", "mixed"),
    ],
)
def test_quote(text: str, style: str) -> None:
    _, attributions, *_ = ledger_of(text)
    assert [a.quote for a in attributions] == [style]


def test_the_second_half_of_a_quotation_has_the_paragraphs_only_speaker() -> None:
    _, attributions, *_ = ledger_of(
        "{“It burned,”|content} {said|cue} {Ana Ruiz|source}. {“And then it sank.”|content2}"
    )
    assert [(a.source_id, a.kind, len(a.source)) for a in attributions] == [("s1", "person", 1), ("s1", "person", 0)]


def test_a_quotation_between_two_speakers_is_nobodys() -> None:
    _, attributions, *_ = ledger_of(
        "{“It burned,”|content} {said|cue} {Ana Ruiz|source}. {“It sank,”|content2} {said|cue2} {Lev Boyle|source2}. "
        "{“It did both.”|content3}"
    )
    assert len(attributions) == 2


def test_an_empty_article_has_no_sources() -> None:
    assert ledger_of("")[:2] == ((), ())


# ---------------------------------------------------------------- with the trained pipeline

ARTICLE = """Harbor board weighs sale of ferry line

By Rosa Lund

PORT ELLERY — The harbor board is preparing to sell its last ferry line, according to two people briefed on the plan.

The sale could bring in 40 million crowns, the people said. “Nobody on the board wants to say it aloud,” one of the \
two people said.

A senior official at the transport ministry said the ministry had not been told. The official, who spoke on condition \
of anonymity because the tender is sealed by a court, said the minister was furious.

Critics say the line should stay public. Studies show that private ferries cost more.

“We have no plans to sell anything,” said Tobin Reyes, the chairman of the board. “Our sources of income are healthy.”

A spokeswoman for the ministry said it would respond in due course. Two clerks resigned in May.
"""


@pytest.fixture(scope="module")
def real() -> Real:
    from audit.pipeline import Pipeline

    blocks = tuple(
        Block(span=Span(*m.span()), kind="headline" if n == 0 else "byline" if n == 1 else "paragraph")
        for n, m in enumerate(re.finditer(r"[^\n]+", ARTICLE))
    )
    article = Article(path="ferry.txt", text=ARTICLE, prose=ARTICLE, blocks=blocks)
    (parse,) = Pipeline.load().parse([article])
    sources, attributions = ledger.build(turn(article, parse))
    return sources, attributions, ARTICLE


def test_every_unnamed_source_of_a_real_article(
    real: Real,
) -> None:
    sources, _, _ = real
    unnamed = [(s.kind, s.label, s.people) for s in sources if s.kind in UNNAMED_KINDS]
    assert unnamed == [
        ("anonymous", "two people briefed on the plan", (2, 2)),
        ("anonymous", "A senior official at the transport ministry", (1, 1)),
        ("collective", "Critics", (2, None)),
        ("evidence", "Studies", (2, None)),
        ("spokesperson", "A spokeswoman for the ministry", (1, 1)),
    ]


def test_follow_ups_and_reasons_of_a_real_article(
    real: Real,
) -> None:
    sources, attributions, text = real
    people, official = (s for s in sources if s.kind == "anonymous")
    assert people.attributions == 3
    assert people.reason is None
    assert official.reason is not None
    assert official.reason.kind == "specific"
    back = [text[slice(*a.source[0])] for a in attributions if a.follow_up and a.kind == "anonymous"]
    assert back[:2] == ["the people", "one of the two people"]


def test_the_named_person_of_a_real_article(real: Real) -> None:
    sources, _, _ = real
    assert [s.name for s in sources if s.kind == "person"] == ["Tobin Reyes"]


def test_rules_see_the_names_that_the_ledger_sees_and_the_tags_as_they_were_read() -> None:
    article, parse, _ = parse_of(
        "Ana Ruiz met Tobin Reyes. Before Ana Ruiz Tobin Reyes left/VBD the official/JJ room. Ruiz stayed."
    )
    whole = [m.span() for m in re.finditer("Ana Ruiz|Tobin Reyes", article.text)]
    reading = read(article, replace(parse, entities=tuple(Entity(*span, "PERSON") for span in whole)))
    told = [article.text[e.start : e.end] for e in reading.parse.entities if e.label == "PERSON"]
    assert told == ["Ana Ruiz", "Tobin Reyes", "Ana Ruiz", "Tobin Reyes", "Ruiz"]
    assert reading.parse.tokens == parse.tokens
