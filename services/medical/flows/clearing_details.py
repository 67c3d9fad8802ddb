"""An institution's bills of persons insured elsewhere, as a month clears them (异地清分明细).

Which month takes a bill, and what the institution says of it there, the settlement service knows;
whose bill it is and what it came to stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.medical import problems_reconciliation as problems
from services.medical.domain.institution import Institution
from services.medical.flows.people import asked
from services.medical.store import institution_bills, store
from services.medical.store.institution_bills import Cleared
from sscsim import peers
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError, Relayed, Text

PAGE = 100
"""So many at once, as the interface has it."""
_DOOR = "/internal/v1/institution-clearing"
_NOT_CONFIRMED = "clearing_confirmation_refused"


@dataclass(frozen=True, slots=True)
class Detail:
    """A bill in a month's clearing; `number`: of the person's identity."""

    bill: Cleared
    number: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What the institution says of one: the bill as it has it, and whether it goes in."""

    number: str
    visit_number: str
    settled_at: datetime
    settlement_id: str
    total: Money
    fund_pay: Money
    is_confirmed: bool


def details(institution: Institution, month: Month, first: int) -> list[Detail]:
    """A page of them, from the bill with this index on."""
    found = _ask(institution, month, "details", first=first, most=PAGE)["claims"]
    ids = [one["settlement_id"] for one in found]
    bills, numbers = _known(institution, ids)
    return [Detail(bills[each], numbers[bills[each].person_id]) for each in ids]


def confirm(
    institution: Institution, month: Month, batch_id: str, answered: Sequence[Answered]
) -> None:
    """All of it or nothing; once a message. ClearingDetailsRefused names what can't be.

    A bill that is confirmed must be as it was settled; of one that is doubted only which it is.
    """
    bills, numbers = _known(institution, [one.settlement_id for one in answered])
    errors = [
        FieldError(code, message, pointer=f"{place}.{field}")
        for place, one in enumerate(answered)
        for code, field, message in _faults(one, bills.get(one.settlement_id), numbers)
    ]
    if errors:
        raise problems.ClearingDetailsRefused(errors)
    claims = [
        {"claim_id": bills[one.settlement_id].claim_id, "is_confirmed": one.is_confirmed}
        for one in answered
    ]
    _ask(institution, month, "confirmations", batch_id=batch_id, claims=claims)


def retract(institution: Institution, month: Month, batch_id: str, of_batch: str | None) -> None:
    """Take back what one message said, or all of a month, before that is frozen."""
    which = {} if of_batch is None else {"of_batch": of_batch}
    _ask(institution, month, "retractions", batch_id=batch_id, **which)


def _ask(institution: Institution, month: Month, what: str, **more: Any) -> Any:
    body = {
        "region": institution.region_code,
        "institution_id": institution.id,
        "month": str(month),
        **more,
    }
    try:
        return peers.call("settlement", "POST", f"{_DOOR}/{what}", body)
    except peers.Refused as refusal:
        if refusal.code != _NOT_CONFIRMED:
            raise Relayed(refusal.status, refusal.problem) from None
        raise problems.ClearingDetailsRefused(
            [_told(error) for error in refusal.problem["errors"]]
        ) from None


def _told(error: Mapping[str, str]) -> FieldError:
    """The settlement service names a claim by its place; here it is the bill's."""
    place = error["pointer"].removeprefix("/claims/")
    message = Text(zh=error["message"], en=error["message"])
    return FieldError(error["code"], message, pointer=f"{place}.settlement_id")


def _known(
    institution: Institution, ids: Sequence[str]
) -> tuple[dict[str, Cleared], dict[str, str]]:
    """These bills of the institution, and the numbers of the persons."""
    with store.read() as tx:
        bills = institution_bills.cleared(tx, institution.id, ids)
    people = sorted({one.person_id for one in bills.values()})
    if not people:
        return bills, {}
    found = asked("/internal/v1/insured-persons/numbers", {"person_ids": people})["people"]
    return bills, {one["person_id"]: one["social_security_number"] for one in found}


_UNKNOWN = Text(zh="不是本机构的异地结算", en="is no settlement of the institution between regions")
_DIFFERS = Text(zh="与结算不符", en="is not that of the settlement")


def _faults(
    one: Answered, bill: Cleared | None, numbers: Mapping[str, str]
) -> list[tuple[str, str, Text]]:
    if bill is None or bill.claim_id is None:
        return [("unknown", "settlement_id", _UNKNOWN)]
    same = {
        "number": one.number.upper() == numbers.get(bill.person_id),
        "visit_number": one.visit_number == bill.visit_number,
    }
    if one.is_confirmed:
        same |= {
            "settled_at": one.settled_at == bill.settled_at.replace(microsecond=0),
            "total": one.total == bill.total,
            "fund_pay": one.fund_pay == bill.fund_pay,
        }
    return [("differs", field, _DIFFERS) for field, is_same in same.items() if not is_same]
