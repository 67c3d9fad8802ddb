"""Batches that an operator sends of its own: our cards at gates that only it knows."""

import base64
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.transport import problems_clearing as problems
from services.transport.domain import batch_file as form
from services.transport.domain.card import TransitCard
from services.transport.domain.clearing import ACCEPTED, PENDING, REJECTED
from services.transport.domain.taps import EXIT, PURSE
from services.transport.domain.uploaded import Line, UploadLine
from services.transport.flows import chips, hot_list
from services.transport.flows.clearing import disputes, due, uploads
from services.transport.store import batch_uploads, cards, charges, journeys, store
from sscsim.kernel.control_file import write
from sscsim.kernel.money import Money, sum_money
from sscsim.world import RegionNotAllowed
from tests.support.bench import Bench
from tests.support.transit_clearing import CQ_RAIL, IC_CD, IC_CQ, Clearing
from tests.unit.transport.riding_bench import gate, new_card

pytestmark = pytest.mark.db
CHENGDU, CHONGQING, GUANGZHOU = "510100", "500000", "440100"
GATE, OTHER_GATE = "500000000001", "500000000002"


class Foreign:
    """An operator of Chongqing that is played from outside, with two gates of its own."""

    def __init__(self, bench: Bench) -> None:
        self.city = Clearing(bench, times=1)
        self.bench = bench
        self.number = 0
        with bench.entered(role="system"), store.write() as tx:
            for number in (GATE, OTHER_GATE):
                gate(tx, "CQ-RAIL", "CQ-RAIL-001", number)
            self.card = new_card(tx, CHENGDU, 1, "20.00")
            self.local = new_card(tx, CHONGQING, 1, "20.00")

    def ride(
        self, card: TransitCard, fen: int, reference: str, number: str = GATE, **more: Any
    ) -> Line:
        """The chip pays at a gate of the operator; what the operator's file says of it."""
        with self.bench.entered(role="transit"), store.write() as tx:
            made = chips.perform(tx, card.id, EXIT, number, Money(fen))
        said = {"amount": made.amount, "tac": made.tac, "tapped_at": made.at, **more}
        return Line(0, reference, card.number, number, made.sequence, "09", **said)

    def content(self, *lines: Line, number: int | None = None) -> bytes:
        self.number = number or self.number + 1
        total = sum_money(each.amount for each in lines)
        head = form.Head(CQ_RAIL, self.number, self.bench.now.date(), len(lines), total)
        rows = (
            (
                each.reference,
                each.card_number,
                each.terminal_number,
                str(each.card_sequence),
                each.type,
                each.tapped_at.isoformat(),
                str(each.amount.fen),
                each.tac,
            )
            for each in lines
        )
        return write(form.FORM, head.record(), rows)[0]

    def send(self, *lines: Line, number: int | None = None) -> dict[str, tuple[str, str]]:
        return self.sent(self.content(*lines, number=number))

    def sent(self, content: bytes, region: str = CHONGQING) -> dict[str, tuple[str, str]]:
        """What became of each line, by reference."""
        said = {"operator_id": CQ_RAIL, "content_base64": base64.b64encode(content).decode()}
        with self.bench.entered(role="transit", region=region):
            taken = uploads.take(**said)
            with store.read() as tx:
                found = list(batch_uploads.lines_of(tx, taken["id"]))
        return {each.reference: (each.status, each.code) for each in found}

    def line(self, reference: str) -> UploadLine:
        with self.bench.entered(role="system"), store.read() as tx:
            return batch_uploads.presented(tx, CQ_RAIL, [reference])[reference]

    def balance(self, card: TransitCard) -> int:
        with self.bench.entered(role="system"), store.read() as tx:
            return cards.by_id(tx, [card.id])[card.id].balance.fen

    def later(self, **by: float) -> None:
        self.bench.at(self.bench.now + timedelta(**by))


@pytest.fixture
def far(bench: Bench) -> Foreign:
    return Foreign(bench)


def test_rides_are_charged_journeys_of_the_day_and_cleared(far: Foreign) -> None:
    found = far.send(far.ride(far.card, 300, "a"), far.ride(far.local, 400, "b", OTHER_GATE))
    assert found == {"a": (ACCEPTED, "OK"), "b": (ACCEPTED, "OK")}
    assert (far.balance(far.card), far.balance(far.local)) == (1700, 1600)
    line = far.line("a")
    with far.bench.entered(role="system"), store.read() as tx:
        journey = journeys.find(tx, line.journey_id or "")
        assert journey is not None
        assert (journey.fare.fen, journey.rule, journey.status) == (300, "uploaded", "completed")
        assert chips.kept.waiting(tx, far.card.id) == []
    far.city.advance("2026-04-02T04:30:00")
    _, parts = far.city.batch(CQ_RAIL)
    assert {one.issuer_id: (one.amount.fen, one.status) for one in parts} == {
        IC_CD: (300, ACCEPTED),
        IC_CQ: (400, ACCEPTED),
    }
    assert far.city.accounts(CQ_RAIL)[f"receivable.issuer:{IC_CD}"] == 297
    assert far.city.broken() == {}


def test_the_same_file_again_changes_nothing(far: Foreign) -> None:
    content = far.content(far.ride(far.card, 300, "a"))
    assert far.sent(content) == far.sent(content)
    assert far.balance(far.card) == 1700
    with pytest.raises(problems.BatchNumberTaken):
        far.send(far.ride(far.card, 200, "b"), number=1)
    assert far.city.broken() == {}


def test_who_may_send_it(far: Foreign) -> None:
    content = far.content(far.ride(far.card, 300, "a"))
    with pytest.raises(RegionNotAllowed):
        far.sent(content, region=CHENGDU)
    with far.bench.entered(role="transit"), pytest.raises(problems.OperatorUnknown):
        uploads.take(operator_id="OP-NOBODY", content_base64="AAAA")


def test_a_bad_file_is_refused_whole_with_line_and_reason(far: Foreign) -> None:
    good, bad = far.ride(far.card, 300, "a"), far.ride(far.card, 200, "b", "999900000001")
    with pytest.raises(problems.BatchFileRefused) as refused:
        far.send(good, bad)
    [error] = refused.value.errors
    assert (error.code, error.params["line"]) == ("unknown_terminal", 4)
    assert far.balance(far.card) == 2000
    with far.bench.entered(role="system"), store.read() as tx:
        assert not batch_uploads.presented(tx, CQ_RAIL, ["a", "b"])


def test_each_line_has_its_code(far: Foreign) -> None:
    """Planted one by one; what is right beside them is accepted."""
    with far.bench.entered(role="system"), store.write() as tx:
        poor = new_card(tx, CHENGDU, 2, "1.00")
        listed = new_card(tx, CHENGDU, 3, "20.00")
        expired = new_card(tx, CHENGDU, 4, "20.00")
        cards.change(tx, expired, usable_until=datetime(2026, 3, 31).date())  # noqa: DTZ001
        hot_list.add(tx, PURSE, listed.number, "lost")
    good = far.ride(far.card, 300, "good")
    unknown = {"reference": "x1", "card_number": "9999999999999999999"}
    stranger = {"reference": "x2", "card_number": listed.number[:-1] + "0"}
    from dataclasses import replace

    lines = [
        good,
        replace(good, **unknown),
        replace(good, **stranger),
        far.ride(far.card, 300, "tac", tac="00000000"),
        far.ride(listed, 300, "listed"),
        far.ride(expired, 300, "expired"),
        far.ride(far.local, 1900, "fine"),
    ]
    assert far.send(*lines) == {
        "good": (ACCEPTED, "OK"),
        "x1": (REJECTED, "ISSUER_UNKNOWN"),
        "x2": (REJECTED, "CARD_UNKNOWN"),
        "tac": (PENDING, "TAC_ERR"),
        "listed": (REJECTED, "HOT_LISTED"),
        "expired": (REJECTED, "CARD_NOT_USABLE"),
        "fine": (ACCEPTED, "OK"),
    }
    assert far.send(replace(good, reference="again")) == {"again": (REJECTED, "DUPLICATE")}
    del poor
    with far.bench.entered(role="system"), store.read() as tx:
        assert chips.kept.waiting(tx, listed.id) == [], "its money is back on the chip"
        assert len(chips.kept.waiting(tx, far.card.id)) == 1, "what is pending waits"
    assert far.city.broken() == {}


def test_a_late_record_waits_and_is_taken_when_it_is_presented_again(far: Foreign) -> None:
    late, too_late = far.ride(far.card, 300, "late"), far.ride(far.card, 200, "never")
    far.later(days=2, seconds=1)
    assert far.send(late, too_late) == {
        "late": (PENDING, "LATE_UPLOAD"),
        "never": (PENDING, "LATE_UPLOAD"),
    }
    assert far.balance(far.card) == 2000
    far.later(days=5)
    assert far.send(late) == {"late": (ACCEPTED, "OK")}
    assert far.balance(far.card) == 1700
    far.city.advance("2026-04-14T00:00:00")
    never = far.line("never")
    assert (never.status, never.code) == (REJECTED, "NOT_REPRESENTED")
    with far.bench.entered(role="system"), store.read() as tx:
        assert chips.kept.waiting(tx, far.card.id) == []
    assert far.city.broken() == {}


def test_just_in_time_is_not_late_and_a_month_is_too_old(far: Foreign) -> None:
    first, second = far.ride(far.card, 300, "first"), far.ride(far.card, 200, "second")
    far.later(days=2)
    assert far.send(first) == {"first": (ACCEPTED, "OK")}
    far.later(days=28, seconds=1)
    assert far.send(second) == {"second": (REJECTED, "TOO_OLD")}


def test_a_purse_that_was_emptied_meanwhile_pays_nothing(far: Foreign) -> None:
    line = far.ride(far.card, 1900, "a")
    with far.bench.entered(role="system"), store.write() as tx:
        card = cards.by_id(tx, [far.card.id])[far.card.id]
        cards.change(tx, card, balance=Money(100))
    assert far.send(line) == {"a": (REJECTED, "BALANCE_TOO_LOW")}
    assert far.line("a").journey_id is None
    assert far.city.broken() == {}


def test_a_dispute_of_such_a_ride_takes_the_charge_back_and_posts_it_anew(far: Foreign) -> None:
    far.send(far.ride(far.card, 300, "a"))
    journey_id = far.line("a").journey_id or ""
    with far.bench.entered(role="holder"):
        dispute = disputes.open_dispute(
            journey_id=journey_id, reason="wrong_fare", fare=Money(200), text=None
        )
    with far.bench.entered(role="transit", region=CHONGQING):
        assert disputes.uphold(dispute.id).status == "upheld"
    assert far.balance(far.card) == 1800
    with far.bench.entered(role="system"), store.read() as tx:
        amounts = [one.amount.fen for one in charges.of_journeys(tx, [journey_id])[journey_id]]
    assert amounts == [300, -300, 200]
    far.city.advance("2026-04-02T05:00:00")
    assert far.city.accounts(CQ_RAIL)[f"receivable.issuer:{IC_CD}"] == 198
    assert far.city.broken() == {}


def test_the_day_of_an_operator_is_noted_once(far: Foreign) -> None:
    far.send(far.ride(far.card, 300, "a"))
    far.send(far.ride(far.card, 300, "b"))
    far.city.advance("2026-04-02T12:00:00")
    closes = [key for name, key in far.city.ran if name == due.CLOSE]
    assert closes == [f"{CQ_RAIL}:2026-04-01"]
