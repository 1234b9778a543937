"""Who is meant by names, offices, owners, "they" and "I"."""

from dataclasses import replace

import pytest

from audit.reading import ledger, names
from audit.reading.page import turn
from audit.records import Entity, Source, Span, Token
from tests.parses import ledger_of, parse_of

SAID = "{said|cue} {it burned|content}."
SANK = "{said|cue2} {it sank|content2}."
ONE = {
    "a deputy": f"Vice President Ana Ruiz came. {{Ruiz|source}} {SAID} {{The vice president|source2}} {SANK}",
    "a body of hers": f"Ana Ruiz came. {{Her/PRP$ campaign|source}} {SAID} {{The Ana Ruiz campaign|source2}} {SANK}",
    "a court by its kind": f"{{An appeals court|source}} {SAID} {{The appeals court|source2}} {SANK}",
    "I who write": f"{{I|source}} {SAID} {{I|source2}} {SANK}",
}
TWO = {
    "a deputy is not the chief": (
        f"Vice President Ana Ruiz came. President Lev Ost left. {{Ruiz|source}} {SAID} {{The president|source2}} {SANK}"
    ),
    "another's body": (
        f"Ana Ruiz came. {{Her/PRP$ campaign|source}} {SAID} Lev Ost left. {{His/PRP$ campaign|source2}} {SANK}"
    ),
    "another court": f"{{An appeals court|source}} {SAID} {{The district/NN court|source2}} {SANK}",
    "the writer and one quoted": f"{{I|source}} {SAID} “{{I|source2}} {SANK.replace('.', '')},” Ana Ruiz said.",
}


@pytest.mark.parametrize("text", ONE.values(), ids=ONE)
def test_one_source(text: str) -> None:
    sources, *_ = ledger_of(text)
    assert len(sources) == 1


@pytest.mark.parametrize("text", TWO.values(), ids=TWO)
def test_two_sources(text: str) -> None:
    sources, *_ = ledger_of(text)
    assert len(sources) == 2


def test_whom_only_the_headline_does_not_name_is_named_in_the_story() -> None:
    text = f"{{Judge/NN|source}} {{says|cue}} {{it burned|content}}\n{{Judge Ana Ruiz|source2}} {SANK}"
    sources, *_ = ledger_of(text, headline=True)
    assert [(s.name, s.attributions) for s in sources] == [("Ana Ruiz", 2)]


def test_somebody_in_the_story_is_not_whoever_is_named_next() -> None:
    text = f"It rained.\n{{A judge|source}} {SAID}\n{{Judge Ana Ruiz|source2}} {SANK}"
    sources, *_ = ledger_of(text, headline=True)
    assert len(sources) == 2


@pytest.mark.parametrize(
    "text", ["{,|source} Orl {said|cue} {it|content}.", "It , {,|source} Orl {said|cue} {it|content}."]
)
def test_a_source_without_words_is_no_crash(text: str) -> None:
    ledger_of(text)


def test_what_opens_with_no_may_be_a_name_or_a_number() -> None:
    sources, *_ = ledger_of(f"{{No fewer than 40 residents/NNS|source}} {SAID}")
    assert len(sources) == 1


def quoting(speaker: str) -> tuple[Source, ...]:
    """The ledger of somebody who is quoted with what he thinks."""
    text = f"“It burned and {{I|source}} {{think|cue}} {{it sank|content}},” {{said|cue2}} {{{speaker}|source2}}."
    article, parse, *_ = parse_of(text)
    inner, outer = parse.drafts
    quoted = Span(0, article.text.index("said") - 1)
    return ledger.build(turn(article, replace(parse, drafts=(inner, replace(outer, content=(quoted,))))))[0]


def test_i_is_the_speaker_whose_words_hold_it() -> None:
    (source,) = quoting("Ana Ruiz")
    assert (source.name, source.attributions) == ("Ana Ruiz", 2)


def test_i_is_never_an_unnamed_speaker() -> None:
    assert sorted(s.label for s in quoting("an official")) == ["I", "an official"]


def test_they_who_spoke_together_are_each_of_them() -> None:
    text = f"{{Mara Roe and Lev Ost|source}} {SAID} {{They|source2}} {SANK}"
    sources, told, *_ = ledger_of(text)
    assert [(s.name, s.attributions) for s in sources] == [("Mara Roe", 2), ("Lev Ost", 2)]
    assert [t.follow_up for t in told] == [False, False, True, True]


def test_they_are_the_body_that_spoke_since() -> None:
    text = f"{{Mara Roe and Lev Ost|source}} {SAID} {{The council|source2}} {SANK} {{They|source3}} {{left|cue3}}."
    sources, *_ = ledger_of(text)
    assert [s.attributions for s in sources] == [1, 1, 2]


@pytest.mark.parametrize("nobody", ["You/PRP", "Anyone/NN", "Nobody/NN", "No council", "Each other/JJ"])
def test_who_is_nobody_in_particular_is_in_no_ledger(nobody: str) -> None:
    sources, told, *_ = ledger_of(f"{{{nobody}|source}} {SAID}")
    assert not sources
    assert [(t.source_id, bool(t.source)) for t in told] == [(None, True)]


def test_an_unnamed_source_of_which_there_is_none_stays() -> None:
    sources, *_ = ledger_of(f"{{No official|source}} {SAID}")
    assert [s.kind for s in sources] in (["anonymous"], [])


HYPHENED = {
    "the name goes on": (("Ban NNP", "Ki NNP", "- HYPH", "moon NN", "said VBD"), 4),
    "who is led": (("Ban NNP", "Ki NNP", "- HYPH", "led VBN", "men NNS"), 2),
    "an era of men": (("Ban NNP", "Ki NNP", "- HYPH", "era NN", "men NNS"), 2),
    "a lone name": (("Ban NNP", "- HYPH", "moon NN", "said VBD"), 1),
}


@pytest.mark.parametrize(("words", "length"), HYPHENED.values(), ids=HYPHENED)
def test_a_name_goes_on_after_its_hyphen(words: tuple[str, ...], length: int) -> None:
    tokens, start = [], 0
    for word in words:
        text, tag = word.split()
        start += bool(start) and text != "-" and tokens[-1].text != "-"
        tokens.append(Token(text=text, start=start, end=start + len(text), tag=tag, norm=text.lower(), sentence=0))
        start += len(text)
    persons = ["PERSON" if token.text in ("Ban", "Ki") else "" for token in tokens]
    mended = names.mended(tokens, [frozenset()] * len(tokens), persons)
    assert mended.count("PERSON") == length


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (f"The Lantern/NNP went further. {{It|source}} {SAID}", "Lantern"),
        (f"The mayor read the Lantern/NNP. {{It|source}} {SAID}", "It"),
        (f"The Lantern/NNP went further. It rained. {{It|source}} {SAID}", "It"),
    ],
)
def test_it_is_the_body_with_which_the_sentence_before_opens(text: str, label: str) -> None:
    article, parse, *_ = parse_of(text)
    start = article.text.index("Lantern")
    parse = replace(parse, entities=(Entity(start=start, end=start + len("Lantern"), label="ORG"),))
    (source,), _ = ledger.build(turn(article, parse))
    assert source.label == label


OFFICES = {
    "hers": ("prosecutor", 1),
    "another's": ("mayor", 2),
}


@pytest.mark.parametrize(("owner", "number"), OFFICES.values(), ids=OFFICES)
def test_an_office_is_whose_it_is_said_to_be(owner: str, number: int) -> None:
    text = f"Ana Ruiz, the prosecutor, came. {{Her/PRP$ office|source}} {SAID} {{The {owner}'s office|source2}} {SANK}"
    sources, *_ = ledger_of(text)
    assert len(sources) == number


def test_a_family_is_no_person() -> None:
    text = "On Monday {the Roes/NNPS|source} {said|cue} {it burned|content}."
    article, parse, *_ = parse_of(text)
    start = article.text.index("Roes")
    parse = replace(parse, entities=(Entity(start=start, end=start + 4, label="PERSON"),))
    (source,), _ = ledger.build(turn(article, parse))
    assert (source.kind, source.name, source.people) == ("person", None, (2, None))


EPITHETS = {
    "a businessman": ("Lev Ost came on Monday. {The businessman|source} {said|cue} {it burned|content}.", "Lev Ost"),
    "one of a party": ("Lev Ost came. {The Orl Republican/NNP|source} {said|cue} {it burned|content}.", "Lev Ost"),
    "an office he holds": (
        "Lev Ost, a senator, came. Ana Ruiz came. {The senator|source} {said|cue} {it burned|content}.",
        "Lev Ost",
    ),
    "an office that nobody holds": ("Ana Ruiz came. {The senator|source} {said|cue} {it burned|content}.", None),
    "another sex": ("Rosa Lund came. {The businessman|source} {said|cue} {it burned|content}.", None),
    "told of by what follows": (
        "Ana Ruiz came. {The Republican/NNP who wrote it|source} {said|cue} {it burned|content}.",
        None,
    ),
    "one of two who were named": (
        "Ana Ruiz met Lev Ost. {The candidate|source} {said|cue} {it burned|content}.",
        None,
    ),
    "an unlisted word": ("Ana Ruiz came. {The driver|source} {said|cue} {it burned|content}.", None),
}


@pytest.mark.parametrize(("text", "name"), EPITHETS.values(), ids=EPITHETS)
def test_another_word_for_somebody_just_named(text: str, name: str | None) -> None:
    (source,), *_ = ledger_of(text)
    assert source.name == name


PLURALS = {
    "both": (f"{{Mara Roe and Lev Ost|source}} {SAID} {{Both|source2}} {SANK}", [2, 2]),
    "an office of both": (
        f"{{Senator Mara Roe and Senator Lev Ost|source}} {SAID} {{The senators|source2}} {SANK}",
        [2, 2],
    ),
    "an office of neither": (f"{{Mara Roe and Lev Ost|source}} {SAID} {{The nurses|source2}} {SANK}", [1, 1, 1]),
    "two to whom it was done": (f"Police met Mara Roe and Lev Ost. {{They|source}} {SAID}", [1]),
}


@pytest.mark.parametrize(("text", "credited"), PLURALS.values(), ids=PLURALS)
def test_those_who_were_told_of_together(text: str, credited: list[int]) -> None:
    sources, *_ = ledger_of(text)
    assert [s.attributions for s in sources] == credited


BODY_NAMES = {
    "initials": ("the International/NNP Monetary/NNP Fund/NNP", "the IMF/NNP", "International Monetary Fund"),
    "a last word": ("the Orl/NNP Evening/NNP Journal/NNP", "the Journal/NNP", "Orl Evening Journal"),
    "a word that may be another's": ("the White/NNP House/NNP", "the House/NNP", "House"),
    "other initials": ("the International/NNP Monetary/NNP Fund/NNP", "the WTO/NNP", "WTO"),
}


@pytest.mark.parametrize(("first", "then", "name"), BODY_NAMES.values(), ids=BODY_NAMES)
def test_a_short_name_is_the_body_whose_name_it_ends_or_begins(first: str, then: str, name: str) -> None:
    article, parse, *_ = parse_of(f"It was told {first}. On Monday {{{then}|source}} {SAID}")
    names = [" ".join(word.partition("/")[0] for word in words.split()[1:]) for words in (first, then)]
    starts = [article.text.index(names[0]), article.text.rindex(names[1])]
    entities = [Entity(start=at, end=at + len(n), label="ORG") for at, n in zip(starts, names, strict=True)]
    (source,), _ = ledger.build(turn(article, replace(parse, entities=tuple(entities))))
    assert source.name == name
