"""From the bytes of a file to an article."""

import io
import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import ArticleError
from audit.readers import READERS, Limits, read_bytes, read_path
from audit.records import Article
from fuzz.targets import word_package

BODY = (
    "The harbor commission of Port Ellery voted 5-2 on Tuesday to close the old ferry landing, a decision that ends "
    "a century of service to the islands off the coast.\n\n"
    "“The piles are gone,” said Ana Ruiz, who chairs the commission. “We cannot ask people to stand on it.”\n\n"
    "Bo Li, who runs the last boat, said he had not been told of the survey before the vote was taken.\n"
)


ANY_LANGUAGE = Limits(english_percent=0)


def read(text: str | bytes, suffix: str = ".txt", limits: Limits | None = None) -> Article:
    data = text.encode() if isinstance(text, str) else text
    return read_bytes(data, path="desk/a" + suffix, suffix=suffix, limits=limits or Limits())


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, " ".join(article.prose[slice(*block.span)].split())) for block in article.blocks]


def kinds(article: Article) -> list[str]:
    return [block.kind for block in article.blocks]


def refusal(text: str | bytes, suffix: str = ".txt", limits: Limits | None = None) -> str:
    with pytest.raises(ArticleError) as caught:
        read(text, suffix, limits)
    assert caught.value.path == "desk/a" + suffix
    return caught.value.message


# ---------------------------------------------------------------- files


def test_a_path_is_read_by_its_ending_and_reported_as_shown(tmp_path: Path) -> None:
    file = tmp_path / "a.TXT"
    file.write_text(BODY)
    assert read_path(file).path == file.as_posix()
    assert read_path(file, display="desk/a.txt").path == "desk/a.txt"


def test_a_file_name_that_is_no_text_is_shown_with_replacements(tmp_path: Path) -> None:
    file = tmp_path / b"a\xff.txt".decode("utf-8", "surrogateescape")
    file.write_text(BODY)
    assert read_path(file).path.endswith("a\ufffd.txt")


@pytest.mark.parametrize(("name", "message"), [("none.txt", "does not exist"), ("folder.txt", "no regular file")])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(ArticleError, match=message):
        read_path(tmp_path / name)


def test_another_kind_is_refused_with_the_kinds_that_are_read() -> None:
    assert ".txt, .md, .markdown, .html, .htm and .docx" in refusal(BODY, ".pdf")


# ---------------------------------------------------------------- decoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_encoding_gives_the_same_text(encoding: str) -> None:
    assert read(BODY.encode(encoding)).text == BODY


def test_big_endian_marks_are_known() -> None:
    assert read("\ufeffRents rose, said Ruiz.".encode("utf-16-be")).text == "Rents rose, said Ruiz."
    assert read("\ufeffRents rose, said Ruiz.".encode("utf-32-be")).text == "Rents rose, said Ruiz."


def test_an_encoding_that_is_not_western_is_guessed() -> None:
    text = "Комиссия порта проголосовала за закрытие старой пристани, сообщила Анна Руис. " * 5
    assert read(text.encode("cp1251"), limits=ANY_LANGUAGE).text == text


def test_line_breaks_stay_and_offsets_count_them() -> None:
    article = read("Rents rose.\r\n\r\nRuiz was silent.\rShe left.\r\n")
    assert article.text == "Rents rose.\r\n\r\nRuiz was silent.\rShe left.\r\n"
    assert [article.text[slice(*b.span)] for b in article.blocks] == ["Rents rose.", "Ruiz was silent.", "She left."]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no words"),
        (b" \n\t\n --- \n", "no words"),
        (b"\xef\xbb\xbf", "no words"),
        (b"Rents\0rose", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"%PDF-1.7 words and words", "a PDF"),
        (b"PK\x03\x04 words", "zip archive"),
        (BODY.encode()[:120] + "é“".encode() * 4 + b"\x93 " + BODY.encode(), "damaged, first in line 1"),
        (b"\xff\xfea\x00\x00\xd8b\x00", "damaged at byte"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    assert message in refusal(data)


@given(st.binary(max_size=200), st.sampled_from(sorted({".txt", ".md", ".docx"})))
def test_any_bytes_give_an_article_or_a_refusal(data: bytes, suffix: str) -> None:
    try:
        article = read(data, suffix)
    except ArticleError:
        return
    assert len(article.prose) == len(article.text)
    article.text.encode()  # no lone surrogates


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(file_bytes=100), "bytes, and at most 100 are read"),
        (Limits(words=20), "words, and at most 20 are read"),
        (Limits(characters=300), "characters, and at most 300 are read"),
        (Limits(tokens=70), "words and punctuation marks, and at most 70 are read"),
        (Limits(word_marks=1), "has 2 punctuation marks without a space, and at most 1 are read"),
        (Limits(word_characters=9), "has 11 characters without a space, and at most 9 are read"),
    ],
)
def test_an_article_beyond_the_limits_is_refused(limits: Limits, message: str) -> None:
    assert message in refusal(BODY, limits=limits)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as handle:
        handle.truncate(50_000_000)
    with pytest.raises(ArticleError, match="has 50,000,000 bytes, and at most 20,000,000 are read"):
        read_path(file)


# ---------------------------------------------------------------- prose


def test_prose_has_plain_characters_in_the_same_places() -> None:
    text = "Rents\u00a0rose\u2009by\t9 percent.\u200b \u00ad\x07 Ruiz\u2028said no, and more than that, at length."
    prose = read(text).prose
    assert prose == "Rents rose by 9 percent.     Ruiz\nsaid no, and more than that, at length."
    assert len(prose) == len(text)


def test_an_invisible_character_inside_a_word_does_not_break_it() -> None:
    assert read("The sour\u00adces\u200b\u200b left in Sep\u200b\u2060tember.").prose == (
        "The sour\u00adces   left in Sep\u200b\u2060tember."
    )


# ---------------------------------------------------------------- plain text: kinds of block


@pytest.mark.parametrize(
    "line",
    [
        "Ferry Landing to Close After a Century",
        "Ferry Landing to Close After a Century.",
        "FERRY LANDING TO CLOSE",
        "Ferry landing to close after a century",
        "Ferry landing to close, islanders say",
        "Islanders vow to fight ferry closure.",
        "Port Ellery: commission votes to close the ferry landing.",
        "‘Not safe’: Landing to Close",
        "Landing to close; \nIslanders fear a hard winter.",
        "What will become of the ferry?",
    ],
)
def test_a_first_line_that_reads_like_a_headline_is_one(line: str) -> None:
    article = read(f"{line}\n\n{BODY}")
    assert kinds(article) == ["headline", "paragraph", "paragraph", "paragraph"]
    assert article.headline is not None
    assert article.text[slice(*article.headline)] == line


@pytest.mark.parametrize(
    "line",
    [
        "The ferry landing will close.",
        "Commissioners voted to close the landing, Ruiz said.",
        "Rents rose by 9 percent in Port Ellery last year.",
        "PORT ELLERY, Me. (AP) — Islanders will fight the closure",
        "Islanders will fight the closure on Tuesday.",
        "“We will fight this closure with everything we have,” the islanders say.",
        "The islanders listed their demands:",
    ],
)
def test_a_first_line_that_is_an_ordinary_sentence_is_no_headline(line: str) -> None:
    article = read(f"{line}\n\n{BODY}")
    assert article.headline is None
    assert article.blocks[0].kind == "paragraph"


def test_a_short_text_has_no_headline_for_want_of_an_article() -> None:
    assert kinds(read("Experts fear for the ferry.\n\nThey gave no names.")) == ["paragraph", "paragraph"]
    assert kinds(read("Ferry Landing to Close")) != ["headline"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Ana Ruiz", "byline"),
        ("BY ANA RUIZ AND BO LI", "byline"),
        ("By Ana Ruiz and Bo Li, Port Ellery Post", "byline"),
        ("By Ana Ruiz | March 4, 2025 10:30 a.m.", "byline"),
        ("Ana Ruiz, Staff Writer", "byline"),
        ("Bo Li and Cy Dorn contributed to this report.", "byline"),
        ("(Reporting by Ana Ruiz; editing by Bo Li)", "byline"),
        ("Follow Ana Ruiz on Twitter @anaruiz.", "byline"),
        ("(Photo: Ana Ruiz)", "caption"),
        ("Photo by Ana Ruiz", "caption"),
        ("Islanders wait at the landing on Tuesday. Ana Ruiz/Getty Images", "caption"),
        ("FILE - The landing in 2019.", "caption"),
        ("Read more: Why the piles are gone", "caption"),
        ("Storm over island boat kills three of crew", "caption"),
        ("What comes next", "heading"),
        ("Knack for Boats.", "heading"),
        ("THE VOTE", "heading"),
        ("7:30 p.m.", "heading"),
        ("Islanders wait at the landing. (Photo: Ana Ruiz)", "caption"),
        ("Islanders wait at the landing. REUTERS/Ana Ruiz", "caption"),
        ("By Tuesday, the commission had voted.", "paragraph"),
        ("Reporting by this paper found that the piles are gone.", "paragraph"),
        ("PORT ELLERY (AP) — The landing will close.", "paragraph"),
        ("The landing will close on Tuesday. (Reuters)", "paragraph"),
        ("Most islanders object, a Reuters/Ipsos poll found.", "paragraph"),
        ("File-sharing fell, and the port sued Getty Images.", "paragraph"),
        ("Photos of the landing were found.", "paragraph"),
        ("- a new landing", "paragraph"),
        ("The commission heard:", "paragraph"),
        ("“No,” said Ruiz", "paragraph"),
        ("Bo Li left.", "paragraph"),
    ],
)
def test_what_a_short_line_between_paragraphs_is(line: str, kind: str) -> None:
    assert kinds(read(f"{BODY}\n{line}\n\n{BODY}"))[3] == kind


def test_byline_and_dateline_do_not_stand_in_for_the_headline() -> None:
    article = read(f"Ferry Landing to Close\nBy Ana Ruiz\n\nPORT ELLERY — {BODY}")
    assert kinds(article) == ["headline", "byline", "paragraph", "paragraph", "paragraph"]
    assert article.text[slice(*article.blocks[2].span)].startswith("PORT ELLERY — The harbor")


@pytest.mark.parametrize(
    ("label", "genre"),
    [
        ("OPINION", "opinion"),
        ("Opinion:", "opinion"),
        ("Editorial", "opinion"),
        ("Column", "opinion"),
        ("LETTERS.", "letters"),
        ("Letters to the editor", "letters"),
        ("ANALYSIS", "analysis"),
    ],
)
def test_a_label_on_top_tells_the_genre(label: str, genre: str) -> None:
    above = read(f"{label}\n\nFerry Landing Must Stay\n\n{BODY}")
    below = read(f"Ferry Landing Must Stay\n\n{label}\n\n{BODY}")
    assert (above.genre, kinds(above)[:2]) == (genre, ["heading", "headline"])
    assert (below.genre, kinds(below)[:2]) == (genre, ["headline", "heading"])
    assert read(f"{BODY}\n{label}\n").genre == "news"


def test_hard_wrapped_text_is_read_by_paragraph() -> None:
    wrapped = "FERRY LANDING TO CLOSE\n\n" + "\n\n".join(
        "The harbor commission of Port Ellery voted on\nTuesday to close the old ferry landing, which\nislanders use."
        for _ in range(3)
    )
    assert kinds(read(wrapped)) == ["headline", "paragraph", "paragraph", "paragraph"]


# ---------------------------------------------------------------- Markdown

MARKDOWN = """\
---
title: "Ferry: the end"
author: Ana Ruiz
date: 2025-03-04
tags: [boats, piers]
section: Op-Ed
---

# Ferry *landing* to close

By Ana Ruiz

The `code` commission **voted** to [close *it*](http://port.example/a_(b) "the (vote)")[^1] ![boat](b.png),
<b>she</b> said.
  A second line with AT&amp;T &ldquo;no&rdquo; \\*stars\\* <http://port.example> and a [reference][r].

> “We cannot ask
> people,” said Ruiz.

## What comes next

- a new landing, said Li
  1. two boats

| Boat \\| crew | *Cost* |
|--------------|--------|
| Alma         | `x` 9  |

[r]: http://port.example/r "Reference"
[^1]: The vote stood at five to two.

<!-- audit: ignore -- a comment -->

<div class="note">
The vote was corrected on Friday.
</div>

```
print("code")
```

    indented code
"""


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_markdown_shows_prose_alone_and_in_its_place(line_break: str) -> None:
    text = MARKDOWN.replace("\n", line_break)
    article = read(text, ".md")
    assert article.text == text
    assert len(article.prose) == len(text)
    assert blocks(article) == [
        ("headline", "Ferry landing to close"),
        ("byline", "By Ana Ruiz"),
        (
            "paragraph",
            "The commission voted to close it , she said. A second line with AT& T “no” *stars * and a reference .",
        ),
        ("paragraph", "“We cannot ask people,” said Ruiz."),
        ("heading", "What comes next"),
        ("paragraph", "a new landing, said Li"),
        ("paragraph", "two boats"),
        ("paragraph", "Boat \\| crew"),
        ("paragraph", "Cost"),
        ("paragraph", "Alma"),
        ("paragraph", "9"),
        ("paragraph", "The vote stood at five to two."),
        ("paragraph", "The vote was corrected on Friday."),
    ]
    for offset, character in enumerate(article.prose):
        assert character.isspace() or character == text[offset] or character in "&“”"


def test_markdown_front_matter_becomes_metadata() -> None:
    article = read(MARKDOWN, ".md")
    assert article.genre == "opinion"
    assert dict(article.metadata) == {
        "title": "Ferry: the end",
        "author": "Ana Ruiz",
        "date": "2025-03-04",
        "tags": "boats; piers",
        "section": "Op-Ed",
    }


@pytest.mark.parametrize(
    ("value", "headline"),
    [
        ("Landing to close", "Landing to close"),
        ("'Landing to close'", "Landing to close"),
        ('"Landing: to close"  # desk', "Landing: to close"),
        (">\n  Landing\n  to close", "Landing to close"),
    ],
)
def test_the_title_of_the_front_matter_is_the_headline_where_it_stands(value: str, headline: str) -> None:
    article = read(f"---\nauthor: Li\ntitle: {value}\ndesk: sea\n---\n## Tuesday\n\n{BODY}", ".md")
    assert blocks(article)[:2] == [("headline", headline), ("heading", "Tuesday")]
    assert "author" not in article.prose
    assert "sea" not in article.prose


@pytest.mark.parametrize(
    "front",
    [
        "title: [unclosed\nauthor: x",
        "a: 1\nb: {c",
        "key: !!python/object:os.system x",
        "title: " + "[" * 3000,
    ],
)
def test_malformed_front_matter_is_blanked(front: str) -> None:
    article = read(f"---\n{front}\n---\n{BODY}", ".md")
    assert not article.metadata
    assert len(article.blocks) == 3


def test_toml_front_matter_is_blanked() -> None:
    assert len(read(f'+++\ntitle = "Landing"\n+++\n{BODY}', ".md").blocks) == 3


def test_rules_around_a_paragraph_are_no_front_matter() -> None:
    assert len(read(f"---\n\nThe landing will close.\n\n---\n\n{BODY}", ".md").blocks) == 4


def test_aliases_in_front_matter_do_not_multiply() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)},' * 9}]\n" for n in range(20))
    assert read(f"---\n{bomb}---\n{BODY}", ".md").metadata["a"] == "x; x"


@pytest.mark.parametrize(
    "front",
    [
        "a: &a {x: 1}\n"
        + "".join(f"b{n}: &b{n} {{<<: [{f'*b{n - 1},' * 9}]}}\n" for n in range(1, 15)).replace("*b0", "*a"),
        "a: 0x" + "f" * 6000,
        "a: " + ":".join(["1"] * 20_000),
        "a: &a [*a]",
        "t: x\n? {a: 1}\n: b",
        "a: " + "9" * 5000,
        "a: .nan\nb: 2026-13-45\nc: !!binary =\n",
        'a: "\\ud800"',
        "".join(f"k{n}: v\n" for n in range(6000)),
    ],
)
def test_hostile_front_matter_comes_to_an_end(front: str) -> None:
    assert len(read(f"---\n{front}\n---\n{BODY}", ".md").blocks) == 3


def test_endless_front_matter_is_refused() -> None:
    assert "characters of front matter, and at most 65,536" in refusal(f"---\na: {'b ' * 40_000}\n---\n{BODY}", ".md")


def test_a_heading_on_top_is_the_headline_for_want_of_another() -> None:
    assert kinds(read(f"## Landing to close\n\n{BODY}\n## Later\n", ".md"))[::4] == ["headline", "heading"]
    assert kinds(read(f"{BODY}\n## Later\n\nMore.", ".md"))[3] == "heading"
    assert kinds(read(f"Landing to close\n===\n\n{BODY}", ".md"))[0] == "headline"


@given(st.text(alphabet="ab *_`[]()<>!#|\\&;:^~-+=1.>\"'\n\t", max_size=80))
def test_markdown_never_moves_a_character(text: str) -> None:
    try:
        article = read("Words " + text, ".md")
    except ArticleError:
        return
    assert len(article.prose) == len(article.text)
    ends = [(0, 0), *(block.span for block in article.blocks)]
    assert all(before[1] <= after[0] for before, after in pairwise(ends))
    moved = [(a, b) for a, b in zip(article.prose, article.text, strict=True) if a not in (b, " ")]
    assert not moved or "&" in text


@given(st.lists(st.text(alphabet="abcdé’ ", min_size=1, max_size=12), max_size=6))
def test_markdown_without_markup_loses_nothing(paragraphs: list[str]) -> None:
    text = "Words.\n\n" + "\n\n".join(p.strip() for p in paragraphs)
    assert read(text, ".md").prose == text


def test_hostile_markdown_comes_to_an_end() -> None:
    for piece in ("[", "*a ", "> ", "![a](", "`", "<!--", "| a ", "- "):
        read("Words. " + piece * 2000, ".md", Limits(english_percent=0, word_marks=10_000))


# ---------------------------------------------------------------- HTML

HTML = """<!doctype html><html lang="en"><head><title>Ferry landing to close | Port Ellery Post</title>
<meta name="author" content="Ana Ruiz"><meta property="article:section" content="Opinion">
<meta property="og:site_name" content="Port Ellery Post">
<meta property="article:published_time" content="2025-03-04T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sea">All news from the sea</a></nav>
<article><h1>Ferry landing to close</h1>
<p>The harbor commission of Port Ellery voted 5-2 on Tuesday to close the <b>old ferry landing</b>, a decision that ends
a <a href="/c">century</a> of service to the islands off the coast.</p>
<h2>What comes next</h2>
<p>“The piles are gone,” said Ana Ruiz &amp; others.<br>“We cannot ask people to stand on&nbsp;it.”</p>
<blockquote><p>We will fight this, the islanders wrote.</p></blockquote>
<ul><li>two new boats, said Li</li></ul>
<script>alert("script")</script><style>p {color: red}</style>
<p>Bo Li, who runs the last boat, said he had not been told of the survey before the vote was taken.</p></article>
<div class="comments"><p>First comment, said a reader.</p></div>
<footer>Copyright Port Ellery Post</footer></body></html>"""


def test_a_web_page_is_read_as_its_article() -> None:
    article = read(HTML, ".html")
    assert article.extracted
    assert blocks(article) == [
        ("headline", "Ferry landing to close"),
        (
            "paragraph",
            "The harbor commission of Port Ellery voted 5-2 on Tuesday to close the old ferry landing, a decision that "
            "ends a century of service to the islands off the coast.",
        ),
        ("heading", "What comes next"),
        ("paragraph", "“The piles are gone,” said Ana Ruiz & others."),
        ("paragraph", "“We cannot ask people to stand on it.”"),
        ("paragraph", "We will fight this, the islanders wrote."),
        ("paragraph", "two new boats, said Li"),
        (
            "paragraph",
            "Bo Li, who runs the last boat, said he had not been told of the survey before the vote was taken.",
        ),
    ]
    assert "\n\n".join(article.text[slice(*b.span)] for b in article.blocks) == article.text
    assert article.genre == "opinion"
    assert dict(article.metadata) == {
        "title": "Ferry landing to close",
        "author": "Ana Ruiz",
        "date": "2025-03-04",
        "sitename": "Port Ellery Post",
        "section": "Opinion",
    }


def test_a_web_page_reads_the_same_each_time() -> None:
    assert read(HTML, ".htm") == read(HTML, ".htm")


def test_a_page_without_an_article_is_read_whole() -> None:
    page = "<title>Close</title><style>p{}</style><p>Rents <!-- x -->rose.<p>Ruiz <i>was</i>\nsilent.<script>x</script>"
    article = read(page, ".html")
    assert [text for _, text in blocks(article)][-2:] == ["Rents rose.", "Ruiz was silent."]


def test_the_declared_encoding_of_a_page_is_used() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Paweł Żak said it was unsafe.</p></body></html>'
    assert "Paweł Żak" in read(page.encode("iso-8859-2"), ".html").text
    declared = '<?xml version="1.0" encoding="utf-8"?>' + HTML
    assert read(declared, ".html").text == read(HTML, ".html").text


@pytest.mark.parametrize("page", ["", "<html></html>", "<script>alert(1)</script>", "<!-- words -->", "<"])
def test_a_page_without_words_is_refused(page: str) -> None:
    assert "no words" in refusal(page, ".html")


def test_a_page_of_endless_tags_is_refused() -> None:
    assert "tags" in refusal("<p>a" * 300, ".html", Limits(markup=200))


@pytest.mark.parametrize("tag", ["div", "b", "p", "ul", "table"])
def test_deeply_nested_pages_are_read_or_refused(tag: str) -> None:
    page = f"<html><body><p>Rents rose, said Ruiz.</p>{f'<{tag}>' * 20000}deep"
    try:
        outcome = read(page, ".html").text
    except ArticleError as error:
        outcome = error.message
    assert "Rents rose" in outcome or "levels of tags inside each other, and at most 200" in outcome


# ---------------------------------------------------------------- Word


def word(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def test_a_word_document_is_read_in_order_with_its_styles() -> None:
    document = docx.Document()
    document.add_heading("Ferry landing to close", 0)
    document.add_paragraph("By Ana Ruiz")
    document.add_paragraph("The harbor commission voted on Tuesday.\nIt was close.")
    document.add_heading("What comes next", 1)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Alma sails.", "Cost was not told."
    document.add_paragraph("The landing in 2019", style="Caption")
    document.add_paragraph("Bo Li said he had not been told.")
    document.core_properties.title = "Landing"
    document.core_properties.category = "Editorial"
    article = read(word(document), ".docx")
    assert article.extracted
    assert blocks(article) == [
        ("headline", "Ferry landing to close"),
        ("byline", "By Ana Ruiz"),
        ("paragraph", "The harbor commission voted on Tuesday."),
        ("paragraph", "It was close."),
        ("heading", "What comes next"),
        ("paragraph", "Alma sails."),
        ("paragraph", "Cost was not told."),
        ("caption", "The landing in 2019"),
        ("paragraph", "Bo Li said he had not been told."),
    ]
    assert article.metadata["title"] == "Landing"
    assert article.genre == "opinion"


def test_tracked_changes_count_as_accepted() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Ruiz said ")
    for xml in (
        "<w:del {} w:id='1' w:author='x'><w:r><w:delText>never</w:delText></w:r></w:del>",
        "<w:moveFrom {} w:id='2' w:author='x'><w:r><w:t>gone</w:t></w:r></w:moveFrom>",
        "<w:ins {} w:id='3' w:author='x'><w:r><w:t>always</w:t></w:r></w:ins>",
        "<w:hyperlink {}><w:r><w:t>.</w:t></w:r></w:hyperlink>",
    ):
        paragraph._p.append(parse_xml(xml.format(nsdecls("w"))))
    assert read(word(document), ".docx").text == "Ruiz said always."


def test_content_controls_and_text_boxes_are_read_once() -> None:
    document = docx.Document()
    box = (
        "<w:r {}><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:Choice><w:txbxContent><w:p><w:r><w:t>Boxed words.</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>Boxed words.</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document.add_paragraph("Rents rose.")._p.append(parse_xml(box.format(nsdecls("w"))))
    control = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>Controlled words.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control.format(nsdecls("w"))))
    assert read(word(document), ".docx").text == "Rents rose.\n\nBoxed words.\n\nControlled words."


def test_a_document_that_unpacks_too_large_is_refused() -> None:
    data = word(docx.Document())
    assert "bytes when it is unpacked, and at most 1,000" in refusal(data, ".docx", Limits(unpacked_bytes=1000))


def test_a_document_that_packs_much_into_little_is_refused() -> None:
    data = word_package(b"<a>" + b" " * 9_000_000 + b"</a>")
    assert "times its size when it is unpacked, and at most 200" in refusal(data, ".docx")


def test_a_document_of_endless_tags_is_refused() -> None:
    data = word_package(b"<a>" + b"<b/>" * 300 + b"</a>")
    assert "tags when it is unpacked, and at most 300" in refusal(data, ".docx", Limits(word_tags=300))


def test_a_document_that_lies_about_its_size_is_unpacked_no_further() -> None:
    size = 9_000_007
    data = word_package(b"<a>" + b" " * (size - 7) + b"</a>")
    lying = data.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lying != data
    assert "damaged" in refusal(lying, ".docx")


def test_no_entity_of_a_document_is_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2")
    document = word_package(
        f'<!DOCTYPE d [<!ENTITY a SYSTEM "file://{tmp_path}/secret"><!ENTITY b "bomb"><!ENTITY c "&b;&b;&b;">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>Rents rose &a; &c;.</w:t></w:r></w:p></w:body></w:document>".encode()
    )
    text = read(document, ".docx").text
    assert "Rents rose" in text
    assert "hunter2" not in text
    assert "bomb" not in text


def test_a_document_without_words_is_refused() -> None:
    assert "no words" in refusal(word(docx.Document()), ".docx")


def damaged(part: str, content: bytes | None) -> bytes:
    document = docx.Document()
    document.add_paragraph("Rents rose.")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(document))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
            elif content is not None:
                new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"words",
        b"PK\x03\x04 broken",
        damaged("word/document.xml", None),
        damaged("word/document.xml", b"<not xml"),
        damaged("word/document.xml", b"<other/>"),
        damaged("[Content_Types].xml", None),
        damaged("word/styles.xml", b"<"),
    ],
)
def test_a_broken_document_is_refused_with_advice(data: bytes) -> None:
    assert "save it" in refusal(data, ".docx")


def test_an_old_or_locked_document_is_refused_with_advice() -> None:
    assert "password" in refusal(b"\xd0\xcf\x11\xe0 old", ".docx")


def test_every_kind_has_a_reader() -> None:
    assert sorted(READERS) == [".docx", ".htm", ".html", ".markdown", ".md", ".txt"]


def test_the_libraries_for_single_kinds_are_loaded_only_when_needed() -> None:
    heavy = ["trafilatura", "docx", "lxml", "yaml", "charset_normalizer", "markdown_it", "pathspec"]
    code = f"import sys, audit.readers; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
