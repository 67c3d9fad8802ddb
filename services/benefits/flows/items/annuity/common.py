"""What both claims of an annuity read, and what comes of them."""

from collections.abc import Sequence
from datetime import date, datetime

from services.benefits import terms, terms_pension, terms_transfer
from services.benefits.domain.annuities.account import AnnuityAccount
from services.benefits.domain.annuities.claim import Facts
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.pension import age as ages
from services.benefits.domain.pension import institution
from services.benefits.flows import annuities, annuity_payouts
from services.benefits.flows.handling import Effect
from sscsim.db import Tx
from sscsim.kernel.explain import Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


def facts_of(
    case: Case,
    kind: str,
    known: AnnuityAccount | None,
    person: Person | None,
    died_on: date | None = None,
) -> Facts:
    """By the region's figures of today; of which class a woman is nobody knows here, so that the
    earliest class counts. Without a person there is no account, and the rest doesn't matter."""
    region, today = case.competent_region, case.today
    earliest = Month.of(today)
    if person is not None:
        by_law = terms.retirement(region, today)
        of_class = by_law.men if person.sex == "male" else by_law.women_50
        choice = terms_pension.choice(region, today)
        earliest = ages.span(of_class, person.birth_date, choice).earliest

    def payout(balance: Money, month: Month) -> Sequence[Step]:
        assert person is not None, "whoever has an account is somebody"
        table = terms_pension.payout(region, month.first)
        return institution.annuity(balance, ages.age_at(person.birth_date, month), table)

    return Facts(
        known,
        terms_transfer.manners(region, today, kind),
        earliest,
        payout,
        has_died=person is not None and person.living_state == "deceased",
        died_on=died_on,
    )


def effect(tx: Tx, case: Case, said: Decision, event: str, first: datetime) -> Effect:
    """How it is drawn is fixed, once; the parts follow by themselves."""
    known = annuities.held(tx, said.terms["account_id"])
    names = ("reason", "manner", "parts", "part", "payee")
    chosen = {name: said.terms[name] for name in names}
    changed = annuity_payouts.claimed(
        tx, known, event, first, application_id=case.application_id, **chosen
    )
    return Effect({"annuity_account_id": changed.id})
