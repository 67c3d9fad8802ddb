"""culture: libraries, travel passes, parks and museums."""

from flask import Flask


def create_app() -> Flask:
    """The service's WSGI app."""
    from services.culture.api.internal import internal
    from services.culture.api.travel_passes import travel_passes
    from services.culture.api.venues import venues
    from services.culture.flows import owners
    from services.culture.flows.invariants import CHECKS, FIGURES
    from services.culture.store import store
    from sscsim import web

    return web.create_app(
        "culture",
        blueprints=[venues, travel_passes, internal],
        store=store,
        checks=CHECKS,
        figures=FIGURES,
        owners=web.Owners(store, of=owners.OF, open=owners.OPEN),
    )
