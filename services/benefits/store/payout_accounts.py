"""To which account benefits are paid: the choices of persons."""

from collections.abc import Collection

from services.benefits.domain.insurance.payout_account import ACTIVE, MACHINE, PayoutAccount
from services.benefits.store.kept import OfPerson
from services.benefits.store.tables_insurance import payout_accounts
from sscsim.db import Tx
from sscsim.kernel.periods import Month

KEPT = OfPerson(PayoutAccount, payout_accounts)
_AT_ONCE = 400


def current(tx: Tx, person_id: str, scheme: str) -> PayoutAccount | None:
    """The last choice, whether it holds yet or not."""
    c = KEPT.c
    return KEPT.newest(tx, c.person_id == person_id, c.scheme == scheme, c.live == 1)


def in_force(tx: Tx, person_id: str, scheme: str, month: Month) -> PayoutAccount | None:
    """The last choice that holds in a month; None where nobody chose."""
    c = KEPT.c
    return KEPT.newest(tx, c.person_id == person_id, c.scheme == scheme, c.from_month <= str(month))


def all_in_force(tx: Tx, people: Collection[str], scheme: str, month: Month) -> dict[str, str]:
    """The same of many: the chosen account by person, of those who chose one."""
    c, listed = KEPT.c, sorted(people)
    found: dict[str, str] = {}
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        where = c.person_id.in_(some), c.scheme == scheme, c.from_month <= str(month)
        found |= {each.person_id: each.account_id for each in KEPT.every(tx, *where)}
    return found


def choose(
    tx: Tx, person_id: str, scheme: str, account_id: str, first: Month, application_id: str
) -> PayoutAccount:
    """A new choice; the one that stood is replaced by it."""
    ordinal, now = KEPT.next_ordinal(tx, person_id), tx.world.now
    known = current(tx, person_id, scheme)
    if known is not None:
        KEPT.change(tx, known, status=MACHINE.after(known.status, "replace"), live=None)
    made = PayoutAccount(
        id=tx.new_id("poa", person_id, ordinal),
        person_id=person_id,
        scheme=scheme,
        ordinal=ordinal,
        account_id=account_id,
        from_month=str(first),
        application_id=application_id,
        status=ACTIVE,
        live=1,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    return made
