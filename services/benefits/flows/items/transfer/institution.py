"""HRSS-061: institutions' pension and annuity, both ways with enterprises (机关事业单位转移)."""

from typing import Any

from services.benefits import terms_transfer
from services.benefits.domain.annuities import account as annuity_accounts
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.insurance import EMPLOYED
from services.benefits.domain.pension.record import EMPLOYEE, INSTITUTION
from services.benefits.domain.transfer import institution as rules
from services.benefits.domain.transfer import institution_request as domain
from services.benefits.domain.transfer.record import WITHIN
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.transfers import beginning, sums
from services.benefits.store import annuities, insurance, pensions, transfers
from sscsim.db import Tx
from sscsim.kernel import regions


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    """Raises policy.PolicyMissing and FigureMissing, of the account's interest as well."""
    if case.subject is None:
        return domain.NOTHING
    who, asked = case.person, case.inputs
    insurance.hold(tx, [who.id])
    left, taking = rules.KINDS[asked["direction"]]
    terms_transfer.institutions_since(case.competent_region, case.today)
    sums.rate(left, asked["from_region_code"], case.today.year)
    known = insurance.open_relation(tx, who.id, taking)
    kind, becomes = rules.ANNUITIES[asked["direction"]]
    annuity = _account(tx, who.id, kind, asked["from_region_code"])
    return domain.Facts(
        months=insurance.months_of(tx, who.id, (left,)),
        insured_in=known.region_code if known else None,
        under_way=transfers.under_way(tx, who.id, EMPLOYED),
        draws_pension=any(
            each.scheme in (EMPLOYEE, INSTITUTION) for each in pensions.drawn(tx, who.id)
        ),
        annuity=annuity,
        plan=_account(tx, who.id, becomes, asked["to_region_code"], but=annuity),
    )


def _account(tx: Tx, person_id: str, kind: str, region: str, but: str | None = None) -> str | None:
    """The newest account of a kind that isn't drawn yet and is kept in a region's province."""
    home = regions.province_of(region)
    found = [
        each.id
        for each in annuities.of_kind(tx, person_id, kind)
        if each.status == annuity_accounts.ACCUMULATING
        and each.id != but
        and regions.province_of(each.region_code) == home
    ]
    return found[-1] if found else None


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The letter is out; the old area has its working days."""
    asked = case.inputs
    direction = asked["direction"]
    old, new = (regions.province_of(asked[name]) for name in ("from_region_code", "to_region_code"))
    moving = rules.Asked(
        direction, asked["from_region_code"], asked["to_region_code"], "", case.person.region_code
    )
    moves = rules.money_moves(moving, one_pooling_area=old == new)
    made = beginning.begun(
        tx,
        case,
        *rules.KINDS[direction],
        direction,
        money_leg=None if moves else WITHIN,
        annuity_from=said.terms["annuity_from"],
        annuity_to=said.terms["annuity_to"],
    )
    assert made.due_by is not None, "a letter that is out has a last day"
    return Effect(
        {
            "insurance_transfer_id": made.id,
            "letter_number": made.letter_number,
            "due_by": made.due_by.isoformat(),
        }
    )


HANDLING = Handling("HRSS-061", decide=domain.decide, facts=_facts, effect=_effect)
