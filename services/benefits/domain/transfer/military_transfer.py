"""Service in the army becomes a civilian pension (军地转移, HRSS-063): the record, and the rule.

The army's finance office is outside of this system. What it sends is noted when it has come: the
voucher (军人退役基本养老保险关系转移凭证) and the money. The application is matched with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.insurance.month import INDEX_PARTS, ContributionMonth
from services.benefits.domain.pension.employee import summed
from services.benefits.domain.transfer import duplicate, military, refund, request, sums
from services.benefits.domain.transfer.duplicate import Posting
from services.benefits.domain.transfer.enterprise import OTHER_AREA
from services.benefits.domain.transfer.military import Voucher
from sscsim.kernel import regions
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

FUNDS_RECEIVED, MATCHED, MERGED, COMPLETED = "funds_received", "matched", "merged", "completed"
MACHINE: Final = Machine(
    "military transfer",
    initial=FUNDS_RECEIVED,
    edges=[
        (FUNDS_RECEIVED, "match", MATCHED),
        (MATCHED, "merge", MERGED),
        (MERGED, "tell_person", COMPLETED),
    ],
)
STATUSES: Final = MACHINE.states
ARRIVED: Final = (MERGED, COMPLETED)
"""In which the months of service count here."""

_RULE = "军人保险法第十六条"
NOT_COME = decision.reason(
    "army_funds_not_come",
    "军队后勤（联勤）机关财务部门尚未转来编号 {voucher_number} 的凭证和资金",
    "Neither voucher {voucher_number} nor its money has come from the army's finance office",
    _RULE,
)
ELSEWHERE = decision.reason(
    "army_funds_elsewhere",
    "凭证 {voucher_number} 的资金转至 {region}，不在 {to_region}",
    "The money of voucher {voucher_number} went to {region}, not to {to_region}",
    _RULE,
)
USED = decision.reason(
    "army_voucher_used",
    "凭证 {voucher_number} 已经接续",
    "Voucher {voucher_number} was taken over already",
    _RULE,
)
FORM_DIFFERS = decision.reason(
    "army_form_differs",
    "申请所填资金 {asked} 与凭证所列 {stated} 不符",
    "The application says {asked}, and the voucher {stated}",
    _RULE,
)
SERVICE_DIFFERS = decision.reason(
    "army_service_end_differs",
    "退役日期 {left_on} 与凭证所列服役截止月份 {last} 不符",
    "The service ended on {left_on}, and the voucher ends with {last}",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class MilitaryTransfer:
    """One transfer. service_from, service_to: months, both counted; account, pooled: what the
    voucher says, received: what has come, in so many remittances. index_millionths: at which the
    months count, None for one. months: on record for the service, doubles: civilian months that
    gave way to it, for which `refund` goes back to the person."""

    id: str
    person_id: str
    region_code: str
    voucher_number: str
    service_from: str
    service_to: str
    account: Money
    pooled: Money
    received: Money
    remittances: int
    index_millionths: int | None
    application_id: str | None
    to_kind: str | None
    months: int
    doubles: int
    refund: Money
    explanation: dict[str, Any] | None
    received_on: date
    merged_on: date | None
    completed_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def voucher(self) -> Voucher:
        index = self.index_millionths
        return Voucher(
            first=Month.parse(self.service_from),
            last=Month.parse(self.service_to),
            account=self.account,
            pooled=self.pooled,
            index=Fraction(1) if index is None else Fraction(index, INDEX_PARTS),
        )

    @property
    def stated(self) -> Money:
        return self.account + self.pooled

    @property
    def in_key(self) -> str:
        """What the account's entry is for."""
        return f"military/{self.id}/in"

    def refund_key(self, kind: str) -> str:
        """The same of what goes back out of the account of an insurance."""
        return f"military/{self.id}/refund/{kind}"


@dataclass(frozen=True, slots=True)
class Double:
    """Civilian months within the service of one insurance, with their interest by now, and what
    the account holds that they were posted to."""

    months: Sequence[ContributionMonth]
    postings: Sequence[Posting]
    balance: Money


@dataclass(frozen=True, slots=True)
class Facts:
    """What the records say. known: by the number of the voucher, None for nobody's; to_kind: the
    insurance that takes it over; insured_in: where that is; doubles: by insurance."""

    known: MilitaryTransfer | None
    to_kind: str
    insured_in: str | None
    under_way: Sequence[str]
    draws_pension: bool
    doubles: Mapping[str, Double]


def decide(case: Case, facts: Facts) -> Decision:
    """What has come is matched with what is asked for; then the service counts here."""
    said = case.inputs
    if said["to_region_code"] != case.competent_region:
        return decision.refuse_acceptance(OTHER_AREA.with_(region=said["to_region_code"]))
    competent = {
        regions.province_of(each)
        for each in (case.person.region_code, facts.insured_in)
        if each is not None
    }
    if regions.province_of(case.competent_region) not in competent:
        named = " ".join(sorted(competent))
        wrong = request.NOT_COMPETENT.with_(to_region=case.competent_region, competent=named)
        return decision.refuse_acceptance(wrong)
    known = facts.known
    if known is None:
        return decision.reject(NOT_COME.with_(voucher_number=said["voucher_number"]))
    back = {kind: duplicate.refund(each.postings) for kind, each in facts.doubles.items()}
    reasons = [*_of_voucher(case, known), *_of_person(facts), *_short(facts, back)]
    if reasons:
        return decision.reject(*reasons)
    return decision.approve(
        explained=_explained(known, back),
        transfer_id=known.id,
        to_kind=facts.to_kind,
        doubles=[month for each in facts.doubles.values() for month in each.months],
        refunds={kind: each.total for kind, each in back.items()},
    )


def _of_voucher(case: Case, known: MilitaryTransfer) -> list[Reason]:
    """It is for here, not taken over yet, and says what the person and the money say."""
    said, number = case.inputs, known.voucher_number
    reasons = []
    if known.status != FUNDS_RECEIVED:
        reasons.append(USED.with_(voucher_number=number))
    if known.region_code != said["to_region_code"]:
        where = {"region": known.region_code, "to_region": said["to_region_code"]}
        reasons.append(ELSEWHERE.with_(voucher_number=number, **where))
    left_on = said["left_army_on_date"]
    reasons += military.against(known.voucher, known.received, left_on, case.today)
    if Month.of(left_on) != known.voucher.last:
        last = known.service_to
        reasons.append(SERVICE_DIFFERS.with_(left_on=left_on.isoformat(), last=last))
    if said["funds_fen"] != known.stated:
        differ = {"asked": said["funds_fen"].plain(), "stated": known.stated.plain()}
        reasons.append(FORM_DIFFERS.with_(**differ))
    return reasons


def _of_person(facts: Facts) -> list[Reason]:
    reasons = [request.UNDER_WAY.with_(transfer_id=each) for each in facts.under_way]
    return [*reasons, request.DRAWING] if facts.draws_pension else reasons


def _short(facts: Facts, back: Mapping[str, Explanation]) -> list[Reason]:
    """An account that doesn't hold what would go back."""
    return [
        refund.ACCOUNT_SHORT.with_(balance=each.balance.plain(), refund=back[kind].total.plain())
        for kind, each in facts.doubles.items()
        if back[kind].total > each.balance
    ]


def _explained(known: MilitaryTransfer, back: Mapping[str, Explanation]) -> Explanation:
    """What arrives, by where it goes, and what goes back."""
    steps = [*military.sums(known.voucher).steps]
    steps += [step for each in back.values() for step in each.steps]
    return summed(steps, (*sums.SHARES, duplicate.REFUND))
