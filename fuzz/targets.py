"""What is fuzzed: each target takes bytes and raises where the program breaks a promise.

A target lets through only the errors that its reader raises on purpose. The suite runs every target over the
corpus and over what fuzzing found, so nothing here may need atheris.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.errors import ArticleError, ConfigError, RuleError
from audit.records import Article, Span

if TYPE_CHECKING:
    from audit.rulebook.setup import Shelf

__all__ = ["TARGETS"]

Target = Callable[[bytes], None]


# ---------------------------------------------------------------- articles


def _reads(suffix: str) -> Target:
    """A target for a kind of file; of those that hold text every second input is made UTF-8, which guessing slows."""

    def read(data: bytes) -> None:
        from audit.readers import read_bytes

        if data[-1:] > b"?" and suffix != ".docx":
            data = data.decode("utf-8", "replace").encode()
        try:
            article = read_bytes(data, path="story" + suffix, suffix=suffix)
        except ArticleError as error:
            assert error.message, "an error says something"
            return
        check_article(article)

    return read


def check_article(article: Article) -> None:
    """What every reader promises of an article."""
    text, prose = article.text, article.prose
    assert len(text) == len(prose)
    assert article.blocks
    end = 0
    for block in article.blocks:
        start, stop = block.span
        assert end <= start < stop <= len(text), f"{block.span} after {end}"
        assert any(map(str.isalnum, prose[start:stop])), "a block has words"
        assert not prose[start].isspace()
        assert not prose[stop - 1].isspace()
        end = stop
    assert sum(block.kind == "headline" for block in article.blocks) <= 1
    _check_lines(text)
    for waiver in article.waivers:
        assert waiver.line >= 1
        for span in (*(waiver.spans or ()), *((waiver.at,) if waiver.at else ())):
            assert 0 <= span.start <= span.end <= len(text)
    _check_quotations(prose, [block.span for block in article.blocks])


def _check_lines(text: str) -> None:
    """Lines and columns lead back to the offset."""
    from audit.text import LineIndex

    lines = LineIndex(text)
    for offset in {0, len(text) // 3, len(text) // 2, len(text)}:
        line, column = lines.position(offset)
        assert line >= 1
        assert column >= 1
        assert lines.line_span(line).start + column - 1 == offset


# ---------------------------------------------------------------- texts


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _front_matter(data: bytes) -> None:
    from audit.readers.front_matter import read_front_matter

    text = _text(data)
    for whole in (text, f"---\n{text}\n---\n", f"+++\n{text}\n+++\n"):
        found = read_front_matter(whole)
        assert 0 <= found.end <= len(whole)
        if found.title is not None:
            assert 0 <= found.title.start < found.title.end <= found.end
            assert whole[slice(*found.title)].strip()
        for note in found.notes:
            assert 0 <= note.at.start <= note.at.end <= found.end
        for key, value in found.metadata.items():
            assert isinstance(key, str)
            assert isinstance(value, str)


def _quotations(data: bytes) -> None:
    from audit.readers.prose import word_spans

    text = _text(data)
    _check_quotations(text, [Span(0, len(text))])
    _check_quotations(text, word_spans(text))


def _check_quotations(text: str, blocks: "list[Span] | tuple[Span, ...]") -> None:
    from audit.text import find_quotations

    enclosing: list[Span] = []
    last = -1
    for quotation in find_quotations(text, blocks):
        (start, end), (inner_start, inner_end) = quotation.span, quotation.inner
        assert 0 <= start < inner_start < inner_end <= end <= len(text)
        assert (inner_end < end) == quotation.closed
        assert text[inner_start:inner_end].strip()
        assert start > last, "in order"
        assert any(block.start <= start and end <= block.end for block in blocks), "within one paragraph"
        last = start
        while enclosing and enclosing[-1].end <= start:
            enclosing.pop()
        assert not enclosing or end <= enclosing[-1].end, "well nested"
        enclosing.append(quotation.span)


def _paragraphs(data: bytes) -> None:
    from audit.text import paragraph_spans

    text = _text(data)
    end = 0
    for span in paragraph_spans(text):
        assert end <= span.start < span.end <= len(text)
        assert text[slice(*span)] == text[slice(*span)].strip()
        assert not text[end : span.start].strip()
        end = span.end
    assert not text[end:].strip()
    _check_lines(text)


# ---------------------------------------------------------------- rules and what else is configured


def _rule_file(data: bytes) -> None:
    from audit.rulebook.rule import build_rule
    from audit.rulebook.yamlfile import read_yaml

    text = _text(data)
    try:
        document = read_yaml(text, "rules/ANON001-bare-anonymous-source.yaml")
        for where, (line, column) in (*document.values.items(), *document.keys.items()):
            assert line >= 1, where
            assert column >= 1, where
        build_rule(document, _shelf())
    except RuleError as error:
        _check_place(error.line, text)


@cache
def _shelf() -> "Shelf":
    from audit.phrases import load_lexicon
    from audit.program import builtin_rules
    from audit.rulebook.setup import Shelf

    return Shelf({path.stem: load_lexicon(path) for path in sorted((builtin_rules() / "lexicons").glob("*.txt"))})


def _policy(data: bytes) -> None:
    from audit.rulebook.policy import decode_policy
    from audit.rulebook.yamlfile import read_yaml

    try:
        decode_policy(read_yaml(_text(data), "house.yaml"))
    except RuleError as error:
        _check_place(error.line, _text(data))


def _lexicon(data: bytes) -> None:
    from audit.phrases import parse_lexicon
    from tests.parses import parse_of

    text = _text(data)
    try:
        lexicon = parse_lexicon(text, "own.txt")
    except RuleError as error:
        _check_place(error.line, text)
        return
    _, parse, _ = parse_of("Two officials familiar with the talks said the mayor may possibly have known about it.")
    for match in lexicon.compile().find(parse.tokens):
        assert match.whole_first <= match.first < match.last <= match.whole_last <= len(parse.tokens)


def _configuration(data: bytes) -> None:
    from audit.settings.decode import decode
    from audit.settings.tomlfile import read_toml

    try:
        document = read_toml(_text(data), "audit.toml")
        decode(document, (), base=Path("/nowhere"), boundary=Path("/nowhere"))
    except ConfigError as error:
        _check_place(error.line, _text(data))


def _check_place(line: int, text: str) -> None:
    assert 0 <= line <= len(re.findall("[\n\r\x85\u2028\u2029]", text)) + 2  # YAML knows five line breaks


def _waivers(data: bytes) -> None:
    from datetime import date

    from audit.waivers import Terms, apply_waivers, parse_sidecar
    from tests.runs import ordinary_report

    waivers = parse_sidecar(data, "story.txt")
    for waiver in waivers:
        assert waiver.line >= 1
        assert waiver.mistake or (waiver.rules and waiver.reason)
    terms = Terms(names={"anon001": "ANON001"}, today=date(2026, 1, 1))
    report = apply_waivers(ordinary_report(), terms, waivers)
    assert not waivers or [use.waiver.line for use in report.waivers] == [waiver.line for waiver in waivers]


def _baseline(data: bytes) -> None:
    from audit.baseline import parse_baseline, render_baseline

    file = Path("/nowhere/audit-baseline.json")
    try:
        baseline = parse_baseline(data, file)
    except ConfigError as error:
        _check_place(error.line, data.decode("utf-8", "replace"))
        return
    written = render_baseline(baseline)
    assert render_baseline(parse_baseline(written.encode("utf-8", "backslashreplace"), file)) == written


# ---------------------------------------------------------------- Word


def _word_xml(data: bytes) -> None:
    """The bytes as the main part of a sound package: mutations of a zip file would never get past its checksums."""
    _reads(".docx")(word_package(data))


def word_package(document: bytes) -> bytes:
    """A Word file whose text is this XML."""
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{content}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        archive.writestr("word/document.xml", document)
    return file.getvalue()


TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "text": _reads(".txt"),
        "markdown": _reads(".md"),
        "html": _reads(".html"),
        "docx": _reads(".docx"),
        "docx-xml": _word_xml,
        "front-matter": _front_matter,
        "quotations": _quotations,
        "paragraphs": _paragraphs,
        "rule-file": _rule_file,
        "policy": _policy,
        "lexicon": _lexicon,
        "configuration": _configuration,
        "waivers": _waivers,
        "baseline": _baseline,
    }
)
