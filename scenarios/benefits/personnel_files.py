"""Journeys of personnel files: asked for, sent, read, certified; and of graduates."""

from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect

CREDIT = "91990100MA0000001G"
DEMO_AGENCY, OLD_AGENCY = "示范人才中心", "重庆示范人才中心"
LETTER = {"title": "单位介绍信", "sha256": "cd" * 32}
DOCUMENTS = [
    {"category": "resume", "title": "履历表", "made_on_date": "2015-06-30"},
    {"category": "appointment", "title": "转正定级表", "made_on_date": "2016-07-01"},
    {"category": "political_review", "title": "政审表", "made_on_date": "2015-03-01"},
]


def wanted(to_region: str = DEMO_CITY) -> dict[str, Any]:
    return {
        "from_region_code": CHONGQING,
        "from_agency": OLD_AGENCY,
        "to_region_code": to_region,
        "to_agency": DEMO_AGENCY,
        "reason": "new_work",
    }


def _codes(application: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in application.get("reasons", [])]


def _step(desk: Desk, path: str, verb: str, region: str, body: Any = None) -> dict[str, Any]:
    done: dict[str, Any] = desk.post(f"{path}/{verb}", body, desk.agency(region))
    return done


def kept_here(desk: Desk, who: Cardholder, region: str = DEMO_CITY) -> str:
    """The person's file, asked for, sent and shelved; its path."""
    made = desk.apply("HRSS-075", who, wanted(region), region_code=region)
    path = f"/v1/file-transfers/{made['result']['file_transfer_id']}"
    _step(desk, path, "send", CHONGQING, {"documents": DOCUMENTS})
    _step(desk, path, "receive", region, {"documents_counted": 3})
    _step(desk, path, "shelve", region)
    return f"/v1/personnel-files/{made['result']['personnel_file_id']}"


# ---- HRSS-075 档案转递


def file_transfer(desk: Desk) -> None:
    """Late, sent, back for a missing document, sent again, shelved; it lies in one place only."""
    mover = desk.cardholder(name="高远")
    made = desk.apply("HRSS-075", mover, wanted())
    expect((made["status"], made["waiting_for"]), ("effective", "nobody"))
    path = f"/v1/file-transfers/{made['result']['file_transfer_id']}"
    again = desk.apply("HRSS-075", mover, wanted())
    expect(_codes(again), ["file_on_its_way"])
    own = desk.apply("HRSS-077", mover, _certificate("archive"))
    expect(_codes(own), ["file_not_here"])
    desk.refused("service_record_state", _step, desk, path, "shelve", DEMO_CITY)
    desk.refused("region_not_allowed", _step, desk, path, "send", CHENGDU, {"documents": DOCUMENTS})
    desk.advance(by="P30D")
    expect(desk.get(path)["is_overdue"], True, "the transfer after the sender's days")
    _step(desk, path, "send", CHONGQING, {"documents": DOCUMENTS, "courier_number": "EM1CN"})
    counted = {"documents_counted": 2}
    desk.refused("file_items_differ", _step, desk, path, "receive", DEMO_CITY, counted)
    back = _step(desk, path, "return", DEMO_CITY, {"reason": "缺少一份材料"})
    expect((back["status"], back["is_overdue"]), ("returned", False))
    _step(desk, path, "send", CHONGQING, {"documents": DOCUMENTS})
    _step(desk, path, "receive", DEMO_CITY, {"documents_counted": 3})
    _step(desk, path, "shelve", DEMO_CITY)
    [file] = desk.listed("/v1/personnel-files", person_id=mover.id)
    expect((file["status"], file["region_code"]), ("shelved", DEMO_CITY), "the one place")
    proof = desk.apply("HRSS-077", mover, _certificate("archive"))
    expect(proof["status"], "effective", "a certificate from the shelved file")
    wrong = desk.apply("HRSS-075", mover, wanted(CHENGDU), region_code=CHENGDU)
    expect(_codes(wrong), ["file_not_at_sender"])
    _from_another_region(desk)


def _from_another_region(desk: Desk) -> None:
    """Handed in at Chongqing for Chengdu: accepted there, decided here."""
    mover = desk.cardholder(CHENGDU, name="林川")
    made = desk.apply(
        "HRSS-075", mover, wanted(CHENGDU), at=desk.agency(CHONGQING), region_code=CHENGDU
    )
    expect((made["scheme"] is not None, made["waiting_for"]), (True, "competent_region"))
    desk.advance(by="PT10M")
    done = desk.application(made)
    expect(done["status"], "effective", "the application from another region")
    transfer = desk.get(f"/v1/file-transfers/{done['result']['file_transfer_id']}")
    expect(transfer["to_region_code"], CHENGDU)


# ---- HRSS-076 查借阅


def file_consultation(desk: Desk) -> None:
    """Borrowed by two people with a letter, late, given back; nobody reads their own file."""
    subject = desk.cardholder(name="秦明")
    file = kept_here(desk, subject)
    readers = [desk.cardholder(name="王一"), desk.cardholder(name="王二")]
    unit = desk.party("employer", name="desk unit")
    asked = {
        "unit_credit_code": CREDIT,
        "subject_number": subject.person["social_security_number"],
        "purpose": "promotion",
        "way": "borrow",
        "readers": [reader(each) for each in readers],
    }
    made = _asked(desk, unit, asked)
    expect(made["wanted_inputs"], ["unit_letter"])
    done = desk.act(made, "supplement", {"inputs": {"unit_letter": LETTER}}, unit)
    expect(done["status"], "effective")
    loan = f"/v1/file-consultations/{done['result']['file_consultation_id']}"
    expect(desk.get(file)["status"], "lent", "the file")
    expect(_codes(_asked(desk, unit, {**asked, "unit_letter": LETTER})), ["file_not_shelved"])
    desk.advance(by="P30D")
    expect(desk.get(loan)["status"], "overdue", "the loan after its days")
    _step(desk, loan, "give-back", DEMO_CITY)
    expect((desk.get(file)["status"], desk.get(loan)["status"]), ("shelved", "returned"))
    own = {**asked, "unit_letter": LETTER, "readers": [reader(subject), reader(readers[0])]}
    expect(_codes(_asked(desk, unit, own)), ["reader_reads_own_file"])
    hiring = {**asked, "unit_letter": LETTER, "purpose": "employment"}
    expect(_codes(_asked(desk, unit, hiring)), ["purpose_not_for_this_way"])
    seen = _asked(desk, unit, {**hiring, "way": "read"})
    expect((seen["status"], desk.get(file)["status"]), ("effective", "shelved"))


def reader(who: Cardholder) -> dict[str, str]:
    number = who.person["social_security_number"]
    return {"name": who.person["name"], "social_security_number": number}


def _asked(desk: Desk, unit: Any, inputs: dict[str, Any]) -> dict[str, Any]:
    body = {"item_code": "HRSS-076", "region_code": DEMO_CITY, "inputs": inputs}
    made: dict[str, Any] = desk.post("/v1/service-applications", body, unit)
    return made


# ---- HRSS-077 依据档案出具证明


def file_certificate(desk: Desk) -> None:
    """Printed from what the file says, verified by its code; not what it doesn't say."""
    holder = desk.cardholder(name="沈文")
    none = desk.apply("HRSS-077", holder, _certificate("archive"))
    expect(_codes(none), ["file_not_here"])
    kept_here(desk, holder)
    said = desk.apply("HRSS-077", holder, _certificate("experience"))
    printed = desk.get(f"/v1/service-certificates/{said['certificate_id']}")
    rows = [each["value"] for each in printed["lines"]]
    expect(any("转正定级表" in row for row in rows), True, "what the file says")
    asked = {"number": printed["number"], "verification_code": printed["verification_code"]}
    expect(desk.post("/v1/service-certificates/verify", asked)["finding"], "valid")
    review = desk.apply("HRSS-077", holder, _certificate("political_review"))
    expect(review["wanted_inputs"], ["unit_letter"])
    done = desk.act(review, "supplement", {"inputs": {"unit_letter": LETTER}})
    expect(done["status"], "effective", "the political review")
    elsewhere = desk.apply(
        "HRSS-077",
        holder,
        _certificate("archive"),
        at=desk.agency(CHENGDU),
        region_code=DEMO_CITY,
    )
    desk.advance(by="PT10M")
    expect(desk.application(elsewhere)["status"], "effective", "asked for from another region")


def _certificate(kind: str) -> dict[str, Any]:
    return {"certificate": kind, "addressee": "示范学校", "purpose": "入职"}


# ---- HRSS-078 毕业生接收


def graduate_reception(desk: Desk) -> None:
    """The diploma is checked, the school sends the file, and the employment record knows."""
    student = desk.cardholder(name="何晴", sex="female")
    year = int(desk.get("/sandbox/v1/clock")["now"][:4]) - 1
    form = {
        "school_name": "示范学院",
        "diploma_number": f"510011{year}06000123",
        "graduated_on_date": f"{year}-06-30",
        "education": "bachelor",
        "destination": "unemployed",
        "destination_region_code": DEMO_CITY,
    }
    made = desk.apply("HRSS-078", student, form)
    expect(made["status"], "effective")
    path = f"/v1/graduates/{made['result']['graduate_id']}"
    expect(desk.get(path)["status"], "file_requested")
    known = desk.apply("HRSS-005", student, {"print_certificate": False})
    kinds = [each["kind"] for each in known["result"]["records"]]
    expect(kinds, ["graduate"], "the employment record")
    transfer = f"/v1/file-transfers/{made['result']['file_transfer_id']}"
    _step(desk, transfer, "send", DEMO_CITY, {"documents": DOCUMENTS[:1]})
    _step(desk, transfer, "receive", DEMO_CITY, {"documents_counted": 1})
    _step(desk, transfer, "shelve", DEMO_CITY)
    expect(desk.get(path)["status"], "completed", "the reception after the file came")
    again = desk.apply("HRSS-078", student, form)
    expect(_codes(again), ["graduate_received_before"])
    other = desk.cardholder(name="吴早")
    doubtful = {**form, "diploma_number": "D0001"}
    expect(desk.apply("HRSS-078", other, doubtful)["wanted_inputs"], ["diploma"])
    late = desk.cardholder(name="郑迟")
    old = {**form, "graduated_on_date": f"{year - 4}-06-30", "diploma_number": "D0002"}
    expect(_codes(desk.apply("HRSS-078", late, old)), ["graduate_reception_over"])
    abroad = {**form, "destination_region_code": CHENGDU, "diploma_number": "D0003"}
    expect(desk.apply("HRSS-078", late, abroad)["status"], "not_accepted")


JOURNEYS = {
    "HRSS-075": file_transfer,
    "HRSS-076": file_consultation,
    "HRSS-077": file_certificate,
    "HRSS-078": graduate_reception,
}
