"""HRSS-069: the subsidy for training or for an appraisal (职业培训补贴、职业技能评价补贴)."""

from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.training import subsidy as domain
from services.benefits.flows import skill_grants
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import training
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    figures = terms.figures_of("training_subsidy", case.competent_region, case.today)
    certificate = skill_grants.certificate_of(tx, case)
    kind = case.inputs["subsidy"]
    leaf = f"{kind}.{certificate.level}" if certificate else ""
    return domain.Facts(
        certificate=certificate,
        rate=figures.money(leaf) if leaf and figures.has(leaf) else None,
        claim_months=figures.number("claim_months").value,
        earlier=training.grants_of(tx, case.person.id, domain.TRAINING, domain.APPRAISAL),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    names = {domain.TRAINING: "职业培训补贴", domain.APPRAISAL: "职业技能评价补贴"}
    return skill_grants.granted(tx, case, said, names[said.terms["subsidy"]])


HANDLING = Handling(
    "HRSS-069",
    decide=domain.decide_training,
    facts=_facts,
    effect=_effect,
    on_payment=skill_grants.follow,
)
