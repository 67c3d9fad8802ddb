"""Killed while papers and money of insurance that moves pass: done again, it is there once.

Each job runs again as its queue would run it: the letter is passed on and the money lands once, and
the export has the bytes of one on which nothing happened.
"""

from collections.abc import Callable
from typing import Any

import pytest

from services.settlement.flows import carrying, relation_transfers
from services.settlement.store import store
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.settlement import CHENGDU, CHONGQING

pytestmark = pytest.mark.db

TRANSFER = "itf_" + "0" * 26
PAPER = f"{TRANSFER}:l1"
FUNDS = f"{TRANSFER}:{CHONGQING}:{CHENGDU}:4500:700:pension"


class Killed(BaseException):
    """The process is gone in the middle of this."""


def paper(bench: Bench) -> None:
    """A letter is taken in, and passed on by its due job."""
    with bench.entered(role="service"):
        relation_transfers.take_in(
            paper_id=PAPER,
            transfer_id=TRANSFER,
            paper="letter",
            from_region=CHENGDU,
            to_region=CHONGQING,
        )
    with bench.entered(role="system"):
        relation_transfers.pass_on(PAPER)


def funds(bench: Bench) -> None:
    """Money of a pension and of an annuity is sent, and lands by its due job."""
    with bench.entered(role="service"):
        relation_transfers.sent(
            transfer_id=TRANSFER,
            from_region=CHONGQING,
            to_region=CHENGDU,
            amount_fen=Money(4_500),
            annuity_fen=Money(700),
        )
    with bench.entered(role="system"):
        relation_transfers.land(FUNDS)


DEATHS = (
    ("settlement.transfer_paper.passed_on", paper),
    ("settlement.transfer_funds.landing", funds),
)


def exported(walk: Callable[[Bench], None]) -> Any:
    bench = Bench().make()
    try:
        walk(bench)
        with bench.entered(role="system"):
            return store.export()
    finally:
        bench.drop()


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What other agencies were told, wherever they are."""
    told: list[tuple[str, str, str]] = []

    def carry(door: str, body: dict[str, Any], region: str) -> None:
        told.append((door, body["transfer_id"], region))

    monkeypatch.setattr(carrying, "carry", carry)
    return told


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(("point", "step"), DEATHS)
def test_after_a_death_it_is_there_once(
    point: str,
    step: Callable[[Bench], None],
    carried: list[tuple[str, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def killed(bench: Bench) -> None:
        def failpoint(name: str) -> None:
            if name == point:
                raise Killed

        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(relation_transfers, "failpoint", failpoint)
            step(bench)
        step(bench)

    assert exported(killed) == exported(step)
    assert len(set(carried)) == 1, "the agency is told the same again"
