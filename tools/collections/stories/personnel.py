"""A story of personnel files and of the graduates whose files come from school."""

from scenarios.benefits import Desk, personnel_files
from scenarios.benefits.desk import CHONGQING, DEMO_CITY
from tools.collections.story import Story, asked_of, at_desk, number_of, today

_PAPERS = personnel_files.DOCUMENTS


def _moved(desk: Desk) -> None:
    """A file is asked for, sent, sent back for what is missing, shelved, lent and given back."""
    here, there = desk.agency(DEMO_CITY), desk.agency(CHONGQING)
    mover = desk.cardholder(name="高远")
    first = desk.apply("HRSS-075", mover, personnel_files.wanted())
    desk.post(f"/v1/file-transfers/{first['result']['file_transfer_id']}/cancel", None, here)
    made = desk.apply("HRSS-075", mover, personnel_files.wanted())["result"]
    letter = f"/v1/file-transfers/{made['file_transfer_id']}"
    desk.post(f"{letter}/send", {"documents": _PAPERS[:2]}, there)
    desk.post(f"{letter}/return", {"reason": "缺少一份材料"}, here)
    desk.post(f"{letter}/send", {"documents": _PAPERS, "courier_number": "EM1CN"}, there)
    desk.post(f"{letter}/receive", {"documents_counted": len(_PAPERS)}, here)
    desk.post(f"{letter}/shelve", None, here)
    desk.get(letter)
    file = f"/v1/personnel-files/{made['personnel_file_id']}"
    desk.get(file)
    unit = desk.party("employer", name="Work unit")
    readers = [desk.cardholder(name=name) for name in ("王一", "王二")]
    form = {
        "unit_credit_code": personnel_files.CREDIT,
        "subject_number": number_of(mover),
        "purpose": "promotion",
        "way": "borrow",
        "readers": [personnel_files.reader(each) for each in readers],
        "unit_letter": personnel_files.LETTER,
    }
    lent = asked_of(desk, "HRSS-076", form, unit)["result"]["file_consultation_id"]
    desk.get(f"/v1/file-consultations/{lent}")
    desk.post(f"/v1/file-consultations/{lent}/give-back", None, here)
    desk.get(file)
    asked = {"certificate": "archive", "addressee": "示范学校", "purpose": "入职"}
    proof = desk.apply("HRSS-077", mover, asked)
    desk.get(f"/v1/service-certificates/{proof['certificate_id']}")


def _received(desk: Desk) -> None:
    """A graduate's diploma is checked, the school sends the file, the reception is complete."""
    student, year = desk.cardholder(name="何晴", sex="female"), today(desk).year - 1
    form = {
        "school_name": "示范学院",
        "diploma_number": f"510011{year}06000123",
        "graduated_on_date": f"{year}-06-30",
        "education": "bachelor",
        "destination": "unemployed",
        "destination_region_code": DEMO_CITY,
    }
    made = desk.apply("HRSS-078", student, form)["result"]
    letter, here = f"/v1/file-transfers/{made['file_transfer_id']}", desk.agency(DEMO_CITY)
    desk.post(f"{letter}/send", {"documents": _PAPERS[:1]}, here)
    desk.post(f"{letter}/receive", {"documents_counted": 1}, here)
    desk.post(f"{letter}/shelve", None, here)
    desk.get(f"/v1/graduates/{made['graduate_id']}")


STORIES = (
    Story(
        "L",
        "Story L - a personnel file moves",
        "A file is asked for from another city, sent, returned for a missing paper, sent again "
        "and shelved; lent to an employer and given back; certified from. A graduate's file "
        "comes from school.",
        "story-l",
        at_desk("files", _moved, _received),
    ),
)
