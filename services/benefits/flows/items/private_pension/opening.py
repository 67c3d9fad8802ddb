"""HRSS-038: a private pension is opened (个人养老金账户开立): both accounts at once."""

from services.benefits import terms_private_pension as terms
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import PENSIONS
from services.benefits.domain.private_pension import account, opening
from services.benefits.domain.private_pension.account import PrivatePension
from services.benefits.domain.private_pension.opening import Opening, PlaceRule
from services.benefits.flows import pension_insurance
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.private_pension import banks, known
from services.benefits.store import applications, insurance
from services.benefits.store import private_pensions as rows
from sscsim.db import Tx
from sscsim.kernel import regions

CODE = "HRSS-038"
NO_BANK = decision.reason(
    "private_pension_bank_unknown",
    "银行 {bank} 不办理个人养老金；可选：{known}",
    "The bank {bank} opens no funds accounts; these do: {known}",
)
TERMS_NOT_ACCEPTED = decision.reason(
    "private_pension_terms_not_accepted",
    "未同意开户协议",
    "The terms are not accepted",
)


def _gather(case: Case) -> bool:
    return pension_insurance.is_insured(case.person.id, case.today)


def _facts(tx: Tx, case: Case, is_insured: bool) -> tuple[PlaceRule, Opening]:
    rule = terms.places_from(terms.figures(case.competent_region, case.today))
    found = rows.held(tx, case.person.id)
    stands = found is not None and found.status == account.OPEN
    one = Opening(
        region_code=case.competent_region,
        province=regions.province_of(case.competent_region),
        day=case.today.isoformat(),
        is_insured=is_insured or _has_relation(tx, case.person.id),
        bank=rows.active_funds(tx, found.id).bank_code if found is not None and stands else None,
        has_drawn=found is not None and not stands,
    )
    return rule, one


def _has_relation(tx: Tx, person_id: str) -> bool:
    """Whether contributions to a basic pension are due for the person, whatever the card says."""
    found = insurance.open_relations(tx, [person_id]).get(person_id, ())
    return any(each.kind in PENSIONS for each in found)


def _decide(case: Case, facts: tuple[PlaceRule, Opening]) -> Decision:
    rule, one = facts
    against = opening.refuses(one, rule)
    bank = case.inputs["bank_code"]
    if bank not in account.BANKS:
        against.append(NO_BANK.with_(bank=bank, known=", ".join(account.BANKS)))
    if not case.inputs["accepts_terms"]:
        against.append(TERMS_NOT_ACCEPTED)
    return decision.reject(*against) if against else decision.approve()


def _effect(tx: Tx, case: Case, _said: Decision) -> Effect:
    """The information account, and the funds account at the bank that was chosen."""
    now = tx.world.now
    made = PrivatePension(
        id=tx.new_id("ppa", case.person.id),
        person_id=case.person.id,
        person_name=case.person.name,
        region_code=case.competent_region,
        application_id=case.application_id,
        opened_on=case.today,
        closed_on=None,
        condition=None,
        manner=None,
        parts=None,
        part=None,
        redeemed=known.NOTHING,
        paid_parts=0,
        status=account.OPEN,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.pensions.add(tx, made)
    application = applications.find(tx, case.application_id)
    assert application is not None, "it is being decided"
    bank = case.inputs["bank_code"]
    banks.opened(tx, made, bank, account.channel_of(application.party_role))
    tx.emit("private_pension.opened", made.id, known.told(made, bank_code=bank))
    return Effect({"private_pension_id": made.id})


HANDLING = Handling(CODE, decide=_decide, gather=_gather, facts=_facts, effect=_effect)
