"""Stories of labour relations: a contract, and what is done when wages are not paid."""

from typing import Any

from scenarios.benefits import Desk, labour
from scenarios.benefits.desk import CHENGDU, DEMO_CITY, Cardholder
from scenarios.client import Client
from tools.collections.story import Json, Story, asked_of, at_desk, number_of

# ---- Story M


def _contract(desk: Desk) -> None:
    """Offered, signed by code, changed, renewed, ended; another one is declined."""
    employer, worker = desk.party("employer", name="Employer"), desk.cardholder(name="江宁")
    path = _offered(desk, employer, worker)
    _signed(desk, path, worker)
    more = {"contract_sha256": "cd" * 32, "monthly_wage_fen": 700_000}
    desk.post(f"{path}/amend", more, employer)
    _signed(desk, path, worker)
    term = {"contract_sha256": "ef" * 32, "end_date": labour.ago(desk, -700)}
    desk.post(f"{path}/renew", term, employer)
    _signed(desk, path, worker)
    desk.get(f"{path}/changes")
    desk.post(f"{path}/end", {"reason": "resigned"}, employer)
    desk.get(path)
    other = desk.cardholder(name="江辞")
    offer = _offered(desk, employer, other)
    desk.post(f"{offer}/decline", {"electronic_code": desk.code(other)})


def _offered(desk: Desk, employer: Client, worker: Cardholder) -> str:
    form = {
        "employer_credit_code": labour.EMPLOYER,
        "worker_number": number_of(worker),
        "contract_kind": "fixed_term",
        "start_date": labour.ago(desk, 5),
        "end_date": labour.ago(desk, -360),
        "post": "厨师",
        "monthly_wage_fen": 600_000,
        "contract_sha256": "ab" * 32,
    }
    made = asked_of(desk, "HRSS-083", form, employer)
    return f"/v1/labour-contracts/{made['result']['labour_contract_id']}"


def _signed(desk: Desk, path: str, worker: Cardholder) -> None:
    desk.post(f"{path}/sign", {"electronic_code": desk.code(worker)})


# ---- Story N


def _unpaid(desk: Desk) -> None:
    """An agreement that is kept; then a mediation that fails, and an award."""
    agreed = desk.cardholder(name="唐和")
    desk.account(agreed)
    path = _mediation(desk, agreed)
    said = {"amount_fen": 900_000, "agreement": "一次付清"}
    due = _done(desk, path, "agree", said)["due_id"]
    _done(desk, path, "confirm")
    _paid(desk, due)
    desk.get(path)
    worker = desk.cardholder(name="孟义")
    desk.account(worker)
    _done(desk, _mediation(desk, worker), "fail", {"reason": "双方分歧较大"})
    case = _case(desk, worker, was_mediated=True)
    _done(desk, case, "serve", {"hearing_on": labour.ago(desk, -10)})
    _done(desk, case, "extend", {"reason": "案情复杂"})
    _done(desk, case, "hear")
    _done(desk, case, "award", {"award": [{"claim": "wages", "amount_fen": 1_000_000}]})
    desk.advance(by="P16D")
    _paid(desk, desk.get(case)["due_id"])
    _other_ends(desk)


def _other_ends(desk: Desk) -> None:
    """A case that is taken back, and one of which the commission has decided nothing in time."""
    back, slow = (_case(desk, desk.cardholder(name=name)) for name in ("孟撤", "孟迟"))
    _done(desk, back, "withdraw")
    desk.advance(by="P65D")
    _done(desk, slow, "sue", {"by": "applicant"})


def _mediation(desk: Desk, worker: Cardholder) -> str:
    made = desk.apply("HRSS-079", worker, labour.dispute(desk))
    return f"/v1/labour-mediations/{made['result']['labour_mediation_id']}"


def _case(desk: Desk, worker: Cardholder, was_mediated: bool = False) -> str:
    made = desk.apply("HRSS-080", worker, labour.dispute(desk, was_mediated=was_mediated))
    return f"/v1/arbitration-cases/{made['result']['arbitration_case_id']}"


def _done(desk: Desk, path: str, verb: str, body: Any = None) -> Json:
    made: Json = desk.post(f"{path}/{verb}", body, desk.agency(DEMO_CITY))
    return made


def _paid(desk: Desk, due: str) -> None:
    """The employer pays what it owes onto the card."""
    path = f"/v1/labour-dues/{due}"
    desk.post(f"{path}/pay", None, desk.party("employer", name="Employer"))
    desk.advance(by="PT2M")
    desk.get(path)


# ---- Story O


def _complaints(desk: Desk) -> None:
    """Five complaints and how each ends."""
    ordered = _complaint(desk, "常加", "overtime")
    _done(desk, ordered, "extend", {"reason": "取证时间较长"})
    _done(desk, ordered, "order", {"finding": "查实超时加班"})
    _done(desk, ordered, "correct", {"finding": "已调整班次"})
    desk.get(ordered)
    _done(desk, _complaint(desk, "常空", "overtime"), "dismiss", {"finding": "未发现违法行为"})
    moved = _complaint(desk, "常移", "overtime")
    _done(desk, moved, "transfer", {"region_code": CHENGDU})
    worker = desk.cardholder(name="常勤")
    desk.account(worker)
    unpaid = _complained(desk, worker, "unpaid_wages", owed_fen=800_000)
    said = {"finding": "查实拖欠工资", "amount_fen": 800_000}
    _paid(desk, _done(desk, unpaid, "order", said)["due_id"])
    held = _complaint(desk, "常卡", "card_held_back")
    _done(desk, held, "order", {"finding": "查实扣押工人社会保障卡"})
    desk.advance(by="P16D")
    _done(desk, held, "penalise", {"fine_fen": 3_000_000})


def _complaint(desk: Desk, name: str, violation: str) -> str:
    return _complained(desk, desk.cardholder(name=name), violation)


def _complained(desk: Desk, worker: Cardholder, violation: str, **more: int) -> str:
    form = {
        "employer_credit_code": labour.EMPLOYER,
        "employer_name": "示范建设有限公司",
        "violation": violation,
        "happened_until_date": labour.ago(desk, 20),
        "people_concerned": 3,
        "facts": "长期如此，多次反映没有结果。",
        **more,
    }
    made = desk.apply("HRSS-081", worker, form)
    return f"/v1/inspection-cases/{made['result']['inspection_case_id']}"


STORIES = (
    Story(
        "M",
        "Story M - an electronic labour contract",
        "An employer offers a contract, the worker signs it by the code of the electronic card; "
        "it is changed, renewed and ended, each time with a signature. Another worker declines.",
        "story-m",
        at_desk("contract", _contract),
    ),
    Story(
        "N",
        "Story N - wages that were not paid",
        "One dispute is mediated and paid; another fails, is heard and decided, and the award is "
        "paid onto the card. One case is withdrawn, one goes to court because nothing came of it.",
        "story-n",
        at_desk("dispute", _unpaid),
    ),
    Story(
        "O",
        "Story O - complaints to the labour inspection",
        "Corrected by the employer, without ground, handed on to another city, ordered and paid, "
        "and fined for a card that was held back.",
        "story-o",
        at_desk("inspection", _complaints),
    ),
)
