"""A hospital that prescribes for Lin Xiao, and what hand-written messages speak of then."""

import base64
import json
from collections.abc import Mapping

from services.medical.domain.institution import Institution
from services.medical.flows import staff
from services.medical.flows.interface import prescription_signature
from services.medical.store import institutions, store
from sscsim.demo_people import LIN_XIAO
from sscsim.kernel.ids.resource import resource_id
from tests.contract.fsi.desk import HOSPITAL, Desk

PHARMACY, OTHER_PHARMACY = "P51010000000", "P51010000001"
NUMBER = "CF0001"
FILE = base64.b64encode(b"%PDF-1.4 a prescription").decode()


def visit(desk: Desk, kind: str = "outpatient") -> str:
    """A visit of hers at the hospital, begun by REST."""
    with desk.bench.entered(), store.read() as tx:
        place = institutions.with_code(tx, HOSPITAL)
    assert place is not None
    body = {
        "person_id": LIN_XIAO.person_id("demo"),
        "institution_id": place.id,
        "insurance_kind": "employee_basic_medical",
        "kind": kind,
        "admission_date": "2026-04-01",
    }
    made = desk.medical.post(
        "/v1/visits", body, key=f"visit {desk.sent}", role="hospital", region="510100"
    )
    assert made.status_code == 201, made.text
    return str(made.json["id"])


def anybody(desk: Desk, code: str, last: bool = False) -> tuple[str, str]:
    """Code and name of a doctor of a hospital, or of a pharmacist."""
    with desk.bench.entered(), store.read() as tx:
        place = institutions.with_code(tx, code)
        assert isinstance(place, Institution)
        found = list(staff._doctors(tx, place))
    one = found[-1 if last else 0].doctor
    return one.doctor_code, one.name


def prescription_id(number: str = NUMBER, ordinal: int = 0) -> str:
    return resource_id("rxp", "demo", "medical", HOSPITAL, number, ordinal)


def original(facts: Mapping[str, str]) -> str:
    """What the hospital has signed: the fields as its system writes them, in base64."""
    said = {
        "rxTraceCode": facts["rx.trace"],
        "hiRxno": facts["rx.id"],
        "mdtrtId": facts["rx.visit"],
        "patnName": "林晓",
        "certno": LIN_XIAO.social_security_number,
        "fixmedinsCode": HOSPITAL,
        "drCode": facts["rx.doctor"],
    }
    return base64.b64encode(json.dumps(said, ensure_ascii=False).encode()).decode()


def facts(desk: Desk) -> dict[str, str]:
    """Names of what the messages of one prescription speak of; its ids follow from the seed."""
    from services.medical.flows.interface.prescription_check import _trace_code

    doctor, pharmacist = anybody(desk, HOSPITAL), anybody(desk, PHARMACY)
    with desk.bench.entered(), store.read() as tx:
        place = institutions.with_code(tx, HOSPITAL)
    assert place is not None
    found, right = prescription_id(), ""
    right = resource_id("rxa", "demo", "medical", found, PHARMACY, 0)
    made = {
        "rx.visit": visit(desk),
        "rx.doctor": doctor[0],
        "rx.doctor_name": doctor[1],
        "rx.pharmacist": pharmacist[0],
        "rx.pharmacist_name": pharmacist[1],
        "rx.id": found,
        "rx.trace": _trace_code(place, found),
        "rx.file": FILE,
        "rx.auth": right,
        "rx.verified": resource_id("rxs", "demo", "medical", right),
        "rx.sale": resource_id("rxd", "demo", "medical", found, 0),
    }
    made["rx.original"] = original(made)
    made["rx.digest"] = prescription_signature.made("demo", HOSPITAL, made["rx.original"], FILE)
    return made
