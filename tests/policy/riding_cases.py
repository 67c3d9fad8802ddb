"""How a case of incomplete journeys is worked out: with the fares of the same city.

`longest`, `longest_from`: metres of the network's longest way, and of that from the station that
is known. `waited`: minutes until staff were told that nobody went in. `stayed`: minutes until the
exit at the station of the entry. `open_for`: minutes without an exit. `repaired_after`: days.
`holds`: what is on a purse that wants in. Riders have a ticket: they pay the list fare.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.transport import terms
from services.transport.domain import riding
from services.transport.domain.pricing import Asked, Pricer
from services.transport.domain.riding import Fact
from services.transport.domain.rules import DISTANCE, EXIT_STATION_MAXIMUM, RAIL
from services.transport.domain.taps import ENTRY
from sscsim.kernel.explain import Basis, Figure, Source, faults
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from sscsim.policy import Scheme

_KNOWN = {"longest", "longest_from", "waited", "stayed", "open_for", "repaired_after", "holds"}
_NETWORK = Basis("case", "metres", "1", "builtin", "2020-01-01", Source("case", "case", "invented"))
_NOON = datetime(2026, 4, 1, 12, 0, tzinfo=CHINA)


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    given = case["given"]
    assert not given.keys() - _KNOWN, f"unknown: {given.keys() - _KNOWN}"
    rules = terms.riding_from(scheme.on(case["on"]))
    fares = terms.fares(scheme.regions[0], RAIL, case["on"])

    def longest(station: str | None, charge: str) -> Figure[int] | None:
        name = "longest_from" if charge == EXIT_STATION_MAXIMUM else "longest"
        return Figure(int(given[name]), _NETWORK)

    pricer = Pricer(RAIL, fares, rules, lambda *_: {DISTANCE: 0}, longest)

    def paid(how: str, **more: Any) -> str:
        made = pricer.explained(Asked(how, _NOON, start="A", medium="ticket", **more))
        assert faults(made.explanation.as_json()) == []
        return made.fare.plain()

    found: dict[str, str] = {}
    if "longest" in given:
        found |= {how.replace("_", " "): paid(how) for how in riding.WAYS_IN_COMPLETE}
        refused = rules.no_entry.value == riding.REFUSE
        found["exit without entry"] = "refused" if refused else "let out"
    if "waited" in given:
        waited = timedelta(minutes=int(given["waited"]))
        found["not gone in"] = paid(riding.NOT_GONE_IN, waited=waited)
    if "stayed" in given:
        out = _NOON + timedelta(minutes=int(given["stayed"]))
        found["out by tap"] = paid(riding.RODE, end="A", exited_at=out)
        found["out at the counter"] = paid(riding.EXIT_ADDED, end="A", exited_at=out)
    if "open_for" in given:
        entry = Fact("tap", ENTRY, _NOON, "SYSTEM", "A")
        until = _NOON + timedelta(minutes=int(given["open_for"]))
        state, _ = riding.fold(None, [entry], lambda _: rules, {}, until)
        found["journey"] = "forgotten" if state is None else "open"
    if "repaired_after" in given:
        late = int(given["repaired_after"]) > rules.repair_within.value
        found["repair"] = "too late" if late else "in time"
    if "holds" in given:
        enough = Money.yuan(given["holds"]) >= rules.least_balance.value
        found["entry"] = "let in" if enough else "refused"
    return found
