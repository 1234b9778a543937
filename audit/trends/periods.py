"""Months in a row."""

from collections.abc import Sequence

__all__ = ["months_between"]

MOST = 480


def months_between(months: Sequence[str]) -> tuple[str, ...]:
    """Every month from the first to the last of some, such as 2031-11, those that are not among them too.

    Where that were more than forty years, a date is wrong somewhere, and only the months themselves come back.
    """
    numbers = sorted({12 * int(month[:4]) + int(month[5:7]) - 1 for month in months})
    every = range(numbers[0], numbers[-1] + 1) if numbers else ()
    return tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in (every if len(every) <= MOST else numbers))
