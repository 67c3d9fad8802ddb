"""Prevention projects (工伤预防项目): applied for, reviewed, paid by parts against acceptance.

What a region grants in a year stays within its limit: approvals of a year wait for each other.
Each part is ordered once, under its own id, with the acceptance.
"""

from collections.abc import Sequence
from typing import Any

from services.benefits import problems_injury_fund as problems
from services.benefits import terms_injury as terms
from services.benefits.domain.injury import prevention as domain
from services.benefits.domain.injury.prevention import PreventionPart, PreventionProject
from services.benefits.flows import payments, relations
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import injury_fund as rows
from services.benefits.store import store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money

KEPT = rows.projects
ITEM = "HRSS-042"
"""Prevention is none of the service items: its payments go by the one of work injuries."""


def apply(
    region_code: str,
    applicant_kind: str,
    applicant_credit_code: str,
    applicant_name: str,
    kind: str,
    title: str,
    parts: Sequence[dict[str, Any]],
) -> PreventionProject:
    """An employer or an association applies for this year.

    PreventionTooManyParts, PreventionTooMuchAhead, RegionNotAllowed, PolicyMissing, FigureMissing.
    """
    at = world.current()
    world.require_region(region_code)
    amounts: list[Money] = [each["amount"] for each in parts]
    with store.write() as tx:
        today, now = tx.world.today, tx.world.now
        terms.prevention(region_code, today).check_parts(amounts)
        serial = rows.next_number(tx, region_code, today.year)
        number = domain.number_of(region_code, today.year, serial)
        made = PreventionProject(
            id=tx.new_id("ppj", number),
            number=number,
            party_id=at.party_id if at.role == "employer" else None,
            applicant_kind=applicant_kind,
            applicant_credit_code=applicant_credit_code,
            applicant_name=applicant_name,
            region_code=region_code,
            year=today.year,
            kind=kind,
            title=title,
            amount=sum_money(amounts),
            accepted=Money.zero(),
            applied_on=today,
            reviewed_on=None,
            reason=None,
            explanation=None,
            status=domain.APPLIED,
            version=1,
            created_at=now,
            updated_at=now,
        )
        KEPT.add(tx, made)
        for ordinal, each in enumerate(parts, start=1):
            rows.parts.add(tx, _planned(tx, made, ordinal, each))
        _tell(tx, made)
        return tx.answer(made)


def _planned(
    tx: Tx, project: PreventionProject, ordinal: int, said: dict[str, Any]
) -> PreventionPart:
    return PreventionPart(
        id=tx.new_id("ppt", project.number, ordinal),
        project_id=project.id,
        ordinal=ordinal,
        milestone=said["milestone"],
        amount=said["amount"],
        evidence=None,
        accepted_on=None,
        payment_id=None,
        status=domain.PLANNED,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def review(project_id: str, outcome: str, reason: str | None = None) -> PreventionProject:
    """The agency approves it, within the year's limit, or refuses it.

    PreventionProjectNotFound, RegionNotAllowed, RecordState, PreventionCeiling, PolicyMissing,
    FigureMissing.
    """
    with store.write() as tx:
        found = _held(tx, project_id)
        event = "approve" if outcome == "approved" else "refuse"
        status = relations.after(domain.MACHINE, found, event)
        explanation = _within_limit(tx, found) if event == "approve" else None
        done = KEPT.change(
            tx,
            found,
            status=status,
            reviewed_on=tx.world.today,
            reason=reason,
            explanation=explanation,
        )
        if event == "refuse":
            _dropped(tx, done)
        _tell(tx, done)
        failpoint("benefits.prevention_review.before_commit")
        return tx.answer(done)


def _within_limit(tx: Tx, found: PreventionProject) -> dict[str, Any]:
    region, year = found.region_code, found.year
    tx.lock("prevention limit", region, year)
    rule = terms.prevention(region, found.applied_on)
    income = rows.collected(tx, region, year - 1)
    explained = rule.check_ceiling(income, rows.committed(tx, region, year), found.amount)
    return explained.as_json()


def accept(project_id: str, evidence: str) -> PreventionProject:
    """The next part's work is accepted (验收): its money goes to the applicant's account.

    PreventionProjectNotFound, RegionNotAllowed, RecordState.
    """
    with store.write() as tx:
        found = _held(tx, project_id)
        planned = [each for each in rows.parts_of(tx, found.id) if each.status == domain.PLANNED]
        last = len(planned) <= 1
        status = relations.after(domain.MACHINE, found, "finish")
        part = planned[0]
        payment = payments.order(
            tx,
            PaymentOrder(part.id, part.amount, domain.FUND, domain.PURPOSE),
            item_code=ITEM,
            region=found.region_code,
            person_id=None,
            payee_name=found.applicant_name,
        )
        rows.parts.change(
            tx,
            part,
            status=domain.PART.after(part.status, "accept"),
            evidence=evidence,
            accepted_on=tx.world.today,
            payment_id=payment.id,
        )
        done = KEPT.change(
            tx,
            found,
            accepted=found.accepted + part.amount,
            status=status if last else found.status,
        )
        _tell(tx, done)
        failpoint("benefits.prevention_accept.before_commit")
        return tx.answer(done)


def stop(project_id: str, reason: str) -> PreventionProject:
    """What was done isn't accepted: nothing more is paid, and the rest is free for others.

    PreventionProjectNotFound, RegionNotAllowed, RecordState.
    """
    with store.write() as tx:
        found = _held(tx, project_id)
        status = relations.after(domain.MACHINE, found, "stop")
        done = KEPT.change(tx, found, status=status, reason=reason)
        _dropped(tx, done)
        _tell(tx, done)
        return tx.answer(done)


def _dropped(tx: Tx, project: PreventionProject) -> None:
    for each in rows.parts_of(tx, project.id):
        if domain.PART.allows(each.status, "drop"):
            rows.parts.change(tx, each, status=domain.PART.after(each.status, "drop"))


def _held(tx: Tx, project_id: str) -> PreventionProject:
    found = relations.held(tx, KEPT, project_id, problems.PreventionProjectNotFound)
    world.require_region(found.region_code)
    return found


def _tell(tx: Tx, known: PreventionProject) -> None:
    said = {
        "id": known.id,
        "number": known.number,
        "region_code": known.region_code,
        "amount_fen": known.amount.fen,
        "accepted_fen": known.accepted.fen,
        "status": known.status,
    }
    tx.emit("prevention_project.changed", known.id, said)


# ---- reading


def get(project_id: str) -> PreventionProject:
    """PreventionProjectNotFound, NotTheirRecord for another employer."""
    return relations.own(store, KEPT, project_id, problems.PreventionProjectNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees its own."""
    return relations.own_page(store, KEPT, page, filters)


def parts(project_id: str) -> list[PreventionPart]:
    """PreventionProjectNotFound, NotTheirRecord for another employer."""
    found = get(project_id)
    with store.read() as tx:
        return rows.parts_of(tx, found.id)
