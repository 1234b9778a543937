"""Figures with 95 percent intervals, the article being the unit: its words, sources and findings belong together.

A ratio of totals (words from unnamed people to attributed words) has the standard error of a ratio estimator over
articles: W. G. Cochran, Sampling Techniques, 3rd ed. (1977), 6.3. A share of articles has Wilson's interval. Where
nothing was counted, or everything, the standard error is 0 and tells nothing; then a share has Wilson's interval over
its articles, and a rate goes from 0 up to the exact Poisson limit for no event.
"""

import math
from typing import NamedTuple

from audit.rulebook.measured import Z, share
from audit.trends.records import Estimate

__all__ = ["Sums", "of_articles", "ratio"]

NO_EVENT = -math.log(0.025)  # the upper 95 percent limit of a Poisson mean where no event was seen, two-sided


class Sums(NamedTuple):
    """Totals over articles of a numerator y and a denominator x, of their squares and their product.

    `articles` counts those with x above 0. All are whole numbers, so that no order of adding changes them.
    """

    articles: int
    y: int
    x: int
    yy: int
    xy: int
    xx: int


def ratio(sums: Sums, factor: float, *, is_share: bool, fewest: int) -> Estimate:
    """y / x times the factor: a share from 0 to 1, or a rate per 1,000 words if it is none.

    There is no interval where fewer articles than `fewest` stand behind it.
    """
    if not sums.x:
        return Estimate(None, None, None, sums.articles)
    value = factor * sums.y / sums.x
    if sums.articles < max(fewest, 2):
        return Estimate(value, None, None, sums.articles)
    if is_share and (value in (0, 1)):
        return of_articles(sums.articles * int(value), sums.articles, fewest=fewest)
    if not sums.y:
        return Estimate(0.0, 0.0, 1000 * NO_EVENT / sums.x, sums.articles)
    spread = Z * factor * _standard_error(sums)
    high = min(1.0, value + spread) if is_share else value + spread
    return Estimate(value, max(0.0, value - spread), high, sums.articles)


def _standard_error(sums: Sums) -> float:
    """Of y / x. Whole numbers to the end: what is left over of y is small beside its parts."""
    squares = sums.yy * sums.x**2 - 2 * sums.xy * sums.y * sums.x + sums.xx * sums.y**2
    return math.sqrt(squares / sums.x**4 * sums.articles / (sums.articles - 1))


def of_articles(part: int, articles: int, *, fewest: int) -> Estimate:
    """A share of articles with Wilson's interval; without one where there are fewer articles than `fewest`."""
    wilson = share(part, articles)
    if wilson is None:
        return Estimate(None, None, None, articles)
    if articles < max(fewest, 2):
        return Estimate(wilson.value, None, None, articles)
    return Estimate(wilson.value, wilson.low, wilson.high, articles)
