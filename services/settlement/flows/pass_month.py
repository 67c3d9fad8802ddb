"""A month of a travel pass is shared out (V2), and what other regions' venues get is claimed.

Venues in the province of who holds the money are owed theirs at once; a claim of each venue
elsewhere goes into the month's clearing, where the statement of its region adds them up.
"""

import hashlib
from collections.abc import Sequence
from datetime import time
from typing import Any, Final

from services.settlement.domain import operator_rules as rules
from services.settlement.domain.pass_shares import NOBODY, Share, Visits, shared
from services.settlement.domain.told import Told
from services.settlement.flows import clearing, kind_claims
from services.settlement.problems_kinds import PassMonthConflict
from services.settlement.store import ledger, pass_shares, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal, Posting
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month, at
from sscsim.kernel.problems import FieldError, Text

_LAST_SECOND: Final = time(23, 59, 59)


def share(
    *, event: str, month: str, issuer_region: str, amount: Money, visits: list[dict[str, Any]]
) -> dict[str, Any]:
    """Share a month's pool out by weighted visits; the same again changes nothing.

    issuer_region: where the money of the passes is. Raises ClaimInvalid, PassMonthConflict, and
    what `covered.require` raises for a region: then nothing is shared out at all.
    """
    of, visited = Month.parse(month), [Visits(**each) for each in visits]
    kind_claims.check(_faults(of, issuer_region, visited))
    said = repr((month, issuer_region, amount.fen, sorted(map(repr, visited))))
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    with store.write() as tx:
        tx.lock("pass_month", event)
        known = pass_shares.of(tx, event)
        if known and known[0].fingerprint != fingerprint:
            raise PassMonthConflict(event=event)
        if not known:
            shares = shared(amount, issuer_region, visited)
            claimed = _claim(tx, event, of, issuer_region, shares)
            _keep(tx, event, shares, issuer_region)
            pass_shares.add(
                tx, event, of, issuer_region, amount, shares, claimed, fingerprint=fingerprint
            )
            failpoint("settlement.pass_month.sharing")
        return _shown(event, month, amount, pass_shares.of(tx, event))


def _faults(month: Month, issuer_region: str, visited: list[Visits]) -> list[FieldError]:
    errors = [
        FieldError(each.code, each.message, pointer="/issuer_region")
        for each in kind_claims.unknown(issuer_region, issuer_region)[:1]
    ]
    for number, each in enumerate(visited):
        for fault in kind_claims.unknown(each.region, each.region)[:1]:
            pointer = f"/visits/{number}/region"
            errors.append(FieldError(fault.code, fault.message, pointer=pointer))
    named = [each.venue for each in visited]
    if len(set(named)) < len(named):
        said = Text(zh="同一景点出现两次", en="names a venue twice")
        errors.append(FieldError("twice", said, pointer="/visits"))
    if world.now() <= at(month.last, _LAST_SECOND):
        said = Text(zh="该月尚未结束", en="is not over yet")
        errors.append(FieldError("not_over", said, pointer="/month"))
    return errors


def _claim(
    tx: Tx, event: str, month: Month, issuer_region: str, shares: Sequence[Share]
) -> dict[str, str]:
    """Venue -> its claim, for those of other provinces that get anything."""
    made = {}
    for each in shares:
        if _is_near(each, issuer_region) or not each.amount:
            continue
        told = Told(
            event=tx.new_id("psh", event, each.of.venue),
            kind="travel_pass",
            payer_region=issuer_region,
            payee_region=each.of.region,
            amount=each.amount,
            occurred_at=at(month.last, _LAST_SECOND),
            subject=event,
            payer_party="",
            payee_party=each.of.venue,
            items=each.of.visits,
        )
        made[each.of.venue] = kind_claims.add(tx, told).id
    return made


def _keep(tx: Tx, event: str, shares: Sequence[Share], issuer_region: str) -> None:
    """V2 for what stays in the province: its own venues' shares, or what nobody gets."""
    ours = [each for each in shares if _is_near(each, issuer_region) and each.amount]
    postings = tuple(_kept(each) for each in ours)
    if postings:
        ledger.book(tx, [Journal("V2", event, postings)])


def _is_near(share: Share, issuer_region: str) -> bool:
    """Whether who holds the money pays the venue itself: inside one province nothing is cleared."""
    return clearing.province(share.of.region) == clearing.province(issuer_region)


def _kept(each: Share) -> Posting:
    venue = None if each.of.venue == NOBODY else each.of.venue
    return rules.pass_shared(venue, each.amount)


def _shown(event: str, month: str, pool: Money, rows: Sequence[Any]) -> dict[str, Any]:
    nobody = sum_money(row.amount for row in rows if row.venue == NOBODY)
    return {
        "event": event,
        "month": month,
        "amount_fen": pool.fen,
        "breakage_fen": nobody.fen,
        "shares": [
            {
                "venue": row.venue,
                "region": row.venue_region,
                "amount_fen": row.amount.fen,
                **({"claim_id": row.claim_id} if row.claim_id else {}),
            }
            for row in rows
            if row.venue != NOBODY
        ],
    }
