"""Versions of the catalogue's files (目录版本): the day on which something last changed.

Terms of items have days, so a file since a version holds what changed after that day and until
today. The form of a version is ours; only the first one is the specification's.
"""

from datetime import date, timedelta

from services.medical.domain.catalogue import Item

INITIAL = "v0000"
"""The version of a client that has nothing yet."""
BASELINE = date(2021, 1, 1)
"""Since when what has no days of its own is there: diseases. Assumed."""
_ONE_DAY = timedelta(days=1)


def version(day: date) -> str:
    """
    >>> version(date(2025, 1, 1))
    'v20250101'
    """
    return f"v{day:%Y%m%d}"


def day_of(text: str) -> date | None:
    """The day of a version, before all days of the initial one; None for what is no version.

    >>> day_of("V20250101"), day_of("v0000"), day_of("v20250230"), day_of("7")
    (datetime.date(2025, 1, 1), datetime.date(1, 1, 1), None, None)
    """
    if text.lower() == INITIAL:
        return date.min
    digits = text[1:]
    if text[:1] not in ("v", "V") or not (len(digits) == 8 and digits.isascii()):
        return None
    try:
        return date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}")
    except ValueError:
        return None


def changed(item: Item, day: date, region: str | None = None) -> date | None:
    """The last day until `day` on which the item changed there; None before it is in.

    Its terms of the nation and of the region count, and the day after its last.
    """
    if day < item.since:
        return None
    days = [one.since for one in item.terms if one.region in (None, region) and one.since <= day]
    if item.until is not None:
        days = [one for one in days if one <= item.until]
        if day > item.until:
            days.append(item.until + _ONE_DAY)
    return max(days)
