"""The laws of claims of any kind: each finds what is planted against it."""

from typing import Any

import pytest
import sqlalchemy as sa

from services.settlement.store import party_lines, store
from services.settlement.store.tables import claims
from services.settlement.store.tables_books import journals, postings
from services.settlement.store.tables_clearing import pass_shares
from services.settlement.store.tables_cycles import cycles, statement_party_lines
from sscsim.kernel.money import Money
from tests.support.claimants import PENSION, TRANSIT, Claimant
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
ONE_FEN = Money(1)
SANYA, GUANGZHOU = "460200", "440100"


@pytest.fixture
def cleared(road: Road) -> Road:
    """A paid day of rides, an open quarter of pensions, a shared month of a pass, a bill."""
    metro, fund, venue = (Claimant(road, kind) for kind in (TRANSIT, PENSION, "travel_pass"))
    metro.claim("ride", f"{CHENGDU}/cd", f"{CHONGQING}/cq", 500)
    fund.claim("ptr", CHENGDU, CHONGQING, 700)
    road.settle(1)
    visits = (("gz-tower", GUANGZHOU, 1, 10_000), ("sy-bay", SANYA, 1, 10_000))
    venue.share("pass_3", "2026-03", SANYA, 101, *visits)
    assert venue.refusal() is None
    road.advance("2026-04-14T00:00:00")
    assert road.broken() == {}
    return road


def grown(table: Any, column: str, *where: Any) -> Any:
    return table.update().where(*where).values({column: table.c[column] + ONE_FEN})


def of_kind(kind: str) -> Any:
    return claims.c.kind == kind


CORRUPTIONS = {
    "a ride in a cycle of bills": (
        "claims.kinds",
        cycles.update().where(cycles.c.kind == TRANSIT).values(kind="library"),
    ),
    "a line that is not its statement's": (
        "claims.kinds",
        grown(statement_party_lines, "total", statement_party_lines.c.purpose == "ride"),
    ),
    "an acquirer claims more": (
        "claims.sides",
        grown(postings, "amount", postings.c.debit == "receivable.issuer:cd"),
    ),
    "a fund owes less": (
        "claims.sides",
        postings.delete().where(postings.c.credit == f"payable.pension:{CHONGQING}"),
    ),
    "a pension is owed that nobody claims": (
        "claims.pension",
        grown(claims, "clearing", of_kind(PENSION)),
    ),
    "a pension is forgotten": ("claims.pension", claims.delete().where(of_kind(PENSION))),
    "a venue gets a fen more": (
        "claims.pass_shares",
        grown(pass_shares, "amount", pass_shares.c.venue == "sy-bay"),
    ),
    "a venue's claim is another amount": (
        "claims.pass_shares",
        grown(claims, "clearing", of_kind("travel_pass")),
    ),
    "a claim is not booked": (
        "claims.booked",
        journals.update()
        .where(
            journals.c.claim_id == sa.select(claims.c.id).where(of_kind(TRANSIT)).scalar_subquery()
        )
        .values(claim_id=None),
    ),
    "P13: a ride of a signed day costs more": ("P13", grown(claims, "clearing", of_kind(TRANSIT))),
    "P17: a ride of a signed day is of another operator": (
        "P17",
        claims.update().where(of_kind(TRANSIT)).values(payee_party="other"),
    ),
}


def test_every_planted_corruption_is_found(cleared: Road):
    """Each planted alone, in a transaction that is taken back."""
    for name, (law, statement) in CORRUPTIONS.items():
        found = cleared.broken_by(statement)
        assert found.get(law), f"{name}: {found}"
    assert cleared.broken() == {}


def test_closing_reads_an_index_and_no_claim(cleared: Road):
    """The sum by parties is read from its covering index, which holds no bill."""
    with cleared.bench.entered(role="system"), store.read() as tx:
        if tx.conn.dialect.name != "sqlite":
            pytest.skip("a planner with statistics may choose otherwise for three rows")
        statement = str(party_lines._summed.compile(tx.conn))
        plan = tx.conn.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, ("cyc_1",)).all()
    assert any("COVERING INDEX ix_claims_parties" in row[-1] for row in plan), plan
