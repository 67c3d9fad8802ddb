"""An assistive device (辅助器具, HRSS-047): confirmed, fitted, paid, until its time is over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.injury import FUND, known
from services.benefits.domain.injury.claim import FINDING_UNKNOWN, against_finding
from services.benefits.domain.injury.devices import DeviceRule
from services.benefits.domain.injury.finding import Finding
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.domain.injury.reimbursement import TWICE
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-047"
CONFIRMED, FITTED, PAID, EXPIRED = "confirmed", "fitted", "paid", "expired"
MACHINE: Final = Machine(
    "assistive device",
    initial=CONFIRMED,
    edges=[
        (CONFIRMED, "fit", FITTED),
        (FITTED, "pay", PAID),
        (FITTED, "expire", EXPIRED),
        (PAID, "expire", EXPIRED),
    ],
)
DEVICE_STATUSES: Final = MACHINE.states
FIT, REPLACE, CLAIM = "fit", "replace", "claim"
LISTED: Final = {"prosthesis": "leg_prosthesis"}
"""How the list of figures names a device, where it does otherwise: of prostheses a leg's."""

NOT_NEEDED = decision.reason(
    "device_not_found_needed",
    "鉴定结论没有确认需要配置该辅助器具",
    "The finding doesn't say that this device is needed",
    "工伤保险条例第三十二条",
)
HELD = decision.reason(
    "device_held_already",
    "已有配置确认 {record_id}，应申请更换或者费用申报",
    "There is one already, {record_id}: ask for a replacement, or claim its cost",
)
NONE_BEFORE = decision.reason(
    "device_none_before",
    "没有可以办理该事项的配置记录",
    "There is no device of which this could be asked",
)


@dataclass(frozen=True, slots=True)
class Device:
    """One device. lasts_until: the last day before it can be replaced, once it is fitted."""

    id: str
    application_id: str
    injury_id: str
    finding_id: str
    person_id: str
    region_code: str
    device: str
    supplier_name: str
    confirmed_on: date
    fitted_on: date | None
    lasts_until: date | None
    price: Money | None
    grant_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """devices: of the person and of this kind, the first one first."""

    injury: WorkInjury | None
    is_theirs: bool
    finding: Finding | None
    is_newest: bool
    rule: DeviceRule
    devices: Sequence[Device] = ()
    claimed: Collection[str] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """Confirmed as the finding says; its cost is paid within the list's limit."""
    finding, number = facts.finding, case.inputs["appraisal_number"]
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    if finding is None or facts.injury is None:
        return decision.reject(FINDING_UNKNOWN.with_(number=number))
    injury = facts.injury
    against = known.against(injury, injury.number, case.competent_region, facts.is_theirs)
    if against:
        return decision.reject(*against)
    against = [*known.against_fund(injury), *against_finding(finding, facts.is_newest)]
    if case.inputs["device"] not in finding.devices:
        against.append(NOT_NEEDED)
    against = against or _against(case, facts)
    if against:
        return decision.reject(*against)
    if case.inputs["request"] != CLAIM:
        return decision.approve()
    whole = facts.rule.of(case.inputs["cost_fen"])
    step = next(each for each in whole.steps if each.share == FUND)
    person = whole.total - step.money
    last = Month.of(case.today) + 12 * facts.rule.lasts.value
    return decision.approve(
        step.money,
        Explanation(step.money, (step,)),
        by_person=person,
        lasts_until=last.day(case.today.day),
    )


def _against(case: Case, facts: Facts) -> list[Reason]:
    last = facts.devices[-1] if facts.devices else None
    request = case.inputs["request"]
    if request == FIT:
        return [HELD.with_(record_id=last.id)] if last is not None else []
    if last is None:
        return [NONE_BEFORE]
    if request == REPLACE:
        if last.status == CONFIRMED:
            return [HELD.with_(record_id=last.id)]
        return facts.rule.refuses(last.fitted_on, case.today)
    against = [] if last.status == CONFIRMED else [NONE_BEFORE]
    invoice = case.inputs["invoice_number"]
    if invoice in facts.claimed:
        against.append(TWICE.with_(number=1, invoice=invoice))
    return against
