"""The kind of an unnamed source, weighed from its words and from what the trained reader suspects."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from audit.pipeline import Pipeline
from audit.reading import ledger
from audit.reading.page import turn
from audit.records import HUNCH_KINDS, Article, Attribution, Block, Entity, Hunch, Parse, Span
from tests.parses import parse_of


def suspected(marked: str, *, headline: bool = False, **chances: float) -> tuple[Attribution, ...]:
    """The attributions of a text of which each token of the marked words has these chances."""
    article, parse, (words,) = parse_of(marked, headline)
    first = article.text.index(words)
    numbers = [n for n, t in enumerate(parse.tokens) if first <= t.start < first + len(words)]
    shares = tuple(chances.get(kind, 0.0) for kind in HUNCH_KINDS)
    return attributions(article, replace(parse, hunches=tuple(Hunch(n, shares) for n in numbers)))


def attributions(article: Article, parse: Parse) -> tuple[Attribution, ...]:
    return ledger.build(turn(article, parse))[1]


@pytest.mark.parametrize(
    ("text", "chances", "kind"),
    [
        ("[[Harbour officials]] said the dam leaks/VBZ.", {"anonymous": 0.9}, "anonymous"),
        ("[[A spokesman for the harbour]] said the dam leaks/VBZ.", {"spokesperson": 0.9}, "spokesperson"),
        ("[[Critics]] say the dam leaks/VBZ.", {"collective": 0.9}, "collective"),
        ("[[Several residents]] said the dam leaks/VBZ.", {"anonymous": 0.8, "collective": 0.1}, "anonymous"),
    ],
)
def test_what_words_and_sentence_agree_on_is_what_it_is(text: str, chances: dict[str, float], kind: str) -> None:
    assert [told.kind for told in suspected(text, **chances)] == [kind]


def test_where_the_trained_reader_suspects_nobody_there_is_no_unnamed_source() -> None:
    article, parse, _ = parse_of("Critics say the dam leaks/VBZ.")
    assert [told.kind for told in attributions(article, parse)] == ["collective"]  # as the words alone say
    assert not attributions(article, replace(parse, hunches=()))


def test_a_hunch_makes_no_source_of_somebody_named() -> None:
    told = suspected("{[[Ana Ruiz]]|source} {said|cue} {the dam leaks/VBZ|content}.", anonymous=0.99)
    assert [t.kind for t in told] == ["person"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("[[The friend]] said the dam leaks/VBZ.", ["anonymous"]),
        (
            "{Staffers|source} {left|cue} {early|content}. [[Three of the staffers]] said it leaks/VBZ.",
            ["anonymous"],
        ),
        ("{[[Those who know her]]|source} {said|cue} {the dam leaks/VBZ|content}.", ["anonymous"]),
        ("{[[One of them]]|source} {said|cue} {the dam leaks/VBZ|content}.", ["anonymous"]),
        ("[[Another]] has/VBZ it as a leak.", ["anonymous"]),
    ],
)
def test_of_whom_the_trained_reader_is_sure_need_not_have_been_met(text: str, kinds: list[str]) -> None:
    found = [told.kind for told in suspected(text, anonymous=0.99) if told.kind == "anonymous"]
    assert found == kinds
    assert not [told.kind for told in suspected(text, anonymous=0.3) if told.kind == "anonymous"]


@pytest.mark.parametrize(("chance", "kind"), [(0.7, "anonymous"), (0.5, "person")])
def test_another_is_a_source_where_the_trained_reader_finds_it_likely(chance: float, kind: str) -> None:
    told = suspected("{[[Another]]|source} {said|cue} {it sank|content}.", anonymous=chance)
    assert [t.kind for t in told] == [kind]


def test_the_official_met_before_is_who_he_was_even_if_nobody_suspects_it() -> None:
    again = "{The official|source} {added|cue} {that it will burst|content}."
    told = suspected(f"[[A senior official]] said the dam leaks/VBZ. {again}", anonymous=0.99)
    assert [t.kind for t in told] == ["anonymous", "anonymous"]
    assert len({t.source_id for t in told}) == 1


@pytest.mark.parametrize(("chance", "kind"), [(0.9, "collective"), (0.7, "person")])
def test_a_crowd_that_surely_holds_a_view_needs_no_cue_of_telling(chance: float, kind: str) -> None:
    told = suspected("{[[Traders]]|source} {lay/VBD awake over|cue} {the vote|content}.", collective=chance)
    assert [t.kind for t in told] == [kind]


@pytest.mark.parametrize(("chance", "kind"), [(0.93, "anonymous"), (0.85, "person")])
def test_a_sure_source_needs_no_cue_of_telling(chance: float, kind: str) -> None:
    told = suspected("{[[A senior aide]]|source} {rolled/VBD her eyes at|cue} {the vote|content}.", anonymous=chance)
    assert [t.kind for t in told] == [kind]


@pytest.mark.parametrize("cue", ["threatened/VBD", "offered/VBD"])
def test_who_only_does_something_is_no_source_however_sure_the_trained_reader_is(cue: str) -> None:
    told = suspected(f"{{[[A senior aide]]|source}} {{{cue}|cue}} {{to resign|content}}.", anonymous=0.99)
    assert [t.kind for t in told] == ["person"]


def test_an_official_who_speaks_for_a_body_does_so_whatever_is_suspected() -> None:
    told = suspected("[[A Ruritanian/JJ official]] said the dam leaks/VBZ.", anonymous=0.97)
    assert [t.kind for t in told] == ["spokesperson"]


@pytest.mark.parametrize(("chance", "kinds"), [(0.9, ["anonymous"]), (0.5, [])])
def test_a_headline_names_the_unnamed_where_the_trained_reader_is_sure(chance: float, kinds: list[str]) -> None:
    told = suspected("Dam may break, [[officials]] say\nRosa Lund met them.", headline=True, anonymous=chance)
    assert [t.kind for t in told] == kinds


def test_nobody_has_told_what_everyone_feels() -> None:
    assert not suspected("{[[Everyone]]|source} {is/VBZ afraid of|cue} {the dam|content}.")
    assert suspected("{[[Everyone]]|source} {said|cue} {the dam leaks/VBZ|content}.")


def test_the_trained_reader_suspects_unnamed_sources_and_leaves_others_alone() -> None:
    text = "Two officials briefed on the plan said the mill would close. Ana Ruiz, who runs the mill, denied it."
    article = Article(path="-", text=text, prose=text, blocks=(Block(span=Span(0, len(text)), kind="paragraph"),))
    (parse,) = Pipeline.load().parse([article])
    assert parse.hunches is not None
    chances = {
        parse.tokens[number].text: dict(zip(HUNCH_KINDS, shares, strict=True)) for number, shares in parse.hunches
    }
    assert chances["officials"]["anonymous"] > 0.5
    assert "Ruiz" not in chances
    assert all(0 <= share <= 1 and sum(each.values()) <= 1.001 for each in chances.values() for share in each.values())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[[One trooper]] kept/VBD a log of the trips.", "anonymous"),
        ("In [[one organizer]]'s recollection they left/VBD early.", "anonymous"),
        ("The talks ended/VBD, if you believe [[another in the room]].", "anonymous"),
        ("The order came/VBD at noon, and [[some in her party]] laughed/VBD.", "collective"),
        ("[[Many observers]] were surprised.", "collective"),
        ("Trade rose, going/VBG by [[one survey]].", "evidence"),
    ],
)
def test_whom_the_trained_reader_suspects_is_found_without_an_attribution(text: str, kind: str) -> None:
    (told,) = suspected(text, **{kind: 0.9})
    plain = text.replace("[[", "").replace("]]", "").replace("/VBD", "").replace("/VBG", "")
    assert [plain[s.start : s.end] for s in told.source] == [text.partition("[[")[2].partition("]]")[0]]
    assert (told.kind, told.cue, told.content, round(told.confidence, 3)) == (kind, (), (), 0.9)
    assert not suspected(text, **{kind: 0.75})


@pytest.mark.parametrize(
    "text",
    [
        "“[[One trooper]] kept/VBD a log of the trips.”",
        "[[One trooper]], Ana Ruiz, kept/VBD a log of the trips.",
        "The trooper on duty, [[Ana Ruiz]], kept/VBD a log of the trips.",
        "The [[log that one trooper kept/VBD]] burned/VBD.",
        "The site closed/VBD the account and [[others]] like it.",
        "The two spoke/VBD of [[each other]] that day.",
        "The two told/VBD [[one another]] of it.",
        "Two thirds laughed/VBD, and [[two thirds of insiders]] left/VBD.",
        "[[15:37/CD]] The roof fell/VBD.",
    ],
)
def test_a_suspicion_alone_makes_no_source_of_who_is_quoted_or_named(text: str) -> None:
    assert not [told for told in suspected(text, anonymous=0.9) if told.kind == "anonymous"]


def test_a_suspicion_alone_makes_no_source_of_a_place() -> None:
    article, parse = _suspecting("The man from Dublin left/VBD.", {"Dublin": "anonymous"})
    (at,) = (n for n, token in enumerate(parse.tokens) if token.text == "Dublin")
    place = Entity(parse.tokens[at].start, parse.tokens[at].end, "LOC")
    assert attributions(article, parse)
    assert not attributions(article, replace(parse, entities=(place,)))


def test_evidence_without_an_attribution_must_be_surer_than_people() -> None:
    assert not suspected("Trade rose, going/VBG by [[one survey]].", evidence=0.85)
    assert suspected("Trade rose, or so [[one trader]] noted/VBD.", anonymous=0.85)


def test_a_suspicion_makes_no_second_source_of_one_that_is_credited() -> None:
    (told,) = suspected("{[[A senior official]]|source} {said|cue} {the dam leaks/VBZ|content}.", anonymous=0.99)
    assert told.cue


def test_a_suspicion_makes_no_source_of_a_headline_but_of_sources() -> None:
    assert not suspected("[[Many observers]] surprised.", headline=True, collective=0.9)
    assert suspected("[[Sources]] near panic over dam\nThe dam is old.", headline=True, anonymous=0.9)


def test_the_actor_whom_nobody_suspects_stays_somebody_known() -> None:
    again = "{The actor|source} {said|cue} {that he was tired|content}."
    told = suspected("{[[The actor]]|source} {left|cue} {early|content}. " + again, anonymous=0.0)
    assert "anonymous" not in {t.kind for t in told}


@pytest.mark.parametrize(("chance", "kind"), [(0.97, "anonymous"), (0.5, "collective")])
def test_a_crowd_in_a_headline_is_who_the_trained_reader_surely_takes_it_for(chance: float, kind: str) -> None:
    told = suspected("Dam leaks/VBZ, say/VBP [[insiders]]\nThe dam is old.", headline=True, anonymous=chance)
    assert [t.kind for t in told] == [kind]


def test_to_whom_something_looks_so_is_its_source() -> None:
    text = "{To|cue} {[[one engineer]]|source} {the dam looked/VBD finished/VBN|content}."
    assert [t.kind for t in suspected(text, anonymous=0.7)] == ["anonymous"]


@pytest.mark.parametrize(
    "cue",
    [
        "muttered/VBD",
        "let it be known",
        "hit/VBD back",
        "offered/VBD another explanation",
        "offered/VBD a rule",
        "begged/VBD to differ",
        "painted/VBD a grim/JJ picture",
        "identified/VBD",
    ],
)
def test_the_trained_reader_is_believed_where_a_cue_could_be_anything(cue: str) -> None:
    told = suspected(f"{{[[A senior aide]]|source}} {{{cue}|cue}} {{the dam leaks/VBZ|content}}.", anonymous=0.7)
    assert [t.kind for t in told] == ["anonymous"]


@pytest.mark.parametrize(("chance", "kind"), [(0.9, "anonymous"), (0.3, "person")])
def test_a_name_may_be_somebody_elses(chance: float, kind: str) -> None:
    text = "{[[A friend]] of the minister, Ana Ruiz,|source} {said|cue} {the dam leaks/VBZ|content}."
    assert [t.kind for t in suspected(text, anonymous=chance)] == [kind]


@pytest.mark.parametrize(("chance", "kind"), [(0.85, "spokesperson"), (0.7, "anonymous")])
def test_officials_speak_for_a_body_only_where_the_trained_reader_is_fairly_sure(chance: float, kind: str) -> None:
    told = suspected("[[Harbour officials]] said the dam leaks/VBZ.", spokesperson=chance, anonymous=0.9 - chance)
    assert [t.kind for t in told] == [kind]


@pytest.mark.parametrize("again", ["The two", "The ones"])
def test_the_two_are_no_unnamed_source_where_the_trained_reader_suspects_none(again: str) -> None:
    opens = "{[[Two aides]]|source} {said|cue} {it sank|content}. "
    told = suspected(f"{opens}{{{again}|source2}} {{said|cue2}} {{it burned|content2}}.", anonymous=0.95)
    assert [t.kind for t in told if t.kind == "anonymous"] == ["anonymous"]


@pytest.mark.parametrize("kind", ["anonymous", "spokesperson"])
def test_the_two_are_the_two_of_before_where_the_trained_reader_suspects_anybody(kind: str) -> None:
    opens = "{Two aides|source} {said|cue} {it sank|content}. "
    kinds = {"Two": "anonymous", "aides": "anonymous", "The": kind, "two": kind}
    told = attributions(*_suspecting(f"{opens}{{The two|source2}} {{said|cue2}} {{it burned|content2}}.", kinds))
    assert [t.kind for t in told] == ["anonymous", "anonymous"]
    assert len({t.source_id for t in told}) == 1


@pytest.mark.parametrize(("cue", "unnamed"), [("reads/VBZ", False), ("reads/VBZ aloud", True), ("says/VBZ", True)])
def test_one_that_reads_something_is_a_sign_and_no_source(cue: str, unnamed: bool) -> None:
    told = suspected(f"“{{The dam leaks/VBZ|content}},” {{{cue}|cue}} {{[[one]]|source}}.", anonymous=0.95)
    assert ("anonymous" in {t.kind for t in told}) is unnamed


def test_words_and_not_the_trained_reader_say_what_others_are() -> None:
    told = suspected("{[[Others]]|source} {said|cue} {the dam leaks/VBZ|content}.", anonymous=0.9)
    assert [t.kind for t in told] == ["collective"]


def test_a_headline_ends_where_it_ends_and_takes_no_name_from_the_first_sentence() -> None:
    text = "{The dam leaks/VBZ|content}, {says/VBZ|cue} {[[a clerk]]|source}\nAna Ruiz left/VBD."
    assert [t.kind for t in suspected(text, headline=True, anonymous=0.95)] == ["anonymous"]


def test_an_official_who_knows_it_from_inside_does_not_speak_for_a_body() -> None:
    told = suspected("[[A Ruritanian/JJ official briefed/VBN on it]] said the dam leaks/VBZ.", anonymous=0.9)
    assert [t.kind for t in told] == ["anonymous"]


@pytest.mark.parametrize("source", ["Two thirds of insiders", "Four in 10", "The Harbour Insider"])
def test_no_suspicion_makes_sources_of_a_share_or_a_masthead(source: str) -> None:
    told = suspected(f"{{[[{source}]]|source}} {{said|cue}} {{the dam leaks/VBZ|content}}.", anonymous=0.9)
    assert "anonymous" not in {t.kind for t in told}


def test_who_says_nothing_is_no_source() -> None:
    told = suspected("{[[Two officials]]|source} {said|cue} {nothing|content}.", anonymous=0.85)
    assert [t.kind for t in told] == ["person"]


def test_the_third_is_a_source_where_the_trained_reader_finds_it_likely() -> None:
    text = "Two officials said it sank. {[[The third]]|source} {said|cue} {it burned|content}."
    assert [t.kind for t in suspected(text, anonymous=0.7)][-1:] == ["anonymous"]


def test_a_suspected_word_may_end_the_article() -> None:
    assert not _with_suspected("The money went/VBD to berth 2", "2")


def test_a_suspicion_in_the_headline_does_not_reach_into_the_first_sentence() -> None:
    text = "Dam leaks/VBZ, say insiders\nOne trooper kept/VBD a log."
    told = _with_suspected(text, "say", "insiders", "One", "trooper", headline=True)
    plain = text.replace("/VBZ", "").replace("/VBD", "")
    assert "One trooper" in [plain[s.start : s.end] for t in told for s in t.source]


def _with_suspected(text: str, *words: str, headline: bool = False) -> tuple[Attribution, ...]:
    """The attributions of a text of which these words are surely an anonymous source's."""
    return attributions(*_suspecting(text, dict.fromkeys(words, "anonymous"), headline))


def _suspecting(text: str, kinds: Mapping[str, str], headline: bool = False) -> tuple[Article, Parse]:
    """A text of which these words are surely a source's of these kinds."""
    article, parse, _ = parse_of(text, headline)
    hunches = tuple(
        Hunch(n, tuple(0.95 * (each == kinds[token.text]) for each in HUNCH_KINDS))
        for n, token in enumerate(parse.tokens)
        if token.text in kinds
    )
    return article, replace(parse, hunches=hunches)


def test_that_before_a_plural_opens_a_clause_and_belongs_to_no_source() -> None:
    article, parse, _ = parse_of("Ana Ruiz is/VBZ sure that/DT polls show/VBP a lead.")
    told = attributions(article, parse)
    assert [article.text[s.start : s.end] for t in told for s in t.source] == ["polls"]


def test_a_number_before_a_place_with_a_number_is_no_share() -> None:
    told = suspected("{[[Two]] at 10 berths|source} {said|cue} {it sank|content}.", anonymous=0.7)
    assert [t.kind for t in told] == ["anonymous"]


@pytest.mark.parametrize(
    ("cue", "content", "kind"),
    [
        ("privately say/VBP", "it will sink", "anonymous"),
        ("have privately said/VBN", "it will sink. Ana Ruiz said/VBD no", "anonymous"),
        ("say/VBP", "it will sink", "collective"),
        ("say/VBP", "privately run/VBN ships sink/VBP", "collective"),
    ],
)
def test_what_a_crowd_says_privately_it_told_a_reporter(cue: str, content: str, kind: str) -> None:
    told = suspected(f"{{[[Many backers]]|source}} {{{cue}|cue}} {{{content}|content}}.", collective=0.95)
    assert [t.kind for t in told] == [kind]


def test_who_know_by_access_told_a_reporter() -> None:
    told = suspected("{[[Democrats close to the talks]]|source} {said|cue} {it sank|content}.", collective=0.95)
    assert [t.kind for t in told] == ["anonymous"]


def test_a_known_body_stays_one_however_suspect_it_is() -> None:
    told = suspected("{[[The research firm]]|source} {said|cue} {it sank|content}.", anonymous=0.9)
    assert "anonymous" not in {t.kind for t in told}


@pytest.mark.parametrize("source", ["His childhood neighbour", "One research firm"])
@pytest.mark.parametrize(("chance", "unnamed"), [(0.85, True), (0.75, False)])
def test_who_could_be_looked_up_is_unnamed_where_the_trained_reader_is_fairly_sure(
    source: str, chance: float, unnamed: bool
) -> None:
    told = suspected(f"{{[[{source}]]|source}} {{said|cue}} {{it sank|content}}.", anonymous=chance)
    assert ("anonymous" in {t.kind for t in told}) is unnamed


@pytest.mark.parametrize(
    ("known", "rest", "kind"),
    [
        ("He", "election lawyers", "collective"),
        ("Ana Ruiz", "some pilots", "collective"),
        ("The harbour board", "two officials", "anonymous"),
        ("The harbour board", "officials briefed on the plan", "anonymous"),
        ("The harbour board", "officials who met it", "anonymous"),
    ],
)
def test_who_speaks_beside_a_known_source_is_a_source_of_its_own(known: str, rest: str, kind: str) -> None:
    text = f"{{{known} and [[{rest}]]|source}} {{said|cue}} {{it sank|content}}."
    told = [t for t in suspected(text, **{kind: 0.9}) if t.kind == kind]
    plain = text.replace("/NNP", "").replace("[[", "").replace("]]", "").replace("{", "")
    assert [plain[s.start : s.end] for t in told for s in t.source] == [rest]
    assert not [t for t in suspected(text, **{kind: 0.5}) if t.kind == kind]


@pytest.mark.parametrize(
    "both",
    [
        "Aides and officials briefed on the plan",
        "Israeli and American/JJ diplomats",
        "Food/NNP and Drug/NNP officials",
        "Two aides and a clerk",
        "Aides for Ana Ruiz and Lund/NNP",
    ],
)
def test_who_is_suspected_together_is_one_source(both: str) -> None:
    told = suspected(f"{{[[{both}]]|source}} {{said|cue}} {{it sank|content}}.", anonymous=0.95)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{[[One lawmaker]]|source} {called/VBD|cue} {Ana Ruiz vain/JJ|content}.", "anonymous"),
        ("{[[One lawmaker]] called/VBN Ana Ruiz|source} {said|cue} {it sank|content}.", "person"),
        ("{[[One lawmaker]] called/VBD Ana Ruiz|source} {said|cue} {it sank|content}.", "person"),
    ],
)
def test_whom_somebody_calls_something_lends_him_no_name(text: str, kind: str) -> None:
    assert [t.kind for t in suspected(text, anonymous=0.9)] == [kind]


@pytest.mark.parametrize(
    ("chance", "after", "kind"),
    [
        (0.95, "Ana Ruiz {said|cue2} {it will not|content2}.", "collective"),
        (0.85, "Ana Ruiz {said|cue2} {it will not|content2}.", "person"),
        (0.95, "“{It has|content2},” {said|cue2} Ana Ruiz.", "person"),
    ],
)
def test_a_group_has_no_member_named_where_the_trained_reader_is_sure_and_nobody_is_quoted(
    chance: float, after: str, kind: str
) -> None:
    after = after.replace("Ana Ruiz", "{Ana Ruiz|source2}")
    told = suspected(f"{{[[Critics]]|source}} {{say|cue}} {{it will sink|content}}. {after}", collective=chance)
    assert [t.kind for t in told] == [kind, "person"]


@pytest.mark.parametrize(("chance", "kinds"), [(0.85, ["collective"]), (0.75, [])])
def test_a_headline_tells_of_a_crowd_where_the_trained_reader_is_fairly_sure(chance: float, kinds: list[str]) -> None:
    text = "{[[Critics]]|source} {say|cue} {the dam leaks/VBZ|content}\nThe dam is old."
    assert [t.kind for t in suspected(text, headline=True, collective=chance) if t.kind == "collective"] == kinds


@pytest.mark.parametrize(("chance", "kind"), [(0.85, "collective"), (0.5, "person")])
def test_those_who_do_something_need_not_have_been_met(chance: float, kind: str) -> None:
    told = suspected("{[[Those who back her]]|source} {say/VBP|cue} {it will sink|content}.", collective=chance)
    assert [t.kind for t in told] == [kind]


def test_those_neighbours_have_been_met() -> None:
    told = suspected("{[[Those neighbours]]|source} {said|cue} {it sank|content}.", anonymous=0.75)
    assert "anonymous" not in {t.kind for t in told}


def test_the_second_half_of_a_name_is_no_source_of_its_own() -> None:
    told = suspected("{Food/NNP and [[Drug/NNP officials]]|source} {said|cue} {it sank|content}.", anonymous=0.9)
    assert len(told) == 1


def test_a_day_may_be_part_of_a_name() -> None:
    told = suspected("{[[A USA Today poll]]|source} {shows|cue} {it sank|content}.")
    assert [t.kind for t in told] == ["document"]


def test_nobody_named_next_is_one_of_those_who_say_it_privately() -> None:
    text = "{[[Some Democrats]]|source} {privately say/VBP|cue} {it sank|content}. "
    told = suspected(text + "{Ana Ruiz|source2} {said|cue2} {it floats|content2}.", collective=0.7)
    assert [t.kind for t in told] == ["anonymous", "person"]


def test_who_is_surely_anonymous_is_not_exposed_either() -> None:
    text = "{[[Critics]]|source} {say|cue} {it sank|content}. {Ana Ruiz|source2} {said|cue2} {it floats|content2}."
    assert [t.kind for t in suspected(text, anonymous=0.95)] == ["anonymous", "person"]


@pytest.mark.parametrize("source", ["Several residents", "Two officials"])
def test_a_headline_makes_no_person_of_a_crowd(source: str) -> None:
    text = f"{{[[{source}]]|source}} {{say|cue}} {{the dam leaks/VBZ|content}}\nThe dam is old."
    assert "anonymous" not in {t.kind for t in suspected(text, headline=True, collective=0.85)}
