"""Invented articles to measure speed on, the same ones each time: places, people and matters that are nowhere."""

import random
from pathlib import Path

__all__ = ["TINY", "story", "write_stories"]

FULL = (14, 3)  # paragraphs, and sentences of each: some 550 words
TINY = (2, 4)
ATTRIBUTED = 0.5  # of all sentences; the others only tell

FIRST = "Ada Ivo Bea Lew Piet Nell Ana Tom Ines Milo Rhea Odd Zora Kit Vera Jon".split()
OPENINGS = "Ren Mar Hol Or Lam Ash Ru Kee Tarn Pel Kes Wick Sab Dun Est Brack Fen Gal Hav Ster".split()
ENDINGS = "ford ley ner wick holm dale burn stow mere ing ton ridge by worth".split()
MATTERS = "bridge,ferry line,clinic,school budget,harbour strike,water tax,tram,fish market,dam,night bus".split(",")
SENTENCES = (
    "The {place} council will vote on the {matter} on Monday, {name} said.",
    "“We were not asked about the {matter},” said {name}, who runs the pier in {place}.",
    "The {matter} will cost {number} million crowns, two officials familiar with the talks said.",
    "Critics say the {matter} in {place} should have been mended years ago.",
    "{name} showed a petition with {number} names at a meeting in {place} on Tuesday.",
    "It may take {number} days, people close to the council said, speaking on condition of anonymity because the "
    "talks were private.",
    "The report on the {matter} was late again, according to a notice at the town hall of {place}.",
    "“{place} needs an answer,” {surname} told reporters. “We have waited {number} days.”",
    "A spokesman for the {place} Trust declined to comment on the {matter}.",
    "The minister is said to be furious, and some in {place} reportedly expect him to resign.",
    "Studies have shown that a {matter} brings {number} jobs to a town of that size.",
    "Last year {place} spent {number} crowns on its {matter}, more than any other town on the coast.",
    "“I have never seen a {matter} handled so badly,” one senior official said of {surname}.",
    "The plan, which {name} of the {place} Institute called “a mistake”, perhaps saves very little.",
    "Residents walked from the station to the {matter} and back, some of them with children.",
)
PLAIN = (
    "The {matter} was opened {number} years ago, when {place} was still a fishing village with one road.",
    "{name} was born in {place} and studied law before joining the council in the spring.",
    "The town lies on the coast, {number} miles from the border, and lives on timber and on visitors in summer.",
    "Work stopped in March, after a storm had torn a part of the roof away and flooded the cellar below.",
    "The next meeting is on Thursday at seven in the old school; doors open half an hour before.",
    "Two buses a day now take the long way round by the mill, and the fare has gone up twice since autumn.",
    "Under the plan, {number} houses are to be joined to the new line by the end of next year.",
    "On Friday the gates were shut and the lamps along the quay were dark for the first time in {number} weeks.",
    "{name} signed the contract in May and left the board of the {place} Trust a month later.",
    "The council has eleven members, five of them elected last autumn, and meets in a hall above the library.",
    "Snow fell for three days, and the road over the ridge was closed to lorries until Sunday night.",
)


def story(number: int, size: tuple[int, int] = FULL) -> str:
    """An article of so many paragraphs and sentences, under a headline."""
    chance = random.Random(number)

    def name() -> str:
        return chance.choice(OPENINGS) + chance.choice(ENDINGS)

    place, matter = name(), chance.choice(MATTERS)
    people = [f"{chance.choice(FIRST)} {name()}" for _ in range(5)]

    def sentence() -> str:
        person = chance.choice(people)
        values = {"place": place, "matter": matter, "name": person, "surname": person.split()[1]}
        told = chance.choice(SENTENCES if chance.random() < ATTRIBUTED else PLAIN)
        return told.format(**values, number=chance.randint(3, 900))

    paragraphs, sentences = size
    body = (" ".join(sentence() for _ in range(sentences)) for _ in range(paragraphs))
    return "\n\n".join((f"{place} {matter} goes to a vote", *body)) + "\n"


def write_stories(folder: Path, count: int, size: tuple[int, int] = FULL) -> None:
    """So many articles as files of a new folder."""
    folder.mkdir(parents=True)
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(story(number, size), encoding="utf-8")
