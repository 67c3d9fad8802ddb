"""Stories of the bench itself: a webhook endpoint under drill, how hospital systems speak."""

from scenarios import road
from scenarios.client import Client
from tools.collections.story import Story

_ENDPOINTS = "/sandbox/v1/webhook-endpoints"
_DRILLS = "/sandbox/v1/webhook-drills"


def _drilled(owner: Client) -> None:
    """The receiver of the sandbox takes what comes; drills show what a handler must bear."""
    receiver = owner.post("/sandbox/v1/webhook-receivers", {"name": "mine"})
    order = {"receiver_id": receiver["id"], "event_types": ["card.*"]}
    endpoint = owner.post(_ENDPOINTS, order)
    owner.post(f"{_ENDPOINTS}/{endpoint['id']}/test")
    sent = owner.get("/sandbox/v1/webhook-deliveries", {"endpoint_id": endpoint["id"]})
    [delivery] = sent["data"]
    owner.get(f"/sandbox/v1/webhook-deliveries/{delivery['id']}")
    owner.get(f"/sandbox/v1/webhook-receivers/{receiver['id']}/messages")
    wanted = {"endpoint_id": endpoint["id"], "drills": ["duplicate"], "patience": "PT0S"}
    run = owner.call("POST", _DRILLS, wanted)
    owner.finished(run)
    owner.get(f"{_DRILLS}/{run.body['id']}")
    road.invariants(owner)


_INTERFACE = "/sandbox/v1/hospital-interface"
_OURS = """name: our-city
title: {zh: 本市, en: Our city}
status: private
source: our own documents
inherits: hunan
infcode: text
"""


def _spoken_to(owner: Client) -> None:
    """The hospital interface gets a profile of the world's own, and knows a hospital's system."""
    owner.get(_INTERFACE)
    owner.get(f"{_INTERFACE}/profiles/hunan")
    owner.call("PUT", f"{_INTERFACE}/profiles/our-city", {"profile": _OURS})
    spoken = {"signatures": "strict", "profile": "our-city"}
    owner.call("PUT", _INTERFACE, {**spoken, "institutions": []})
    party = {"name": "Hospital system", "role": "hospital", "region_code": road.CHONGQING}
    party_id = owner.post("/sandbox/v1/parties", party)["id"]
    known_by = {"party_id": party_id, "scheme": "tif", "access_key": "hospital-one"}
    access = owner.post(f"{_INTERFACE}/accesses", known_by)
    owner.get(f"{_INTERFACE}/accesses")
    owner.call("DELETE", f"{_INTERFACE}/accesses/{access['id']}")
    road.invariants(owner)


STORIES = (
    Story(
        "AA",
        "Story AA - a webhook endpoint under drill",
        "A receiver inside the sandbox is made an endpoint, gets a test and is drilled: the same "
        "event twice.",
        "story-aa",
        _drilled,
    ),
    Story(
        "AB",
        "Story AB - how hospital systems speak here",
        "A profile of one's own is loaded and chosen for the numbered message interface, and a "
        "hospital's system is registered by its access key.",
        "story-ab",
        _spoken_to,
    ),
)
