"""Put the parts of a reading together, each once, in the order in which they need each other."""

from dataclasses import replace

from audit.reading import agentless, claims, hedges, ledger, measures, spoken, voices
from audit.reading.page import turn
from audit.records import Article, Parse, Reading

__all__ = ["read"]


def read(article: Article, parse: Parse) -> Reading:
    """The reading of one article from its parse."""
    page = turn(article, parse)
    quotations = page.quotations
    parse = replace(parse, entities=page.parse.entities)  # its tags lean towards sources, so that they stay there
    sources, credited = ledger.build(page)
    voice = voices.of_tokens(parse, quotations, credited, spoken.find(article, parse))
    unowned = agentless.find(parse, voice, credited)
    attributions = tuple(sorted((*credited, *unowned), key=lambda a: (min((*a.source, *a.cue, *a.content)), a.cue)))
    hedged = hedges.find(parse, voice)
    return Reading(
        article=article,
        parse=parse,
        quotations=quotations,
        voices=voice,
        sources=sources,
        attributions=attributions,
        claims=claims.find(article, parse, voice, attributions, hedged),
        hedges=hedged,
        measures=measures.measure(article, parse, sources, attributions, hedged),
    )
