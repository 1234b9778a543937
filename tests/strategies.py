"""Runs of arbitrary hostile text, for tests of what must hold whatever is in an article, a path or a rule file."""

from dataclasses import replace

from hypothesis import strategies as st

from audit.records import (
    SEVERITIES,
    Article,
    Block,
    Family,
    Finding,
    Place,
    Problem,
    Reference,
    RuleCard,
    Run,
    Span,
    Suppression,
    Tool,
)
from audit.text import LineIndex
from tests.runs import make_report

ATTACKS = (
    "::error::owned",
    "::error file=x::owned",
    "##[error]owned",
    "##vso[task.complete]",
    "[[ATTACHMENT|/etc/passwd]]",
    "%0A",
    "%25",
    "%3A%2C",
    "\n",
    "\r\n",
    "\r",
    "\n::warning::",
    "]]>",
    "<![CDATA[",
    "<script>",
    "&amp;",
    "\x1b[31m",
    "\u202e",
    "\x00",
    "\x85",
    "\u2028",
    "\ufffe",
    "\uffff",
    "\ufeff",
    "|",
    "`",
    "```",
    "*",
    "_",
    "- ",
    "# ",
    "> ",
    "[x](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "https://evil.example",
    "@mayor",
    "#12",
    "{0}",
    "{{",
    "$x$",
    "<!-- -->",
    "</details>",
    "橋",
    "😀",
    "e\u0301",
    "\t",
    "“",
    "\\",
    '"',
    "'",
    ":",
    ",",
    "=",
    ";",
)
FAMILIES: dict[str, Family] = {"ANON001": "anonymous", "CLAIM009": "claims", "HEDGE002": "hedges", "ART003": "article"}


def texts(min_size: int = 0, max_size: int = 12) -> st.SearchStrategy[str]:
    piece = st.sampled_from(ATTACKS) | st.text(st.characters(codec="utf-8"), max_size=6)
    return st.lists(piece, min_size=min_size, max_size=max_size).map("".join).filter(lambda text: len(text) >= min_size)


def paths() -> st.SearchStrategy[str]:
    """What a file system may hold: anything but NUL, and bytes that are no UTF-8 as Python shows them."""
    undecodable = st.sampled_from(["", "\udce9", "\udc80"])
    parts = st.builds(lambda text, odd: (text + odd).replace("\x00", ""), texts(1, 4), undecodable)
    return parts.filter(bool)


suppressions = st.builds(
    Suppression,
    kind=st.sampled_from(("baseline", "base", "waiver")),
    reason=texts(),
    by=st.none() | texts(),
    until=st.none() | st.just("2031-01-31"),
)


@st.composite
def findings(draw: st.DrawFn, article: Article) -> Finding:
    start = draw(st.integers(0, len(article.text) - 1))
    end = draw(st.integers(start + 1, len(article.text)))
    lines = LineIndex(article.text)
    line, column = lines.position(start)
    end_line, end_column = lines.position(end)
    rule = draw(st.sampled_from(sorted(FAMILIES)))
    notes = draw(st.lists(texts(max_size=3), max_size=2))
    return Finding(
        rule=rule,
        name=draw(texts(max_size=3)),
        family=FAMILIES[rule],
        severity=draw(st.sampled_from(SEVERITIES)),
        message=draw(texts()),
        advice=draw(texts()),
        span=Span(start, end),
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=article.text[start:end],
        fingerprint=f"{rule}-{start}-{end}",
        related=tuple(Place(span=Span(start, end), note=note) for note in notes),
        suppressed=draw(st.none() | suppressions),
    )


@st.composite
def articles(draw: st.DrawFn, path: str) -> Article:
    text = draw(texts(1))
    blocks = (Block(span=Span(0, len(text)), kind=draw(st.sampled_from(("headline", "paragraph")))),)
    return Article(path=path, text=text, prose=text, blocks=blocks, extracted=draw(st.booleans()))


cards = st.builds(
    RuleCard,
    id=st.sampled_from(sorted(FAMILIES)),
    name=texts(max_size=3),
    family=st.just("anonymous"),
    severity=st.sampled_from(SEVERITIES),
    summary=texts(),
    why=texts(),
    advice=texts(),
    references=st.lists(st.builds(Reference, title=texts(max_size=3), at=texts(max_size=3)), max_size=2).map(tuple),
    precision=st.none() | st.floats(0, 1),
    precision_basis=texts(max_size=3),
)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """At most eight findings, so that no format leaves one out for want of room."""
    names = draw(st.lists(paths(), max_size=3, unique=True))
    reports = []
    for path in names[: len(names) - 1]:
        article = draw(articles(path))
        found = draw(st.lists(findings(article), max_size=4, unique_by=lambda f: (f.span, f.rule)))
        report = make_report(article, tuple(sorted(found, key=lambda f: (f.span, f.rule))))
        reports.append(replace(report, fails_on=draw(st.none() | st.sampled_from(SEVERITIES))))
    problems = tuple(Problem(path=path, message=draw(texts())) for path in names[len(names) - 1 :])
    return Run(
        tool=Tool(version="0.1.0", rules="sha256:0123abcd", model="en_audit_news 0.1.0"),
        reports=tuple(reports),
        problems=problems,
        rules=tuple(draw(st.lists(cards, max_size=2, unique_by=lambda card: card.id))),
    )
