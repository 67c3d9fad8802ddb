"""A story of the bench itself: a webhook endpoint that is tested and drilled."""

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


STORIES = (
    Story(
        "AA",
        "Story AA - a webhook endpoint under drill",
        "A receiver inside the sandbox is made an endpoint, gets a test and is drilled: the same "
        "event twice.",
        "story-aa",
        _drilled,
    ),
)
