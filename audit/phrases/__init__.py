"""A small pattern language over tokens, written to be read by journalists, and its matcher.

A lexicon is a text file, one pattern a line; docs/rule-format.md teaches the language:

    [adverb]                section: the patterns below carry this label
    possibly                a word
    ~say|~tell              any form of say or tell
    could/MD                the word, where its Penn tag starts with MD
    [about] /CD             any number after "about"; only "about" is reported
    (the) condition of      an optional word
    asked .. anonymity      a gap of up to four words
    - could not ~hear|~see  an exception: matches inside it are dropped
"""

from audit.phrases.lexicon import Lexicon, load_lexicon, parse_lexicon
from audit.phrases.matching import Match, PhraseMatcher
from audit.phrases.pattern import Pattern

__all__ = ["Lexicon", "Match", "Pattern", "PhraseMatcher", "load_lexicon", "parse_lexicon"]
