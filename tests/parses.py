"""Parses written by hand, as the trained pipeline would hand them over, without spaCy.

    parse_of("[[Two aides]] said so. {Ana Ruiz|source} {agreed|cue} {to it|content}.")

Braces hold the parts of one trained draft (source2, cue2 of a second); double brackets mark what a test looks
for. Tags come from a short word list and the endings of words, `word/TAG` overrides them. Capitalised words in
a row whose first is a first name below are a PERSON; other names are tagged, and no entity.
"""

import re
from collections import defaultdict

from audit.reading import ledger
from audit.reading.page import turn
from audit.records import Article, Attribution, Block, Draft, Entity, Parse, Sentence, Source, Span, Token

FIRST_NAMES = {"Ana", "Tobin", "Ilka", "Rosa", "Lev", "Mara", "Dana", "Helen", "Peter"}
WORD = re.compile(r"[A-Za-z]+(?=n't)|n't|[\w]+(?:-[\w]+)*|'s|[^\w\s]")
SENTENCE = re.compile(r".+?(?:[.!?]+[”\"’)]*(?=\s|$)|$)", re.DOTALL)
TAGS = {
    word: tag
    for tag, words in {
        "DT": "a an the this that these those some any another each both no",
        "IN": "of in on at by from with for about inside near under as because since whether if after than",
        "TO": "to",
        "CC": "and or but",
        "CD": "one two three four five six seven",
        "MD": "will would may might could should can",
        "VBP": "are have say think believe fear show suggest expect",
        "VBZ": "is has says shows suggests",
        "VBD": "was were had said told spoke wrote added found knew met felt rose fell thought",
        "VBN": "been briefed involved named seen identified authorized",
        "VBG": "citing quoting speaking according",
        "VB": "be discuss wonder avoid question speak",
        "RB": "not also now later n't privately never",
        "PRP": "he she they it we i him them",
        "PRP$": "his their its our",
        "WP": "who",
        "JJ": "many several former senior other familiar close new unnamed anonymous recent main official talkative",
        "POS": "'s",
        ",": ",",
        "``": "“",
        "''": "”",
        ":": ": — -",
        "-LRB-": "(",
        "-RRB-": ")",
    }.items()
    for word in words.split()
}


def parse_of(marked: str, headline: bool = False) -> tuple[Article, Parse, list[str]]:
    """The article, its parse, and the texts between double brackets, in order."""
    expected = re.findall(r"\[\[(.+?)\]\]", re.sub(r"\{([^{}|]*)\|[^{}]*\}", r"\1", marked))
    text, parts, tags = _strip(marked.replace("[[", "").replace("]]", ""))
    expected = [re.sub(r"(\w)/[A-Z$]+", r"\1", words) for words in expected]
    blocks = tuple(
        Block(span=Span(*m.span()), kind="headline" if headline and n == 0 else "paragraph")
        for n, m in enumerate(re.finditer(r"[^\n]+", text))
    )
    tokens, sentences = _tokens(text, blocks, tags)
    drafts = tuple(
        Draft(source=tuple(p["source"]), cue=tuple(p["cue"]), content=tuple(p["content"]), confidence=0.9)
        for _, p in sorted(parts.items())
    )
    parse = Parse(tokens=tokens, sentences=sentences, entities=_people(text), drafts=drafts, model="written")
    return Article(path="written.txt", text=text, prose=text, blocks=blocks), parse, expected


def ledger_of(
    marked: str, headline: bool = False
) -> tuple[tuple[Source, ...], tuple[Attribution, ...], list[str], str]:
    """The ledger and attributions of a marked text, what it marks, and the text."""
    article, parse, expected = parse_of(marked, headline)
    sources, attributions = ledger.build(turn(article, parse))
    return sources, attributions, expected, article.text


def _strip(marked: str) -> tuple[str, dict[str, dict[str, list[Span]]], dict[int, str]]:
    text, opened = "", 0
    parts: dict[str, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    tags: dict[int, str] = {}
    for piece in re.findall(r"\{|\|[a-z]+\d*\}|(?<=\w)/[A-Z$]+|[^{}|/]+|[|/]", marked):
        if piece == "{":
            opened = len(text)
        elif found := re.fullmatch(r"\|([a-z]+)(\d*)\}", piece):
            parts[found[2]][found[1]].append(Span(opened, len(text)))
        elif re.fullmatch(r"/[A-Z$]+", piece):
            tags[len(text)] = piece[1:]
        else:
            text += piece
    return text, parts, tags


def _tokens(
    text: str, blocks: tuple[Block, ...], tags: dict[int, str]
) -> tuple[tuple[Token, ...], tuple[Sentence, ...]]:
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for number, block in enumerate(blocks):
        for found in SENTENCE.finditer(text, *block.span):
            words = list(WORD.finditer(text, *found.span()))
            if not words:
                continue
            first = len(tokens)
            for word in words:
                norm = word[0].lower().replace("’", "'")
                tag = tags.get(word.end()) or _tag(word[0], word is words[0])
                tokens.append(Token(*word.span(), word[0], norm, tag, len(sentences)))
            sentences.append(Sentence(words[0].start(), words[-1].end(), number, first, len(tokens)))
    return tuple(tokens), tuple(sentences)


def _tag(word: str, first: bool) -> str:
    if word.lower() in TAGS:
        return TAGS[word.lower()]
    if word in ".!?":
        return "."
    if word[0].isdigit():
        return "CD"
    if word[0].isupper() and not first:
        return "NNP"
    if word.endswith("ed"):
        return "VBD"
    return "NNS" if word.endswith("s") else "NN"


def _people(text: str) -> tuple[Entity, ...]:
    names = re.finditer(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*", text)
    found = []
    for match in names:
        words = match[0].split()
        starts = [i for i, word in enumerate(words) if word in FIRST_NAMES]
        if starts:
            found.append(Entity(match.start() + len(" ".join([*words[: starts[0]], ""])), match.end(), "PERSON"))
    surnames = {text[e.start : e.end].split()[-1] for e in found}
    for match in re.finditer(r"\b[A-Z][a-z]+\b", text):
        if match[0] in surnames and not any(e.start <= match.start() < e.end for e in found):
            found.append(Entity(match.start(), match.end(), "PERSON"))
    return tuple(sorted(found))
