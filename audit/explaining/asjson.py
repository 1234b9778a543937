"""An explanation for programs."""

from typing import Any

from audit.checks import Answer
from audit.engine import Ruling
from audit.explaining.answers import Here, condition
from audit.explaining.gathering import Explanation, Passage
from audit.records import Span
from audit.render.jsontext import expanded
from audit.render.machine import SCHEMA, attribution_object, finding_object, source_object, start_end

__all__ = ["render_json"]

EXPANDED_LEVELS = 5


def render_json(explanation: Explanation) -> str:
    """One object; docs/explain.md describes its keys. Offsets and what is known from reports are as there."""
    article = explanation.reading.article
    here = Here(article)
    whole = {
        "schema": SCHEMA,
        "path": article.path,
        "line": explanation.target.line,
        "column": explanation.target.column,
        **({"text": article.text} if article.extracted else {}),
        "sentences": [_passage(passage, here) for passage in explanation.passages],
        "sources": [source_object(source) for source in explanation.sources],
        "remarks": [finding_object(finding) for finding in explanation.remarks],
        "silent": [card.id for card in explanation.silent],
        "off": [card.id for card in explanation.off],
    }
    return expanded(whole, EXPANDED_LEVELS) + "\n"


def _passage(passage: Passage, here: Here) -> dict[str, Any]:
    return {
        **_place(passage.span, here),
        "voices": [{**start_end(span), "voice": voice} for voice, span in passage.voices],
        "attributions": [attribution_object(attribution) for attribution in passage.attributions],
        "suspected": [{k: round(v, 2) for k, v in chances.items()} for chances in passage.suspected],
        "claims": [{**start_end(claim.span), "class": claim.kind} for claim in passage.claims],
        "signs": {name: round(worth, 2) for name, worth in passage.signs.items() if round(worth, 2)},
        "hedges": [{**start_end(hedge.span), "class": hedge.kind, "voice": hedge.voice} for hedge in passage.hedges],
        "quotations": [{**start_end(quotation.span), "closed": quotation.closed} for quotation in passage.quotations],
        "rulings": [_ruling(ruling, here) for ruling in passage.rulings],
    }


def _ruling(ruling: Ruling, here: Here) -> dict[str, Any]:
    return {
        "rule": ruling.rule.id,
        "name": ruling.rule.card.name,
        "severity": ruling.severity,
        "outcome": ruling.outcome,
        **_place(ruling.verdict.span, here),
        "conditions": [_condition(ruling, answer) for answer in ruling.verdict.answers],
        "instead": ruling.instead and {"rule": ruling.instead[0], **_place(ruling.instead[1], here)},
        "finding": ruling.finding and finding_object(ruling.finding),
    }


def _condition(ruling: Ruling, answer: Answer) -> dict[str, Any]:
    asked = condition(ruling, answer)
    found = start_end(answer.found) if isinstance(answer.found, Span) else answer.found
    return {
        "asked": answer.asked,
        "words": f"unless {asked.text}" if asked.role == "unless" else asked.text,
        "holds": answer.holds,
        "found": found,
    }


def _place(span: Span, here: Here) -> dict[str, Any]:
    line, column = here.position(span)
    return {**start_end(span), "line": line, "column": column, "text": here.exact(span)}
