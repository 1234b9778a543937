"""The tables of an audited archive: every column with its type and what it holds.

    DIR/archive.json                       what the archive was made of and by
    DIR/articles/00000-000000.parquet      the part of a table that holds part 0 of input 0; so for each table
    DIR/parts/00000-000000.json            written last: with it, the part is whole
    DIR/totals.json                        written when all parts are

`articles.id` is the key; `article` in the other tables refers to it. Names and meanings are those of
docs/json-schema.md where that has them. pyarrow is imported when the first schema is asked for.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SCHEMA", "TABLES", "Column", "Table", "TableName", "Type", "arrow_schema"]

SCHEMA = 1
"""The version of all tables together; columns may come within one, but keep their name, type and meaning."""

TableName = Literal["articles", "sources", "attributions", "findings", "problems"]
Type = Literal["string", "strings", "integer", "number", "boolean", "date", "spans"]


class Column(NamedTuple):
    """A column; `nullable` tells whether it may be null, and the description then says when."""

    name: str
    type: Type
    description: str
    nullable: bool = False


class Table(NamedTuple):
    """A table and what one row of it is."""

    name: TableName
    row: str
    columns: tuple[Column, ...]


_ARTICLE = Column("article", "string", "The article's `id` in the table articles.")

_ARTICLES = Table(
    "articles",
    "An article that was audited.",
    (
        Column(
            "id", "string", "The article's key: the path of its file, or the input and the record, as in x.jsonl#17."
        ),
        Column("input", "string", "The input that holds it, as it was named: a file, or a folder of articles."),
        Column("record", "integer", "Its number in that input, from 1, counting what could not be read as well."),
        Column("given_id", "string", "The id that the record itself gives; null where it gives none.", True),
        Column("url", "string", "The address that the record gives; null where it gives none.", True),
        Column(
            "outlet",
            "string",
            "Who published it: as the record says, else the host of its address without www.; else null.",
            True,
        ),
        Column("desk", "string", "The desk or section that the record names; else null.", True),
        Column("authors", "strings", "The people whom the record names as authors, else those of its byline."),
        Column("date", "string", "The day or time of publication as the record gives it; else null.", True),
        Column("published", "date", "The day of publication; null where none is given, or cannot be understood.", True),
        Column("month", "string", "The month of publication, such as 2026-03; null where `published` is.", True),
        Column("fetched", "string", "When a crawler took the page (WARC-Date); null where none did.", True),
        Column("genre", "string", "news, opinion, letters, analysis, interview, review, or as the article says."),
        Column("headline", "string", "The headline on one line; null where the article has none.", True),
        Column("text_digest", "string", "A hash of the text: articles with the same one have the same words."),
        Column("words", "integer", "Words of the article: tokens with a letter or digit."),
        Column("named_sources", "integer", "Named people among its sources."),
        Column("anonymous_sources_min", "integer", "Unnamed people among its sources, at least."),
        Column(
            "anonymous_sources_max",
            "integer",
            "Unnamed people among its sources, at most; null where the text cannot tell.",
            True,
        ),
        Column(
            "anonymous_share",
            "number",
            "Part of the attributed words that come from unnamed people, 0 to 1; null where there is no telling.",
            True,
        ),
        Column("attributed_share", "number", "Part of all words that is credited to a source, 0 to 1."),
        Column(
            "reason_given_rate",
            "number",
            "Part of the unnamed people with a reason for no name, a stock phrase counting half; null without any.",
            True,
        ),
        Column("hedges_per_1000", "number", "Hedges in the writer's own voice for each 1,000 words."),
        Column(
            "flesch_kincaid_grade", "number", "Readability as a school grade; null where the text is too short.", True
        ),
        Column("flesch_reading_ease", "number", "Readability from 0 to 100; null where the text is too short.", True),
        Column("sources", "integer", "Rows of the table sources."),
        Column("attributions", "integer", "Rows of the table attributions."),
        Column("agentless", "integer", "Attributions without anybody who says so (“it is believed”)."),
        Column("attributed_words", "integer", "Sum of `words` over its sources: weigh shares of many articles by it."),
        Column("anonymous_words", "integer", "Sum of `words` over its sources of kind anonymous."),
        Column("claims", "integer", "Statements in the writer's own voice that need support and have none."),
        Column("hedges", "integer", "Hedges outside quotations, of all classes, in the writer's voice or a source's."),
        Column("errors", "integer", "Findings of severity error that are not suppressed."),
        Column("warnings", "integer", "Findings of severity warning that are not suppressed."),
        Column("infos", "integer", "Findings of severity info that are not suppressed."),
        Column("suppressed", "integer", "Findings that are suppressed, of any severity."),
        Column("schema", "integer", "The version of these tables."),
        Column("tool", "string", "The version of the program that audited it."),
        Column("rules", "string", "The hash of the rules it was audited by."),
        Column("model", "string", "The trained pipeline that read it: name and version."),
    ),
)

_SOURCES = Table(
    "sources",
    "A real-world source of an article, once for each article.",
    (
        _ARTICLE,
        Column("source_id", "string", "Its id in the article, to which attributions refer."),
        Column(
            "kind", "string", "person, organization, document; unnamed: anonymous, spokesperson, collective, evidence."
        ),
        Column("name", "string", "Its name; null where it is not named.", True),
        Column("label", "string", "The name, or the fullest description."),
        Column(
            "descriptor",
            "string",
            "How an unnamed person is described: none, role, access, role+access; null for the others.",
            True,
        ),
        Column(
            "reason_class",
            "string",
            "Why no name is given: specific, boilerplate or none; null for sources that need no reason.",
            True,
        ),
        Column("reason_text", "string", "The words that give the reason; null where there are none.", True),
        Column("mentions", "spans", "Where the source is credited, in code points of the text, half open."),
        Column("people_min", "integer", "Persons that may stand behind it, at least."),
        Column("people_max", "integer", "Persons that may stand behind it, at most; null where no one can tell.", True),
        Column("attributions", "integer", "How often it is credited."),
        Column("words", "integer", "Words credited to it."),
        Column("quoted_words", "integer", "Those of them inside quotation marks."),
    ),
)

_ATTRIBUTIONS = Table(
    "attributions",
    "Somebody is credited with information, a view, an intention or a quotation, once for each time.",
    (
        _ARTICLE,
        Column("number", "integer", "Its number in the article, from 1, in order of the text."),
        Column("source", "spans", "Where the source stands, half open; empty where nobody is named as the origin."),
        Column("cue", "spans", "Where the words stand that credit it."),
        Column("content", "spans", "Where the words stand that are credited; several where the source breaks them."),
        Column(
            "source_text", "string", "The words of the source, its pieces joined by “ … ”; empty where there is none."
        ),
        Column("cue_text", "string", "The words of the cue, joined likewise."),
        Column("content_text", "string", "The words of the content, joined likewise."),
        Column("kind", "string", "The kind of its source, as in the table sources, or agentless."),
        Column("source_id", "string", "The source in the table sources; null where it has none.", True),
        Column("quote", "string", "direct, indirect or mixed."),
        Column("confidence", "number", "How sure the trained pipeline is, 0 to 1, in two digits."),
        Column(
            "follow_up", "boolean", "Whether the source points back to one already introduced (“the official added”)."
        ),
    ),
)

_FINDINGS = Table(
    "findings",
    "What a rule reports of an article; suppressed ones too.",
    (
        _ARTICLE,
        Column("number", "integer", "Its number in the article, from 1, in order of the text."),
        Column("rule", "string", "The rule's id, such as ANON001."),
        Column("name", "string", "The rule's name, such as bare-anonymous-source."),
        Column("family", "string", "anonymous, claims, hedges or article."),
        Column("severity", "string", "error, warning or info."),
        Column("message", "string", "What is wrong here."),
        Column("advice", "string", "What to do about it."),
        Column("start", "integer", "Where it begins, in code points of the text."),
        Column("end", "integer", "Where it ends, half open."),
        Column("line", "integer", "The line where it begins, from 1; so are the three that follow."),
        Column("column", "integer", "The column where it begins."),
        Column("end_line", "integer", "The line where it ends."),
        Column("end_column", "integer", "The column where it ends."),
        Column("text", "string", "The words at that place."),
        Column(
            "fingerprint", "string", "Stays the same while the words and the rule do, whatever changes around them."
        ),
        Column("suppressed", "string", "Why it does not count: waiver; null where it does count.", True),
        Column("suppressed_reason", "string", "The reason that whoever suppressed it gave; else null.", True),
        Column("suppressed_by", "string", "Who suppressed it; null where nobody is named.", True),
        Column("suppressed_until", "string", "The last day on which it is suppressed, as 2026-03-31; else null.", True),
    ),
)

_PROBLEMS = Table(
    "problems",
    "A record, or an input, that could not be audited; the rest was.",
    (
        Column("path", "string", "What could not be audited: the `id` that its article would have, or an input."),
        Column("input", "string", "The input that holds it, as it was named."),
        Column("record", "integer", "Its number in that input, from 1; null for an input as a whole.", True),
        Column(
            "offset",
            "integer",
            "Where it begins, in bytes of the unpacked input (of the file, for WARC); or null.",
            True,
        ),
        Column("line", "integer", "Its line in JSON Lines, from 1; null elsewhere.", True),
        Column("message", "string", "What is wrong, for whoever has to mend it."),
    ),
)

TABLES: Mapping[TableName, Table] = {
    table.name: table for table in (_ARTICLES, _SOURCES, _ATTRIBUTIONS, _FINDINGS, _PROBLEMS)
}


@cache
def arrow_schema(name: TableName) -> "pa.Schema":
    """The Arrow schema of a table; descriptions are in the metadata of the schema and its fields."""
    import pyarrow as pa

    table = TABLES[name]
    fields = [
        pa.field(column.name, _arrow_type(column.type), column.nullable, {"description": column.description})
        for column in table.columns
    ]
    return pa.schema(fields, {"description": table.row, "schema": str(SCHEMA)})


def _arrow_type(type_: Type) -> "pa.DataType":
    """Spans are a list of [start, end]."""
    import pyarrow as pa

    if type_ == "spans":
        return pa.list_(pa.struct([pa.field("start", pa.int32(), False), pa.field("end", pa.int32(), False)]))
    types = {
        "string": pa.string(),
        "strings": pa.list_(pa.string()),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    return types[type_]
