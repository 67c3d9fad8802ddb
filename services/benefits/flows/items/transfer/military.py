"""HRSS-063: service in the army becomes a civilian pension (军地养老保险关系转移接续)."""

from collections.abc import Sequence
from typing import Any

from services.benefits import terms_transfer
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYED, EMPLOYEE_PENSION, INSTITUTION_PENSION
from services.benefits.domain.insurance.month import DEEMED, MILITARY, ContributionMonth
from services.benefits.domain.pension import account as accounts
from services.benefits.domain.pension.record import EMPLOYEE, INSTITUTION
from services.benefits.domain.transfer import military_transfer as domain
from services.benefits.domain.transfer.duplicate import Posting
from services.benefits.domain.transfer.military_transfer import Double, MilitaryTransfer
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.transfers import army, sums
from services.benefits.store import insurance, pension_accounts, pensions, transfers
from sscsim.db import Tx
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    """Raises policy.PolicyMissing and FigureMissing, of the accounts' interest as well."""
    who = case.person
    insurance.hold(tx, [who.id])
    terms_transfer.army_since(case.competent_region, case.today)
    number = case.inputs["voucher_number"]
    mine = transfers.military.c.person_id == who.id
    known = transfers.military.newest(tx, mine, transfers.military.c.voucher_number == number)
    months = insurance.months_of(tx, who.id, EMPLOYED)
    kind, insured_in = _insured(tx, who.id, months)
    return domain.Facts(
        known=known,
        to_kind=kind,
        insured_in=insured_in,
        under_way=transfers.under_way(tx, who.id, EMPLOYED),
        draws_pension=any(
            each.scheme in (EMPLOYEE, INSTITUTION) for each in pensions.drawn(tx, who.id)
        ),
        doubles=_doubles(tx, case, known, months) if known is not None else {},
    )


def _insured(tx: Tx, person_id: str, months: Sequence[ContributionMonth]) -> tuple[str, str | None]:
    """The insurance that the person is in, or was in last, and where; else an employee's."""
    for kind in (INSTITUTION_PENSION, EMPLOYEE_PENSION):
        relation = insurance.open_relation(tx, person_id, kind)
        if relation is not None:
            return kind, relation.region_code
    paid = [each for each in months if each.origin not in (DEEMED, MILITARY)]
    return (paid[-1].kind, paid[-1].region_code) if paid else (EMPLOYEE_PENSION, None)


def _doubles(
    tx: Tx, case: Case, known: MilitaryTransfer, months: Sequence[ContributionMonth]
) -> dict[str, Double]:
    """Civilian months within the service, by insurance, with what they are worth by now."""
    first, last = known.service_from, known.service_to
    found: dict[str, Double] = {}
    for kind in EMPLOYED:
        mine = [
            each
            for each in months
            if each.kind == kind
            and first <= each.month <= last
            and each.origin not in (DEEMED, MILITARY)
        ]
        if mine:
            account = pension_accounts.account_of(tx, case.person.id, kind, lock=True)
            balance = account.balance if account is not None else Money.zero()
            found[kind] = Double(mine, _postings(case, kind, mine), balance)
    return found


def _postings(case: Case, kind: str, months: Sequence[ContributionMonth]) -> list[Posting]:
    """Each month's own share; what all of them earned together is split among them."""
    until = Month.of(case.today) + -1
    posted = [accounts.Entry(each.when, accounts.POSTED, each.personal) for each in months]
    whole = earned = Money.zero()
    for year in range(posted[0].month.year, until.year + 1):
        rate = sums.rate(kind, months[0].region_code, year)
        made = accounts.interest(whole, posted, rate, min(until, Month(year, 12))).amount
        earned += made
        whole += made + sum_money(each.amount for each in posted if each.month.year == year)
    weights = [each.amount.fen for each in posted]
    shares = accounts.split(earned, weights if sum(weights) else [1] * len(weights))
    return [
        Posting(each.month, each.amount, more) for each, more in zip(posted, shares, strict=True)
    ]


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The service counts, once the money is there."""
    since = terms_transfer.army_since(case.competent_region, case.today)
    made = army.merged(tx, case, said, since)
    return Effect({"military_transfer_id": made.id, "months": made.months})


HANDLING = Handling("HRSS-063", decide=domain.decide, facts=_facts, effect=_effect)
