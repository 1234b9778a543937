"""Whether a text is in English, which is all that this program reads."""

import re

__all__ = ["is_foreign"]

# They make up a fifth of any English text, and are no words of its neighbours: so “in” and “was” are not here.
COMMON = frozenset(
    "the and of that it with from this they their has been were which would could who what when said says she are "
    "not but about than more new our there after before out into its his it's".split()
)
# Nor are these words of English: so “die” and “on” are not here. They settle what is in a text of a few words.
FOREIGN = frozenset(
    "der das und ist nicht ein eine den dem des mit für auf sich auch le la les et est une dans pour que qui pas du "
    "el los las y de del por con il di che per non het een van dat niet zijn og det er som på av att är och nie się "
    "não uma os um ve bir bu ini yang dan".split()
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
FEWEST_WORDS, NEXT_TO_NONE = 60, 0.01
FEWEST_FOREIGN_WORDS, FOREIGN_SHARE = 8, 0.15
FEWEST_LETTERS = 20
ENOUGH = 2  # times the least share, and nobody need count more closely
SAMPLE = 20_000  # words that are looked at
LETTERS_IN_A_WORD = 6


def is_foreign(text: str, least: float) -> bool:
    """Whether fewer of a text's words than that share are common English ones, or most letters are not Latin ones.

    Terse English has few of them too. So the others must plainly be another language's, or the text long and next to
    none of them there.
    """
    if not least:
        return False
    if _is_in_another_script(text[: SAMPLE * LETTERS_IN_A_WORD]):
        return True
    if _is_plainly_english(text, least):
        return False
    words = _words(text)
    share = sum(word in COMMON for word in words) / max(1, len(words))
    if share >= least:
        return False
    if sum(word in FOREIGN for word in words) >= FOREIGN_SHARE * len(words):
        return len(words) >= FEWEST_FOREIGN_WORDS
    return len(words) >= FEWEST_WORDS and share < NEXT_TO_NONE


def _is_plainly_english(text: str, least: float) -> bool:
    """Whether common English words stand there by the dozen: a look that costs little."""
    pieces = text[: SAMPLE * LETTERS_IN_A_WORD].casefold().split()
    return sum(map(COMMON.__contains__, pieces)) >= ENOUGH * least * len(pieces)


def _is_in_another_script(text: str) -> bool:
    beyond_ascii = (letter for run in NOT_ASCII.findall(text) for letter in run if letter.isalpha())
    others = sum(LATIN.match(letter) is None for letter in beyond_ascii)
    return others > 0 and FEWEST_LETTERS <= sum(map(str.isalpha, text)) < 2 * others


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)[:SAMPLE]]
