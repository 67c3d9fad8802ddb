"""A transfer of insurance at each of its steps, and a refund of years paid twice, for who looks."""

from scenarios.benefits import institution_transfers, military_transfers, transfers
from scenarios.benefits.desk import CHONGQING, DEMO_CITY, Desk
from scenarios.benefits.learning import today
from scenarios.benefits.pensioners import worked
from scenarios.client import Client


def every_kind(owner: Client) -> None:
    """One that is given back and given up, one that is completed, a refund on the card."""
    desk = Desk(owner, "rare-transfers")
    for name in ("还回", "办结"):
        who = desk.cardholder(CHONGQING, name=name)
        worked(desk, who, region=DEMO_CITY, months=3)
        path = transfers.path_of(transfers.moved(desk, who, DEMO_CITY, CHONGQING))
        if name == "还回":
            desk.reviewed_by_hand(DEMO_CITY)
            desk.advance(by="PT2M")
            desk.post(f"{path}/return", {"reason": "不符"})
            desk.post(f"{path}/refuse")
            desk.reviewed_by_hand(DEMO_CITY, None)
        desk.advance(by="PT10M")
    who = desk.cardholder(name="重复")
    desk.account(who)
    last = today(desk).year - 1
    worked(desk, who, months=36)
    worked(desk, who, "resident", months=12, account_fen=500_000)
    desk.apply("HRSS-065", who, transfers.duplicates(last, last))
    desk.advance(by="PT10M")
    _with_an_annuity(desk)
    _from_the_army(desk)


def _with_an_annuity(desk: Desk) -> None:
    """One from an institution, whose annuity goes along."""
    who = desk.cardholder(name="文企")
    worked(desk, who, "institution", region=CHONGQING, months=3)
    institution_transfers.with_annuity(desk, who, CHONGQING)
    institution_transfers.with_plan(desk, who)
    form = institution_transfers.leaving(
        institution_transfers.OUT, CHONGQING, DEMO_CITY, moves_annuity=True
    )
    institution_transfers.moved(desk, who, form)
    desk.advance(by="PT20M")


def _from_the_army(desk: Desk) -> None:
    """One that is taken over, and one that waits for the rest of its money."""
    for name in ("军转", "军等"):
        who = desk.cardholder(name=name)
        if name == "军等":
            military_transfers.sent(desk, who, received_fen=1)
            continue
        military_transfers.sent(desk, who)
        desk.apply("HRSS-063", who, military_transfers.asking(desk, who))
    desk.advance(by="PT10M")
