"""Transcripts and embedded posts: texts whose paragraphs in other people's words are known."""

import pytest

from audit.reading import spoken
from tests.build import reading


def found(marked: str) -> list[str]:
    case = reading(marked)
    return [case.article.text[slice(*span)] for span in spoken.find(case.article, case.parse)]


def test_turns_of_a_transcript() -> None:
    text = (
        "The two met on the radio.\n\n{Ada Lund|PERSON}: The dam is old.\n\nAnd it leaks.\n\n"
        "{Bo Tran|PERSON} (laughing): It may hold.\n\n{LUND|PERSON}: It may not.\n\nThe town slept on."
    )
    assert found(text) == [
        "Ada Lund: The dam is old.",
        "And it leaks.",
        "Bo Tran (laughing): It may hold.",
        "LUND: It may not.",
    ]


def test_a_list_of_places_is_no_transcript() -> None:
    assert found("Norrby: 40 seats.\n\nVarde: 12 seats.\n\nHolm: 9 seats.") == []


def test_two_names_with_colons_are_no_transcript() -> None:
    assert found("{Ada Lund|PERSON}: 40 votes.\n\n{Bo Tran|PERSON}: 12 votes.") == []


@pytest.mark.parametrize(
    "post",
    [
        "<tweet author=x>The dam will burst. Nobody cares.<tweet/>",
        '<tweet\nid="4">The dam will burst.</tweet>',
        "The dam will burst. pic.twitter.com/a1b2",
        "The dam will burst https://t.co/a1b2",
    ],
)
def test_embedded_posts(post: str) -> None:
    assert found(f"People were angry.\n\n{post}\n\nThe mayor was not.") == [post]


@pytest.mark.parametrize("account", ["@adalund.", "— Ada Lund (@adalund) June 4, 2016"])
def test_posts_signed_with_an_account(account: str) -> None:
    assert found(f"People were angry.\n\nThe dam will burst.\n\n{account}\n\nRain fell.") == [
        "The dam will burst.",
        account,
    ]


def test_a_post_over_two_paragraphs_ends_with_its_markup() -> None:
    assert found("<tweet author=x>The dam\n\nwill burst.<tweet/>\n\nRain fell.") == [
        "<tweet author=x>The dam",
        "will burst.<tweet/>",
    ]


def test_what_a_letter_says_after_its_colon() -> None:
    assert found("In a letter to the town, Lund wrote:\n\nThe dam is old.\n\nRain fell.") == ["The dam is old."]
    assert found("The town has two problems:\n\nThe dam is old.") == []


def test_an_account_in_running_text_marks_nothing() -> None:
    assert found("Lund (@adalund) said the dam is old. It is not.\n\nRain fell.") == []
