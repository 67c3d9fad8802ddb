"""Pages of events: the AsyncAPI file, each schema, and one page for people. No key, no network."""

import html

from flask import Blueprint, Response

from gateway import asyncapi
from gateway.asyncapi import EventTypes
from gateway.webhooks.problems import SchemaNotFound
from sscsim.db import canonical

_POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def event_pages(types: EventTypes) -> Blueprint:
    """The routes `/asyncapi.json`, `/docs/events` and `/schemas/…`."""
    found = Blueprint("event_pages", __name__)

    @found.get("/asyncapi.json")
    def asyncapi_document() -> Response:
        return Response(asyncapi.text(types.all()), mimetype="application/json")

    @found.get("/schemas/<type>/<int:version>")
    def schema(type: str, version: int) -> Response:
        one = types.one(type, version)
        if one is None:
            raise SchemaNotFound(type=html.escape(type[:80]), version=version)
        answer = Response(canonical(one["schema"]), mimetype="application/schema+json")
        answer.headers["Cache-Control"] = "public, max-age=3600"
        return answer

    @found.get("/docs/events")
    def events_page() -> Response:
        text = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Events</title>'
            '<link rel="stylesheet" href="/assets/pages.css"></head><body>'
            f"{asyncapi.page(types.all())}</body></html>"
        )
        answer = Response(text, mimetype="text/html")
        answer.headers["Content-Security-Policy"] = _POLICY
        return answer

    return found
