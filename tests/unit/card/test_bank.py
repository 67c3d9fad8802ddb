"""The bank side through its doors, on both databases."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from services.card import tasks
from services.card.domain.credit_file import (
    CreditBatch,
    CreditLine,
    ReturnedLine,
    write,
    write_return,
)
from services.card.flows.bank.invariants import CHECKS
from services.card.store import store
from services.card.store.tables import cards
from services.card.store.tables_bank import bank_accounts, bank_entries
from sscsim.demo_people import LIN_XIAO, WANG_GUILAN
from sscsim.kernel.ids import pan
from sscsim.kernel.money import Money

pytestmark = pytest.mark.db
PIN = "471592"


@pytest.fixture
def bank(demo_api):
    return demo_api


def opened(api, someone=LIN_XIAO, **more):
    body = {"card_id": someone.card_id("demo"), **more}
    answer = api.post("/v1/bank-accounts", body, key=f"open-{someone.name}".encode().hex())
    assert answer.status_code == 201, answer.text
    return answer.json


def active(api, someone=LIN_XIAO, fen=0):
    account = opened(api, someone, reserved_phone="19900000001")
    path = f"/v1/bank-accounts/{account['id']}"
    done = api.post(f"{path}/activate", {"password": PIN})
    assert (done.status_code, done.json["status"]) == (200, "active"), done.text
    if fen:
        paid = api.post(f"{path}/credits", {"amount_fen": fen}, key="c-" + account["id"])
        assert paid.status_code == 201, paid.text
    return path


def laws_hold(bench):
    with bench.entered(), store.read() as tx:
        assert [law.look(tx) for law in CHECKS] == [None, None, None]


def due_jobs(bench):
    with bench.entered(), store.read() as tx:
        rows = tx.all(store.common.jobs.select().where(store.common.jobs.c.status == "due"))
    return {(row.name, row.key, row.due_at) for row in rows}


def run_jobs(bench, name):
    """Run what is due of this name, at its time."""
    while found := sorted(job for job in due_jobs(bench) if job[0] == name):
        _, key, due_at = found[0]
        bench.now = max(bench.now, due_at)
        with bench.entered(role="system"):
            getattr(tasks, name.partition(".")[2])(key)
            with store.write() as tx:
                jobs = store.common.jobs
                done = jobs.update().where(jobs.c.name == name, jobs.c.key == key)
                tx.execute(done.values(status="done"))


def test_an_account_is_opened_activated_paid_and_emptied(bank, demo_bench):
    account = opened(bank)
    assert account["status"] == "inactive"
    assert pan.is_valid(account["account_number"])
    path = f"/v1/bank-accounts/{account['id']}"
    early = bank.post(f"{path}/credits", {"amount_fen": 100}, key="early")
    assert (early.status_code, early.json["code"]) == (409, "bank_account_not_usable")
    bank.post(f"{path}/activate", {"password": PIN, "reserved_phone": "19900000001"})
    bank.post(f"{path}/credits", {"amount_fen": 10_000, "memo": "2026-03"}, key="a")
    entry = bank.post(f"{path}/debits", {"amount_fen": 2_500, "password": PIN}, key="b").json
    assert entry["balance_after_fen"] == 7_500
    statement = bank.get(f"{path}/entries").json["data"]
    assert [line["amount_fen"] for line in statement] == [2_500, 10_000]
    assert bank.get(f"/v1/bank-entries/{entry['id']}").json == entry
    again = bank.post(f"/v1/bank-entries/{entry['id']}/reverse", key="r").json
    assert (again["reverses"], again["balance_after_fen"]) == (entry["id"], 10_000)
    twice = bank.post(f"/v1/bank-entries/{entry['id']}/reverse", key="r2")
    assert twice.json["code"] == "bank_entry_not_reversible"
    of_reversal = bank.post(f"/v1/bank-entries/{again['id']}/reverse", key="r3")
    assert of_reversal.json["code"] == "bank_entry_not_reversible"
    assert bank.post(f"{path}/close").json["code"] == "bank_account_not_empty"
    bank.post(f"{path}/debits", {"amount_fen": 10_000, "password": PIN}, key="z")
    assert bank.post(f"{path}/close").json["status"] == "closed"
    laws_hold(demo_bench)


def told_to_books(bench):
    """What the books of the regions were told: event, region and amount of each message."""
    with bench.entered(), store.read() as tx:
        rows = tx.all(store.common.outbox.select().order_by(store.common.outbox.c.seq))
    assert {(row.target, row.path) for row in rows} <= {
        ("settlement", "/internal/v1/card-deposits")
    }
    return [(row.body["event"], row.body["region"], row.body["amount_fen"]) for row in rows]


def test_every_entry_is_told_to_the_book_of_its_region_once(bank, demo_bench):
    [(_, region, opening)] = told_to_books(demo_bench)
    assert (region, opening) == ("500000", 50_000)
    path = active(bank, fen=1_000)
    body = {"amount_fen": 400, "password": PIN}
    entry = bank.post(f"{path}/debits", body, key="same").json
    bank.post(f"{path}/debits", body, key="same")
    bank.post(f"/v1/bank-entries/{entry['id']}/reverse", key="back")
    told = told_to_books(demo_bench)[1:]
    assert [(region, fen) for _, region, fen in told] == [
        ("510100", 1_000),
        ("510100", -400),
        ("510100", 400),
    ]
    assert told[1][0] == entry["id"]


def test_one_account_a_card_and_the_number_is_masked(bank):
    account = opened(bank)
    body = {"card_id": LIN_XIAO.card_id("demo")}
    again = bank.post("/v1/bank-accounts", body, key="other")
    assert (again.status_code, again.json["code"]) == (409, "bank_account_exists")
    scopes = frozenset({"bank_account.read"})
    shown = bank.get(f"/v1/bank-accounts/{account['id']}", role="hospital", scopes=scopes).json
    assert shown["account_number"] == pan.mask(account["account_number"])


def test_the_same_key_pays_once(bank):
    path = active(bank, fen=1_000)
    body = {"amount_fen": 400, "password": PIN}
    first = bank.post(f"{path}/debits", body, key="same")
    again = bank.post(f"{path}/debits", body, key="same")
    assert again.data == first.data
    assert bank.get(path).json["balance_fen"] == 600


def test_wrong_passwords_count_lock_and_are_reset(bank):
    path = active(bank, fen=1_000)
    for left, key in ((2, "1"), (1, "2")):
        bad = bank.post(f"{path}/debits", {"amount_fen": 1, "password": "111112"}, key=key)
        assert (bad.status_code, bad.json["code"]) == (422, "bank_password_wrong")
        assert str(left) in bad.json["detail"]
    bank.post(f"{path}/debits", {"amount_fen": 1, "password": PIN}, key="right")
    for key in ("3", "4", "5"):
        bank.post(f"{path}/debits", {"amount_fen": 1, "password": "111112"}, key=key)
    assert bank.get(path).json["status"] == "locked"
    right = bank.post(f"{path}/debits", {"amount_fen": 1, "password": PIN}, key="6")
    assert right.json["code"] == "bank_account_not_usable"
    # the card's social application knows nothing of it
    assert bank.get(f"/v1/cards/{LIN_XIAO.card_id('demo')}").json["status"] == "active"
    simple = bank.post(f"{path}/reset-password", {"new_password": "123456"})
    assert simple.json["code"] == "bank_password_too_simple"
    reset = bank.post(f"{path}/reset-password", {"new_password": "830264"})
    assert reset.json["status"] == "active"
    body = {"old_password": "830264", "new_password": "264830"}
    assert bank.post(f"{path}/change-password", body).status_code == 200
    paid = bank.post(f"{path}/debits", {"amount_fen": 1, "password": "264830"}, key="7")
    assert paid.status_code == 201


def test_holds_reserve_capture_release_and_lapse(bank, demo_bench):
    path = active(bank, fen=1_000)
    body = {"amount_fen": 600, "password": PIN}
    hold = bank.post(f"{path}/holds", body, key="h1").json
    assert bank.get(path).json["available_fen"] == 400
    low = bank.post(f"{path}/debits", {"amount_fen": 500, "password": PIN}, key="d")
    assert low.json["code"] == "bank_balance_too_low"
    over = bank.post(f"/v1/bank-holds/{hold['id']}/capture", {"amount_fen": 700}, key="c0")
    assert over.json["code"] == "capture_over_hold"
    taken = bank.post(f"/v1/bank-holds/{hold['id']}/capture", {"amount_fen": 250}, key="c1").json
    assert taken["status"] == "captured"
    shown = bank.get(path).json
    assert (shown["balance_fen"], shown["held_fen"]) == (750, 0)
    closed = bank.post(f"/v1/bank-holds/{hold['id']}/release")
    assert closed.json["code"] == "bank_hold_not_open"
    other = bank.post(f"{path}/holds", {**body, "amount_fen": 100}, key="h2").json
    assert bank.post(f"/v1/bank-holds/{other['id']}/release").json["status"] == "released"
    last = bank.post(f"{path}/holds", {**body, "amount_fen": 100}, key="h3").json
    run_jobs(demo_bench, "card.lapse_bank_hold")
    assert bank.get(f"/v1/bank-holds/{last['id']}").json["status"] == "lapsed"
    assert bank.get(path).json["held_fen"] == 0
    laws_hold(demo_bench)


def test_loss_at_the_bank_is_a_report_of_its_own(bank, demo_bench):
    path = active(bank, fen=1_000)
    lost = bank.post(f"{path}/report-loss", {"kind": "temporary"}).json
    assert lost["status"] == "temporarily_lost"
    assert bank.get(f"/v1/cards/{LIN_XIAO.card_id('demo')}").json["status"] == "active"
    out = bank.post(f"{path}/debits", {"amount_fen": 1, "password": PIN}, key="o")
    assert out.json["code"] == "bank_account_not_usable"
    assert bank.post(f"{path}/credits", {"amount_fen": 5}, key="i").status_code == 201
    run_jobs(demo_bench, "card.lapse_bank_loss")
    assert bank.get(path).json["status"] == "active"
    assert bank.post(f"{path}/report-loss", {"kind": "formal"}).json["status"] == "lost"
    assert bank.post(f"{path}/release-loss").json["status"] == "active"
    refused = bank.post(f"{path}/release-loss")
    assert refused.json["code"] == "bank_account_move_not_allowed"
    assert "freeze" in refused.json["detail"]


def test_an_account_that_rests_becomes_dormant(bank, demo_bench):
    path = active(bank, fen=100)
    demo_bench.now += timedelta(days=300)
    bank.post(f"{path}/credits", {"amount_fen": 5}, key="later")
    # not yet, because it moved meanwhile; then it is looked at again
    [first] = [job for job in due_jobs(demo_bench) if job[0] == "card.rest_bank_account"]
    demo_bench.now = first[2]
    with demo_bench.entered(role="system"):
        tasks.rest_bank_account(first[1])
    assert bank.get(path).json["status"] == "active"
    with demo_bench.entered(), store.write() as tx:
        jobs = store.common.jobs
        tx.execute(jobs.update().where(jobs.c.key == first[1]).values(status="done"))
    run_jobs(demo_bench, "card.rest_bank_account")
    assert bank.get(path).json["status"] == "dormant"
    refused = bank.post(f"{path}/credits", {"amount_fen": 5}, key="dormant")
    assert "05" in refused.json["detail"]
    assert bank.post(f"{path}/wake").json["status"] == "active"
    assert bank.post(f"{path}/freeze").json["status"] == "frozen"
    assert bank.post(f"{path}/credits", {"amount_fen": 5}, key="frozen").status_code == 409
    assert bank.post(f"{path}/unfreeze").json["status"] == "active"


# ---- a bank played from outside


def test_a_bank_played_from_outside_answers_in_its_own_time(bank, demo_bench):
    own = {"role": "bank", "party_id": "pty_bank"}
    played = bank.post("/v1/banks/629990/play", {"played_by": "outside"}, **own).json
    assert played["played_by"] == "outside"
    account = opened(bank)
    assert account["status"] == "opening"
    [order] = bank.get("/v1/bank-orders?status=waiting", **own).json["data"]
    assert (order["kind"], order["account_id"]) == ("open", account["id"])
    answer = f"/v1/bank-orders/{order['id']}/answer"
    other = bank.post(answer, {"return_code": "00"}, role="bank", party_id="pty_other")
    assert other.json["code"] == "not_this_bank"
    assert bank.post(answer, {"return_code": "00"}, **own).json["status"] == "done"
    path = f"/v1/bank-accounts/{account['id']}"
    assert bank.get(path).json["status"] == "inactive"
    late = bank.post(answer, {"return_code": "00"}, **own)
    assert late.json["code"] == "bank_order_closed"
    assert bank.post(f"{path}/activate", {"password": PIN}).json["status"] == "inactive"
    busy = bank.post(f"{path}/activate", {"password": PIN})
    assert busy.json["code"] == "bank_order_waiting"
    [order] = bank.get("/v1/bank-orders?status=waiting", **own).json["data"]
    body = {"return_code": "99", "text": "call the branch"}
    answer = bank.post(f"/v1/bank-orders/{order['id']}/answer", body, **own)
    assert answer.json["status"] == "refused"
    assert bank.get(path).json["status"] == "inactive"


def test_what_a_bank_does_not_answer_is_withdrawn(bank, demo_bench):
    bank.post("/v1/banks/629990/play", {"played_by": "outside", "answer_within_s": 60})
    account = opened(bank)
    run_jobs(demo_bench, "card.time_out_bank_order")
    path = f"/v1/bank-accounts/{account['id']}"
    assert bank.get(path).json["status"] == "not_opened"
    [order] = bank.get("/v1/bank-orders").json["data"]
    assert order["status"] == "timed_out"
    # the card may ask again
    again = bank.post("/v1/bank-accounts", {"card_id": LIN_XIAO.card_id("demo")}, key="again")
    assert again.status_code == 201


# ---- credit files


def batch(*lines, number="CD-2026-0001"):
    numbered = tuple(
        CreditLine(n, name, account, Money.yuan(amount), "2026-03")
        for n, (name, account, amount) in enumerate(lines, start=1)
    )
    return CreditBatch(number, "示范民政局", "minimum_living", numbered)


def sent(content):
    raw = content.encode() if isinstance(content, str) else content
    return {"content_base64": base64.b64encode(raw).decode()}


def number_of(api, path):
    return api.get(path).json["account_number"]


def test_a_file_is_paid_line_by_line_with_return_codes(bank, demo_bench):
    lin, zhou = active(bank, LIN_XIAO), active(bank, WANG_GUILAN)
    mine, other = number_of(bank, lin), number_of(bank, zhou)
    made = batch(
        ("林晓", mine, "800.00"),
        ("林小", mine, "800.00"),
        ("王桂兰", other, "200000.01"),
        ("无人", pan.make("629990", 7), "1.00"),
        ("王桂兰", other, "1.00"),
    )
    file = bank.post("/v1/credit-files", sent(write(made)), key="f").json
    assert (file["status"], file["lines_count"]) == ("sent", 5)
    bank.post(f"{zhou}/report-loss", {"kind": "formal"})
    with demo_bench.entered(), store.write() as tx:
        zhous = cards.c.id == WANG_GUILAN.card_id("demo")
        tx.execute(cards.update().where(zhous).values(status="cancelled"))
    run_jobs(demo_bench, "card.pay_credit_file")
    shown = bank.get(f"/v1/credit-files/{file['id']}").json
    assert (shown["status"], shown["paid_count"], shown["paid_fen"]) == ("returned", 1, 80_000)
    lines = bank.get(f"/v1/credit-files/{file['id']}/lines").json["data"]
    assert [line["return_code"] for line in reversed(lines)] == ["00", "02", "04", "01", "04"]
    text = bank.get(f"/v1/credit-files/{file['id']}/return").get_data(as_text=True)
    assert text.startswith("H|CD-2026-0001|R|5|")
    assert "R|2|02|name mismatch\n" in text
    assert bank.get(lin).json["balance_fen"] == 80_000
    laws_hold(demo_bench)


def test_a_bad_or_repeated_file_leaves_nothing(bank, demo_bench):
    mine = number_of(bank, active(bank))
    good = write(batch(("林晓", mine, "800.00")))
    for content, line in [
        (good.replace("T|1", "T|2"), 3),
        (good[:-12], 2),
        (good.encode("gb18030"), 1),
    ]:
        bad = bank.post("/v1/credit-files", sent(content), key=f"b{line}")
        assert (bad.status_code, bad.json["code"]) == (422, "credit_file_bad")
        assert f"line {line}," in bad.json["detail"]
        assert bad.json["errors"][0]["pointer"] == "/content_base64"
    assert bank.get("/v1/credit-files").json["data"] == []
    assert bank.post("/v1/credit-files", sent(good), key="g").status_code == 201
    twice = bank.post("/v1/credit-files", sent(good), key="g2")
    assert (twice.status_code, twice.json["code"]) == (409, "credit_file_exists")
    run_jobs(demo_bench, "card.pay_credit_file")
    assert len(bank.get("/v1/credit-files").json["data"]) == 1


def test_a_bank_outside_returns_the_file_good_and_bad(bank, demo_bench):
    lin = active(bank)
    mine = number_of(bank, lin)
    bank.post("/v1/banks/629990/play", {"played_by": "outside", "answer_within_s": 3600})
    made = batch(("林晓", mine, "800.00"), ("林小", mine, "5.00"))
    file = bank.post("/v1/credit-files", sent(write(made)), key="f").json
    path = f"/v1/credit-files/{file['id']}/return"
    assert bank.get(path).json["code"] == "credit_file_not_waiting"
    run_jobs(demo_bench, "card.time_out_credit_file")
    assert bank.get(f"/v1/credit-files/{file['id']}").json["status"] == "overdue"
    wrong = write_return("CD-2026-0001", made.total, [ReturnedLine(1, "00", "")] * 1)
    assert bank.post(path, sent(wrong), key="w").json["code"] == "credit_file_bad"
    both = [ReturnedLine(1, "00", ""), ReturnedLine(2, "00", "")]
    says_paid = bank.post(path, sent(write_return("CD-2026-0001", made.total, both)), key="p")
    assert "name mismatch" in says_paid.json["errors"][0]["message"]
    assert bank.get(lin).json["balance_fen"] == 0
    right = [ReturnedLine(1, "00", ""), ReturnedLine(2, "02", "name mismatch")]
    done = bank.post(path, sent(write_return("CD-2026-0001", made.total, right)), key="r")
    assert (done.json["status"], done.json["paid_fen"]) == ("returned", 80_000)
    assert bank.get(lin).json["balance_fen"] == 80_000
    laws_hold(demo_bench)


# ---- for other services, in parallel, and corrupted


def test_another_service_pays_once_for_an_event(bank):
    path = active(bank)
    person = LIN_XIAO.person_id("demo")
    body = {"event": "benefit-1", "person_id": person, "name": "林晓", "amount_fen": 5_000}
    first = bank.post("/internal/v1/bank-credits", body, role="service").json
    again = bank.post("/internal/v1/bank-credits", body, role="service").json
    assert first["return_code"] == "00"
    assert again["entry_id"] == first["entry_id"]
    assert bank.get(path).json["balance_fen"] == 5_000
    wrong = {**body, "event": "benefit-2", "name": "林小"}
    assert bank.post("/internal/v1/bank-credits", wrong, role="service").json["return_code"] == "02"
    nobody = {**body, "event": "benefit-3", "person_id": WANG_GUILAN.person_id("demo")}
    answer = bank.post("/internal/v1/bank-credits", nobody, role="service").json
    assert answer["return_code"] == "01"


def test_no_debit_is_lost_or_doubled_by_many_callers(bank, demo_bench):
    from services.card import problems_bank
    from services.card.flows.bank import money

    account_id = active(bank, fen=500).rpartition("/")[2]

    def pay(_):
        with demo_bench.entered():
            try:
                return money.debit(account_id, Money(100), PIN).amount.fen
            except problems_bank.BankBalanceTooLow:
                return 0

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(pay, range(8))) == [0, 0, 0] + [100] * 5
    laws_hold(demo_bench)


@pytest.mark.parametrize(
    ("table", "values", "law"),
    [(bank_accounts, {"balance": Money(7)}, 0), (bank_accounts, {"held": Money(7)}, 1)],
)
def test_a_planted_corruption_turns_its_law_red(bank, demo_bench, table, values, law):
    active(bank, fen=100)
    with demo_bench.entered(), store.write() as tx:
        tx.execute(table.update().values(**values))
    with demo_bench.entered(), store.read() as tx:
        assert CHECKS[law].look(tx) is not None


def test_a_credit_file_that_was_tampered_with_is_found(bank, demo_bench):
    mine = number_of(bank, active(bank))
    bank.post("/v1/credit-files", sent(write(batch(("林晓", mine, "8.00")))), key="g")
    run_jobs(demo_bench, "card.pay_credit_file")
    laws_hold(demo_bench)
    with demo_bench.entered(), store.write() as tx:
        tx.execute(bank_entries.update().values(amount=Money(801)))
    with demo_bench.entered(), store.read() as tx:
        assert CHECKS[0].look(tx) is not None
