"""Tokens of mobile payment: each follows from the world's seed and from what it is for."""

import hashlib
from datetime import timedelta

from services.medical.domain.institution import Institution
from services.medical.domain.mobile_order import MobileToken
from services.medical.flows.person_information import Information
from services.medical.problems_orders import MobileTokenWrong
from services.medical.store import mobile_figures, store
from services.medical.store import mobile_orders as rows
from sscsim.db import Tx


def made(tx: Tx, name: str, *about: str) -> str:
    """40 digits that nobody guesses who doesn't know the seed."""
    named = "\x1f".join((f"mobile-{name}", str(tx.world.seed), *about))
    return hashlib.sha256(named.encode()).hexdigest()[:40]


def shown(institution: Institution, person: Information, msgid: str) -> tuple[str, Information]:
    """6101: a person has shown a credential; the token by which the institution goes on."""
    with store.write() as tx:
        code, now = institution.institution_code, tx.world.now
        text = made(tx, "credential", code, msgid)
        minutes = mobile_figures.built_in().token_minutes
        good_until = now + timedelta(minutes=minutes)
        rows.add_token(tx, MobileToken(text, code, person.person_id, good_until, now))
        return tx.answer((text, person))


def check(tx: Tx, institution: Institution, text: str, person_id: str) -> None:
    """MobileTokenWrong unless the person has shown a credential here, a while ago at most."""
    found = rows.token(tx, text)
    if (
        found is None
        or found.institution_code != institution.institution_code
        or found.person_id != person_id
        or found.good_until <= tx.world.now
    ):
        raise MobileTokenWrong(name="ecToken")
