"""Fiscal subsidies: each line paid once, whatever is uploaded again or dies in the middle."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.benefits import create_app
from services.benefits.domain.fiscal import bank_file, framed
from services.benefits.domain.fiscal.bank_file import ResultLine
from services.benefits.flows.fiscal import bank_files, checks, corrections, orders, paying, rolls
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from services.card import create_app as card_app
from services.card.flows.bank import credit_batch
from services.card.flows.invariants import CHECKS as CARD_CHECKS
from services.settlement import create_app as settlement_app
from sscsim import peers
from tests.support.bench import Bench
from tests.support.subsidies import PATH, Office, encoded

pytestmark = pytest.mark.db


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def office(bench: Bench) -> Iterator[Office]:
    benefits = create_app()
    apps = {"card": card_app(), "settlement": settlement_app(), "benefits": benefits}
    peers.use_local(apps)
    yield Office(bench, bench.client(benefits))
    peers.use_local({})


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have the process die at a failpoint, the n-th time it passes there."""
    armed: dict[str, int] = {}

    def failpoint(name: str) -> None:
        if name in armed:
            armed[name] -= 1
            if armed[name] == 0:
                del armed[name]
                raise Died(name)

    for module in (bank_files, checks, corrections, credit_batch, orders, paying, rolls):
        monkeypatch.setattr(module, "failpoint", failpoint)

    def arm(name: str, time: int = 1) -> None:
        armed[name] = time

    return arm


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "CHUNK", 20)
    monkeypatch.setattr(paying, "CHUNK", 20)
    monkeypatch.setattr(paying._next, "__defaults__", (20,))


def lawful(office: Office) -> None:
    """No law of either store has a counterexample."""
    from services.card.store import store as card_store

    for checks_, at in ((CHECKS, store), (CARD_CHECKS, card_store)):
        with office.bench.entered(role="system"), at.read() as tx:
            for check in checks_:
                assert check.look(tx) is None, check.id


@pytest.mark.timeout(3_600)
def test_uploaded_three_times_with_returns_each_line_is_paid_once(
    office: Office, request: pytest.FixtureRequest
) -> None:
    """1 % of the accounts are dormant; `--long` is the whole hundred thousand."""
    number = 100_000 if request.config.getoption("--long") else 400
    people = office.people(number)
    assert len(people) == number
    resting = people[::100]
    office.make_dormant([who.account_id for who in resting])
    text = office.roll(people)
    made = [office.upload(text).json for _ in range(3)]
    assert made[0]["id"] == made[1]["id"] == made[2]["id"]
    batch = office.ordered(text)
    assert office.upload(text).json["id"] == batch["id"]
    office.run(days=1)
    shown = office.get(batch)
    assert shown["status"] == "partly_returned"
    assert (shown["ordered_count"], shown["returned_count"]) == (number, len(resting))
    entries = office.entries()
    assert len(entries) == len({each.event for each in entries}) == number - len(resting)
    assert sum(each.amount.fen for each in entries) == shown["paid_fen"]
    assert shown["paid_fen"] + shown["returned_fen"] == shown["total_fen"]
    lines = office.lines(batch)
    assert {line.return_code for line in lines if line.status == "returned"} == {"05"}
    assert not shown["is_overdue"]
    lawful(office)
    again = office.upload(office.roll(people[1:]))
    assert (again.status_code, again.json["code"]) == (409, "subsidy_batch_differs")
    assert len(office.entries()) == len(entries)


@pytest.mark.parametrize(
    "place",
    [
        "card.credit_batch.before_commit",
        "benefits.subsidy_credit.after_card",
        "benefits.subsidy_credit.before_commit",
    ],
)
def test_killed_at_each_chunk_each_line_is_paid_once(
    office: Office, dies: Any, few_at_once: None, place: str
) -> None:
    people = office.people(60)
    office.make_dormant([people[7].account_id, people[41].account_id])
    batch = office.ordered(office.roll(people))
    for time in (1, 2, 2):  # in the first chunk; that one again, and in the second; in the third
        dies(place, time)
        with pytest.raises(Died):
            office.run(days=1)
    office.run(days=1)
    shown = office.get(batch)
    assert (shown["paid_count"], shown["returned_count"]) == (58, 2)
    entries = office.entries()
    assert len(entries) == len({each.event for each in entries}) == 58
    lawful(office)


@pytest.mark.parametrize(
    "place", ["benefits.subsidy_check.after_card", "benefits.subsidy_check.before_commit"]
)
def test_a_check_that_died_counts_each_line_once(
    office: Office, dies: Any, few_at_once: None, place: str
) -> None:
    people = office.people(50)
    batch = office.upload(office.roll(people)).json
    for time in (1, 2):
        dies(place, time)
        with pytest.raises(Died):
            office.run()
    office.run()
    shown = office.get(batch)
    assert shown["checked_count"] == shown["eligible_count"] == 50
    lawful(office)


def test_what_stands_against_a_line_is_named_and_left_out(office: Office) -> None:
    people = office.people(30)
    first, second, third = people[:3]
    text = office.roll([first, second, first, third])
    text = _written_again(text, 3, lambda parts: [*parts[:4], "张别", *parts[5:]])
    batch = office.upload(text).json
    office.run()
    lines = office.get(batch, "/lines")["data"][::-1]
    reasons = [[each["code"] for each in line["reasons"]] for line in lines]
    assert reasons == [[], [], ["name_differs", "twice_on_roll"], []]
    frozen = office.done(f"{PATH}/{batch['id']}/freeze")
    assert frozen["eligible_count"] == 3
    office.done(f"{PATH}/{batch['id']}/notice")
    early = office.post(f"{PATH}/{batch['id']}/order", {})
    assert early.json["code"] == "subsidy_notice_runs"
    roll = office.get(batch, "/roll")["data"]
    assert len(roll) == 3 and all("*" in each["masked_name"] for each in roll)
    said = {"line_number": 2, "reason": "已迁出"}
    objection = office.done(f"{PATH}/{batch['id']}/objections", said, role="holder")
    office.run(days=14)
    held = office.post(f"{PATH}/{batch['id']}/order", {})
    assert held.json["code"] == "subsidy_objection_open"
    path = f"{PATH}/{batch['id']}/objections/{objection['id']}/decide"
    office.done(path, {"outcome": "upheld", "note": "属实"})
    twice = office.post(path, {"outcome": "dismissed", "note": "不属实"})
    assert twice.json["code"] == "subsidy_objection_decided"
    office.done(f"{PATH}/{batch['id']}/order", {})
    office.run(days=1)
    shown = office.get(batch)
    assert (shown["status"], shown["paid_count"]) == ("closed", 2)
    lawful(office)


def _written_again(text: str, number: int, change: Any) -> str:
    """The same roll with one line changed, and count, sum and checksum of what it is then."""
    head, *body = text.rstrip("\n").split("\n")[:-1]
    body[number - 1] = "|".join(change(body[number - 1].split("|")))
    total = sum(framed.fen_of(1, line.split("|")[7]) for line in body)
    return framed.written(head.split("|")[1:5], body, total)


def test_corrected_reissued_written_off_and_recovered(office: Office) -> None:
    people = office.people(5)
    office.make_dormant([people[0].account_id, people[1].account_id])
    batch = office.ordered(office.roll(people))
    path = f"{PATH}/{batch['id']}"
    office.run(days=1)
    assert office.get(batch)["returned_count"] == 2
    nothing = office.post(f"{path}/reissue")
    assert nothing.json["code"] == "subsidy_nothing_to_reissue"
    wrong = office.post(f"{path}/lines/1/correct", {"name": "别人"})
    assert (wrong.status_code, wrong.json["code"]) == (422, "subsidy_line_still_wrong")
    office.make_dormant([people[0].account_id], "active")
    office.done(f"{path}/lines/1/correct", {})
    office.done(f"{path}/reissue")
    office.run(days=1)
    shown = office.get(batch)
    assert (shown["status"], shown["paid_count"], shown["round"]) == ("partly_returned", 4, 2)
    office.done(f"{path}/lines/2/write-off", {"reason": "不再发放"})
    assert office.get(batch)["status"] == "closed"
    back = office.done(f"{path}/lines/3/recover", {"reason": "重复享受"})
    assert back["status"] == "recovered"
    again = office.post(f"{path}/lines/3/recover", {"reason": "重复享受"})
    assert again.json["code"] == "subsidy_line_state"
    assert len(office.entries()) == 4, "the reversal is an entry of its own kind"
    kinds = [each["kind"] for each in office.get(batch, "/lines/1/changes")["data"]]
    assert kinds == ["corrected", "returned"]
    lawful(office)


def test_a_recovery_that_died_takes_back_once(office: Office, dies: Any) -> None:
    people = office.people(2)
    batch = office.ordered(office.roll(people))
    office.run(days=1)
    path = f"{PATH}/{batch['id']}/lines/1/recover"
    dies("benefits.subsidy_recover.after_card")
    with pytest.raises(Died):
        office.post(path, {"reason": "错发"})
    assert office.done(path, {"reason": "错发"})["status"] == "recovered"
    shown = office.get(batch)
    assert (shown["paid_count"], shown["taken_back_fen"]) == (1, 10_001)
    lawful(office)


def test_a_bank_outside_fetches_the_file_and_posts_the_result(office: Office) -> None:
    people = office.people(3)
    batch = office.ordered(office.roll(people), bank="outside")
    office.run(hours=1)
    path = f"{PATH}/{batch['id']}"
    sent = office.benefits.get(f"{path}/bank-file", role="bank").get_data(as_text=True)
    head, *rows, _ = sent.rstrip("\n").split("\n")
    assert head.startswith("H|BZ-1|民政局|temporary_relief|2026|3|300.06|")
    assert [row.split("|")[1] for row in rows] == ["1", "2", "3"]
    now = office.bench.now
    said = [
        ResultLine(1, "00", "", now),
        ResultLine(2, "03", "账户已销户", None),
        ResultLine(3, "00", "", now),
    ]
    good = bank_file.write_result("BZ-1", said, 30_006)
    for bad, reason in (
        (good.replace("300.06", "300.07"), "sum"),
        (good.replace("R|2|03", "R|2|02"), "checksum"),
        (bank_file.write_result("BZ-1", said[:2], 20_003), "count"),
        (bank_file.write_result("BZ-2", said, 30_006), "batch_no"),
        (good.encode().replace("账".encode(), b"\xff"), "encoding"),
    ):
        body = {"content_base64": encoded(bad)}
        refused = office.post(f"{path}/result-file", body, role="bank")
        assert (refused.status_code, refused.json["code"]) == (422, "subsidy_file_bad")
        assert refused.json["errors"][0]["code"] == reason
    assert office.entries() == []
    office.run(days=2)
    assert office.get(batch)["is_overdue"]
    office.done(f"{path}/result-file", {"content_base64": encoded(good)}, role="bank")
    again = office.post(f"{path}/result-file", {"content_base64": encoded(good)}, role="bank")
    assert again.json["code"] == "subsidy_batch_state"
    office.run(hours=1)
    shown = office.get(batch)
    assert (shown["status"], shown["paid_count"], shown["returned_count"]) == (
        *("partly_returned", 2),
        1,
    )
    result = office.benefits.get(f"{path}/result-file", role="bank").get_data(as_text=True)
    assert "R|2|03|账户已销户|\n" in result
    lawful(office)


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (lambda t: t.replace("|2|200.03|", "|3|200.03|", 1), 4, "trailer"),
        (lambda t: t.replace("|2|200.03", "|3|200.03"), 1, "count"),
        (lambda t: t.replace("200.03", "200.04"), 1, "sum"),
        (lambda t: t.replace("第1村", "第2村", 1), 1, "checksum"),
        (lambda t: t.replace("D|2|", "D|3|"), 3, "sequence"),
        (lambda t: t.replace("100.02", "100.2"), 3, "amount"),
        (lambda t: t[: t.rindex("T|")], 3, "truncated"),
        (lambda t: t.replace("\n", "\r\n"), 1, "line_end"),
        (lambda t: "\ufeff" + t, 1, "encoding"),
    ],
)
def test_a_bad_roll_is_refused_whole(office: Office, change: Any, line: int, reason: str) -> None:
    text = office.roll(office.people(2))
    refused = office.upload(change(text))
    assert (refused.status_code, refused.json["code"]) == (422, "subsidy_file_bad")
    assert refused.json["errors"][0]["code"] == reason
    assert f"line {line}," in refused.json["detail"]
    assert office.benefits.get(PATH).json["data"] == []


def test_other_regions_and_departments_have_no_say(office: Office) -> None:
    text = office.roll(office.people(2))
    away = office.upload(text, role="agency", region="510100")
    assert (away.status_code, away.json["code"]) == (403, "region_not_allowed")
    hospital = office.upload(text, role="hospital")
    assert hospital.json["code"] == "role_not_allowed"
    other = office.upload(text.replace("民政局", "农业农村局"))
    assert other.json["code"] == "subsidy_department_wrong"
    batch = office.upload(text, role="agency", region="990100").json
    path = f"{PATH}/{batch['id']}"
    early = office.post(f"{path}/freeze")
    assert early.json["code"] == "subsidy_not_checked"
    for verb in ("notice", "order", "reissue"):
        refused = office.post(f"{path}/{verb}", {} if verb == "order" else None)
        assert (refused.status_code, refused.json["code"]) == (409, "subsidy_batch_state")
