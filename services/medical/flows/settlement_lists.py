"""Settlement lists (结算清单): uploaded, submitted, looked at, counted."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from services.medical import problems_uploads as problems
from services.medical.domain import settlement_list as domain
from services.medical.domain.institution import Institution
from services.medical.domain.settlement import Settlement
from services.medical.domain.settlement_list import NOT_SUBMITTED, SUBMITTED, Against
from services.medical.domain.upload import Record, Upload
from services.medical.domain.visit import ChargedLine, Visit
from services.medical.flows import uploads as flow
from services.medical.flows.interface import register
from services.medical.store import (
    catalogue,
    diagnoses,
    settlement_lists,
    store,
    uploads,
    visits,
)
from services.medical.store.settlement_lists import INFNO, Which
from sscsim.db import Tx


@dataclass(frozen=True)
class ReadBack:
    """A list as it was uploaded last, with the lines of the bill."""

    upload: Upload
    settlement: Settlement
    visit: Visit
    lines: list[ChargedLine]


@dataclass(frozen=True)
class Counts:
    """How many settlements there are, and how many of their lists."""

    settled: int
    uploaded: int
    faulty: int
    submitted: int


def upload(
    institution: Institution, msgid: str, said: Mapping[str, Any], content: Mapping[str, Any]
) -> Upload:
    """Keep a list, with what is wrong with it. `said` has typed values, `content` plain ones.

    SettlementNotFound, VisitNotFound, SettlementListMismatch, SettlementListSubmitted.
    """
    info = said["setlinfo"]
    key, code = info["setl_id"], institution.institution_code
    with store.write() as tx:
        tx.lock("settlement_lists")
        settlement = flow.settlement_of(tx, institution, key)
        _check_person(settlement, info)
        numbered = register.the_visit(tx, institution, info["mdtrt_id"], info["psn_no"])
        of_number = register.numbered(tx, institution, info["mdtrt_id"])
        visit = next((o.visit for o in of_number if o.visit.id == settlement.visit_id), None)
        if visit is None:
            raise problems.SettlementListMismatch(
                field="mdtrt_id",
                stated=numbered.mdtrt_id,
                settlement_id=key,
                known=settlement.visit_id,
            )
        known = uploads.newest(tx, code, INFNO, key)
        if known is not None and known.state == SUBMITTED:
            raise problems.SettlementListSubmitted(settlement_id=key)
        found = domain.faults(said, _against(tx, settlement, visit))
        wrong = [{**asdict(one), "is_hint": one.is_hint} for one in found]
        number = known.record_number if known else f"{uploads.count_of_keys(tx, INFNO) + 1:09d}"
        record = Record(
            infno=INFNO,
            business_key=key,
            visit_number=None,
            visit_id=info["mdtrt_id"],
            person_id=info["psn_no"],
            settlement_id=key,
            record_number=number,
            application_number=None,
            amount=settlement.total,
            state=info.get("stas_type", NOT_SUBMITTED),
            fault_count=len(wrong),
            is_withdrawn=False,
            content={"list": dict(content), "faults": wrong},
        )
        return tx.answer(flow.revised(tx, institution, msgid, record, known))


def _check_person(settlement: Settlement, info: Mapping[str, Any]) -> None:
    if settlement.person_id != info["psn_no"]:
        raise problems.SettlementListMismatch(
            field="psn_no",
            stated=info["psn_no"],
            settlement_id=settlement.id,
            known=settlement.person_id,
        )


def _against(tx: Tx, settlement: Settlement, visit: Visit) -> Against:
    found = diagnoses.of_revision(tx, visit.id, visit.diagnosis_revision)
    mains = [one for one in found if one.is_main]
    # Of a stay the newest kind counts: discharge is recorded after admission.
    main = mains[-1].disease_code if mains else None
    return Against(settlement, visit, main, catalogue.diseases())


def set_state(institution: Institution, msgid: str, settlement_id: str, state: str) -> Upload:
    """Submit a list, or open it again; a revision of its own.

    SettlementNotFound, UploadUnknown.
    """
    with store.write() as tx:
        tx.lock("settlement_lists")
        flow.settlement_of(tx, institution, settlement_id)
        known = uploads.newest(tx, institution.institution_code, INFNO, settlement_id)
        if known is None:
            raise problems.UploadUnknown(business_key=settlement_id)
        record = Record(**{name: getattr(known, name) for name in Record.__dataclass_fields__})
        changed = replace(record, state=state)
        return tx.answer(flow.revised(tx, institution, msgid, changed, known))


def read_back(institution: Institution, settlement_id: str) -> ReadBack:
    """SettlementNotFound, UploadUnknown."""
    with store.read() as tx:
        settlement = flow.settlement_of(tx, institution, settlement_id)
        known = uploads.newest(tx, institution.institution_code, INFNO, settlement_id)
        if known is None:
            raise problems.UploadUnknown(business_key=settlement_id)
        visit = visits.find(tx, settlement.visit_id)
        assert visit is not None, "a settlement is of a visit"
        return ReadBack(known, settlement, visit, visits.live_lines(tx, visit.id))


def quality(
    institution: Institution,
    settlement_id: str | None,
    person_id: str | None,
    days: tuple[datetime | None, datetime | None],
    page: tuple[int, int],
) -> list[tuple[Upload, datetime]]:
    """Lists as they were uploaded last, of settlements of some days: a page, in the order in which
    they were uploaded, with when each settlement was made."""
    with store.read() as tx:
        return settlement_lists.page(tx, institution.id, settlement_id, person_id, days, page)


def counts(institution: Institution, which: Which) -> Counts:
    """Settlements, and how many of them have which list."""
    with store.read() as tx:
        return Counts(*settlement_lists.counts(tx, institution.id, which))
