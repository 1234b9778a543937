"""A small archive by hand: outlets, desks and months that differ as told, written as the tables say."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from audit.archive.tables import TABLES, TableName, arrow_schema

Row = dict[str, Any]
EMPTY = {"string": "", "strings": [], "integer": 0, "number": 0.0, "boolean": False, "date": None, "spans": []}


@dataclass(frozen=True, kw_only=True)
class Story:
    """What an article of the archive is like; `unnamed` holds the class of reason of each of its unnamed people."""

    number: int
    outlet: str | None = "Lantern"
    desk: str | None = "Politics"
    authors: tuple[str, ...] = ("Nell Ashdown",)
    day: date | None = date(2031, 1, 5)
    words: int = 500
    unnamed: tuple[str, ...] = ()
    attributed_share: float = 0.4
    hedges_per_1000: float = 2.0
    rules: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    digest: str = ""

    @property
    def id(self) -> str:
        return f"stories.jsonl#{self.number}"


def row(table: TableName, **values: Any) -> Row:
    """A row with the columns told, and nothing in the others."""
    columns = TABLES[table].columns
    assert values.keys() <= {column.name for column in columns}
    return {column.name: None if column.nullable else EMPTY[column.type] for column in columns} | values


def article_row(story: Story) -> Row:
    unnamed_words = 20 * len(story.unnamed)
    return row(
        "articles",
        id=story.id,
        input="stories.jsonl",
        record=story.number,
        outlet=story.outlet,
        desk=story.desk,
        authors=list(story.authors),
        date=story.day and story.day.isoformat(),
        published=story.day,
        month=story.day and f"{story.day:%Y-%m}",
        genre="news",
        headline=f"Headline {story.number}",
        text_digest=story.digest or f"sha256:{story.number:04}",
        words=story.words,
        named_sources=2,
        anonymous_sources_min=len(story.unnamed),
        anonymous_sources_max=len(story.unnamed),
        anonymous_share=round(unnamed_words / (200 + unnamed_words), 3),
        attributed_share=story.attributed_share,
        reason_given_rate=0.5 if story.unnamed else None,
        hedges_per_1000=story.hedges_per_1000,
        sources=2 + len(story.unnamed),
        attributions=2 + len(story.unnamed),
        attributed_words=200 + unnamed_words,
        anonymous_words=unnamed_words,
        errors=len(story.rules),
        suppressed=len(story.waived),
        schema=1,
        tool="0.1.0",
        rules="sha256:00",
        model="en_audit_news 0.1.0",
    )


def source_rows(story: Story) -> list[Row]:
    named = [
        row(
            "sources",
            article=story.id,
            source_id=f"s{n}",
            kind="person",
            name=name,
            label=name,
            attributions=1,
            words=100,
        )
        for n, name in enumerate(("Ada Renn", "Tom Quill"), 1)
    ]
    unnamed = [
        row(
            "sources",
            article=story.id,
            source_id=f"s{n}",
            kind="anonymous",
            label="a port official",
            descriptor="role",
            reason_class=reason,
            reason_text=None if reason == "none" else "because the tender is sealed",
            people_min=1,
            people_max=1,
            attributions=1,
            words=20,
        )
        for n, reason in enumerate(story.unnamed, 3)
    ]
    return named + unnamed


def attribution_rows(story: Story) -> list[Row]:
    return [
        row(
            "attributions",
            article=story.id,
            number=number,
            source_text=source["label"],
            cue_text="said" if number % 2 else "warned",
            content_text="the steel had rusted",
            kind=source["kind"],
            source_id=source["source_id"],
            quote="direct" if number % 2 else "indirect",
            confidence=0.8,
        )
        for number, source in enumerate(source_rows(story), 1)
    ]


def finding_rows(story: Story) -> list[Row]:
    reported = [(rule, None) for rule in story.rules] + [(rule, "waiver") for rule in story.waived]
    return [
        row(
            "findings",
            article=story.id,
            number=number,
            rule=rule,
            name=f"name-of-{rule.lower()}",
            family="anonymous",
            severity="error",
            text="sources",
            suppressed=suppressed,
        )
        for number, (rule, suppressed) in enumerate(reported, 1)
    ]


def tables_of(stories: Sequence[Story]) -> dict[TableName, list[Row]]:
    """The rows of every table, with one record that could not be read."""
    return {
        "articles": [article_row(story) for story in stories],
        "sources": [row for story in stories for row in source_rows(story)],
        "attributions": [row for story in stories for row in attribution_rows(story)],
        "findings": [row for story in stories for row in finding_rows(story)],
        "problems": [row("problems", path="stories.jsonl#999", input="stories.jsonl", record=999, message="no text")],
    }


def write_archive(folder: Path, stories: Sequence[Story], *, parts: int = 2) -> Path:
    """An archive of the stories in some parts, whole."""
    for number in range(parts):
        write_part(folder, f"{number:05}-000000", tables_of(stories[number::parts]))
    (folder / "archive.json").write_text("{}", encoding="utf-8")
    return finish(folder)


def write_part(folder: Path, part: str, tables: Mapping[TableName, Sequence[Row]]) -> None:
    for name, rows in tables.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        table = pa.Table.from_pylist(list(rows), schema=arrow_schema(name))
        parquet.write_table(table, folder / name / f"{part}.parquet")


def finish(folder: Path) -> Path:
    """Write down how many rows there are."""
    rows = {name: sum(parquet.read_metadata(p).num_rows for p in (folder / name).iterdir()) for name in TABLES}
    (folder / "totals.json").write_text(json.dumps({"rows": rows}), encoding="utf-8")
    return folder


def ordinary_stories() -> list[Story]:
    """Three outlets over six months: the Herald uses ever more unnamed sources; the Gazette has five articles only."""
    chance = Random(7)
    stories = []
    for number in range(1, 241):
        outlet, month = chance.choice(("Herald", "Lantern")), 1 + number % 6
        often = 0.1 + 0.1 * month if outlet == "Herald" else 0.25
        reasons = chance.choices(("specific", "boilerplate", "none"), k=chance.randint(1, 3))
        unnamed = tuple(reasons) if chance.random() < often else ()
        stories.append(
            Story(
                number=number,
                outlet=outlet,
                desk=chance.choice(("Politics", "Politics", "City", "Sport")),
                authors=chance.choice((("Iris Vane",), ("Nell Ashdown", "Per Holm"), ("Per Holm",))),
                day=date(2031, month, chance.randint(1, 28)),
                words=chance.randint(250, 900),
                unnamed=unnamed,
                attributed_share=round(chance.uniform(0.25, 0.65), 3),
                hedges_per_1000=round(chance.expovariate(0.5 if outlet == "Herald" else 0.8), 1),
                rules=("ANON001",) * (chance.random() < 0.1) + ("ANON004",) * reasons.count("none") * bool(unnamed),
                waived=("CLAIM001",) if number % 50 == 0 else (),
            )
        )
    gazette = [
        Story(number=n, outlet="Gazette", desk=None, unnamed=("none",), rules=("ANON004",)) for n in range(241, 246)
    ]
    nameless = [Story(number=n, outlet=None, desk="City", authors=(), day=None) for n in range(246, 260)]
    return [*stories, *gazette, *nameless, Story(number=260, outlet="Lantern", digest="sha256:0001")]
