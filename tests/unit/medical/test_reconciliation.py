"""Reconciliation: totals, details line by line and by file, differences and how they end."""

import base64
import hashlib
from typing import Any

import pytest

from services.medical.domain.reconciliation import Entry, Line, compare
from sscsim.demo_people import CHEN_YU
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db

INSTITUTION = "H99010000003"
DAYS = {"from_date": "2026-04-01", "to_date": "2026-04-01"}
KINDS = {"insurance_kind": "employee_basic_medical", "visit_kind": "inpatient"}


class Desk:
    """A hospital of Demo City that reconciles."""

    def __init__(self, hospital: Hospital) -> None:
        self.hospital, self.client, self.number = hospital, hospital.client, 0
        self.id = resource_id("ins", hospital.bench.seed, "medical", INSTITUTION)

    def stay(self, key: str, **more: Any) -> dict[str, Any]:
        visit = self.hospital.stay(person=CHEN_YU, institution=INSTITUTION, **more)
        return self.hospital.settled(visit, key)

    def reconcile(self, totals: dict[str, int], **more: Any) -> Any:
        body = {"institution_id": self.id, **DAYS, **KINDS, "totals": totals, **more}
        return self.client.post("/v1/reconciliations", body)

    def made(self, *settlements: dict[str, Any], **more: Any) -> dict[str, Any]:
        answer = self.reconcile(totals(*settlements), **more)
        assert answer.status_code == 201, answer.json
        return answer.json  # type: ignore[no-any-return]

    def send(self, made: dict[str, Any], lines: list[Any], **more: Any) -> Any:
        self.number += 1
        path = f"/v1/reconciliations/{made['id']}/lines"
        return self.client.post(path, {"lines": lines, **more}, key=f"lines-{self.number}")

    def send_file(self, made: dict[str, Any], content: bytes) -> Any:
        self.number += 1
        body = {"content_base64": base64.b64encode(content).decode()}
        path = f"/v1/reconciliations/{made['id']}/file"
        return self.client.post(path, body, key=f"file-{self.number}")

    def file(self) -> bytes:
        query = "&".join(f"{name}={value}" for name, value in {**DAYS, **KINDS}.items())
        path = f"/v1/institutions/{self.id}/settlement-details?format=csv&{query}"
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.json
        return bytes(answer.data)

    def differences(self, made: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
        path = f"/v1/reconciliations/{made['id']}/differences{query}"
        return self.hospital.get(path)["data"]  # type: ignore[no-any-return]


def totals(*settlements: dict[str, Any]) -> dict[str, int]:
    names = ("total_fen", "fund_pay_fen", "account_pay_fen")
    summed = {name: sum(one[name] for one in settlements) for name in names}
    return {**summed, "count": len(settlements)}


def line(settlement: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "settlement_id": settlement["id"],
        "is_refund": settlement["kind"] == "reversal",
        "total_fen": settlement["total_fen"],
        "fund_pay_fen": settlement["fund_pay_fen"],
        "account_pay_fen": settlement["account_pay_fen"],
        **more,
    }


@pytest.fixture
def desk(hospital: Hospital) -> Desk:
    return Desk(hospital)


def test_equal_totals_are_equal(desk: Desk) -> None:
    first = desk.stay("a")
    made = desk.made(first)
    assert (made["status"], made["is_equal"]) == ("equal", True)
    assert made["counted"] == made["stated"] == totals(first)
    assert desk.hospital.get(f"/v1/reconciliations/{made['id']}") == made


def test_a_difference_is_named_figure_by_figure(desk: Desk) -> None:
    first = desk.stay("a")
    stated = totals(first)
    stated["fund_pay_fen"] -= 1
    made = desk.reconcile(stated).json
    assert (made["status"], made["is_equal"]) == ("unequal", False)
    assert made["difference"] == {
        "total_fen": 0, "fund_pay_fen": -1, "account_pay_fen": 0, "count": 0,
    }  # fmt: skip


def test_reversals_count_with_their_sign_or_not_at_all(desk: Desk) -> None:
    first = desk.stay("a")
    back = desk.hospital.reverse(first["id"]).json
    both = desk.made(first, back)
    assert both["is_equal"] and both["counted"]["count"] == 2
    assert both["counted"]["total_fen"] == 0
    assert desk.made(first, include_reversals=False)["is_equal"]


def test_only_what_is_asked_for_counts(desk: Desk) -> None:
    first = desk.stay("a")
    assert desk.made(visit_kind="outpatient")["is_equal"]
    assert desk.made(insurance_kind="resident_basic_medical")["is_equal"]
    assert desk.made(care="cross_region")["is_equal"]
    assert desk.made(first, care="local")["is_equal"]
    assert desk.made(from_date="2026-03-01", to_date="2026-03-31")["is_equal"]


@pytest.mark.parametrize(
    "days",
    [
        {"from_date": "2026-04-01", "to_date": "2026-03-31"},
        {"from_date": "2026-04-01", "to_date": "2026-04-02"},
        {"from_date": "2025-03-31", "to_date": "2026-04-01"},
    ],
)
def test_a_period_that_is_none(desk: Desk, days: dict[str, str]) -> None:
    answer = desk.reconcile(totals(), **days)
    assert (answer.status_code, answer.json["code"]) == (422, "reconciliation_period_wrong")


def test_another_regions_hospital_may_not(desk: Desk) -> None:
    body = {"institution_id": desk.id, **DAYS, **KINDS, "totals": totals()}
    answer = desk.client.post("/v1/reconciliations", body, role="hospital", region="500000")
    assert (answer.status_code, answer.json["code"]) == (403, "region_not_allowed")
    made = desk.made()
    path = f"/v1/reconciliations/{made['id']}"
    assert desk.client.get(path, role="hospital", region="500000").status_code == 403
    assert desk.client.get(path, role="hospital", region="990100").status_code == 200


# ---- details


def test_every_kind_of_difference_is_found(desk: Desk) -> None:
    same, off, forgotten, rounded = (desk.stay(key) for key in "abcd")
    made = desk.made(same, off, rounded)
    answer = desk.send(
        made,
        [
            line(same),
            line(off, fund_pay_fen=off["fund_pay_fen"] - 200),
            line(rounded, fund_pay_fen=rounded["fund_pay_fen"] + 1),
            line(same, settlement_id="stl_" + "0" * 26),
        ],
    )
    assert answer.status_code == 200, answer.json
    assert (answer.json["matched_count"], answer.json["difference_count"]) == (1, 4)
    assert (answer.json["status"], answer.json["open_count"]) == ("unequal", 3)
    found = {one["kind"]: one for one in desk.differences(made)}
    assert set(found) == {"only_institution", "only_centre", "amount_differs", "rounding"}
    assert found["amount_differs"]["off_fund_pay_fen"] == -200
    assert found["only_centre"]["settlement_id"] == forgotten["id"]
    assert found["only_centre"]["off_total_fen"] == -forgotten["total_fen"]
    assert "stated_total_fen" not in found["only_centre"]
    assert (found["rounding"]["status"], found["rounding"]["resolved_by"]) == ("resolved", "rule")
    assert len(desk.differences(made, "?status=open")) == 3
    assert [one["kind"] for one in desk.differences(made, "?kind=rounding")] == ["rounding"]


def test_differences_are_resolved_once_by_either_side(desk: Desk) -> None:
    first = desk.stay("a")
    made = desk.made()
    desk.send(made, [line(first, settlement_id="stl_" + "0" * 26)])
    mine, theirs = desk.differences(made)
    path = "/v1/reconciliation-differences/{}/resolve"
    for at in ({"role": "hospital", "region": "500000"}, {"role": "agency", "region": "500000"}):
        for answer in (
            desk.client.get(f"/v1/reconciliation-differences/{mine['id']}", **at),
            desk.client.post(path.format(mine["id"]), {"note": "no"}, **at),
        ):
            assert (answer.status_code, answer.json["code"]) == (403, "region_not_allowed")
    at = {"role": "hospital", "region": "990100"}
    answer = desk.client.post(path.format(mine["id"]), {"note": "以中心为准"}, **at)
    assert (answer.json["status"], answer.json["resolved_by"]) == ("resolved", "institution")
    again = desk.client.post(path.format(mine["id"]), {"note": "again"})
    assert (again.status_code, again.json["code"]) == (409, "reconciliation_difference_resolved")
    assert desk.hospital.get(f"/v1/reconciliations/{made['id']}")["status"] == "unequal"
    at["role"] = "agency"
    answer = desk.client.post(path.format(theirs["id"]), {"note": "核实"}, **at)
    assert answer.json["resolved_by"] == "agency"
    resolved = desk.hospital.get(f"/v1/reconciliations/{made['id']}")
    assert (resolved["status"], resolved["is_equal"], resolved["open_count"]) == (
        "resolved", False, 0,
    )  # fmt: skip


def test_lines_come_in_calls_and_a_line_twice_is_refused_with_its_place(desk: Desk) -> None:
    first, second = desk.stay("a"), desk.stay("b")
    made = desk.made(first, second)
    half = desk.send(made, [line(first)], is_last=False).json
    assert (half["line_count"], half.get("difference_count")) == (1, None)
    twice = desk.send(made, [line(second), line(first)])
    assert (twice.status_code, twice.json["code"]) == (422, "reconciliation_details_refused")
    assert twice.json["errors"][0]["pointer"] == "/lines/1"
    wrong = desk.send(made, [line(second, total_fen=-5)])
    assert wrong.json["errors"][0] == {
        "pointer": "/lines/0", "code": "sign", "message": "a refund is negative, a bill is not",
    }  # fmt: skip
    whole = desk.send(made, [line(second)]).json
    assert (whole["line_count"], whole["difference_count"], whole["status"]) == (2, 0, "equal")
    late = desk.send(made, [line(second)])
    assert (late.status_code, late.json["code"]) == (409, "reconciliation_details_complete")


def test_equal_totals_don_t_hide_lines_that_differ(desk: Desk) -> None:
    first, second = desk.stay("a"), desk.stay("b")
    made = desk.made(first, second)
    sent = [
        line(first, fund_pay_fen=first["fund_pay_fen"] + 500),
        line(second, fund_pay_fen=second["fund_pay_fen"] - 500),
    ]
    answer = desk.send(made, sent).json
    assert (answer["is_equal"], answer["status"], answer["open_count"]) == (True, "unequal", 2)


def test_lines_named_by_visit_take_its_settlements_in_turn() -> None:
    def entry(number: int, refund: bool = False) -> Entry:
        amount = Money(-100 if refund else 100)
        return Entry(f"s{number}", "v", amount, amount, Money(0), refund)

    def bill(refund: bool = False) -> Line:
        amount = Money(-100 if refund else 100)
        return Line(amount, amount, Money(0), refund, visit_id="v")

    entries = [entry(1), entry(2, refund=True), entry(3)]
    found = compare([bill(), bill(), bill(refund=True), bill()], entries)
    paired = [one.entry.settlement_id if one.entry else None for one in found]
    assert paired == ["s1", "s3", "s2", None]
    assert [one.result for one in found] == ["matched"] * 3 + ["only_institution"]


# ---- files


def test_the_centres_file_can_be_sent_back_and_matches(desk: Desk) -> None:
    first = desk.stay("a")
    back = desk.hospital.reverse(first["id"]).json
    text = desk.file()
    assert text == desk.file()
    rows = text.decode().split("\n")
    assert rows[0] == (
        "RECON,1,H99010000003,2026-04-01,2026-04-01,employee_basic_medical,inpatient"
    )
    assert rows[2].startswith(f"{first['id']},{first['visit_id']},0,1234567,")
    body = "\n".join(rows[:-2]) + "\n"
    assert rows[-2] == f"END,2,0,{hashlib.sha256(body.encode()).hexdigest()}"
    made = desk.made(first, back)
    answer = desk.send_file(made, text)
    assert answer.status_code == 200, answer.json
    assert (answer.json["matched_count"], answer.json["status"]) == (2, "equal")


def test_the_centres_details_as_json(desk: Desk) -> None:
    first = desk.stay("a")
    query = "&".join(f"{name}={value}" for name, value in {**DAYS, **KINDS}.items())
    found = desk.hospital.get(f"/v1/institutions/{desk.id}/settlement-details?{query}")
    assert found["totals"] == totals(first)
    assert [one["settlement_id"] for one in found["lines"]] == [first["id"]]


def spoilt(text: bytes) -> dict[str, tuple[bytes, int]]:
    """What is wrong -> the file, and the line that is at fault (0: the file)."""
    rows = text.decode().rstrip("\n").split("\n")

    def signed(body: list[str], count: int | None = None, fen: int | None = None) -> bytes:
        head = "\n".join(body) + "\n"
        amounts = [int(row.split(",")[3]) for row in body[2:]]
        found = (len(amounts) if count is None else count, sum(amounts) if fen is None else fen)
        digest = hashlib.sha256(head.encode()).hexdigest()
        return f"{head}END,{found[0]},{found[1]},{digest}\n".encode()

    head, (stl, vis, refund, *amounts) = rows[:2], rows[2].split(",")
    total, fund, account = amounts

    def with_row(*values: str) -> bytes:
        return signed([*head, ",".join(values)])

    return {
        "count": (signed(rows[:-1], count=2), 4),
        "sum": (signed(rows[:-1], fen=1), 4),
        "sha256": (text.replace(f",{fund},".encode(), b",1,"), 4),
        "duplicate": (signed([*rows[:-1], rows[2]]), 4),
        "encoding": (text.replace(b"vis_", b"vi\xff_"), 3),
        "truncated": (text[:-1], 0),
        "trailer": (("\n".join(rows[:-1]) + "\n").encode(), 3),
        "header": (signed([rows[0].replace("inpatient", "outpatient"), *rows[1:-1]]), 1),
        "columns": (with_row(stl, vis, refund, *amounts, "0"), 3),
        "amount": (with_row(stl, vis, refund, total, "9350.00", account), 3),
        "is_refund": (with_row(stl, vis, "yes", *amounts), 3),
        "sign": (with_row(stl, vis, "0", total, "-" + fund, account), 3),
        "id": (with_row(stl.lower(), vis, refund, *amounts), 3),
        "unnamed": (with_row("", "", refund, *amounts), 3),
    }


def test_a_bad_file_is_refused_whole_with_line_and_reason(desk: Desk) -> None:
    made = desk.made(desk.stay("a"))
    text = desk.file()
    for reason, (content, at) in spoilt(text).items():
        answer = desk.send_file(made, content)
        assert (answer.status_code, answer.json["code"]) == (422, "reconciliation_details_refused")
        assert answer.json["errors"][0]["code"] == reason, answer.json
        assert answer.json["detail"].startswith(f"Line {at} "), answer.json
    still = desk.hospital.get(f"/v1/reconciliations/{made['id']}")
    assert (still["line_count"], still.get("detailed_at")) == (0, None)
    assert desk.send_file(made, text).json["matched_count"] == 1


def test_a_file_after_lines_is_refused(desk: Desk) -> None:
    first = desk.stay("a")
    made = desk.made(first)
    desk.send(made, [line(first)], is_last=False)
    answer = desk.send_file(made, desk.file())
    assert (answer.status_code, answer.json["code"]) == (409, "reconciliation_details_begun")
