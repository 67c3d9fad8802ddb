"""The laws of clearing: each finds what is planted against it."""

from typing import Any

import pytest

from services.transport.store.tables_clearing import (
    transit_batch_concessions,
    transit_batch_parts,
    transit_batches,
    transit_disputes,
    transit_upload_lines,
)
from services.transport.store.tables_riding import transit_charges
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH, Bench
from tests.support.transit_clearing import CD_METRO, GZ_METRO, IC_CD, IC_CQ, Clearing

pytestmark = pytest.mark.db
ONE = Money(1)


@pytest.fixture
def cleared(bench: Bench) -> Clearing:
    """A cleared batch, one with a rejected part, a day that is still open."""
    city = Clearing(bench, times=1)
    city.charge(CD_METRO, IC_CD, 200, subsidy=50, region="510100", many=2)
    city.charge(CD_METRO, IC_CQ, 300)
    city.charge(GZ_METRO, IC_CD, 400)
    city.advance("2026-04-02T09:00:00")
    city.charge(CD_METRO, IC_CD, 100)
    assert city.broken() == {}
    return city


def grown(table: Any, column: str, *where: Any) -> Any:
    return table.update().where(*where).values({column: table.c[column] + ONE})


_CHENGDU = transit_batches.c.operator_id == CD_METRO
_FAR = transit_batch_parts.c.way == "other_city"
STAMPS = {"version": 1, "created_at": BIRTH, "updated_at": BIRTH}
DISPUTE = {
    "id": "tds_1", "journey_id": "jny_1", "operator_id": CD_METRO, "region_code": "510100",
    "reason": "other", "charged": ONE, "asked": Money(0), "status": "open",
    "answer_by": BIRTH.replace(year=2027), **STAMPS,
}  # fmt: skip
LINE = {
    "id": "tbl_1", "upload_id": "tbu_1", "operator_id": CD_METRO, "number": 3, "reference": "r",
    "card_number": "9" * 19, "terminal_number": "1" * 12, "card_sequence": 1, "tapped_at": BIRTH,
    "type": "09", "amount": ONE, "tac": "0" * 8, "status": "accepted", "code": "OK", "attempt": 1,
    "journey_id": "jny_9", **STAMPS,
}  # fmt: skip
PLANTED: dict[str, tuple[str, Any]] = {
    "a charge grew after its day was closed": (
        "transit.batches",
        grown(transit_charges, "amount", transit_charges.c.operator_id == GZ_METRO),
    ),
    "a charge is forgotten": (
        "transit.batches",
        transit_charges.delete().where(transit_charges.c.issuer_id == IC_CQ),
    ),
    "a part is larger than its charges": (
        "transit.batches",
        grown(transit_batch_parts, "amount", _FAR),
    ),
    "a part is lost": ("transit.batches", transit_batch_parts.delete().where(_FAR)),
    "a batch says more": ("transit.batches", grown(transit_batches, "amount", _CHENGDU)),
    "a region owes more": ("transit.batches", grown(transit_batch_concessions, "amount")),
    "a day nobody will close": (
        "transit.days_closed",
        transit_batches.delete().where(_CHENGDU),
    ),
    "accepted without a claim": (
        "transit.parts",
        transit_batch_parts.update().where(_FAR).values(claim_id=None),
    ),
    "cleared, and a part waits": (
        "transit.parts",
        transit_batches.update().values(status="cleared"),
    ),
    "not cleared, and no part waits": (
        "transit.parts",
        transit_batches.update().where(_CHENGDU).values(status="closed"),
    ),
    "a fee as large as the fare": (
        "transit.parts",
        transit_batch_parts.update().values(fee=transit_batch_parts.c.amount),
    ),
    "an accepted line without a charge": (
        "transit.upload_lines",
        transit_upload_lines.insert().values(LINE),
    ),
    "a pending line with a journey": (
        "transit.upload_lines",
        transit_upload_lines.insert().values(LINE | {"status": "pending", "code": "TAC_ERR"}),
    ),
    "an open dispute is overdue": (
        "transit.disputes",
        transit_disputes.insert().values(DISPUTE | {"answer_by": BIRTH}),
    ),
    "upheld, and to no fare": (
        "transit.disputes",
        transit_disputes.insert().values(
            DISPUTE | {"status": "upheld", "decided_by": "rule", "decided_at": BIRTH}
        ),
    ),
    "decided by nobody": (
        "transit.disputes",
        transit_disputes.insert().values(DISPUTE | {"status": "refused"}),
    ),
    "two open disputes of one journey": (
        "transit.disputes",
        transit_disputes.insert().values([DISPUTE, DISPUTE | {"id": "tds_2"}]),
    ),
}


def test_each_law_finds_what_is_planted(cleared: Clearing) -> None:
    for name, (law, statement) in PLANTED.items():
        assert law in cleared.broken_by(statement), name
    assert cleared.broken() == {}


def test_what_no_book_says_yet_is_in_flight(cleared: Clearing) -> None:
    """A rejected part and a day that is not closed: what purses paid and the books don't have."""
    from services.transport.invariants_clearing import in_flight
    from services.transport.store import store

    with cleared.bench.entered(role="system"), store.read() as tx:
        assert in_flight(tx) == {IC_CD: 400 + 100}
    assert cleared.accounts(IC_CD)["float.card"] == 400
