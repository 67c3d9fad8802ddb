"""HRSS-039: a contribution to the private pension (个人养老金缴费) reserves room of the year."""

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.private_pension import contribution as domain
from services.benefits.domain.private_pension.contribution import Facts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.private_pension import contributions
from services.benefits.store import private_pensions as rows
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    """The pension is held until the room is used."""
    pension = rows.held(tx, case.person.id)
    rule = contributions.rule_of(case.competent_region, case.today)
    year = case.inputs["contribution_year"]
    return Facts(rule, pension, rows.of_year(tx, case.person.id, year))


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """A contribution that waits to be taken off the card, today."""
    pension = rows.held(tx, case.person.id)
    assert pension is not None and said.amount is not None, "the rule saw it"
    made = contributions.reserved(
        tx,
        pension,
        case.inputs["contribution_year"],
        said.amount,
        case.inputs["pay_by"],
        case.application_id,
    )
    contributions.lapse_later(tx, made)
    contributions.tell(tx, made)
    return Effect({"private_pension_contribution_id": made.id})


HANDLING = Handling(
    domain.CODE, decide=domain.decide, facts=_facts, effect=_effect, one_at_a_time=False
)
