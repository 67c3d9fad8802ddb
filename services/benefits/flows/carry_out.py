"""A decision and what comes of it, in one transaction and once (办结).

The effect has a unique key, the application and the number of the decision: whatever is
delivered twice, it is not written twice.
"""

from datetime import timedelta
from typing import Any

from services.benefits import terms
from services.benefits.domain import application as states
from services.benefits.domain import decision as domain
from services.benefits.domain.application import Application
from services.benefits.domain.decision import Case, Decision
from services.benefits.flows import certificates, payments
from services.benefits.flows.handling import Handling
from services.benefits.flows.moving import moved
from services.benefits.store import applications, decisions
from sscsim import world
from sscsim.db import Tx


def refused_acceptance(tx: Tx, application: Application, said: Decision) -> Application:
    """不予受理: it is not for this agency, or not for this item."""
    reasons = [each.stored() for each in said.reasons]
    number = _kept(tx, application, domain.REFUSE, said, reasons, by_rule=True)
    return moved(
        tx,
        application,
        "refuse_acceptance",
        told_as="decided",
        note=_note(reasons),
        reasons=reasons,
        decision_no=number,
        decided_at=tx.world.now,
    )


def rejected(
    tx: Tx,
    application: Application,
    case: Case,
    said: Decision,
    *,
    by_rule: bool,
    extra: list[dict[str, str]] | None = None,
    note: str | None = None,
) -> Application:
    """Not granted, with reasons; where the item has an appeal it may come for a while."""
    reasons = [*(each.stored() for each in said.reasons), *(extra or [])]
    number = _kept(tx, application, domain.REJECT, said, reasons, by_rule=by_rule, note=note)
    until = None
    if case.item.steps.appeal and application.status != states.APPEALED:
        days = terms.service_rules(application.competent_region, tx.world.today).appeal_days
        until = tx.world.now + timedelta(days=days)
    return moved(
        tx,
        application,
        "reject",
        told_as="decided",
        note=note or _note(reasons),
        reasons=reasons,
        amount=None,
        explanation=None,
        decision_no=number,
        decided_at=tx.world.now,
        appeal_until=until,
        due_date=None,
    )


def approved(
    tx: Tx,
    application: Application,
    handling: Handling,
    case: Case,
    said: Decision,
    *,
    by_rule: bool,
    note: str | None = None,
) -> Application:
    """Granted: the records change, money is ordered, the certificate is made."""
    assert handling.effect is not None
    reasons = [each.stored() for each in said.reasons] if not by_rule else []
    number = _kept(tx, application, domain.APPROVE, said, reasons, by_rule=by_rule, note=note)
    changed = moved(
        tx,
        application,
        "approve",
        told_as="decided",
        note=note,
        reasons=reasons,
        amount=said.amount,
        explanation=said.explanation.as_json() if said.explanation else None,
        decision_no=number,
        decided_at=tx.world.now,
        appeal_until=None,
        due_date=None,
    )
    effect = handling.effect(tx, case, said)
    decisions.add_effect(tx, application.id, number, dict(effect.changed))
    more: dict[str, Any] = {"result": dict(effect.changed)}
    if effect.certificate is not None:
        more["certificate_id"] = certificates.issued(tx, changed, effect.certificate).id
    if effect.waits:
        return applications.change(tx, changed, **more)
    ordered = payments.ordered(tx, changed, effect.payments)
    if ordered:
        return moved(tx, changed, "order_payment", told_as="effective", **more)
    return moved(tx, changed, "take_effect", told_as="effective", **more)


def _kept(
    tx: Tx,
    application: Application,
    outcome: str,
    said: Decision,
    reasons: list[dict[str, str]],
    *,
    by_rule: bool,
    note: str | None = None,
) -> int:
    """Note the decision; its number."""
    number = application.decision_no + 1
    granted = outcome == domain.APPROVE
    decisions.add(
        tx,
        application.id,
        number,
        outcome=outcome,
        by_rule=by_rule,
        reasons=reasons,
        amount=said.amount if granted else None,
        explanation=said.explanation.as_json() if granted and said.explanation else None,
        note=note,
        region_code=application.competent_region,
        decided_by=world.current().party_id,
    )
    return number


def _note(reasons: list[dict[str, str]]) -> str | None:
    return "；".join(each["zh"] for each in reasons) or None
