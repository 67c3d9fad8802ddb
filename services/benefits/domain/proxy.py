"""Acting for somebody else (代办): what a guardian and a relative have to be."""

from typing import Final

from services.benefits import problems

ADULT_AT: Final = 18
"""Civil Code (民法典) art. 17 and 27: parents are the guardians of those under 18."""

_PARENTS: Final = ("parent", "mother", "father")


def check_guardian(relation: str | None, age: int) -> None:
    """ProxyWithoutRight unless the proxy is a parent of a minor.

    `relation`: what the proxy is to the person. Guardians of adults, whom a court names, are
    not known to the card service, and so not here.
    """
    if relation not in _PARENTS:
        raise problems.ProxyWithoutRight(
            kind="guardian", why=f"the family link says {relation or 'nothing'}, not parent"
        )
    if age >= ADULT_AT:
        raise problems.ProxyWithoutRight(
            kind="guardian", why=f"the person is {age}, of age since {ADULT_AT}"
        )


def check_relative(relation: str | None) -> None:
    """ProxyWithoutRight unless the card service knows them as family."""
    if relation is None:
        raise problems.ProxyWithoutRight(kind="relative", why="there is no family link")
