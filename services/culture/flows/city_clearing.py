"""Libraries of one city settle what they took and paid for each other, once a month.

What each owes is in the books at once (`due.to`, `due.from`); after the month it is netted
between two libraries, and the books hear of it (B2).
"""

from datetime import time

from services.culture import problems_libraries as problems
from services.culture.domain import city_clearing as domain
from services.culture.domain.city_clearing import CityClearing, CityDue
from services.culture.domain.library import Library
from services.culture.flows import known
from services.culture.store import city_clearing as rows
from services.culture.store import store
from sscsim.db import Page, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import workdays
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, at
from sscsim.web import Query

CLEAR = "culture.clear_city_libraries"
_AT = time(2)


def owe(tx: Tx, event: str, purpose: str, payer: Library, payee: Library, amount: Money) -> None:
    """Note a debt between two libraries of one city, and have its month settled."""
    month = Month.of(tx.world.today)
    rows.DUES.add(
        tx,
        CityDue(
            id=tx.new_id("lcd", event),
            event=event,
            payer_id=payer.id,
            payee_id=payee.id,
            month=str(month),
            purpose=purpose,
            amount=amount,
            clearing_id=None,
            created_at=tx.world.now,
        ),
    )
    days = known.rules(tx, payer.id).common.city_clearing_workdays.value
    first, second = domain.pair(payer.id, payee.id)
    settled_on = workdays.after(month.last, days).day
    tx.schedule(CLEAR, f"{first}:{second}:{month}", at(settled_on, _AT))


def clear_due(key: str) -> None:
    """The job of two libraries and a month."""
    first, second, month = key.split(":")
    with store.write() as tx:
        tx.lock("city clearing", first, second)
        dues = rows.open_dues(tx, first, second, month)
        if dues:
            _cleared(tx, first, second, month, dues)
        failpoint("culture.city_clearing.before_commit")
        tx.complete_job()


def _cleared(tx: Tx, first: str, second: str, month: str, dues: list[CityDue]) -> None:
    made = CityClearing(
        id=tx.new_id("lcc", first, second, month),
        first_id=first,
        second_id=second,
        month=month,
        owed_by_first=domain.owed_by(first, dues),
        owed_by_second=domain.owed_by(second, dues),
        count=len(dues),
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.CLEARINGS.add(tx, made)
    rows.settle(tx, dues, made.id)
    body = {
        "event": made.id,
        "library": first,
        "other": second,
        "owes_fen": made.owed_by_first.fen,
        "is_owed_fen": made.owed_by_second.fen,
    }
    tx.send("settlement", "/internal/v1/library-clearings", body, f"city clearing/{made.id}")
    about = {"id": made.id, "month": month, "first_id": first, "second_id": second}
    tx.emit("library_clearing.settled", made.id, {**about, "amount_fen": made.amount.fen})


def get(clearing_id: str) -> CityClearing:
    """LibraryClearingNotFound."""
    with store.read() as tx:
        found = rows.CLEARINGS.find(tx, clearing_id)
    if found is None:
        raise problems.LibraryClearingNotFound(clearing_id=clearing_id)
    return found


def page(query: Query) -> Page:
    """Clearings, the newest first; of one library: those in which it is either."""
    filters = dict(query.filters)
    library_id = filters.pop("library_id", None)
    c = rows.CLEARINGS.c
    mine = [] if library_id is None else [(c.first_id == library_id) | (c.second_id == library_id)]
    with store.read() as tx:
        return rows.CLEARINGS.page(tx, query.page, filters, *mine)


def dues(clearing_id: str, query: Query) -> Page:
    """What a clearing settled, the newest first. LibraryClearingNotFound."""
    get(clearing_id)
    with store.read() as tx:
        return rows.DUES.page(tx, query.page, {"clearing_id": clearing_id})
