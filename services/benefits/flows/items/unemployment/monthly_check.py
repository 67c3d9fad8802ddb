"""HRSS-015: the monthly check of whoever draws unemployment benefit (按月资格核对)."""

from services.benefits import terms_unemployment as terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.inputs import plain
from services.benefits.domain.unemployment import monthly_check as domain
from services.benefits.domain.unemployment.monthly_check import Facts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.unemployment import benefits, checks
from services.benefits.store import unemployment as rows
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    person_id = case.person.id
    rows.hold(tx, person_id)
    known = rows.check_of(tx, person_id, case.inputs["check_month"])
    drawn = rows.open_of(tx, person_id)
    region = drawn.region_code if drawn else case.competent_region
    figures = terms.region(region, case.today)
    return Facts(
        check=known if drawn else None,
        refused=rows.refused_in(tx, drawn.id) if drawn else 0,
        refusals=figures.number("refusals").value,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The check; the benefit ends with it where too much work was refused."""
    known = rows.check_of(tx, case.person.id, case.inputs["check_month"])
    drawn = rows.open_of(tx, case.person.id)
    assert known is not None and drawn is not None, "the rule saw both"
    told = {
        "method": case.inputs["method"],
        "offers_refused": case.inputs["offers_refused"],
        "applications": plain(case.inputs.get("applications", [])),
    }
    done = checks.confirm(tx, known, told)
    result = {"unemployment_check_id": done.id}
    why = said.terms["ends_for"]
    if why is not None:
        benefits.end(tx, drawn, why, Month.of(tx.world.today))
        result["ended_for"] = why
    return Effect(result)


HANDLING = Handling("HRSS-015", decide=domain.decide, facts=_facts, effect=_effect)
