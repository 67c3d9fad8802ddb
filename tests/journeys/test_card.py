"""A card from application to replacement, by the public API, every date moved by the clock."""

import io
import re

import pytest
from rich.console import Console

from scenarios import card_road, card_story, road
from tests.journeys.conftest import EMBEDDED, IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, EMBEDDED, long=(IN_PROCESS_PG,))

ALL_STATES = [
    "received",
    "batched",
    "sent_to_bank",
    "bank_returned",
    "certificate_requested",
    "certificate_returned",
    "factory_sent",
    "factory_returned",
    "centre_sent",
    "centre_returned",
    "at_branch",
]


@pytest.mark.parametrize("plays_bank", [False, True], ids=["our bank", "a bank played here"])
def test_from_application_to_replacement(simulator: Topology, plays_bank: bool) -> None:
    manager = simulator.admin
    world = manager.post("/sandbox/v1/sandboxes", {"preset": "empty", "seed": "card-journey"})
    owner = manager.again(key=world["key"])
    try:
        walk = card_road.Walk(owner, plays_bank=plays_bank, stride="P4D")
        seen = card_road.walked(walk)
        check(seen)
        if plays_bank:
            assert walk.seen == ["bank_returned_file"] * 3
        told = road.invariants(owner)
        assert told["holds"], told
    finally:
        manager.call("DELETE", f"/sandbox/v1/sandboxes/{world['id']}")
        owner.close()


def check(seen: dict) -> None:
    failed = seen["failed"][-1]
    assert (failed["production_status"], failed["failure_code"]) == ("bank_return_failed", "02")
    assert failed["person_status"] == "bank_return_failed"
    made = [state["production_status"] for state in seen["production"]]
    assert set(made) <= set(ALL_STATES) and made[0] == "received" and made[-1] == "at_branch"
    assert made == sorted(made, key=ALL_STATES.index)
    assert seen["production"][-1]["attempts"] == 2
    assert seen["production"][-1]["handling_region_code"] == road.CHONGQING
    assert (seen["card"]["region_code"], seen["card"]["status"]) == (road.CHENGDU, "active")
    assert seen["account"]["status"] == "active"
    assert seen["electronic"]["level"] == 2
    assert seen["scan"]["scene"] == "transit"
    assert seen["scanned_again"] == "code_used"
    assert seen["replaced"][-1]["production_status"] == "at_branch"
    assert seen["old_card"]["status"] == "cancelled"
    assert seen["new_card"]["status"] == "active"
    assert seen["new_card"]["replaces_card_id"] == seen["card"]["id"]
    assert seen["new_account"]["balance_fen"] == card_road.BALANCE_FEN
    assert seen["later_scan"]["scene"] == "transit"
    assert [move["move"] for move in seen["moves"]] == [
        "enable",
        "report_temporary_loss",
        "report_loss",
        "cancel",
    ]


def told(simulator: Topology, lang: str) -> tuple[card_story.Outcome, str]:
    text = io.StringIO()
    out = Console(file=text, width=80, highlight=False)
    token = simulator.admin_token
    outcome = card_story.play(simulator.base_url, token, lang, out, app=simulator.app)
    return outcome, text.getvalue()


@pytest.mark.parametrize(
    ("lang", "last"),
    [("zh", r"全部 \d+ 条不变式成立。\n$"), ("en", r"All \d+ invariants hold.\n$")],
)
def test_the_story_ends_well_and_plays_the_same_again(
    simulator: Topology, lang: str, last: str
) -> None:
    outcome, text = told(simulator, lang)
    assert outcome.holds
    assert re.search(last, text)
    for word in ("bank_returned", "at_branch", "code_used", "880.00", "formally_lost"):
        assert word in text
    assert "█" in text  # the code is drawn
    assert not re.search(r"req_|sbx_|sk_sbx", text)
    if lang == "zh":
        assert told(simulator, lang)[1] == text
