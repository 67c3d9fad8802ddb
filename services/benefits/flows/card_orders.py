"""Orders to the card service: left with the decision, answered, and followed while a card is made.

The order and its message are written with the approval; the card service does it once and
answers by a message of its own. What it refuses after all is the application's refusal.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from services.benefits import problems_cards as problems
from services.benefits.domain import deadline, decision
from services.benefits.domain.application import APPROVED, Application
from services.benefits.domain.cards import order as domain
from services.benefits.domain.cards.card_file import Act, by_card
from services.benefits.domain.cards.order import CardOrder
from services.benefits.domain.decision import Case, Decision
from services.benefits.flows import card_service, carry_out, cases
from services.benefits.flows.handling import Effect
from services.benefits.flows.moving import held, moved, noted
from services.benefits.store import applications, cards, catalogue, store
from sscsim import clock
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint

FOLLOW = "benefits.follow_card_order"
_LOOKS_AT = time(8, 30)
ANSWERED: dict[str, Callable[[Tx, CardOrder, bool], None]] = {}
"""By item: what the card service's answer changes in a record of its own, done or refused."""
_HAND_OVER = ":hand-over"
"""Ends the event of the second act of an order: the card goes to its holder."""


def ordered(tx: Tx, case: Case, said: Decision) -> Effect:
    """The effect of a card item: its act, left for the card service."""
    act: Act = said.terms["act"]
    now = tx.world.now
    makes = act.action in domain.MAKES_A_CARD
    made = CardOrder(
        id=tx.new_id("cdo", case.application_id, case.decision_no),
        application_id=case.application_id,
        decision_no=case.decision_no,
        item_code=case.item.code,
        action=act.action,
        person_id=act.person_id,
        region_code=act.region_code,
        accepting_region=case.accepting_region,
        detail=_without_numbers(act.detail),
        status=domain.ORDERED,
        result={},
        password_entry_id=None,
        card_application_id=None,
        delivery=case.inputs.get("delivery", domain.BRANCH) if makes else None,
        handed_over_at_once=act.detail.get("mark") == "instant",
        due_date=deadline.due_on(case.today, case.item.deadline) if makes else None,
        overdue_at=None,
        reason=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    cards.add_order(tx, made)
    _send(tx, act, made.id)
    tx.emit("card_order.ordered", made.id, _told(made))
    return Effect({"card_order_id": made.id}, waits=True)


def _without_numbers(detail: Mapping[str, Any]) -> dict[str, Any]:
    """What the order keeps: people's numbers and names stay with the card service."""
    kept = {name: value for name, value in detail.items() if name not in _PERSONAL}
    if "changes" in kept:
        kept["changes"] = sorted(kept["changes"])
    return kept


_PERSONAL = ("social_security_number", "name")


def _send(tx: Tx, act: Act, event: str) -> None:
    body = card_service.wanted(act, event)
    tx.send("card", card_service.ACTS, body, f"card-order:{event}")


def _told(order: CardOrder) -> dict[str, Any]:
    return {
        "id": order.id,
        "application_id": order.application_id,
        "person_id": order.person_id,
        "action": order.action,
        "status": order.status,
    }


# ---- what the card service answers


def answered(
    event: str,
    outcome: str,
    changed: Mapping[str, Any] | None = None,
    problem: Mapping[str, str] | None = None,
) -> None:
    """The card service's answer; a second time nothing."""
    with store.write() as tx:
        order_id, _, act = event.partition(":")
        application, order = _both(tx, order_id)
        if act:
            _handed_over(tx, order, outcome, problem)
        elif outcome == "done":
            _done(tx, application, order, dict(changed or {}))
        elif outcome == "refused":
            _refused(tx, application, order, dict(problem or {}))
        elif outcome == "entry_wanted":
            _entry_wanted(tx, application, order, dict(changed or {}))
        else:
            _lapsed(tx, application, order)
        failpoint("benefits.card_order.before_commit")


def _both(tx: Tx, order_id: str) -> tuple[Application, CardOrder]:
    """The application and its order, held in that order."""
    seen = cards.find_order(tx, order_id)
    if seen is None:
        raise problems.CardOrderNotFound(card_order_id=order_id)
    application = held(tx, seen.application_id)
    order = cards.find_order(tx, order_id, lock=True)
    assert order is not None
    return application, order


def _changed(tx: Tx, order: CardOrder, event: str, **changes: Any) -> CardOrder | None:
    """The order after the event, told; None where it was there before."""
    if not domain.MACHINE.allows(order.status, event):
        return None
    after = domain.MACHINE.after(order.status, event)
    made = cards.change_order(tx, order, status=after, **changes)
    tx.emit("card_order.changed", made.id, _told(made))
    return made


def _done(tx: Tx, application: Application, order: CardOrder, changed: dict[str, Any]) -> None:
    makes = order.action in domain.MAKES_A_CARD
    number = changed.get("card_application_id")
    made = _changed(
        tx, order, "make" if makes else "finish", result=changed, card_application_id=number
    )
    if made is None:
        return
    _tell_item(tx, made, done=True)
    shown = {name: value for name, value in application.result.items() if name not in _ENTRY}
    moved(tx, application, "take_effect", told_as="effective", result={**shown, **changed})
    if makes:
        _look_further(tx, made, changed["production_status"])


_ENTRY = ("password_entry_id", "until")


def _tell_item(tx: Tx, order: CardOrder, *, done: bool) -> None:
    if order.item_code in ANSWERED:
        ANSWERED[order.item_code](tx, order, done)


def _refused(tx: Tx, application: Application, order: CardOrder, problem: dict[str, str]) -> None:
    made = _changed(tx, order, "refuse", reason=problem)
    if made is not None:
        _tell_item(tx, made, done=False)
    if made is None or application.status != APPROVED:
        return
    item = catalogue.items()[application.item_code]
    case = cases.of(application, item, None)
    said = Decision(decision.REJECT, (by_card(problem),))
    carry_out.rejected(tx, application, case, said, by_rule=True)


def _entry_wanted(
    tx: Tx, application: Application, order: CardOrder, changed: dict[str, Any]
) -> None:
    entry_id = changed["password_entry_id"]
    if _changed(tx, order, "want_entry", password_entry_id=entry_id) is None:
        return
    application = applications.change(tx, application, result={**application.result, **changed})
    noted(tx, application, "want_entry", application.status, note=entry_id)


def _lapsed(tx: Tx, application: Application, order: CardOrder) -> None:
    """Nobody typed the password in time."""
    if _changed(tx, order, "lapse") is not None and application.status == APPROVED:
        moved(tx, application, "lapse", told_as="lapsed")


# ---- a card that is being made


def follow(key: str) -> None:
    """Look how far the card is, in a due job; `key`: the order and the day."""
    order_id = key.partition("/")[0]
    with store.read() as tx:
        seen = cards.find_order(tx, order_id)
    assert seen is not None
    state = ""
    if seen.status in domain.FOLLOWED and seen.card_application_id is not None:
        state = card_service.progress_of(seen.card_application_id)["production_status"]
    with store.write() as tx:
        order = cards.find_order(tx, order_id, lock=True)
        assert order is not None
        if state and order.status in domain.FOLLOWED:
            _look_further(tx, _late(tx, order), state)
        failpoint("benefits.follow_card_order.before_commit")
        tx.complete_job()


def _late(tx: Tx, order: CardOrder) -> CardOrder:
    """The day by which the card had to be there is over: that is kept and told, once."""
    late = order.due_date is not None and tx.world.today > order.due_date
    if order.status != domain.IN_PRODUCTION or order.is_overdue or not late:
        return order
    order = cards.change_order(tx, order, overdue_at=tx.world.now)
    tx.emit("card_order.overdue", order.id, _told(order))
    return order


def _look_further(tx: Tx, order: CardOrder, production_status: str) -> None:
    """What follows from how far the card is, and the next look."""
    if production_status == "issued":
        _changed(tx, order, "deliver")
        return
    if production_status == "withdrawn":
        _changed(tx, order, "give_up")
        return
    if production_status == "at_branch":
        if order.goes_to_holder:
            _hand_over(tx, order)
            return
        order = _changed(tx, order, "arrive") or order
    started = order.created_at.astimezone(clock.SHANGHAI).date()
    day = domain.next_look(tx.world.today, started, order.due_date)
    if day is not None:
        tx.schedule(FOLLOW, f"{order.id}/{day.isoformat()}", _at(day))


def _at(day: date) -> datetime:
    return datetime.combine(day, _LOOKS_AT, clock.SHANGHAI)


def _hand_over(tx: Tx, order: CardOrder) -> None:
    """By mail, or to who waits at the counter: the card is collected without another visit."""
    detail = {"card_application_id": order.card_application_id}
    act = Act("collect", order.person_id, order.accepting_region, detail)
    event = order.id + _HAND_OVER
    _send(tx, act, event)


def _handed_over(tx: Tx, order: CardOrder, outcome: str, problem: Mapping[str, str] | None) -> None:
    if outcome == "done":
        _changed(tx, order, "deliver")
    else:  # somebody was before the mail, or the holder has died: it stays where it is
        _changed(tx, order, "arrive", reason=dict(problem or {}))


# ---- reading


def get(card_order_id: str) -> CardOrder:
    with store.read() as tx:
        found = cards.find_order(tx, card_order_id)
    if found is None:
        raise problems.CardOrderNotFound(card_order_id=card_order_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return cards.page_of_orders(tx, page, filters)
