"""The handlings of the items that are simulated in full, by code.

Each domain has a line here; each item a file in its domain's folder.
"""

from collections.abc import Mapping

from services.benefits import problems
from services.benefits.domain.item import Item
from services.benefits.flows.handling import Handling
from services.benefits.flows.items import (
    annuity,
    cards,
    contributions,
    employment,
    files,
    injury,
    labour,
    pension,
    private_pension,
    training,
    transfer,
    unemployment,
)
from services.benefits.problems_catalogue import ServiceItemNotFound
from services.benefits.store import catalogue

HANDLINGS: dict[str, Handling] = {
    handling.code: handling
    for handling in (
        *employment.HANDLINGS,
        *training.HANDLINGS,
        *cards.HANDLINGS,
        *files.HANDLINGS,
        *labour.HANDLINGS,
        *contributions.HANDLINGS,
        *pension.HANDLINGS,
        *injury.HANDLINGS,
        *annuity.HANDLINGS,
        *private_pension.HANDLINGS,
        *transfer.HANDLINGS,
        *unemployment.HANDLINGS,
    )
}
"""Tests take an effect out of here to see that its journey fails."""


def full() -> Mapping[str, Handling]:
    """What is simulated in full."""
    return HANDLINGS


def known(code: str) -> tuple[Item, Handling]:
    """An item and its handling. ServiceItemNotFound, ItemNotSimulated."""
    item = catalogue.items().get(code)
    if item is None:
        raise ServiceItemNotFound(code=code)
    if code not in HANDLINGS:
        raise problems.ItemNotSimulated(item_code=code)
    return item, HANDLINGS[code]
