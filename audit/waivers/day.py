"""Which day it is, which decides whether a waiver still holds."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from audit.errors import UsageError

__all__ = ["DAY_VARIABLE", "today"]

DAY_VARIABLE = "AUDIT_TODAY"


def today(given: str | None = None, environment: Mapping[str, str] = os.environ) -> date:
    """The day asked for, else the one in $AUDIT_TODAY, else the real one; UsageError for what is no day.

    A run that must be compared with another one fixes the day; a configuration cannot, or no waiver would expire.
    """
    text = given or environment.get(DAY_VARIABLE)
    if not text:
        return datetime.now(UTC).date()  # the same in every office, so that one run says what another does
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day; write it as 2027-01-31") from error
