"""HRSS-071: a person's skill and qualification certificates (证书查询), printed if asked."""

from typing import Any

from services.benefits.domain.decision import Case
from services.benefits.domain.training import skill_certificate as domain
from services.benefits.domain.training.skill_certificate import SkillCertificate
from services.benefits.flows.handling import Answer, Handling
from services.benefits.store import training
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> list[SkillCertificate]:
    return training.all_of(tx, SkillCertificate, person_id=case.person.id)


def _query(case: Case, found: list[SkillCertificate]) -> Answer:
    chosen = domain.within(case, found)
    wanted = case.inputs["print_certificate"]
    return Answer(domain.shown(chosen), domain.printed(chosen) if wanted else None)


HANDLING = Handling("HRSS-071", query=_query, facts=_facts, one_at_a_time=False)
