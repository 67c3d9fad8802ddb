"""Reporting a card lost, releasing it, and the lapse of a temporary report.

The social application only: the bank account on the same card is reported to the bank.
"""

from services.card import problems_people as problems
from services.card import terms
from services.card.domain.card import Card
from services.card.flows import known, moves
from services.card.store import cards, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint

LAPSE = "card.lapse_temporary_loss"


def report_temporary(card_id: str, channel: str = "counter", reason: str | None = None) -> Card:
    """Temporary loss (临时挂失): by counter, telephone, web or bank; lapses by itself."""
    with store.write() as tx:
        found = lost(tx, card_id, channel, reason)
        failpoint("card.report_temporary_loss.before_commit")
        return tx.answer(found)


def lost(tx: Tx, card_id: str, channel: str, reason: str | None = None) -> Card:
    """Temporarily lost, with the job that ends it."""
    card = moves.standard(known.locked_card(tx, card_id))
    moves.may_handle(card, "temporary_loss")
    until = world.now() + moves.lapses_in(card)
    found = moves.recorded(
        tx,
        card,
        "report_temporary_loss",
        channel=channel,
        reason=reason,
        temporary_loss_until=until,
    )
    tx.schedule(LAPSE, moves.lapse_key(found), until)
    return found


def report(card_id: str, reason: str | None = None) -> Card:
    """Formal loss (正式挂失), in person; a replacement can be asked for from then on."""
    with store.write() as tx:
        found = lost_formally(tx, card_id, reason)
        failpoint("card.report_loss.before_commit")
        return tx.answer(found)


def lost_formally(tx: Tx, card_id: str, reason: str | None = None) -> Card:
    card = moves.standard(known.locked_card(tx, card_id))
    moves.may_handle(card, "replace")
    return moves.recorded(
        tx, card, "report_loss", channel="counter", reason=reason, temporary_loss_until=None
    )


def release(card_id: str, channel: str = "counter") -> Card:
    """Release a loss (解除挂失).

    A formal one only while no replacement was asked for, where the region releases it at all.
    """
    with store.write() as tx:
        found = released(tx, card_id, channel)
        failpoint("card.release_loss.before_commit")
        return tx.answer(found)


def released(tx: Tx, card_id: str, channel: str) -> Card:
    """Found again; refused where a formal loss is followed by a replacement."""
    card = moves.standard(known.locked_card(tx, card_id))
    moves.may_handle(card, "temporary_loss")
    if card.status == "formally_lost":
        rules = terms.card_rules(card.region_code, world.today())
        if rules.formal_loss_release == "never":
            raise problems.ReleaseNotAllowed(
                why_zh="该地区正式挂失后只能补卡",
                why="in this region it is followed by a replacement only",
            )
        if asked := moves.replacement_of(tx, card):
            raise problems.ReleaseNotAllowed(
                why_zh=f"已申请补卡 {asked}", why=f"a replacement was asked for, {asked}"
            )
    return moves.recorded(tx, card, "release", channel=channel, temporary_loss_until=None)


def lapse(key: str) -> None:
    """The job of a temporary loss whose time is over; nothing if it ended otherwise."""
    with store.write() as tx:
        card = cards.find_locked(tx, key.partition(":")[0])
        if card is not None and card.status == "temporarily_lost" and moves.lapse_key(card) == key:
            moves.recorded(tx, card, "lapse", channel="system", temporary_loss_until=None)
        failpoint("card.lapse_temporary_loss.before_commit")
        tx.complete_job()
