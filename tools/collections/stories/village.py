"""A story of a village's subsidies: a roll, its notice, the bank's answers, and what is mended."""

from scenarios.benefits import Desk, subsidies
from scenarios.benefits.desk import DEMO_CITY, Cardholder
from scenarios.client import Client
from tools.collections.story import Story, at_desk, today

_FEN = 32_500


def _roll(desk: Desk) -> None:
    """Three farmers: one is paid, one has another account, one has moved away."""
    bureau, people = desk.agency(DEMO_CITY), subsidies.farmers(desk)[:3]
    path = _noticed(desk, bureau, "BZ-1", people)
    for who in people[1:]:
        [account] = desk.listed("/v1/bank-accounts", person_id=who.id)
        desk.post(f"/v1/bank-accounts/{account['id']}/close")
    desk.post(f"{path}/order", {}, bureau)
    desk.advance(by="P1D")
    desk.get(path)
    desk.get(f"{path}/bank-file")
    desk.get(f"{path}/result-file")
    desk.account(people[1])
    desk.post(f"{path}/lines/2/correct", {}, bureau)
    desk.post(f"{path}/reissue", None, bureau)
    desk.advance(by="P1D")
    desk.post(f"{path}/lines/3/write-off", {"reason": "户主已迁出"}, bureau)
    desk.post(f"{path}/lines/1/recover", {"reason": "重复享受"}, bureau)
    desk.get(f"{path}/lines/2/changes")
    desk.get(path)
    _by_a_bank_outside(desk, bureau, people[:1])


def _by_a_bank_outside(desk: Desk, bureau: Client, people: list[Cardholder]) -> None:
    """Whoever plays the bank uploads its file of results."""
    path = _noticed(desk, bureau, "BZ-2", people)
    desk.post(f"{path}/order", {"bank": "outside"}, bureau)
    desk.advance(by="PT1H")
    bank = desk.party("bank", name="Village bank")
    bank.get(f"{path}/bank-file")
    said = subsidies.file_of("BZ-2|R", ["R|1|05||"], _FEN)
    desk.post(f"{path}/result-file", {"content_base64": said}, bank)
    desk.get(f"{path}/result-file")
    desk.get(path)


def _noticed(desk: Desk, bureau: Client, number: str, people: list[Cardholder]) -> str:
    """The path of a batch whose notice is over."""
    year = today(desk).year
    content = subsidies.roll(number, [subsidies.row(who, fen=_FEN) for who in people], year)
    body = {"region_code": DEMO_CITY, "content_base64": content}
    path = f"{subsidies.PATH}/{desk.post(subsidies.PATH, body, bureau)['id']}"
    desk.advance(by="PT1M")
    desk.get(f"{path}/lines")
    desk.post(f"{path}/freeze", None, bureau)
    desk.post(f"{path}/notice", None, bureau)
    desk.get(f"{path}/roll")
    desk.advance(by="P14D")
    return path


STORIES = (
    Story(
        "Q",
        "Story Q - a village's subsidies onto the cards",
        "A bureau uploads a roll, freezes and shows it, and orders the payment. Two lines come "
        "back: one is corrected and paid again, one written off; a third is recovered. A second "
        "roll is paid by a bank that is played from outside.",
        "story-q",
        at_desk("village", _roll),
    ),
)
