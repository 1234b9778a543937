"""The forms an English verb or noun takes in print: regular spelling rules and a short table of exceptions.

Forms nobody writes may be among them ("visitted"); forms that are another word's ("planed" for plan) are not.
"""

import re
from functools import lru_cache

__all__ = ["forms"]

_IRREGULAR = """
be am are is was were been being 're 'm
have has had having 've
do does did done doing
go goes went gone going
arise arises arose arisen arising
bear bears bore borne bearing
become becomes became becoming
begin begins began begun beginning
bring brings brought bringing
build builds built building
buy buys bought buying
catch catches caught catching
choose chooses chose chosen choosing
come comes came coming
cut cuts cutting
draw draws drew drawn drawing
drive drives drove driven driving
fall falls fell fallen falling
feel feels felt feeling
fight fights fought fighting
find finds found finding
fly flies flew flown flying
forecast forecasts forecasted forecasting
foresee foresees foresaw foreseen foreseeing
forget forgets forgot forgotten forgetting
get gets got gotten getting
give gives gave given giving
grow grows grew grown growing
hear hears heard hearing
hide hides hid hidden hiding
hit hits hitting
hold holds held holding
keep keeps kept keeping
know knows knew known knowing
lay lays laid laying
lead leads led leading
learn learns learned learnt learning
leave leaves left leaving
lend lends lent lending
let lets letting
lose loses lost losing
make makes made making
mean means meant meaning
meet meets met meeting
mislead misleads misled misleading
overstate overstates overstated overstating
pay pays paid paying
put puts putting
read reads reading
ride rides rode ridden riding
rise rises rose risen rising
run runs ran running
say says said saying
see sees saw seen seeing
seek seeks sought seeking
sell sells sold selling
send sends sent sending
set sets setting
shake shakes shook shaken shaking
show shows showed shown showing
shut shuts shutting
sit sits sat sitting
speak speaks spoke spoken speaking
spend spends spent spending
spin spins spun spinning
split splits splitting
spread spreads spreading
spur spurs spurred spurring
stand stands stood standing
steal steals stole stolen stealing
stick sticks stuck sticking
strike strikes struck stricken striking
swear swears swore sworn swearing
swing swings swung swinging
take takes took taken taking
teach teaches taught teaching
tell tells told telling
think thinks thought thoughts thinking
throw throws threw thrown throwing
understand understands understood understanding
win wins won winning
withdraw withdraws withdrew withdrawn withdrawing
write writes wrote written writing
quit quits quitting
child children
crisis crises
criterion criteria
datum data
foot feet
half halves
index indexes indices
life lives
medium media
person people persons
police
wife wives
"""
_TABLE = {line.split()[0]: frozenset(line.split()) for line in _IRREGULAR.split("\n") if line}
_ENDS_CVC = re.compile(r"[^aeiou][aeiou][^aeiouwxy]$")
_VOWEL_GROUPS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=8192)  # words of articles are asked for too: not all of them can be kept
def forms(lemma: str) -> frozenset[str]:
    """All inflections of a verb or noun given in its dictionary form, itself included."""
    if lemma in _TABLE:
        return _TABLE[lemma]
    if len(lemma) > 4 and lemma.endswith("man"):
        return frozenset({lemma, lemma[:-2] + "en"})
    if lemma.endswith("sis"):
        return frozenset({lemma, lemma[:-2] + "es"})
    return frozenset({lemma, _with_s(lemma), *_past_and_gerund(lemma)})


def _with_s(lemma: str) -> str:
    if re.search(r"(s|x|z|ch|sh|[^aeiou]o)$", lemma):
        return lemma + "es"
    return lemma[:-1] + "ies" if re.search(r"[^aeiou]y$", lemma) else lemma + "s"


def _past_and_gerund(lemma: str) -> set[str]:
    if lemma.endswith("ie"):
        return {lemma + "d", lemma[:-2] + "ying"}
    if lemma.endswith("ee"):
        return {lemma + "d", lemma + "ing"}
    if lemma.endswith("e"):
        return {lemma + "d", lemma[:-1] + "ing"}
    if lemma.endswith("c"):
        return {lemma + "ked", lemma + "king"}
    if re.search(r"[^aeiou]y$", lemma):
        return {lemma[:-1] + "ied", lemma + "ing"}
    plain = {lemma + "ed", lemma + "ing"}
    if not _ENDS_CVC.search(lemma):
        return plain
    doubled = {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    # A short word always doubles (plan, planned); in longer ones the stress decides, so both spellings count.
    return doubled if len(_VOWEL_GROUPS.findall(lemma)) == 1 else plain | doubled
