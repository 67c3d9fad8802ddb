"""Social security numbers that come in with a request."""

from services.card import problems, terms
from services.card.domain.person import read_number
from services.card.store import persons
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.ids import identity


def accepted(text: str, region_code: str) -> str:
    """The compact number to be written; one that could be a real person's only where this
    world's figures for the region allow it."""
    try:
        return read_number(text)
    except problems.RealLookingIdentity:
        if terms.card_rules(region_code, world.today()).real_looking_identities:
            return identity.compact(text)
        raise


def looked_up(tx: Tx, text: str) -> str:
    """The compact number to look somebody up by: a real-looking one only if it is known."""
    try:
        return read_number(text)
    except problems.RealLookingIdentity:
        number = identity.compact(text)
        if persons.with_number(tx, number) is None:
            raise
        return number


def check_free(tx: Tx, number: str) -> None:
    """PersonExists if the number is somebody's."""
    tx.lock("number", number)
    holder = persons.with_number(tx, number)
    if holder is not None:
        raise problems.PersonExists(masked=identity.mask(number), person_id=holder.id)
