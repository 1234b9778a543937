"""The pattern language: what each notation matches, and what a mistake in a lexicon says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import RuleError
from audit.inflect import forms
from audit.phrases import Match, load_lexicon, parse_lexicon
from audit.records import Token, Tokens


def tokens(text: str) -> list[Token]:
    """ "could/MD rise | it fell" → tokens of two sentences; a word without a tag is an NN."""
    made, at = [], 0
    for number, sentence in enumerate(text.split(" | ")):
        for item in sentence.split():
            word, _, tag = item.partition("/")
            made.append(Token(at, at + len(word), word, word.lower(), tag or "NN", number))
            at += len(word) + 1
    return made


def matched(lexicon: str, text: str) -> list[str]:
    words = tokens(text)
    return [" ".join(t.norm for t in words[m.first : m.last]) for m in find(lexicon, text)]


def find(lexicon: str, text: str) -> tuple[Match, ...]:
    return parse_lexicon(lexicon, "cues.txt").compile().find(tokens(text))


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("possibly", "Possibly it fell", ["possibly"]),
        ("rumor|rumour", "a rumour and a rumor", ["rumour", "rumor"]),
        ("~say", "she said he says saying sayer", ["said", "says", "saying"]),
        ("~tell|~admit", "told admitted admits", ["told", "admitted", "admits"]),
        ("could/MD", "could/MD could/NN", ["could"]),
        ("say/VB,MD", "say/VBP say/NN", ["say"]),
        ("/CD people", "some/DT people 12/CD people", ["12 people"]),
        ("[about] /CD", "about/IN 40/CD about/IN it/PRP", ["about"]),
        (
            "on (the) condition",
            "on condition | on the condition | on a condition",
            ["on condition", "on the condition"],
        ),
        (
            "asked .. anonymity",
            "asked anonymity | asked a b c d anonymity",
            ["asked anonymity", "asked a b c d anonymity"],
        ),
        ("asked .. anonymity", "asked a b c d e anonymity", []),
        ("asked .. anonymity", "asked for | anonymity", []),
        ("may fall", "it may | fall", []),
        ("do n’t know", "do n't know", ["do n't know"]),
        ("(very) senior official", "very senior official", ["very senior official"]),
        ("# a remark\npossibly # another", "possibly", ["possibly"]),
    ],
)
def test_notation(pattern: str, text: str, expected: list[str]) -> None:
    assert matched(pattern, text) == expected


def test_longest_of_the_leftmost_wins_within_a_label_only() -> None:
    lexicon = "[verb]\n~say\n~say that\nthat it\n[pronoun]\nthat"
    assert [(m.label, m.entry) for m in find(lexicon, "he said that it")] == [
        ("verb", "~say that"),
        ("pronoun", "that"),
    ]


def test_an_exception_drops_what_lies_inside_it_in_its_own_section() -> None:
    text = "could not hear | could rise"
    assert matched("[modal]\ncould\n- could not ~hear", text) == ["could"]
    assert matched("[modal]\ncould\n[other]\n- could not ~hear", text) == ["could", "could"]


def test_an_exception_above_all_sections_holds_in_each() -> None:
    lexicon = parse_lexicon("- could not ~hear\n[modal]\ncould\n[sense]\n~hear", "cues.txt")
    assert lexicon.compile(["modal"]).find(tokens("could not hear")) == ()
    assert [m.label for m in lexicon.compile().find(tokens("could not | hear"))] == ["modal", "sense"]


def test_an_exception_drops_only_its_marked_part() -> None:
    assert matched("[modal]\ncould\n~rise\n- [could] not ~rise", "could not rise") == ["rise"]


def test_whole_match_is_kept_beside_the_reported_part() -> None:
    (match,) = find("said [a source] close", "he said a source close")
    assert (match.first, match.last, match.whole_first, match.whole_last) == (2, 4, 1, 5)


def test_a_match_stays_inside_the_asked_range() -> None:
    matcher = parse_lexicon("may fall", "cues.txt").compile()
    words = tokens("it may fall")
    assert [len(matcher.find(words, *bounds)) for bounds in ((1, 3), (0, 2), (2,))] == [1, 0, 0]


@given(st.lists(st.sampled_from(["the", "mill", "tarn", "said/VBD", "low/JJ"]), min_size=1, max_size=9), st.data())
def test_a_range_is_matched_as_if_it_stood_alone(words: list[str], data: st.DataObject) -> None:
    """Also in an article that has been looked through before, where the places of anchors are known."""
    matcher = parse_lexicon("the (/JJ) mill\n/JJ\nmill .. said\n[x]\ntarn|mill\n- the mill\n", "cues.txt").compile()
    whole = Tokens(tokens(" ".join(words)))
    matcher.find(whole)
    first = data.draw(st.integers(0, len(whole)))
    last = data.draw(st.integers(first, len(whole)))
    alone = matcher.find(Tokens(whole[first:last]))
    assert [(m.first - first, m.last - first, m.entry) for m in matcher.find(whole, first, last)] == [
        (m.first, m.last, m.entry) for m in alone
    ]


def test_tokens_with_other_tags_are_found_by_these() -> None:
    matcher = parse_lexicon("tip/VB\n", "cues.txt").compile()
    before = Tokens(tokens("they tip/NN him"))
    assert not matcher.find(before)
    after = before.retagged(token._replace(tag="VB") if token.norm == "tip" else token for token in before)
    assert [match.first for match in matcher.find(after)] == [1]
    assert after.norms is before.norms
    assert not matcher.find(before)


WORDS = {"a": "the", "b": "of", "c": "mill", "d": "tarn", "e": "said"}  # frequent ones and rare ones
STEPS = st.sampled_from([*WORDS.values(), "the|mill", "tarn|of|said", "(of)", "(the|tarn)", "(mill)", ".."])
PATTERNS = st.lists(STEPS, min_size=1, max_size=6).filter(lambda steps: ".." not in (steps[0], steps[-1]))


@given(
    PATTERNS.filter(lambda steps: any(step[0] not in ".(" for step in steps)),
    st.lists(st.text("abcde", max_size=9), min_size=1, max_size=3),
)
def test_a_lone_pattern_matches_as_a_regular_expression_of_its_words_does(steps: list[str], letters: list[str]) -> None:
    letter = {word: key for key, word in WORDS.items()}
    expression = ""
    for step in steps:
        choice = "[" + "".join(letter[word] for word in step.strip("()").split("|") if word in letter) + "]"
        expression += ".{0,4}" if step == ".." else choice + "?" * step.startswith("(")
    lengths = [0, *(len(sentence) for sentence in letters)]
    expected = [
        (found.start() + sum(lengths[: n + 1]), found.end() + sum(lengths[: n + 1]))
        for n, sentence in enumerate(letters)
        for found in re.finditer(expression, sentence)
    ]
    text = " | ".join(" ".join(WORDS[key] for key in sentence) for sentence in letters)
    assert [(m.whole_first, m.whole_last) for m in find(" ".join(steps), text)] == expected


@pytest.mark.parametrize("pattern", ["a .. " * 24 + "bbb c", "a (a) " * 20 + "bbb c", "a .. (b) .. " * 12 + "bbb c"])
def test_no_pattern_takes_time_that_doubles_with_its_gaps(pattern: str) -> None:
    """Without memory of what failed, any of these would take longer than anybody lives."""
    words = [*"a" * 60, "bbb", "d"]
    tokens = [Token(2 * n, 2 * n + 1, word, word, "NN", 0) for n, word in enumerate(words)]
    assert parse_lexicon(pattern, "own.txt").compile().find(tokens) == ()


def test_a_pattern_of_endless_parts_is_refused() -> None:
    with pytest.raises(RuleError, match="a pattern has at most 50 parts, not 51"):
        parse_lexicon("a " * 51, "own.txt")


def test_lines_are_counted_as_editors_count_them() -> None:
    with pytest.raises(RuleError) as refused:
        parse_lexicon("# \x1c \x85 \u2028\r\nsure\r[\n", "own.txt")
    assert refused.value.line == 3


def test_groups_can_be_chosen() -> None:
    lexicon = parse_lexicon("[modal]\nmay\n[adverb]\nperhaps", "cues.txt")
    assert [m.label for m in lexicon.compile(["adverb"]).find(tokens("perhaps it may"))] == ["adverb"]


@pytest.mark.parametrize(
    ("lexicon", "line", "column", "message"),
    [
        ("ok\n[said to", 2, 1, "never closed"),
        ("said to]", 1, 6, "without a ["),
        ("[a] [b]", 1, 5, "only one part"),
        ("one|", 1, 1, "alternative in one| is empty"),
        ("one ()", 1, 5, "is empty"),
        ("one (two", 1, 5, "enclose one optional token"),
        ("on[e] two", 1, 1, "bracket inside"),
        ("[Adverb]", 1, 1, "no section name"),
        ("[a|b]", 1, 1, "no section name"),
        (".. one", 1, 1, "gap cannot begin or end"),
        ("one ..", 1, 1, "gap cannot begin or end"),
        ("[(one)] two", 1, 1, "nothing certain"),
        ("~2nd", 1, 1, "dictionary form"),
        ("one/md", 1, 1, "no Penn tag"),
        ("-", 1, 1, "exception needs a pattern"),
        ("[a]\none\n\n one", 4, 1, "stands already in line 2"),
    ],
)
def test_mistakes_are_refused_where_they_stand(lexicon: str, line: int, column: int, message: str) -> None:
    with pytest.raises(RuleError, match=r"cues\.txt") as caught:
        parse_lexicon(lexicon, "cues.txt")
    assert (caught.value.line, caught.value.column) == (line, column)
    assert message in caught.value.message


def test_the_same_word_may_stand_in_two_sections() -> None:
    assert set(parse_lexicon("[a]\none\n[b]\none", "cues.txt").groups) == {"a", "b"}


def test_a_file_that_is_not_text_is_a_rule_error(tmp_path) -> None:
    (tmp_path / "cues.txt").write_bytes(b"caf\xe9")
    with pytest.raises(RuleError, match="not UTF-8"):
        load_lexicon(tmp_path / "cues.txt")


@pytest.mark.parametrize(
    ("lemma", "some"),
    [
        ("say", {"say", "says", "said", "saying"}),
        ("claim", {"claims", "claimed", "claiming"}),
        ("deny", {"denies", "denied", "denying"}),
        ("admit", {"admitted", "admitting"}),
        ("hop", {"hopped", "hopping"}),
        ("report", {"reported", "reporting"}),
        ("believe", {"believed", "believing"}),
        ("lie", {"lies", "lied", "lying"}),
        ("guess", {"guesses", "guessed"}),
        ("spokeswoman", {"spokeswomen"}),
        ("analysis", {"analyses"}),
        ("person", {"people"}),
        ("study", {"studies", "studied"}),
    ],
)
def test_inflection(lemma: str, some: set[str]) -> None:
    assert some | {lemma} <= forms(lemma)


def test_inflection_does_not_reach_other_words() -> None:
    assert not forms("hop") & {"hoping", "hoped"}
    assert not forms("plan") & {"planed", "planing"}
