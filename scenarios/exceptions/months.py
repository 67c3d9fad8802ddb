"""A clearing month as scenarios see it: where a claim is, what a month says, what books hold."""

from scenarios import road
from scenarios.client import Client, Refused
from scenarios.exceptions.player import Player
from scenarios.road import NATION, Json


def to(owner: Client, instant: str) -> None:
    """Move the clock to an instant of China's time; what is on its way arrives before."""
    road.advanced(owner, to=f"{instant}+08:00")


def past(owner: Client, step: str, month: str = road.APRIL) -> None:
    """Move the clock to where this step of the month is due, and let it happen."""
    due = {each["step"]: each["due_at"] for each in road.cycle_of(owner, month)["steps"]}
    road.advanced(owner, to=due[step])


def by_hand(owner: Client, *steps: str) -> None:
    """Leave these steps (declaration, signing, payment) to people."""
    settings = dict.fromkeys(steps, "by_hand")
    path, any_version = f"/v1/clearing-schemes/{NATION}", {"If-Match": "*"}
    owner.call("PATCH", path, settings, headers=any_version)


def claim(owner: Client, claim_id: str) -> Json:
    """Where a claim is: state, rule, month, and what is cleared for it."""
    shown = owner.get(f"/v1/claims/{claim_id}")
    placed = owner.get(f"/v1/claims/{claim_id}/cycle")
    cycle = placed.get("cycle")
    return {
        "status": shown["status"],
        "rule": placed["rule"],
        "month": cycle["month"] if cycle else None,
        "due_fen": shown["due_fen"],
    }


def life(owner: Client, claim_id: str) -> list[str]:
    """Every state it went through, the first one first."""
    return [str(each["state"]) for each in owner.get(f"/v1/claims/{claim_id}/events")["events"]]


def path_of(owner: Client, month: str = road.APRIL) -> str:
    return f"/v1/clearing-cycles/{road.cycle_of(owner, month)['id']}"


def statements(owner: Client, month: str = road.APRIL) -> Json:
    """The month's statements with what they come to."""
    found: Json = owner.get(f"{path_of(owner, month)}/statements")
    return found


def cleared(owner: Client, month: str = road.APRIL) -> Json:
    """What the month came to: its state, the version of its statements, and each of them."""
    found = statements(owner, month)
    return {
        "status": found["status"],
        "version": found["statement_version"],
        "statements": [
            [each["payer_region_code"], each["payee_region_code"], each["total_fen"]]
            for each in found["statements"]
        ],
    }


def balances(owner: Client, region: str) -> dict[str, int]:
    """What the accounts of a region's book hold, debit less credit, without those at zero.

    A hospital's account is named by its group: there is one hospital in a scenario.
    """
    try:
        book = owner.get(f"/v1/books/{region}/accounts")
    except Refused as refused:
        if refused.code != "book_not_found":
            raise
        return {}
    found: dict[str, int] = {}
    for each in book["accounts"]:
        group, _, dimension = each["account"].partition(":")
        name = group if dimension.startswith("ins_") else each["account"]
        found[name] = found.get(name, 0) + each["balance_fen"]
    return {name: fen for name, fen in sorted(found.items()) if fen}


class Books:
    """The books of some regions, as they were when a scenario was made ready."""

    def __init__(self, owner: Client, *regions: str) -> None:
        road.calm(owner)
        self._owner = owner
        self._before = {region: balances(owner, region) for region in regions}

    def moved(self) -> dict[str, dict[str, int]]:
        """What each account turned over since then, by region, without those at zero."""
        road.calm(self._owner)
        found = {}
        for region, before in self._before.items():
            now = balances(self._owner, region)
            moved = {n: now.get(n, 0) - before.get(n, 0) for n in sorted({*now, *before})}
            found[region] = {name: fen for name, fen in moved.items() if fen}
        return found


def acting_as_agency(owner: Player, region: str) -> Player:
    """A client of the party that the agency of this region is in this world."""
    name = f"agency {region}"
    parties = owner.every("/sandbox/v1/parties")
    if not any(party["name"] == name for party in parties):
        owner.post("/sandbox/v1/parties", {"name": name, "role": "agency", "region_code": region})
    return owner.again(act_as=name)
