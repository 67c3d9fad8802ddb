"""Provider states: which there are, and putting a world into one (Pact's own protocol)."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import current_app

from gateway.pages import page_of
from gateway.problems import ServiceUnavailable
from gateway.states import known, marks, perform
from gateway.states.desk import Desk
from gateway.states.problems import BadStateParams, StateNotReached, UnknownState
from gateway.states.turns import turn
from sscsim import world
from sscsim.catalogue import State
from sscsim.db import Page
from sscsim.web import Blueprint, ListQuery, Query, Schema, View, fields
from sscsim.web.catalogue_pages import said_of

states = Blueprint(
    "states", tag="States", description="Provider states for contract tests (Pact), as sentences."
)
ACTIVE = "a card is active"


class ParamView(View):
    """What a caller may choose of a state."""

    name = fields.Text(required=True)
    type = fields.Text(required=True)
    default = fields.AnyJson(required=True, description="Taken when the parameter is left out.")
    about = fields.Text(required=True, max=300)
    words = fields.List(fields.Text(), description="The closed list, where there is one.")


class StateView(View):
    object = fields.Object("provider_state")
    state = fields.Text(required=True, max=200, description="The sentence.", example=ACTIVE)
    title = fields.Text(required=True, max=200, description="In the caller's language.")
    service = fields.Text(required=True)
    params = fields.List(fields.Nested(ParamView), required=True)
    returns = fields.List(
        fields.Text(), required=True, description="Values for ProviderState generators."
    )
    given = fields.List(fields.Text(max=200), required=True, description="States that come first.")
    calls = fields.List(
        fields.Text(max=300), required=True, description="Its own calls of the public API."
    )
    shown_by = fields.Text(required=True, max=300, description="The call that shows it.")


class StateFilters(ListQuery):
    service = fields.Text(max=40, example="card")


class StateChange(Schema):
    """As the verifiers of Pact send it."""

    action = fields.Enum(("setup", "teardown"), load_default="setup")
    state = fields.Text(required=True, max=300, example=ACTIVE)
    params = fields.Plain(description="Of the state; see the catalogue.", example={})
    consumer = fields.Text(max=300, description="Sent by some verifiers; ignored.")
    snapshot = fields.Bool(
        load_default=True,
        description="Whether there shall be a way back. Without one a setup is quicker, and its"
        " teardown changes nothing.",
    )


class StateValues(View):
    """What the state made: ids and amounts by name, as the catalogue lists them."""

    @ma.post_dump(pass_original=True)
    def _as_they_are(self, _data: Any, values: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return dict(values)


def desk() -> Desk:
    """Calls in the world of this request."""
    return Desk(current_app.extensions["ssc_forwards"], current_app.wsgi_app)


def _shown(state: State) -> dict[str, Any]:
    return {
        "state": state.sentence,
        "title": state.sentence if world.current().language == "en" else state.zh,
        "service": state.service,
        "params": [
            {
                "name": param.name,
                "type": param.type,
                "default": param.default,
                "about": param.about,
                "words": list(param.of) or None,
            }
            for param in state.params
        ],
        "returns": list(state.returns),
        "given": list(state.given),
        "calls": [said_of(step) for step in state.steps],
        "shown_by": f"GET {state.shows.path}",
    }


@states.get("/sandbox/v1/states", listing=StateView, query=StateFilters)
def list_states(query: Query) -> Page:
    """List the states a world can be put into: sentence, parameters, what is returned."""
    wanted = query.get("service")
    found = [state for state in known.states() if wanted in (None, state.service)]
    return page_of(found, lambda state: state.sentence, query.page).map(_shown)


@states.post(
    "/sandbox/v1/pact/states",
    body=StateChange,
    answer=StateValues,
    roles=("owner",),
    problems=(UnknownState, BadStateParams, StateNotReached, ServiceUnavailable),
    example={"action": "setup", "state": ACTIVE, "params": {"region_code": "500000"}},
    links={
        "getCard": {"card_id": "$response.body#/card_id"},
        "getPerson": {"person_id": "$response.body#/person_id"},
    },
)
def change_state(body: dict[str, Any]) -> Any:
    """Put the world into a state, or take it back (Pact provider states).

    `setup` takes a snapshot, makes the state by calls of the public API and answers with its
    values. `teardown` restores the snapshot of that setup; what was set up after it is undone
    with it, so that verifiers may tear down in any order. A teardown without a setup changes
    nothing. A state with a parameter in its sentence may be said with the value in its place.
    """
    state, said = known.find(body["state"])
    given = dict(body.get("params") or {})
    with turn(world.current().sandbox):
        if body["action"] == "teardown":
            return {"restored": marks.restore(body["state"], given)}
        params = known.parameters(state, {**said, **given})
        if body["snapshot"]:
            marks.take(body["state"], given)
        return perform.reach(desk(), state, params)
