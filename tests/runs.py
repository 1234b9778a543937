"""Runs built by hand, with no pipeline: an ordinary article, one that attacks every format, and an unreadable one."""

from audit.records import (
    Article,
    Attribution,
    Block,
    BlockKind,
    Claim,
    Finding,
    Hedge,
    Measures,
    Parse,
    Place,
    Problem,
    Reading,
    Reason,
    Reference,
    Report,
    RuleCard,
    Run,
    Severity,
    Source,
    Span,
    Suppression,
    Tool,
    Waiver,
    WaiverUse,
)
from audit.render.overview import Overview, entry_of, overview_of
from audit.text import LineIndex

ORDINARY = "\n\n".join(
    (
        "Harbor bridge to close for repairs",
        "By Nell Ashdown",
        "The Kestrel Bridge will close for six weeks in May, sources said. The closure may cost the harbor's traders "
        "as much as 4 million crowns, the largest loss since the fire.",
        "“We were told nothing,” said Ada Renn, who runs the fish market. Two council officials, who asked not to be "
        "named because the tender is sealed, said the steel had rusted faster than expected and that a second "
        "inspection in the autumn of last year had found cracks in four of the piers, a finding which the council "
        "never published.",
        "It is believed that the mayor knew.\n",
    )
)

HOSTILE = "\n\n".join(
    (
        '<script>alert(1)</script> & "Council" ::error file=x::owned',
        "A source\x1b[31m said `code` | [link](javascript:alert(1)) @mayor #12 ]]> \u202egnitset\u202c www.example.com "
        "https://example.com <!-- {{ 7*7 }} $x$ *bold*.",
        "# 市長 said the 橋 would reopen\u0085\x07. ##[error]owned\n",
    )
)


def find(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


def make_article(path: str, text: str, *, extracted: bool = False) -> Article:
    kinds: dict[str, BlockKind] = {"By ": "byline"}
    blocks: list[Block] = []
    for paragraph in text.strip("\n").split("\n\n"):
        kind: BlockKind = kinds.get(paragraph[:3], "paragraph") if blocks else "headline"
        blocks.append(Block(span=find(text, paragraph), kind=kind))
    return Article(path=path, text=text, prose=text, blocks=tuple(blocks), extracted=extracted)


def make_finding(
    article: Article,
    part: str,
    *,
    rule: str = "ANON001",
    severity: Severity = "error",
    message: str = "No reader can weigh this source.",
    advice: str = "Name the source, or say how it knows.",
    suppressed: Suppression | None = None,
    related: tuple[Place, ...] = (),
) -> Finding:
    span = find(article.text, part)
    lines = LineIndex(article.text)
    line, column = lines.position(span.start)
    end_line, end_column = lines.position(span.end)
    families = {"ANON": "anonymous", "CLAI": "claims", "HEDG": "hedges", "ART0": "article"}
    return Finding(
        rule=rule,
        name=f"name-of-{rule.lower()}",
        family=families[rule[:4]],  # type: ignore[arg-type]
        severity=severity,
        message=message,
        advice=advice,
        span=span,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        text=part,
        fingerprint=f"{rule}-{span.start}",
        suppressed=suppressed,
        related=related,
    )


def make_measures(**values: object) -> Measures:
    ordinary: dict[str, object] = {
        "words": 112,
        "named_sources": 1,
        "anonymous_sources": (3, None),
        "anonymous_share": 0.8712,
        "attributed_share": 0.5512,
        "reason_given_rate": 0.5,
        "hedges_per_1000": 8.93,
        "flesch_kincaid_grade": 9.21,
        "flesch_reading_ease": None,
    }
    return Measures(**(ordinary | values))  # type: ignore[arg-type]


def make_report(
    article: Article,
    findings: tuple[Finding, ...] = (),
    *,
    sources: tuple[Source, ...] = (),
    attributions: tuple[Attribution, ...] = (),
    claims: tuple[Claim, ...] = (),
    hedges: tuple[Hedge, ...] = (),
    measures: Measures | None = None,
    waivers: tuple[WaiverUse, ...] = (),
) -> Report:
    reading = Reading(
        article=article,
        parse=Parse(tokens=(), sentences=(), entities=(), drafts=(), model="en_audit_news 0.1.0"),
        quotations=(),
        voices=(),
        sources=sources,
        attributions=attributions,
        claims=claims,
        hedges=hedges,
        measures=measures or make_measures(),
    )
    return Report(reading=reading, findings=findings, waivers=waivers)


def ordinary_report() -> Report:
    article = make_article("stories/bridge.txt", ORDINARY)
    text = article.text
    officials = "Two council officials, who asked not to be named because the tender is sealed,"
    sources = (
        Source(
            id="s1",
            kind="anonymous",
            label="sources",
            mentions=(find(text, "sources"),),
            descriptor="none",
            reason=Reason(kind="none"),
            plural=True,
            people=(1, None),
            attributions=1,
            words=12,
        ),
        Source(
            id="s2",
            kind="person",
            label="Ada Renn",
            name="Ada Renn",
            mentions=(find(text, "Ada Renn"),),
            attributions=1,
            words=6,
            quoted_words=4,
        ),
        Source(
            id="s3",
            kind="anonymous",
            label="two council officials",
            mentions=(find(text, officials),),
            descriptor="role",
            reason=Reason(kind="specific", span=find(text, "because the tender is sealed")),
            plural=True,
            people=(2, 2),
            attributions=1,
            words=44,
        ),
    )
    attributions = (
        Attribution(
            source=(find(text, "sources"),),
            cue=(find(text, "said"),),
            content=(find(text, "The Kestrel Bridge will close for six weeks in May"),),
            kind="anonymous",
            quote="indirect",
            confidence=0.98765,
            source_id="s1",
        ),
        Attribution(
            source=(find(text, "Ada Renn, who runs the fish market"),),
            cue=(find(text, "said Ada")._replace(end=text.index(" Ada Renn")),),
            content=(find(text, "“We were told nothing,”"),),
            kind="person",
            quote="direct",
            confidence=0.9,
            source_id="s2",
        ),
        Attribution(
            source=(),
            cue=(find(text, "It is believed"),),
            content=(find(text, "that the mayor knew"),),
            kind="agentless",
            quote="indirect",
            confidence=0.5,
        ),
    )
    findings = (
        make_finding(
            article,
            "Harbor bridge to close for repairs",
            rule="ART003",
            severity="warning",
            message="87% of the attributed words come from unnamed people.",
            advice="Find somebody who speaks on the record.",
        ),
        make_finding(article, "sources", message="“sources” tells the reader nothing."),
        make_finding(
            article,
            "The closure may cost the harbor's traders as much as 4 million crowns",
            rule="CLAIM009",
            severity="warning",
            message="No source for “4 million crowns”.",
            advice="Say whose figure it is.",
        ),
        make_finding(
            article, "may", rule="HEDGE002", severity="info", message="“may” guesses.", advice="Say who guesses."
        ),
        make_finding(
            article,
            "traders as much as 4 million crowns, the largest loss since the fire",
            rule="CLAIM010",
            severity="info",
            message="“largest” has no source.",
            advice="Give the source.",
        ),
        make_finding(
            article,
            "Two council officials",
            rule="ANON002",
            severity="info",
            suppressed=Suppression(kind="waiver", reason="the editor knows both", by="M. Vale", until="2031-01-31"),
        ),
        make_finding(
            article,
            "a second inspection in the autumn of last year had found cracks in four of the piers, a finding which",
            rule="ANON001",
            message="Who says so?",
        ),
    )
    waived = WaiverUse(
        waiver=Waiver(
            path="stories/bridge.txt.waivers",
            line=3,
            text="waive ANON002 …",
            rules=("ANON002",),
            reason="the editor knows both",
            by="M. Vale",
            until="2031-01-31",
        ),
        state="used",
        findings=tuple(finding.fingerprint for finding in findings if finding.suppressed),
    )
    spoilt = WaiverUse(
        waiver=Waiver(path=article.path, line=9, text="waive ANON002", mistake="there is no reason"), state="broken"
    )
    return make_report(
        article,
        findings,
        sources=sources,
        attributions=attributions,
        claims=(Claim(span=find(text, "the largest loss since the fire"), kind="superlative"),),
        hedges=(
            Hedge(span=find(text, "may"), kind="modal", voice="writer"),
            Hedge(span=find(text, "It is believed"), kind="verb", voice="writer"),
        ),
        waivers=(waived, spoilt),
    )


def hostile_report() -> Report:
    article = make_article("::error::<img src=x>\x1b[2J\n::warning::.txt", HOSTILE, extracted=True)
    text = article.text
    label = "A source\x1b[31m <b onmouseover=alert(1)>"
    findings = (
        make_finding(
            article,
            "A source\x1b[31m",
            message="“A source\x1b[31m” says\n::error::<script>alert(2)</script> @mayor [x](http://example.com)",
            advice="Never print ]]> or </script> or `rm` or | pipes",
        ),
        make_finding(
            article,
            "\u202egnitset\u202c www.example.com https://example.com",
            rule="CLAIM009",
            severity="warning",
            message="\u202eevil",
            advice="#12 & GH-7",
        ),
        make_finding(article, "橋", severity="warning", rule="HEDGE002", message="“橋”"),
    )
    source = Source(
        id="s1",
        kind="anonymous",
        label=label,
        mentions=(find(text, "A source\x1b[31m"),),
        descriptor="none",
        reason=Reason(kind="boilerplate", span=find(text, "<!-- {{ 7*7 }} $x$ *bold*")),
        attributions=1,
        words=5,
    )
    measures = make_measures(anonymous_sources=(1, 2), anonymous_share=None, reason_given_rate=None)
    trap = Waiver(
        path="a\n::error::.txt", line=1, text="x", rules=("ANON|001",), reason="<b>@mayor</b> [x](https://e.x)"
    )
    waivers = (WaiverUse(waiver=trap, state="unused"),)
    return make_report(article, findings, sources=(source,), measures=measures, waivers=waivers)


def make_run(*reports: Report, problems: tuple[Problem, ...] = ()) -> Run:
    cards = tuple(
        RuleCard(
            id=rule,
            name=f"name-of-{rule.lower()}",
            family="anonymous",
            severity="error",
            summary=f"What {rule} looks for.",
            why="Readers <b>judge</b> a claim by who makes it.",
            advice="Name the source.",
            references=(
                Reference("House style", "https://example.org/style?a=1&b=2"),
                Reference("A trap", "javascript:alert(3)"),
            ),
        )
        for rule in ("ANON001", "CLAIM009", "HEDGE002")
    )
    tool = Tool(version="0.1.0", rules="sha256:0123abcd", model="en_audit_news 0.1.0")
    return Run(tool=tool, reports=reports, problems=problems, rules=cards)


def make_overview(run: Run, suffix: str, *, by_author: bool = False) -> Overview:
    """The overview of a run, with reports that are named by their numbers."""
    entries = [entry_of(report, f"r {number}.{suffix}") for number, report in enumerate(run.reports)]
    return overview_of(run, entries, by_author=by_author)


def whole_run() -> Run:
    problem = Problem(path="evil/\x1b]0;owned\x07.pdf", message="not a format <b>this</b> program reads\n@mayor")
    return make_run(ordinary_report(), hostile_report(), problems=(problem,))
