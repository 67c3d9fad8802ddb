"""Insurance that moves between regions: its papers through the exchange, its money case by case.

A letter (联系函) or an information sheet (信息表) is taken in at once and passed on by a due job,
so that a stopped region holds up what is for it alone. Money that is sent with its case leaves the
old region's treasury, is on its way for a while, and reaches the new one's. Where regions clear by
the period nothing of it comes here: it is a claim of kind `pension_transfer`.
"""

from datetime import timedelta

from services.settlement.domain import chart
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.exchanges import EXCHANGE, Question
from services.settlement.flows import carrying
from services.settlement.store import exchanges, ledger, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money

PASS_ON = "settlement.pass_on_transfer_paper"
LAND = "settlement.land_transfer_funds"
PAPERS, FUNDS = "/internal/v1/transfer-papers", "/internal/v1/transfer-funds"
ARMY = "/internal/v1/army-funds"
_PASS_AFTER = timedelta(seconds=30)
"""How long the exchange takes, in sandbox time."""
_LAND_AFTER = timedelta(minutes=2)
"""How long money is on its way between two treasuries, in sandbox time."""


def take_in(
    *, paper_id: str, transfer_id: str, paper: str, from_region: str, to_region: str
) -> None:
    """Note a paper that is to be passed on; the same again changes nothing."""
    with store.write() as tx:
        if exchanges.locked(tx, paper_id) is not None:
            return
        question = Question(
            exchange_id=paper_id,
            kind="transfer",
            home_region=to_region,
            care_region=from_region,
            institution_id="",
            original=None,
            request={"transfer_id": transfer_id, "paper": paper},
        )
        exchanges.forward(tx, question)
        tx.schedule(PASS_ON, paper_id, tx.world.now + _PASS_AFTER)


def pass_on(paper_id: str) -> None:
    """Deliver a paper; later while its region is stopped, again when nobody answered."""
    with store.read() as tx:
        known = exchanges.of(tx, paper_id)
    assert known is not None, "a paper is noted before it is passed on"
    if known.status == EXCHANGE.initial and known.home_region is not None:
        carrying.carry(PAPERS, dict(known.request or {}), known.home_region)
    failpoint("settlement.transfer_paper.passed_on")
    with store.write() as tx:
        found = exchanges.locked(tx, paper_id)
        if found is not None and found.status == EXCHANGE.initial:
            exchanges.move(tx, found, "answer", answered_at=tx.world.now)
        tx.complete_job()


# ---- money


def sent(
    *,
    transfer_id: str,
    from_region: str,
    to_region: str,
    amount_fen: Money,
    annuity_fen: Money,
    insurance: str = chart.PENSION,
) -> None:
    """The money has left the old region's bank account; booked once."""
    with store.write() as tx:
        if ledger.is_booked(tx, "pension_sent", transfer_id):
            return
        postings = rules.pension_sent(from_region, amount_fen, annuity_fen)
        ledger.book(tx, [Journal("pension_sent", transfer_id, postings)])
        sums = f"{amount_fen.fen}:{annuity_fen.fen}"
        key = f"{transfer_id}:{from_region}:{to_region}:{sums}:{insurance}"
        tx.schedule(LAND, key, tx.world.now + _LAND_AFTER)


def land(key: str) -> None:
    """It reaches the new region, whose agency is told; later while that region is stopped."""
    transfer_id, old, new, amount, annuity, insurance = key.split(":")
    sums = (Money(int(amount)), Money(int(annuity)))
    with store.write() as tx:
        _landed(tx, transfer_id, old, new, sums, insurance)
        failpoint("settlement.transfer_funds.landing")
    carrying.carry(FUNDS, {"transfer_id": transfer_id}, new)
    with store.write() as tx:
        tx.complete_job()


def army_funds(*, event: str, region: str, amount_fen: Money) -> None:
    """Money from the army has reached a region; booked once."""
    with store.write() as tx:
        if not ledger.is_booked(tx, "pension_landed", event):
            postings = rules.army_funds_landed(region, amount_fen)
            ledger.book(tx, [Journal("pension_landed", event, postings)])


def _landed(
    tx: Tx, transfer_id: str, old: str, new: str, sums: tuple[Money, Money], insurance: str
) -> None:
    if not ledger.is_booked(tx, "pension_landed", transfer_id):
        postings = rules.pension_landed(old, new, *sums, insurance)
        ledger.book(tx, [Journal("pension_landed", transfer_id, postings)])
