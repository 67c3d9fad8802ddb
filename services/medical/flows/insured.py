"""The insured side (参保地): computes with its own policy, moves accumulators and account money.

A question comes with the id of an exchange and is answered the same however often it comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.medical import problems, terms, terms_filings
from services.medical.domain import account, asked, benefit, interim, sharing
from services.medical.domain import difference as differences
from services.medical.domain.account import PersonalAccount
from services.medical.domain.accumulator import YearKey
from services.medical.domain.asked import Asked
from services.medical.domain.benefit import Outcome
from services.medical.domain.filing import Filing, treatment_of
from services.medical.domain.insurance_year import year_of
from services.medical.domain.interim import Continued
from services.medical.domain.rules import Stay, Terms
from services.medical.domain.settlement import (
    CORRECTION,
    DIFFERENCE,
    FUNDS,
    REVERSAL,
    SETTLEMENT,
)
from services.medical.domain.shares import Accounts
from services.medical.domain.sharing import FamilyAccount, FamilyPart
from services.medical.domain.year import DiseaseYear, YearSoFar
from services.medical.flows import entitled, family
from services.medical.problems_bills import (
    InterimNotAllowed,
    InterimOnlyAtYearEnd,
    NothingDiffers,
)
from services.medical.store import accounts, diseases, filings, insured, packs, store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money

_TAKEN_BACK_AS = {"reverse": REVERSAL, "correct": CORRECTION}


def exchange(
    exchange_id: str, kind: str, request: Mapping[str, Any], original: str | None = None
) -> dict[str, Any]:
    """Settle or take back, once; the answer is stored with the effect."""
    with store.write() as tx:
        tx.lock("exchange", exchange_id)
        known = insured.find(tx, exchange_id)
        if known is not None:
            return dict(known.result)
        if insured.is_cancelled(tx, exchange_id):
            raise problems.InsuredExchangeCancelled(exchange_id=exchange_id)
        if kind == "difference":
            result = difference(tx, exchange_id, str(original), asked.read(request))
        elif kind in _TAKEN_BACK_AS:
            result = take_back(tx, exchange_id, str(original), _TAKEN_BACK_AS[kind])
        else:
            result = settle(tx, exchange_id, asked.read(request))
        failpoint("medical.insured.before_commit")
    failpoint("medical.insured.after_commit")
    return result


def query(exchange_id: str) -> dict[str, Any]:
    """Whether the exchange took place here, and with what result."""
    with store.read() as tx:
        known = insured.find(tx, exchange_id)
    if known is None:
        return {"found": False}
    return {"found": True, "result": known.result}


def cancel(exchange_id: str) -> dict[str, Any]:
    """Make sure that an exchange never takes place here; one that did keeps its result."""
    with store.write() as tx:
        tx.lock("exchange", exchange_id)
        known = insured.find(tx, exchange_id)
        if known is not None:
            return {"cancelled": False, "result": known.result}
        insured.entomb(tx, exchange_id)
        return {"cancelled": True}


@dataclass(frozen=True, slots=True)
class Computed:
    outcome: Outcome
    key: YearKey
    year: YearSoFar  # before this bill
    of_disease: DiseaseYear
    account: PersonalAccount | None
    treatment: str | Figure[str]
    bases: tuple[explain.Basis, ...]
    rules: Terms
    family: list[FamilyPart]  # what each account of the family pays

    @property
    def counts_as(self) -> str:
        return self.treatment.value if isinstance(self.treatment, Figure) else self.treatment


@dataclass(frozen=True, slots=True)
class AsItWas:
    """What a bill that is priced again keeps: all but the figures."""

    key: YearKey
    year: YearSoFar  # before the bill
    of_disease: DiseaseYear
    own_account: Money  # what it gave; it gives no more
    family: list[FamilyAccount]  # likewise each of the family's
    treatment: str

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.own_account, sharing.usable(self.family))


def compute(tx: Tx, stay: Asked, *, lock: bool = False, then: AsItWas | None = None) -> Computed:
    """What the stay comes to under the home policy of the day of discharge. Changes nothing."""
    home, care, day = stay.home_region_code, stay.care_region_code, stay.discharge_date
    stay.occasion.check()
    rules = terms.benefit(home, stay.occasion, day, packs.text_of(tx, home))
    allowed = () if then is not None else entitled.to(tx, stay)
    away = home != care
    exemption = terms.filing_exemption(home, care, day) if away else None
    treatment = treatment_of(
        _filed(tx, stay) if away else (),
        home,
        care,
        stay.admission_date,
        day,
        stay.is_emergency,
        exemption.treated_as if exemption else None,
    )
    if then is not None:
        treatment = then.treatment
    key = YearKey(
        stay.person_id, stay.insurance_kind, home, year_of(day, rules.year_starts_on.value)
    )
    year = insured.year_so_far(tx, key, lock=lock)
    of_disease = diseases.so_far(tx, key, stay.disease)
    if stay.is_interim and then is None:
        _check_interim(rules, home, day)
    relatives = then.family if then is not None else family.open_to(tx, stay, lock=lock)
    held = _account_of(tx, stay, lock)
    usable = Accounts(held.balance if held else Money.zero(), sharing.usable(relatives))
    if then is not None:
        key, year, of_disease, usable = then.key, then.year, then.of_disease, then.accounts
    outcome = benefit.settle(
        stay.bill,
        Stay(
            stay.level,
            stay.category,
            treatment,
            frozenset(stay.entitlements),
            stay.hospital_part,
            stay.age,
            _continued(tx, stay, key),
        ),
        year,
        usable,
        rules,
        of_disease,
    )
    parts, steps = sharing.allot(outcome.family_account, relatives)
    if steps:
        explained = outcome.explanation
        explained = replace(explained, steps=(*explained.steps, *steps))
        outcome = replace(outcome, explanation=explained)
    exempt = (exemption.exempt.basis,) if exemption and isinstance(treatment, Figure) else ()
    bases = (*outcome.policy, *exempt, *allowed)
    bases += tuple(figure.basis for part in parts for figure in part.account.allowed_by)
    return Computed(outcome, key, year, of_disease, held, treatment, bases, rules, parts)


def _filed(tx: Tx, stay: Asked) -> list[Filing]:
    """The person's filings that were made in time, as the home region has it."""
    home, pack = stay.home_region_code, packs.text_of(tx, stay.home_region_code)
    rules = terms_filings.filing(home, stay.discharge_date, pack)
    return rules.counting(filings.of_person(tx, stay.person_id), stay.admission_date)


def _check_interim(rules: Terms, home: str, until: date) -> None:
    starts_on = rules.year_starts_on.value
    match rules.interim.answer(until, starts_on):
        case interim.NOT_ALLOWED:
            raise InterimNotAllowed(home=home)
        case interim.ONLY_AT_YEAR_END:
            end = interim.year_end(until, starts_on)
            raise InterimOnlyAtYearEnd(home=home, until=until, year_end=end)


def _continued(tx: Tx, stay: Asked, key: YearKey) -> Continued | None:
    """What this region and insurance settled of the same stay before."""
    rows = [row for part in stay.earlier_parts if (row := insured.find(tx, part)) is not None]
    ours = [
        row
        for row in rows
        if row.reversed_by is None
        and (row.home_region_code, row.insurance_kind) == (key.home_region_code, key.insurance_kind)
    ]
    if not ours:
        return None
    taken = Money(
        sum(
            entered.result["deductible_fen"]
            for row in ours
            for entered in (row, *insured.differences_of(tx, row.exchange_id))
        )
    )
    return Continued(taken, any(row.insurance_year == key.insurance_year for row in ours))


def _account_of(tx: Tx, stay: Asked, lock: bool) -> PersonalAccount | None:
    """The person's account, if it lies in the home region's book and is to be used."""
    found = accounts.find(tx, stay.person_id, lock=lock) if stay.uses_own_account else None
    return found if found and found.region_code == stay.home_region_code else None


def settle(tx: Tx, exchange_id: str, stay: Asked) -> dict[str, Any]:
    """Compute and commit: accumulators, account money, and the row that says what was added."""
    computed = compute(tx, stay, lock=True)
    outcome = computed.outcome
    result = shown(computed, stay) | {"settled_at": clock.shown(tx.world.now)}
    insured.save_year(tx, computed.key, computed.year.plus(outcome.year))
    added = computed.of_disease.plus(outcome.of_disease)
    diseases.save(tx, computed.key, stay.disease, added)
    if computed.account is not None and outcome.own_account:
        spent = outcome.own_account
        accounts.enter(tx, computed.account, account.SETTLEMENT, spent, refers_to=exchange_id)
    family.pay(tx, exchange_id, stay.home_region_code, computed.family)
    insured.add(
        tx,
        key=computed.key,
        part=outcome.year,
        of_disease=outcome.of_disease,
        exchange_id=exchange_id,
        kind=SETTLEMENT,
        care_region_code=stay.care_region_code,
        account_pay=outcome.account_pay,
        visit_kind=stay.visit_kind,
        disease=stay.disease,
        **_caps(computed.rules),
        result=result,
    )
    return result


def difference(tx: Tx, exchange_id: str, original: str, stay: Asked) -> dict[str, Any]:
    """Price a settlement again with the figures now in force for its day, and commit what that
    is more or less (X22). NothingDiffers; AlreadyReversed."""
    row = insured.find(tx, original)
    if row is None or row.kind != SETTLEMENT:
        raise problems.ExchangeUnknown(exchange_id=original)
    if row.reversed_by is not None:
        raise problems.AlreadyReversed(settlement_id=original, reversal_id=row.reversed_by)
    key, earlier = insured.key_of(row), insured.differences_of(tx, original)
    year = insured.year_so_far(tx, key, lock=True)
    stands = differences.together(row.result, [one.result for one in earlier])
    if earlier:
        stands["explanation"] = earlier[-1].result["repriced"]
    settled = (original, *(one.exchange_id for one in earlier))
    gave = family.gave(tx, row.person_id, settled)
    own = Money(stands["own_account_pay_fen"])
    before, disease_before = insured.before(tx, row)
    then = AsItWas(key, before, disease_before, own, gave, row.result["treatment"])
    computed = compute(tx, stay, lock=True, then=then)
    new = shown(computed, stay)
    new.pop("family_accounts", None)
    part, of_disease = computed.outcome.year, computed.outcome.of_disease
    for entered in (row, *earlier):
        part = part.minus(insured.added(entered))
        of_disease = of_disease.minus(insured.added_of_disease(entered))
    amounts = differences.less(new, stands)
    if (part, of_disease) == (YearSoFar(), DiseaseYear()) and not any(
        (*amounts["funds"].values(), *_plain(amounts))
    ):
        raise NothingDiffers(settlement_id=original)
    result = {
        **new,
        **amounts,
        "explanation": differences.explained(new, stands),
        "repriced": new["explanation"],
        "refers": original,
        "settled_at": clock.shown(tx.world.now),
    }
    insured.save_year(tx, key, year.plus(part))
    disease_so_far = diseases.so_far(tx, key, row.disease).plus(of_disease)
    diseases.save(tx, key, row.disease, disease_so_far)
    _give_back(tx, row, -Money(amounts["own_account_pay_fen"]), exchange_id)
    back = family.give_less(tx, exchange_id, stay.home_region_code, gave, computed.family)
    result |= family.shown(back)
    insured.add(
        tx,
        key=key,
        part=part,
        of_disease=of_disease,
        exchange_id=exchange_id,
        kind=DIFFERENCE,
        refers=original,
        care_region_code=row.care_region_code,
        account_pay=Money(amounts["account_pay_fen"]),
        visit_kind=row.visit_kind,
        disease=row.disease,
        **_caps(computed.rules),
        result=result,
    )
    return result


def _plain(amounts: Mapping[str, Any]) -> list[int]:
    return [amounts[name] for name in differences.AMOUNTS]


def _give_back(tx: Tx, row: Any, amount: Money, exchange_id: str) -> None:
    """Account money back to the person, or, below zero, once more from them."""
    if amount:
        held = accounts.opened(tx, row.person_id, row.home_region_code)
        kind = account.REVERSAL if amount > Money.zero() else account.SETTLEMENT
        accounts.enter(tx, held, kind, Money(abs(amount.fen)), refers_to=exchange_id)


def take_back(tx: Tx, exchange_id: str, original: str, kind: str = REVERSAL) -> dict[str, Any]:
    """The counter entry of a settlement: accumulators and account as if it had never been.

    LaterSettlementExists unless it is the newest of the year; AlreadyReversed the second time.
    """
    row = insured.find(tx, original)
    if row is None or row.kind not in (SETTLEMENT, DIFFERENCE):
        raise problems.ExchangeUnknown(exchange_id=original)
    if row.reversed_by is not None:
        raise problems.AlreadyReversed(settlement_id=original, reversal_id=row.reversed_by)
    key, part = insured.key_of(row), insured.added(row)
    year = insured.year_so_far(tx, key, lock=True)
    latest = insured.latest_live(tx, key)
    if latest != original:
        raise problems.LaterSettlementExists(later_id=latest)
    insured.save_year(tx, key, year.minus(part))
    of_disease = insured.added_of_disease(row)
    left = diseases.so_far(tx, key, row.disease).minus(of_disease)
    diseases.save(tx, key, row.disease, left)
    shared = family.give_back(tx, original, exchange_id, row.person_id, row.home_region_code)
    _give_back(tx, row, row.account_pay - shared, exchange_id)
    result = {**row.result, "settled_at": clock.shown(tx.world.now), "reverses": original}
    for unsaid in ("explanation", "repriced"):
        result.pop(unsaid, None)
    insured.mark_reversed(tx, original, exchange_id)
    insured.add(
        tx,
        key=key,
        part=YearSoFar().minus(part),
        of_disease=DiseaseYear().minus(of_disease),
        exchange_id=exchange_id,
        kind=kind,
        original=original,
        care_region_code=row.care_region_code,
        account_pay=-row.account_pay,
        visit_kind=row.visit_kind,
        disease=row.disease,
        **{name: getattr(row, name) for name in _CAPS},
        result=result,
    )
    return result


_CAPS = ("pool_cap", "counts_in", "shares_cap", "disease_cap")


def _caps(rules: Terms) -> dict[str, Any]:
    """The caps that held for the bill, to be looked at again by the laws of the store."""
    return {
        "pool_cap": rules.pool_cap.value,
        "counts_in": rules.counts.pool,
        "shares_cap": bool(rules.counts.beside),
        "disease_cap": rules.disease_cap,
    }


def shown(computed: Computed, stay: Asked) -> dict[str, Any]:
    """The result as it travels: whole fen, and how each amount came about."""
    outcome = computed.outcome
    return {
        "person_id": stay.person_id,
        "insurance": stay.insurance_kind,
        "insurance_year": computed.key.insurance_year,
        "treatment": computed.counts_as,
        "deductible_fen": outcome.deductible.fen,
        "funds": {FUNDS[layer]: paid.fen for layer, paid in outcome.funds.items()},
        "fund_pay_fen": outcome.fund_pay.fen,
        "hospital_part_fen": outcome.hospital_part.fen,
        "person_part_fen": outcome.person_part.fen,
        "own_account_pay_fen": outcome.own_account.fen,
        "family_account_pay_fen": outcome.family_account.fen,
        "account_pay_fen": outcome.account_pay.fen,
        "cash_pay_fen": outcome.cash.fen,
        "clearing_fen": outcome.clearing_amount.fen,
        "policy_origin": explain.origin(computed.bases),
        "explanation": outcome.explanation.as_json(),
    } | family.shown(computed.family)
