"""The insured side (参保地): computes with its own policy, moves accumulators and account money.

A question comes with the id of an exchange and is answered the same however often it comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.medical import problems, terms, terms_filings
from services.medical.domain import account, asked, benefit, sharing
from services.medical.domain.account import PersonalAccount
from services.medical.domain.accumulator import YearKey
from services.medical.domain.asked import Asked
from services.medical.domain.benefit import Outcome
from services.medical.domain.filing import Filing, treatment_of
from services.medical.domain.insurance_year import year_of
from services.medical.domain.rules import Stay, Terms
from services.medical.domain.settlement import FUNDS, REVERSAL, SETTLEMENT
from services.medical.domain.shares import Accounts
from services.medical.domain.sharing import FamilyPart
from services.medical.domain.year import DiseaseYear, YearSoFar
from services.medical.flows import entitled, family
from services.medical.store import accounts, diseases, filings, insured, packs, store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money


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
        if kind == "reverse":
            result = take_back(tx, exchange_id, str(original))
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


def compute(tx: Tx, stay: Asked, *, lock: bool = False) -> Computed:
    """What the stay comes to under the home policy of the day of discharge. Changes nothing."""
    home, care, day = stay.home_region_code, stay.care_region_code, stay.discharge_date
    stay.occasion.check()
    rules = terms.benefit(home, stay.occasion, day, packs.text_of(tx, home))
    allowed = entitled.to(tx, stay)
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
    key = YearKey(
        stay.person_id, stay.insurance_kind, home, year_of(day, rules.year_starts_on.value)
    )
    year = insured.year_so_far(tx, key, lock=lock)
    of_disease = diseases.so_far(tx, key, stay.disease)
    relatives = family.open_to(tx, stay, lock=lock)
    held = _account_of(tx, stay, lock)
    outcome = benefit.settle(
        stay.bill,
        Stay(
            stay.level,
            stay.category,
            treatment,
            frozenset(stay.entitlements),
            stay.hospital_part,
            stay.age,
        ),
        year,
        Accounts(held.balance if held else Money.zero(), sharing.usable(relatives)),
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


def _account_of(tx: Tx, stay: Asked, lock: bool) -> PersonalAccount | None:
    """The person's account, if it lies in the home region's book and is to be used."""
    found = accounts.find(tx, stay.person_id, lock=lock) if stay.use_account else None
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


def take_back(tx: Tx, exchange_id: str, original: str) -> dict[str, Any]:
    """The counter entry of a settlement: accumulators and account as if it had never been.

    LaterSettlementExists unless it is the newest of the year; AlreadyReversed the second time.
    """
    row = insured.find(tx, original)
    if row is None or row.kind != SETTLEMENT:
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
    own = row.account_pay - shared
    if own:
        held = accounts.find(tx, row.person_id)
        assert held is not None, "an account that paid is there"
        accounts.enter(tx, held, account.REVERSAL, own, refers_to=exchange_id)
    result = {**row.result, "settled_at": clock.shown(tx.world.now), "reverses": original}
    result.pop("explanation", None)
    insured.mark_reversed(tx, original, exchange_id)
    insured.add(
        tx,
        key=key,
        part=YearSoFar().minus(part),
        of_disease=DiseaseYear().minus(of_disease),
        exchange_id=exchange_id,
        kind=REVERSAL,
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
