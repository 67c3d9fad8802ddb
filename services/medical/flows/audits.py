"""Advice on orders (明细审核): given and kept, and what the hospital made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.medical import problems_uploads as problems
from services.medical.domain import audit as domain
from services.medical.domain.audit import Case, Finding, Ordered
from services.medical.domain.institution import Institution
from services.medical.domain.upload import Record, Upload
from services.medical.flows import uploads as flow
from services.medical.store import catalogue, store, uploads


@dataclass(frozen=True)
class Asked:
    """Orders of one visit of a patient. `rules`: only these, if any are named."""

    visit_kind: str
    sex: str | None
    diagnoses: tuple[tuple[str, str], ...]
    orders: Sequence[Ordered]
    patient: str
    visit: str
    rules: frozenset[str]


@dataclass(frozen=True)
class Told:
    """A finding with the id by which feedback names it (违规标识)."""

    id: str
    finding: Finding
    asked: Asked


def judge(institution: Institution, infno: str, msgid: str, asked: Sequence[Asked]) -> list[Told]:
    """Look at the orders by the rules, and keep what was found."""
    items, diseases = catalogue.items(), catalogue.diseases()
    with store.write() as tx:
        told: list[Told] = []
        for one in asked:
            case = Case(
                region=institution.region_code,
                level=institution.level,
                visit_kind=one.visit_kind,
                sex=one.sex,
                diagnoses=one.diagnoses,
                orders=one.orders,
                items=items,
                diseases=diseases,
            )
            for finding in domain.findings(case):
                if not one.rules or finding.rule in one.rules:
                    number = len(told) + 1
                    code = institution.institution_code
                    told.append(Told(tx.new_id("jrs", code, msgid, number), finding, one))
        for each in told:
            content = {
                "rule": each.finding.rule,
                "says": each.finding.says,
                "orders": list(each.finding.orders),
                "patient": each.asked.patient,
                "visit": each.asked.visit,
            }
            flow.revised(tx, institution, msgid, _record(infno, each.id, content), None)
        return tx.answer(told)


def feed_back(
    institution: Institution, msgid: str, of_infno: str, said: Sequence[Mapping[str, Any]]
) -> list[Upload]:
    """Keep what was made of findings; FeedbackUnknown for one that was told to nobody here."""
    code = institution.institution_code
    with store.write() as tx:
        uploads.lock(tx, code, "3103", [one["warn_rslt_id"] for one in said])
        made = []
        for one in said:
            key = one["warn_rslt_id"]
            if uploads.newest(tx, code, of_infno, key) is None:
                raise problems.FeedbackUnknown(institution_code=code, finding_id=key)
            known = uploads.newest(tx, code, "3103", key)
            made.append(
                flow.revised(tx, institution, msgid, _record("3103", key, dict(one)), known)
            )
        return tx.answer(made)


def _record(infno: str, key: str, content: Mapping[str, Any]) -> Record:
    return Record(
        infno=infno,
        business_key=key,
        visit_number=None,
        visit_id=None,
        person_id=None,
        settlement_id=None,
        record_number=None,
        application_number=None,
        amount=None,
        state=None,
        fault_count=None,
        is_withdrawn=False,
        content=content,
    )
