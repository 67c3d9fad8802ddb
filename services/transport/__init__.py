"""transport: transit networks, fares and what a journey would cost; transit cards and purses."""

from flask import Flask


def create_app() -> Flask:
    """The service's WSGI app."""
    from services.transport.api.chips import transit_chips
    from services.transport.api.fares import fares
    from services.transport.api.gates import transit_gates
    from services.transport.api.grants_and_passes import grants_and_passes
    from services.transport.api.internal import internal
    from services.transport.api.journeys import transit_journeys
    from services.transport.api.networks import networks
    from services.transport.api.reimbursements import reimbursements
    from services.transport.api.taps import taps
    from services.transport.api.terminals import terminals
    from services.transport.api.transit_batches import transit_batches
    from services.transport.api.transit_cards import transit_cards
    from services.transport.api.transit_disputes import transit_disputes
    from services.transport.api.uploads import tap_uploads
    from services.transport.flows import owners
    from services.transport.invariants import CHECKS, FIGURES
    from services.transport.store import store
    from sscsim import web

    return web.create_app(
        "transport",
        blueprints=[
            networks,
            fares,
            transit_cards,
            transit_chips,
            transit_gates,
            tap_uploads,
            grants_and_passes,
            terminals,
            taps,
            transit_journeys,
            transit_batches,
            transit_disputes,
            reimbursements,
            internal,
        ],
        store=store,
        checks=CHECKS,
        figures=FIGURES,
        owners=web.Owners(store, of=owners.OF, open=owners.OPEN),
    )
