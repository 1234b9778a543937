"""An explanation for people at a terminal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from audit.engine import Ruling
from audit.explaining.answers import Here, decisive, instead, standing
from audit.explaining.gathering import Explanation, Passage
from audit.manual.card import about
from audit.manual.phrases import CLAIMS, DESCRIPTORS, HEDGES, KINDS, QUOTES, REASONS, VOICES
from audit.manual.words import listed
from audit.records import SEVERITIES, Attribution, Finding, Reading, Source, Span
from audit.render.tallies import SEVERITY_WORDS, count, people
from audit.render.terminal import wrapped
from audit.render.visible import visible, without_commands

__all__ = ["render_text"]

WIDTH = 80
LONGEST_SENTENCE = 400
STRONGEST = 3  # signs
WORTH_TELLING = 0.2
KIND = ("where.kind", "kind")


def render_text(explanation: Explanation) -> str:
    """What was read and ruled at the target; for a whole file the lines in which there is something."""
    here = Here(explanation.reading.article)
    target = explanation.target
    place = ":".join(str(part) for part in (target.path, target.line, target.column) if part is not None)
    lines = [visible(place)]
    if explanation.reading.article.extracted:
        lines.append("  (lines and columns are those of the text extracted from this file)")
    lines += _overview(explanation, here) if target.line is None else _details(explanation, here)
    return without_commands("\n".join(lines) + "\n")


# ---------------------------------------------------------------- a whole file


def _overview(explanation: Explanation, here: Here) -> Iterator[str]:
    yield ""
    by_line = groupby(explanation.passages, key=lambda passage: here.position(passage.span)[0])
    for line, passages in by_line:
        told = _in_brief(list(passages), here, line)
        if told:
            yield f"{line:>6}  {wrapped(told, 8, WIDTH).lstrip(' ')}"
    yield ""
    yield wrapped(f"Name a line to be told why: audit explain {explanation.target.path}:LINE", 0, WIDTH)


def _in_brief(passages: Sequence[Passage], here: Here, line: int) -> str:
    """What was read in a line, and what is reported there."""
    counts = (
        (len({id(a) for p in passages for a in p.attributions}), "attribution"),
        (sum(len(p.claims) for p in passages), "claim"),
        (sum(len(p.hedges) for p in passages), "hedge"),
    )
    read = [count(number, noun) for number, noun in counts if number]
    findings = {(r.rule.id, r.finding.span): r.finding for p in passages for r in p.rulings if r.finding}
    reported = [f"{f.rule}{_status(f)}" for f in findings.values() if here.position(f.span)[0] == line]
    return "; ".join(filter(None, (", ".join(read), ", ".join(sorted(reported)))))


# ---------------------------------------------------------------- a line of it


def _details(explanation: Explanation, here: Here) -> Iterator[str]:
    if not explanation.passages:
        yield from ("", "  Nothing is read here: the line is empty, or holds no prose.")
    for passage in explanation.passages:
        yield from ("", wrapped(f"{here.at(passage.span)} {here.words(passage.span, LONGEST_SENTENCE)}", 0, WIDTH))
        yield from _block("Read", _read(passage, explanation.reading, here))
        yield from _reported(passage, here)
        yield from _unreported(passage, here, in_full=explanation.only is not None)
    yield from _block("Sources credited here", (_source(source, here) for source in explanation.sources), indent=0)
    remarks = (f"{f.severity} {f.rule}{_status(f)}: {f.message}" for f in explanation.remarks)
    yield from _block("Of waivers and budgets", remarks, indent=0)
    yield from _absent(explanation)


def _absent(explanation: Explanation) -> Iterator[str]:
    """Rules that did not look here at all; those that found nothing to look at only if one of them is asked for."""
    only = explanation.only
    for heading, cards in (("Silent in this genre", explanation.silent), ("Off", explanation.off)):
        ids = [card.id for card in cards if only is None or card.id == only.id]
        if ids:
            yield from ("", wrapped(f"{heading}: {', '.join(ids)}", 0, WIDTH))
    tried = only and only.card not in (*explanation.silent, *explanation.off)
    if only and tried and explanation.passages and not any(passage.rulings for passage in explanation.passages):
        yield from ("", wrapped(f"{only.id} looks at {about(only)}, and found none here.", 0, WIDTH))


def _block(heading: str, items: Iterable[str], indent: int = 2) -> Iterator[str]:
    written = [_item(item, indent) for item in items]
    if written:
        yield from ("", f"{' ' * indent}{heading}:", *written)


def _item(text: str, indent: int) -> str:
    return f"{' ' * indent}- {wrapped(text, indent + 2, WIDTH).lstrip(' ')}"


def _read(passage: Passage, reading: Reading, here: Here) -> Iterator[str]:
    for attribution, suspected in zip(passage.attributions, passage.suspected, strict=True):
        source = reading.source(attribution.source_id)
        kind = _kind(source) if source and source.kind == attribution.kind else KINDS[attribution.kind]
        kind = "nobody in particular" if source is None and attribution.source else kind
        yield f"{_attribution(attribution, kind, here)}{_suspicion(suspected)}"
    for claim in passage.claims:
        kind = CLAIMS[claim.kind]
        yield f"{here.quoted(claim.span)}: a statement that needs support and has none, {kind}; {_weighed(passage)}"
    if passage.signs and not passage.claims:
        yield f"no statement that needs support; {_weighed(passage)}"
    for hedge in passage.hedges:
        yield f"{here.quoted(hedge.span)}: a hedge, {HEDGES[hedge.kind]}, in {VOICES[hedge.voice]}"
    for quotation in passage.quotations:
        yield f"{here.quoted(quotation.span)}: a quotation" + ("" if quotation.closed else " that is never closed")
    runs = [f"{here.at(span)} {VOICES[voice]}" for voice, span in passage.voices]
    yield f"whose words: {', '.join(runs)}"


def _weighed(passage: Passage) -> str:
    """The strongest signs for and against a claim."""
    ordered = sorted(passage.signs.items(), key=lambda sign: (-abs(sign[1]), sign[0]))
    sides = {"for it": [s for s in ordered if s[1] > 0], "against it": [s for s in ordered if s[1] < 0]}
    told = (
        f"{side} speak {listed([f'“{name}” ({abs(worth):.1f})' for name, worth in signs[:STRONGEST]], 'and')}"
        for side, signs in sides.items()
        if signs
    )
    return ", ".join(told)


def _attribution(attribution: Attribution, kind: str, here: Here) -> str:
    source, cue, content = (
        " … ".join(map(here.quoted, spans)) for spans in (attribution.source, attribution.cue, attribution.content)
    )
    who = f"{kind}, {source}," if source else "nobody"
    entry = f"; source {attribution.source_id}" if attribution.source_id else ""
    back = ", introduced before" if attribution.follow_up else ""
    told = f"is credited by {cue or 'no cue'} with {content or 'nothing in particular'}; {QUOTES[attribution.quote]}"
    if not (cue or content):
        told = "is taken for a source, though no words of theirs are told"
    return f"{who} {told}{entry}{back}; sure to {attribution.confidence:.0%}"


def _suspicion(suspected: Mapping[str, float]) -> str:
    """What the trained reader makes of a source by its sentence, where it may be an unnamed one."""
    if not suspected or sum(suspected.values()) < WORTH_TELLING:
        return ""
    kind, chance = max(((k, v) for k, v in suspected.items() if k != "agentless"), key=lambda each: each[1])
    return f"; by its sentence it looks like {KINDS[kind]} to {chance:.0%}"


def _kind(source: Source) -> str:
    """A source's kind; of persons it is told whether they are several, or have no name."""
    if source.kind == "person" and source.name is None:
        return "a person" if source.people == (1, 1) else "people"
    return KINDS[source.kind]


def _source(source: Source, here: Here) -> str:
    about = [_kind(source), f"credited {count(source.attributions, 'time')} with {count(source.words, 'word')}"]
    if source.kind not in ("person", "organization", "document"):
        about.insert(1, people(source.people))
    if source.descriptor:
        about.append(f"described by {DESCRIPTORS[source.descriptor]}")
    if source.reason:
        words = f", {here.quoted(source.reason.span)}" if source.reason.span else ""
        about.append(f"reason for not naming it {REASONS[source.reason.kind]}{words}")
    mentions = ", ".join(here.at(span) for span in source.mentions)
    return f"{source.id} {source.label}: {'; '.join(about)}; mentioned at {mentions or 'no place'}"


# ---------------------------------------------------------------- what rules made of it


def _reported(passage: Passage, here: Here) -> Iterator[str]:
    rulings = [r for r in passage.rulings if r.finding]
    for ruling in sorted(rulings, key=lambda r: (-SEVERITIES.index(r.severity), r.rule.id)):
        finding = ruling.finding
        assert finding
        heading = f"{SEVERITY_WORDS[finding.severity]} {finding.rule} {finding.name}"
        yield from ("", wrapped(f"Reported: {heading}{_status(finding)} at {here.at(finding.span)}", 2, WIDTH))
        yield wrapped(finding.message, 4, WIDTH)
        yield from (_item(line, 4) for line in standing(ruling, here))


def _unreported(passage: Passage, here: Here, *, in_full: bool) -> Iterator[str]:
    """Place by place: rules with another finding in its stead, then those that passed it over, by reason.

    Rules that look for another kind of thing are only named, unless asked for `in_full`.
    """
    rulings = sorted((r for r in passage.rulings if not r.finding), key=_order)
    for span, at_place in groupby(rulings, key=lambda r: r.verdict.span):
        yield from ("", wrapped(f"Not reported: {here.quoted(span)}", 2, WIDTH))
        reasons: dict[str, list[Ruling]] = {}
        for ruling in at_place:
            reasons.setdefault(_why(ruling, here, in_full), []).append(ruling)
        yield from (_item(f"{_named(alike)}: {why}", 4) for why, alike in reasons.items())


def _why(ruling: Ruling, here: Here, in_full: bool) -> str:
    if ruling.outcome != "passed":
        return instead(ruling, here)
    if in_full:
        return "; ".join([*(f"so: {line}" for line in standing(ruling, here)), decisive(ruling, here)])
    (*before, last) = ruling.verdict.answers
    return decisive(ruling, here) if before or last.asked not in KIND else "not of the kind they look for"


def _order(ruling: Ruling) -> tuple[Span, bool, int, str]:
    """By place; first what only another finding hides, then what came closest to being reported."""
    return ruling.verdict.span, ruling.outcome == "passed", -len(ruling.verdict.answers), ruling.rule.id


def _named(rulings: Sequence[Ruling]) -> str:
    """The rules; where only some tiers of one ruled so, these."""
    names = []
    for rule_id, tried in groupby(rulings, key=lambda ruling: ruling.rule.id):
        alike = list(tried)
        tiers = "" if len(alike) == len(alike[0].rule.tiers) else f" ({listed([r.severity for r in alike])})"
        names.append(rule_id + tiers)
    return ", ".join(names)


def _status(finding: Finding) -> str:
    """Why a finding does not count, if it does not."""
    given = finding.suppressed
    if given is None:
        return ""
    by = f" by {given.by}" if given.by else ""
    until = f" until {given.until}" if given.until else ""
    return f" (does not count: {given.kind}{by}{until}: {given.reason})"
