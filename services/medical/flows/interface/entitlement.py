"""Whether a person would be paid for on a visit (人员待遇享受检查), and by which fund.

Nothing is decided here. The rules that begin a visit are asked, and then the home region computes
a bill larger than any, of which nothing is outside the catalogue: a fund that pays some of it
would pay, and one that pays nothing wouldn't, with what is used up of the year's caps taken into
account. A refusal is the one that the visit, or its settlement, would get.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from services.medical import terms
from services.medical.domain import accident, admission
from services.medical.domain.asked import Asked
from services.medical.domain.chosen_institution import ChosenInstitution, in_force
from services.medical.domain.fee_lines import Split
from services.medical.domain.institution import Institution
from services.medical.domain.kinds import KINDS, Occasion
from services.medical.domain.pool import Limit
from services.medical.domain.settlement import FUNDS
from services.medical.domain.visit import MOST_FEN
from services.medical.domain.vocabulary import (
    ASSISTANCE,
    CIVIL_SERVANT,
    EMPLOYEE,
    IN_NEED,
    NATURAL,
)
from services.medical.flows import insured, people, person_information
from services.medical.flows.declarations import accidents
from services.medical.flows.insured import Computed
from services.medical.flows.people import Coverage
from services.medical.flows.person_information import Information, Recognised
from services.medical.store import declarations, packs, store
from services.medical.store import institutions as institution_rows
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem

POOL, ACCOUNT = "pool", "account"
NOT_RECOGNISED, USED_UP, NOT_PAID = "not_recognised", "used_up", "not_paid"
NO_ACCOUNT, EMPTY_ACCOUNT, ACCOUNT_NOT_USED = "no_account", "empty_account", "account_not_used"
_ZERO = Money.zero()


@dataclass(frozen=True, slots=True)
class Plan:
    """The visit that is thought of. `delivery` of childbed: a natural birth where nothing is
    said. `said`: what stands in the message's extension."""

    person_id: str
    insurance_kind: str
    visit_kind: str
    on: date
    disease: str | None = None
    delivery: str | None = None
    is_injury: bool = False
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One fund; `fund` by the names of the books, or `account`. `because`: why it doesn't pay, one
    of our words or a refusal."""

    fund: str
    pays: bool
    from_date: date
    to_date: date | None
    because: str | Problem | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    rows: tuple[Row, ...]
    treatment: str | None  # home, or the kind of filing it counts as
    chosen: tuple[tuple[ChosenInstitution, Institution], ...]


def check(institution: Institution, plan: Plan) -> Checked:
    """A row for each fund of the policy; where none can pay, the pool's row says why.

    person_not_found; everything else is an answer.
    """
    person = person_information.of(plan.person_id)
    with store.read() as tx:
        chosen = _chosen(tx, plan)
    try:
        coverage = _admissible(institution, plan)
        with store.read() as tx:
            if plan.is_injury:
                by_other = accident.third_party(plan.said)
                accidents.check_bill(tx, plan.person_id, plan.on, third_party=by_other)
            computed = insured.compute(tx, _largest(institution, plan, coverage))
    except Problem as refusal:
        funds = _funds(plan, person)
        since = _insured_days(person, plan)
        rows = tuple(Row(FUNDS[fund], False, *since, refusal) for fund in funds)
        return Checked(rows, None, chosen)
    rows = tuple(_rows(person, plan, coverage, computed))
    return Checked(rows, computed.counts_as, chosen)


def _admissible(institution: Institution, plan: Plan) -> Coverage:
    """As far as a visit could begin: the kind, the place, the person, the insurance of the day."""
    kind = KINDS[plan.visit_kind]
    Occasion(plan.insurance_kind, plan.visit_kind, "", plan.disease, plan.delivery).check(
        is_over=False
    )
    admission.check_place(kind, institution)
    coverage = people.coverage(plan.person_id, plan.insurance_kind, plan.on)
    admission.check_sex(kind, coverage.sex)
    return coverage


def _largest(institution: Institution, plan: Plan, coverage: Coverage) -> Asked:
    kind = KINDS[plan.visit_kind]
    return Asked(
        person_id=plan.person_id,
        visit_kind=plan.visit_kind,
        insurance_kind=plan.insurance_kind,
        category=coverage.category,
        entitlements=coverage.entitlements,
        institution_id=institution.id,
        level=institution.level,
        care_region_code=institution.region_code,
        home_region_code=coverage.home_region_code,
        admission_date=plan.on,
        discharge_date=plan.on,
        is_emergency=kind.is_urgent,
        use_account=True,
        disease=plan.disease,
        delivery=(plan.delivery or NATURAL) if kind.names_delivery else None,
        has_prescription=True,
        recognition_id=None,
        bill=Split(_ZERO, _ZERO, _ZERO, Money(MOST_FEN)),
        hospital_part=_ZERO,
        age=coverage.age_on(plan.on),
    )


def _rows(person: Information, plan: Plan, coverage: Coverage, computed: Computed) -> Iterator[Row]:
    days = _insured_days(person, plan)
    rules, outcome = computed.rules, computed.outcome
    for layer in rules.layers.value:
        if outcome.funds[layer].fen > 0:
            known = _recognised(person, layer, coverage.home_region_code, plan.on)
            since = (known.from_date, known.to_date) if known else days
            yield Row(FUNDS[layer], True, *since)
        else:
            yield Row(FUNDS[layer], False, *days, _why_not(layer, coverage, computed))
    if plan.insurance_kind == EMPLOYEE:
        yield _account(days, computed)


def _why_not(layer: str, coverage: Coverage, computed: Computed) -> str:
    """Not recognised, or used up for the year, or not paid by the policy for such a visit."""
    entitled = {
        CIVIL_SERVANT: CIVIL_SERVANT in coverage.entitlements,
        ASSISTANCE: not {*IN_NEED}.isdisjoint(coverage.entitlements),
    }
    if not entitled.get(layer, True):
        return NOT_RECOGNISED
    if layer == POOL:
        limits = computed.rules.pool_limits(computed.year, computed.of_disease)
        return USED_UP if any(limit and _is_used_up(limit) for limit in limits) else NOT_PAID
    sums = {"large_amount": computed.year.large_amount, ASSISTANCE: computed.year.assistance}
    return USED_UP if sums.get(layer, _ZERO).fen > 0 else NOT_PAID


def _is_used_up(limit: Limit) -> bool:
    cap = limit.cap.value
    return cap is not None and limit.used.fen >= cap.fen


def _account(days: tuple[date, date | None], computed: Computed) -> Row:
    held = computed.account
    if held is None:
        because: str | None = NO_ACCOUNT
    elif not computed.rules.own_account_pays.value:
        because = ACCOUNT_NOT_USED
    else:
        because = None if held.balance.fen > 0 else EMPTY_ACCOUNT
    return Row(ACCOUNT, because is None, *days, because)


def _funds(plan: Plan, person: Information) -> tuple[str, ...]:
    """The layers of the home region's policy; the pool alone where that can't be known."""
    stretch = next(
        (
            one
            for one in person.stretches
            if one.insurance_kind == plan.insurance_kind and one.covers(plan.on)
        ),
        None,
    )
    if stretch is None:
        return (POOL,)
    home = stretch.region_code
    delivery = plan.delivery or NATURAL if KINDS[plan.visit_kind].names_delivery else None
    occasion = Occasion(
        plan.insurance_kind, plan.visit_kind, stretch.category, plan.disease, delivery
    )
    try:
        with store.read() as tx:
            return terms.benefit(home, occasion, plan.on, packs.text_of(tx, home)).layers.value
    except Problem:
        return (POOL,)


def _insured_days(person: Information, plan: Plan) -> tuple[date, date | None]:
    """Of the insurance in force on the day, else the last that had ended, else the day itself."""
    of_kind = [one for one in person.stretches if one.insurance_kind == plan.insurance_kind]
    holding = [one for one in of_kind if one.covers(plan.on)]
    chosen = holding or [one for one in of_kind if one.from_date <= plan.on]
    if not chosen:
        return plan.on, plan.on
    return chosen[-1].from_date, chosen[-1].to_date


def _recognised(person: Information, layer: str, region: str, on: date) -> Recognised | None:
    kinds = {CIVIL_SERVANT: (CIVIL_SERVANT,), ASSISTANCE: IN_NEED}.get(layer, ())
    holding = [
        one
        for one in person.recognised
        if one.kind in kinds and one.region_code == region and one.holds(on)
    ]
    return holding[0] if holding else None


def _chosen(tx: Tx, plan: Plan) -> tuple[tuple[ChosenInstitution, Institution], ...]:
    found = in_force(declarations.chosen.of_person(tx, plan.person_id), plan.on)
    made = ((one, institution_rows.find(tx, one.institution_id)) for one in found)
    return tuple((one, place) for one, place in made if place is not None)
