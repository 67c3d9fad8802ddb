"""Personal accounts (个人账户): money paid in, and what it went for."""

from services.medical import problems
from services.medical.domain import account, vocabulary
from services.medical.domain.account import AccountEntry, PersonalAccount
from services.medical.flows import account_years, people
from services.medical.store import accounts, store
from sscsim import world
from sscsim.db import Page, PageQuery
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def get(person_id: str) -> PersonalAccount:
    with store.read() as tx:
        found = accounts.find(tx, person_id)
    if found is None:
        raise problems.AccountNotFound(person_id=person_id)
    return found


def page_of_entries(person_id: str, page: PageQuery) -> Page:
    get(person_id)
    with store.read() as tx:
        return accounts.page_of_entries(tx, person_id, page)


def credit(person_id: str, amount: Money, note: str | None = None) -> AccountEntry:
    """Pay money in; the control account in the region's book follows by message.

    A first credit opens the account in the region where the person is insured as an employee.
    """
    with store.read() as tx:
        known = accounts.find(tx, person_id)
    if known is not None:
        region = known.region_code
    else:
        covered = people.coverage(person_id, vocabulary.EMPLOYEE, world.today())
        region = covered.home_region_code
    world.require_region(region)
    with store.write() as tx:
        held = accounts.opened(tx, person_id, region)
        account_years.plan(tx, held.region_code)
        entry = accounts.enter(tx, held, account.CREDIT, amount, note=note)
        tx.send(
            "settlement",
            "/internal/v1/account-credits",
            {"credit_id": entry.id, "region": held.region_code, "amount_fen": amount.fen},
            key="credit:" + entry.id,
        )
        tx.emit(
            "personal_account.credited",
            held.id,
            {"person_id": person_id, "entry_id": entry.id, "amount_fen": amount.fen},
        )
        failpoint("medical.credit.before_commit")
        return tx.answer(entry)
