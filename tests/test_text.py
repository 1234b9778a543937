"""Lines and columns, paragraphs, and quotation marks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.records import Span
from audit.text import LineIndex, find_quotations, paragraph_spans


def quotes(text: str) -> list[str]:
    return [text[slice(*q.span)] for q in find_quotations(text, paragraph_spans(text))]


def paragraphs(text: str) -> list[str]:
    return [text[slice(*span)] for span in paragraph_spans(text)]


# ---------------------------------------------------------------- lines


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab\ncd", 1, (1, 2)),
        ("ab\ncd", 2, (1, 3)),
        ("ab\ncd", 3, (2, 1)),
        ("ab\r\ncd", 3, (1, 4)),
        ("ab\r\ncd", 4, (2, 1)),
        ("ab\rcd", 3, (2, 1)),
        ("😀é\nx", 3, (2, 1)),
        ("a\u2028b\x0bc", 4, (1, 5)),
        ("ab\n", 3, (2, 1)),
    ],
)
def test_offsets_become_lines_and_columns_in_code_points(text: str, offset: int, position: tuple[int, int]) -> None:
    assert LineIndex(text).position(offset) == position


@pytest.mark.parametrize("offset", [-1, 3])
def test_offsets_outside_the_text_are_refused(offset: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        LineIndex("ab").position(offset)


def test_a_line_is_found_without_its_line_break() -> None:
    text = "one\r\ntwo\rthree\n"
    lines = LineIndex(text)
    assert [text[slice(*lines.line_span(n))] for n in (1, 2, 3, 4)] == ["one", "two", "three", ""]
    with pytest.raises(ValueError, match="outside"):
        lines.line_span(5)


@given(st.text(alphabet="ab\r\n", max_size=30))
def test_line_and_column_lead_back_to_the_offset(text: str) -> None:
    lines = LineIndex(text)
    for offset in range(len(text) + 1):
        line, column = lines.position(offset)
        assert lines.line_span(line).start + column - 1 == offset


# ---------------------------------------------------------------- paragraphs

WRAPPED = """\
The harbor commission of Port Ellery voted on Tuesday to close the old
ferry landing, a decision that ends a century of service to the islands
off the coast.

Commissioner Ana Ruiz said the landing had become unsafe. She pointed to
a survey of its piles, which were driven in 1921 and have lost a third
of their strength."""


def test_blank_lines_part_paragraphs_of_hard_wrapped_text() -> None:
    assert [p.split()[0] for p in paragraphs(WRAPPED)] == ["The", "Commissioner"]
    assert paragraphs(WRAPPED)[1].endswith("strength.")


def test_a_short_first_line_of_wrapped_text_stands_alone() -> None:
    text = "Ferry Landing To Close\nBy Ana Ruiz\n" + WRAPPED
    assert paragraphs(text)[:2] == ["Ferry Landing To Close", "By Ana Ruiz"]
    assert len(paragraphs(text)) == 4


def test_each_line_is_a_paragraph_where_lines_end_sentences() -> None:
    text = "Rents rose in Port Ellery.\r\nThe mayor was silent.\r\n\r\n  “No comment,” her office said.  \r\n"
    assert paragraphs(text) == ["Rents rose in Port Ellery.", "The mayor was silent.", "“No comment,” her office said."]


def test_a_sentence_broken_over_two_lines_stays_one_paragraph() -> None:
    long = "The commission met. " * 12
    text = f"Ferry landing to close; \nIslanders fear a hard winter.\n\n{long}\n{long}"
    assert paragraphs(text)[0] == "Ferry landing to close; \nIslanders fear a hard winter."
    assert len(paragraphs(text)) == 3


def test_list_items_are_paragraphs() -> None:
    assert len(paragraphs("- a new pier\n- a new boat\n- a new crew")) == 3


@given(st.text(alphabet="aB. ,\n\r\t-“", max_size=60))
def test_paragraphs_cover_every_word_once_in_order(text: str) -> None:
    spans = paragraph_spans(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(text[slice(*s)] for s in spans).split()) == "".join(text.split())
    assert all(text[slice(*s)] == text[slice(*s)].strip() != "" for s in spans)


# ---------------------------------------------------------------- quotation marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It holds,” said Ruiz.", ["“It holds,”"]),
        ('"It holds," said Ruiz. "For now."', ['"It holds,"', '"For now."']),
        ("''WHAT?'' she asked. ``Yes,'' he said.", ["''WHAT?''", "``Yes,''"]),
        ("‘It holds,’ said Ruiz.", ["‘It holds,’"]),
        ("'It holds,' said Ruiz.", ["'It holds,'"]),
        ("« Ça tient », «so» und »so«.", ["« Ça tient »", "«so»", "»so«"]),
        ("„Es hält“, sagte sie. „Ja”, sagte er.", ["„Es hält“", "„Ja”"]),
        ('“It holds" and "it stays”', ['“It holds"', '"it stays”']),
        ('The ("new") pier—"sound"—stays "safe"-ish.', ['"new"', '"sound"', '"safe"']),
        ('"But the pier—" she began.', ['"But the pier—"']),
        ('She said:"It holds."', ['"It holds."']),
        ('He wrote " it holds " twice.', ['" it holds "']),
        ("''She said 'no''', he wrote.", ["''She said 'no'''", "'no'"]),
        ("'The workers' pay is low,' he said.", ["'The workers' pay is low,'"]),
        ("the ‘good guys’ and the ‘bad guys’ met", ["‘good guys’", "‘bad guys’"]),
        ("She likes 'rock 'n' roll' and ‘24 Hours’.", ["'rock 'n' roll'", "‘24 Hours’"]),
        ("The film “13th” and ‘13th’", ["“13th”", "‘13th’"]),
    ],
)
def test_quotations_of_every_style(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Back in the '90s, the ’90s and the ‘90s, don't forget class of '16.",
        "The workers' pay and the islanders’ boats",
        "rock 'n' roll, rock ’n’ roll, rock ‘n’ roll",
        "O'Neil and O’Neil aren't here, 'til Tuesday, get 'em, ’tis so",
        "He is 5' 10\" tall, she is 6’2”, the pipe is 12\" wide and 4' long.",
        'A stray mark” here, and here" too.',
        '""',
        "It was 'unclosed and long.",
    ],
)
def test_apostrophes_and_measures_are_no_quotations(text: str) -> None:
    assert quotes(text) == []


@pytest.mark.parametrize(
    "text",
    ["“He said ‘no’ and ‘go’ to me,” she said.", "\"He said 'no' and 'go' to me,\" she said."],
)
def test_nested_quotations_have_a_depth(text: str) -> None:
    found = find_quotations(text, paragraph_spans(text))
    assert [(q.depth, text[slice(*q.inner)].strip(",")[:3]) for q in found] == [(0, "He "), (1, "no"), (1, "go")]


def test_the_same_mark_may_nest() -> None:
    text = '"He said "no" to me," she said.'
    assert [(q.depth, q.closed) for q in find_quotations(text, paragraph_spans(text))] == [(0, True), (1, True)]


@pytest.mark.parametrize(("left", "right"), ["“”", '""', "‘’", "''", "«»", ("''", "''"), ("``", "''")])
def test_a_quotation_over_paragraphs_is_one_in_each(left: str, right: str) -> None:
    text = f"{left}We looked.\n\n{left}We dived.\n\n{left}We left,{right} Ruiz said."
    found = find_quotations(text, paragraph_spans(text))
    assert [text[slice(*q.inner)] for q in found] == ["We looked.", "We dived.", "We left,"]
    assert [q.closed for q in found] == [False, False, True]


def test_a_nested_quotation_does_not_cut_one_that_goes_on() -> None:
    text = "“He said “no” and left.\n\n“So did we,” Ruiz said."
    assert quotes(text) == ["“He said “no” and left.", "“no”", "“So did we,”"]


def test_a_mark_that_never_closes_ends_with_its_paragraph() -> None:
    text = "“We looked, Ruiz said.\n\nThe pier stands.\n\nIt is old."
    assert quotes(text) == ["“We looked, Ruiz said."]
    assert not find_quotations(text, paragraph_spans(text))[0].closed


def test_a_mark_that_never_closes_ends_before_the_next_of_its_kind() -> None:
    assert quotes("“We looked, she said. “We dived,” he said. They left.") == ["“We looked, she said.", "“We dived,”"]
    assert quotes("“We «looked “hard” there» now.") == ["“We", "«looked “hard” there»", "“hard”"]


def test_marks_outside_the_blocks_do_not_count() -> None:
    text = "“one” “two” “three”"
    assert [text[slice(*q.span)] for q in find_quotations(text, [Span(6, 11)])] == ["“two”"]


MARKED_TEXT = st.text(alphabet="ab s5.,— \n“”„‘’'\"«»`", max_size=80)


@given(MARKED_TEXT)
def test_quotations_are_in_order_inside_their_blocks_and_well_nested(text: str) -> None:
    blocks = paragraph_spans(text)
    found = find_quotations(text, blocks)
    assert list(found) == sorted(found, key=lambda q: (q.span.start, -q.span.end))
    enclosing: list[Span] = []
    for quotation in found:
        span, inner = quotation.span, quotation.inner
        assert any(b.start <= span.start and span.end <= b.end for b in blocks)
        assert span.start < inner.start < inner.end <= span.end
        assert text[slice(*inner)].strip()
        assert text[span.start] in "“”„‘'\"«»`’"
        assert (inner.end < span.end) == quotation.closed
        while enclosing and enclosing[-1].end <= span.start:
            enclosing.pop()
        assert all(span.end <= outer.end for outer in enclosing)
        assert quotation.depth == len(enclosing)
        enclosing.append(span)


@pytest.mark.parametrize("piece", ["“", '"', "'", "as' ", "'a ", "«“", "“a” ", "''' "])
def test_hostile_runs_of_marks_come_to_an_end(piece: str) -> None:
    text = piece * (50_000 // len(piece))  # quadratic work would hang the suite here
    assert all(q.span.end <= len(text) for q in find_quotations(text, [Span(0, len(text))]))
