"""What holds whatever an article or a rule file says: offsets point at their text, and only refusals are raised."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.errors import ArticleError, ConfigError, RuleError
from audit.examiner import Examiner
from audit.readers import read_bytes
from audit.records import Run, Tool
from audit.render import RENDERERS
from audit.rulebook.yamlfile import read_yaml
from audit.settings import load_settings
from audit.settings.tomlfile import read_toml
from audit.text import LineIndex, is_foreign
from fuzz.targets import TARGETS, check_article
from tests.strategies import ATTACKS

# Unicode at its worst: what looks like one character and is two, faces the other way, or takes no room at all.
WORST = (
    *("e\u0301", "\u0301", "\u202e", "\u2066", "\u200d", "\u200b", "\u00ad", "\ufeff", "\0", "\x85", "\u2028"),
    *(
        "👩\u200d👩\u200d👧",
        "\U0001f3fb",
        "ﬁ",
        "İ",
        "ẞ",
        "ſ",
        "橋は。",
        "「はい」",
        "\u3000",
        "\uffff",
        "\U0010ffff",
        "\ue000",
    ),
)
WORDS = (
    "Sources said ",
    "officials ",
    "Ada Renn, who ",
    "told “The ",
    "may possibly ",
    "could not say. ",
    "It is believed ",
)
BREAKS = ("\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\r\r", " ")
MARKS = ("“", "”", "‘", "’", '"', "'", "«", "»", "„", "``", "''")
MARKUP = (
    "**",
    "_",
    "# ",
    "> ",
    "- ",
    "| ",
    "[x](y)",
    "&amp;",
    "<b>",
    "</p><p>",
    "<!-- ",
    "-->",
    "```",
    "---\n",
    "title: ",
)
prose = st.lists(st.sampled_from((*WORDS * 3, *WORST, *BREAKS * 2, *MARKS)), max_size=40).map("".join)
anything = st.lists(
    st.sampled_from((*WORDS, *WORST, *BREAKS, *MARKS, *MARKUP, *ATTACKS)) | st.text(max_size=5), max_size=30
).map("".join)


@given(anything, st.sampled_from((".txt", ".md", ".html")), st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-32")))
def test_every_reader_keeps_its_promises(text: str, suffix: str, encoding: str) -> None:
    try:
        article = read_bytes(text.encode(encoding, "replace"), path="a" + suffix, suffix=suffix)
    except ArticleError as error:
        told = error.message
    else:
        told = article.text
        check_article(article)
    assert told
    told.encode()


@given(prose)
def test_plain_text_is_kept_as_it_stands(text: str) -> None:
    """No normal form, no line break and no invisible character is changed where offsets count it."""
    try:
        article = read_bytes(text.encode(), path="a.txt", suffix=".txt")
    except ArticleError:
        return
    assert article.text == text.removeprefix("\ufeff")


# The target holds every quotation to lie within its paragraph, closed or not, and well nested.
@given(st.text(alphabet="“”‘’\"'«»„`a .\n", max_size=60))
def test_quotations_keep_their_promises(text: str) -> None:
    TARGETS["quotations"](text.encode())


@given(
    st.lists(
        st.sampled_from(("a: ", "- ", "[", "]", "{", "}", "x", "!!", "&a ", "*a", "|\n", "\n", "  ", "'", '"', "#"))
    )
)
def test_yaml_is_read_or_refused_where_it_stands(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        document = read_yaml(text, "a.yaml")
    except RuleError as error:
        assert 0 <= error.line <= text.count("\n") + 2
        return
    assert all(line <= text.count("\n") + 1 for line, _ in document.values.values())


@given(st.lists(st.sampled_from(("a", ".", " = ", "1", "[", "]", "{", "}", ",", "\n", "'", '"', "#", "0x", "[[a]]\n"))))
def test_toml_is_read_or_refused_where_it_stands(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        read_toml(text, "a.toml")
    except ConfigError as error:
        assert 0 <= error.line <= text.count("\n") + 1


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    return Examiner(("builtin",))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(prose, st.sampled_from((".txt", ".md")))
def test_every_span_of_the_output_points_at_its_text(examiner: Examiner, text: str, suffix: str) -> None:
    profile = load_settings(search=False).general
    data = f"The harbor has been closed by the council since it was told of the storm.\n\n{text}".encode()
    try:
        report = examiner.examine(data, path="a" + suffix, suffix=suffix, profile=profile)
    except ArticleError:
        return
    whole = report.reading.article.text
    run = Run(tool=Tool(version="0", rules="", model=""), reports=(replace(report),), problems=(), rules=())
    (article,) = json.loads(RENDERERS["json"](run))["articles"]
    lines = LineIndex(whole)
    for finding in article["findings"]:
        start, end = finding["start"], finding["end"]
        assert finding["text"] == whole[start:end] != ""
        assert (finding["line"], finding["column"]) == lines.position(start)
        assert (finding["end_line"], finding["end_column"]) == lines.position(end)
    spans = [span for told in article["attributions"] for part in ("source", "cue", "content") for span in told[part]]
    spans += [span for source in article["sources"] for span in source["mentions"]]
    spans += [(one["start"], one["end"]) for one in (*article["claims"], *article["hedges"])]
    for start, end in spans:
        assert 0 <= start < end <= len(whole)
        assert whole[start:end].strip(), "a span has words"


# ---------------------------------------------------------------- languages

ENGLISH = (
    "The harbor will close on Monday, and nobody in the town has been told of it.",
    "Ferry talks collapse",
    "Results: Ellery 3, Marden 2. Renn 14, Ruiz 9, Holt 4, Lund 2, Ashdown 1, Kessel 0.",
    "Sources said so.",
    "“Non, je ne regrette rien,” said the mayor, who sang it at the fish market, to the people there.",
)
FOREIGN = (
    "Der Hafen wird am Montag geschlossen, sagte ein Sprecher der Stadt, und niemand ist gefragt worden.",
    "Le port sera fermé lundi, a déclaré un porte-parole de la ville, et personne n’est consulté.",
    "El puerto cerrará el lunes, dijo una portavoz de la ciudad, y no se ha consultado a los vecinos.",
    "De haven wordt maandag gesloten, zei een woordvoerder van het bestuur, en dat is niet bekend.",
    "Порт закроется в понедельник, сказал представитель города.",
    "橋は月曜日に閉鎖されると市の報道官が匿名を条件に語った。",
)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_read(text: str) -> None:
    assert not is_foreign(text, 0.04)
    assert read_bytes(text.encode(), path="a.txt", suffix=".txt")


@pytest.mark.parametrize("text", FOREIGN)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_another_language_is_told_and_not_misread(text: str, suffix: str) -> None:
    with pytest.raises(ArticleError, match="seems not to be in English"):
        read_bytes(text.encode(), path="a" + suffix, suffix=suffix)
    assert not is_foreign(text, 0)
