"""Whose the things of this service are: asked for apps that act for one cardholder.

Each function gives the person ids of a thing, none when there is no such thing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.card import problems
from services.card.domain import code as codes
from services.card.domain.card import read_card_number, read_identification_code
from services.card.flows import numbers
from services.card.store import (
    applications,
    bank_accounts,
    banks,
    cards,
    electronic,
    enrolments,
    entitlements,
    households,
    password_entries,
    persons,
    verifications,
)
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.problems import Conflict, NotFound, Refused


def _person(found: Any) -> Iterable[str]:
    return () if found is None or found.person_id is None else (found.person_id,)


def _application(tx: Tx, application_id: str) -> Iterable[str]:
    return _person(applications.find(tx, application_id))


def _card(tx: Tx, card_id: str) -> Iterable[str]:
    return _person(cards.find(tx, card_id))


def _enrolment(tx: Tx, enrolment_id: str) -> Iterable[str]:
    return _person(enrolments.find(tx, enrolment_id))


def _entitlement(tx: Tx, entitlement_id: str) -> Iterable[str]:
    return _person(entitlements.find(tx, entitlement_id))


def _verification(tx: Tx, verification_id: str) -> Iterable[str]:
    return _person(verifications.find(tx, verification_id))


def _household(tx: Tx, household_id: str) -> Iterable[str]:
    return [member.person_id for member in households.members(tx, household_id)]


def _family_link(tx: Tx, link_id: str) -> Iterable[str]:
    found = households.find_link(tx, link_id)
    return () if found is None else (found.person_id, found.relative_id)


# ---- the bank side


def _account(tx: Tx, account_id: str) -> Iterable[str]:
    return _person(bank_accounts.find(tx, account_id))


def _hold(tx: Tx, hold_id: str) -> Iterable[str]:
    return _of_account(tx, bank_accounts.find_hold(tx, hold_id))


def _entry(tx: Tx, entry_id: str) -> Iterable[str]:
    return _of_account(tx, bank_accounts.find_entry(tx, entry_id))


def _order(tx: Tx, order_id: str) -> Iterable[str]:
    return _of_account(tx, banks.find_order(tx, order_id))


def _of_account(tx: Tx, found: Any) -> Iterable[str]:
    return () if found is None else _account(tx, found.account_id)


# ---- electronic cards: what hangs on one is its holder's, a code for a relative too


def _electronic_card(tx: Tx, electronic_card_id: str) -> Iterable[str]:
    return _person(electronic.find(tx, electronic_card_id))


def _of_electronic_card(tx: Tx, found: Any) -> Iterable[str]:
    if found is None or found.electronic_card_id is None:
        return ()
    return _electronic_card(tx, found.electronic_card_id)


def _device(tx: Tx, device_id: str) -> Iterable[str]:
    return _of_electronic_card(tx, electronic.device(tx, device_id))


def _signing(tx: Tx, signing_id: str) -> Iterable[str]:
    return _of_electronic_card(tx, electronic.signing(tx, signing_id))


def _family_member(tx: Tx, member_id: str) -> Iterable[str]:
    return _of_electronic_card(tx, electronic.relative(tx, member_id))


def _code(tx: Tx, code_id: str) -> Iterable[str]:
    return _of_electronic_card(tx, electronic.find_code(tx, code_id))


def _password_entry(tx: Tx, entry_id: str) -> Iterable[str]:
    return _person(password_entries.find(tx, entry_id))


def _payment(tx: Tx, payment_id: str) -> Iterable[str]:
    return _of_electronic_card(tx, electronic.find_payment(tx, payment_id))


OF: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {
    "app": _application,
    "bka": _account,
    "bke": _entry,
    "bko": _order,
    "card": _card,
    "cod": _code,
    "cpy": _payment,
    "dev": _device,
    "ecd": _electronic_card,
    "enr": _enrolment,
    "ent": _entitlement,
    "hld": _hold,
    "hsh": _household,
    "link_id": _family_link,
    "member_id": _family_member,
    "pwe": _password_entry,
    "sgn": _signing,
    "ver": _verification,
}
"""By the prefix of an id; two kinds that share one, by the name of the parameter."""


def _with_card_number(tx: Tx, number: str) -> Iterable[str]:
    try:
        found = cards.with_number(tx, read_card_number(number))
    except Refused:
        return ()
    return [card.person_id for card in found]


def _with_identification_code(tx: Tx, code: str) -> Iterable[str]:
    try:
        return _person(cards.with_code(tx, read_identification_code(code)))
    except Refused:
        return ()


def _with_electronic_code(tx: Tx, text: str) -> Iterable[str]:
    try:
        said = codes.read(text, tx.world.seed, world.now())
    except (Conflict, NotFound, Refused):
        return ()
    return _code(tx, said.jti)


CREDENTIALS: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {
    "card_number": _with_card_number,
    "card_identification_code": _with_identification_code,
    "electronic_code": _with_electronic_code,
}
"""What a card or a code is shown by in a body."""

OTHERS = frozenset({"proxy_person_id", "relative_id"})
"""Fields of a body that may name somebody else."""

OPEN = frozenset(
    {
        "get_region",
        "get_scheme",
        "list_banks",
        "list_capabilities",
        "list_regions",
        "list_scheme_items",
        "list_schemes",
    }
)
"""Operations with nothing of any person."""


def with_number(tx: Tx, number: str) -> Iterable[str]:
    """Whose a social security number is."""
    try:
        found = persons.with_number(tx, numbers.looked_up(tx, number))
    except (problems.IdentityNumberInvalid, problems.RealLookingIdentity):
        return ()
    return () if found is None else (found.id,)
