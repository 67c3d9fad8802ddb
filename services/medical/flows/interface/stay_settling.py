"""Settling a stay that messages speak of: tried, settled and taken back.

The shared flows compute and settle; here is looked at what a message says beside it: the insurance,
that the stay is over, and the amounts, which must be the sums of the lines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.medical import problems
from services.medical.domain import charged_by_message
from services.medical.domain.fee_lines import Split
from services.medical.domain.institution import Institution
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import Visit
from services.medical.flows import reverse, settle, settling
from services.medical.flows.interface import register
from services.medical.flows.interface.inpatient import check_insurance
from services.medical.flows.interface.register import Numbered
from services.medical.problems_stays import DischargeDateDiffers, StaySumsDiffer
from services.medical.store import register as rows
from services.medical.store import store
from sscsim import world
from sscsim.db import Tx

Begun = Callable[[str, str], None]
"""Is told the ids of the visit and of a settlement that was begun."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`sums` as the message says them, by its fields. `day` (出院时间): of discharge, or up to
    which an interim settlement is. `accounts`: which may pay, if `use_account`."""

    mdtrt_id: str
    psn_no: str
    insurance_kind: str
    use_account: bool
    accounts: str
    is_interim: bool
    day: date | None
    sums: Mapping[str, Any]
    given: Mapping[str, Any]

    @property
    def until(self) -> date | None:
        return (self.day or world.today()) if self.is_interim else None


@dataclass(frozen=True, slots=True)
class Tried:
    """A calculation that nothing follows from."""

    one: Numbered
    bill: Split
    result: Mapping[str, Any]
    home_region: str
    on: date


@dataclass(frozen=True, slots=True)
class Undone:
    """What a reversal takes back, and what messages said of it."""

    one: Numbered
    original: Settlement
    given: Mapping[str, Any]


def try_(institution: Institution, wanted: Wanted) -> Tried:
    """住院预结算. A stay that goes on is looked at as if it ended on the day, or today."""
    with store.read() as tx:
        one = register.the_visit(tx, institution, wanted.mdtrt_id, wanted.psn_no)
    _check_stay(one.visit)
    check_insurance(one, wanted.insurance_kind)
    _check_day(one.visit, wanted)
    tried = settle.pre_settle(
        one.visit.id,
        wanted.use_account,
        wanted.is_interim,
        wanted.until,
        wanted.accounts,
        None if wanted.is_interim else wanted.day,
    )
    stay = tried["stay"]
    _check_sums(stay.bill, wanted)
    return Tried(one, stay.bill, tried["result"], stay.home_region_code, stay.discharge_date)


def settle_stay(institution: Institution, msgid: str, wanted: Wanted, begun: Begun) -> Settlement:
    """住院结算: after the discharge, but for a part of the stay.

    With a message that was sent before: find out what became of it, and go on. `begun` is told in
    the transaction that first writes the settlement, so that a correction (冲正) finds it.
    """
    with store.read() as tx:
        one = register.the_visit(tx, institution, wanted.mdtrt_id, wanted.psn_no)

    def also(tx: Tx, visit: Visit, settlement: Settlement) -> None:
        _check_stay(visit)
        check_insurance(replace(one, visit=visit), wanted.insurance_kind)
        if not wanted.is_interim and visit.discharge_date is None:
            raise problems.NotDischarged(visit_id=visit.id)
        _check_day(visit, wanted)
        _check_sums(settlement.bill, wanted)
        register.add_settlement(tx, settlement, "2304", msgid, "", wanted.given)
        begun(visit.id, settlement.id)

    return settle.settle(
        one.visit.id,
        wanted.use_account,
        None,
        wanted.is_interim,
        wanted.until,
        also,
        wanted.accounts,
    )


def take_back(
    institution: Institution,
    msgid: str,
    setl_id: str,
    mdtrt_id: str,
    psn_no: str,
    given: Mapping[str, Any],
    begun: Begun,
) -> Settlement:
    """住院结算撤销: a settlement of its own, with every amount negative."""
    with store.read() as tx:
        found, _ = register.settlement_of(tx, institution, setl_id, mdtrt_id, psn_no)
        _check_stay(register.the_visit(tx, institution, mdtrt_id, psn_no).visit)

    def also(tx: Tx, _visit: Visit, reversal: Settlement) -> None:
        register.add_settlement(tx, reversal, "2305", msgid, "", given)
        begun(reversal.visit_id, reversal.id)

    return reverse.reverse(found.id, also)


def undone(tx: Tx, institution: Institution, reversal: Settlement) -> Undone:
    """A reversal as it is told, in the transaction of its answer."""
    one = register.the_visit(tx, institution, reversal.visit_id)
    original = settling.known(tx, str(reversal.reverses))
    registered = rows.settlement(tx, original.id)
    return Undone(one, original, registered.given if registered else {})


def goes_on() -> bool:
    """Whether a message was here before and its settlement is on its way, or known since."""
    return settling.resumed() is not None


def _check_stay(visit: Visit) -> None:
    if not visit.of_kind.is_stay:
        raise problems.NotAStay(visit_id=visit.id, kind=visit.kind)


def _check_day(visit: Visit, wanted: Wanted) -> None:
    """The day of discharge that is said is the one that is recorded."""
    if wanted.is_interim or wanted.day is None or visit.discharge_date is None:
        return
    if wanted.day != visit.discharge_date:
        raise DischargeDateDiffers(
            field="data.dscgTime",
            said=wanted.day,
            visit_id=visit.id,
            known=visit.discharge_date,
        )


def _check_sums(bill: Split, wanted: Wanted) -> None:
    wrong = charged_by_message.sums_that_differ(bill, wanted.sums)
    if wrong:
        raise StaySumsDiffer(wrong, wanted.mdtrt_id)
