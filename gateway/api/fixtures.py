"""Fixtures: magic persons, cards, visits and amounts, by what comes of them."""

from typing import Any

from gateway.api.states import desk
from gateway.pages import page_of
from gateway.problems import ServiceUnavailable
from gateway.states import known, perform
from gateway.states.problems import StateNotReached, UnknownOutcome
from sscsim import world
from sscsim.catalogue import Fixture
from sscsim.db import Page
from sscsim.web import Blueprint, ListQuery, Query, View, fields

fixtures = Blueprint(
    "fixtures",
    tag="Fixtures",
    description="Magic persons, cards and amounts: a certain answer for each outcome.",
)


class OutcomeView(View):
    object = fields.Object("outcome")
    outcome = fields.Text(required=True)
    title = fields.Text(required=True, max=200, description="In the caller's language.")
    service = fields.Text(required=True)
    kind = fields.Text(required=True, description="What is magic: a card, a person, an amount …")


class ExpectView(View):
    """The answer that is certain, the first time the operation is tried."""

    status = fields.Int(required=True)
    code = fields.Text(description="The problem's code, where it is one.")
    effect = fields.Text()
    result = fields.Text(description="Of a verification.")
    reasons = fields.List(fields.Text(), description="Of a verification that refuses.")
    shows = fields.Plain(description="Fields of the answer with their values.")


class FixtureView(OutcomeView):
    object = fields.Object("fixture")
    refs = fields.Plain(required=True, description="Ids and numbers of what was made.")
    operation = fields.Text(required=True, max=300, description="The call to try.")
    body = fields.Plain(description="Its body, ready to send.")
    expect = fields.Nested(ExpectView, required=True)
    why = fields.Text(max=500, description="How an amount comes about, derived by hand.")


class OutcomeFilters(ListQuery):
    service = fields.Text(max=40, example="card")
    kind = fields.Text(max=40, example="card")


class FixtureFilters(OutcomeFilters):
    outcome = fields.Text(max=80, example="card_lost")


def _wanted(query: Query) -> list[Fixture]:
    outcome = query.get("outcome")
    found = known.fixtures() if outcome is None else [known.find_fixture(outcome)]
    return [
        row
        for row in found
        if query.get("service") in (None, row.service) and query.get("kind") in (None, row.kind)
    ]


def _named(row: Fixture) -> dict[str, Any]:
    title = row.en if world.current().language == "en" else row.zh
    return {"outcome": row.outcome, "title": title, "service": row.service, "kind": row.kind}


def _made(row: Fixture) -> dict[str, Any]:
    made = perform.make(desk(), row)
    return {**_named(row), **made, "expect": row.expect, "why": row.why or None}


@fixtures.get(
    "/sandbox/v1/fixtures",
    listing=FixtureView,
    query=FixtureFilters,
    problems=(UnknownOutcome, StateNotReached, ServiceUnavailable),
)
def list_fixtures(query: Query) -> Page:
    """Magic persons, cards, visits and amounts by outcome, made in your sandbox as they are
    asked for.

    Each row names an operation to try and the answer that is certain. Asking again changes
    nothing and gives the same ids; an operation that was tried has used its fixture up, until
    the sandbox is reset.
    """
    return page_of(_wanted(query), lambda row: row.outcome, query.page).map(_made)


@fixtures.get(
    "/sandbox/v1/outcomes",
    listing=OutcomeView,
    query=OutcomeFilters,
)
def list_outcomes(query: Query) -> Page:
    """List the outcomes there are fixtures for; nothing is made."""
    return page_of(_wanted(query), lambda row: row.outcome, query.page).map(_named)
