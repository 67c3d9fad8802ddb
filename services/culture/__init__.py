"""culture: libraries, travel passes, parks and museums."""

from flask import Flask


def create_app() -> Flask:
    """The service's WSGI app."""
    from services.culture.api.holds import holds
    from services.culture.api.internal import internal
    from services.culture.api.libraries import libraries
    from services.culture.api.library_terminals import library_terminals
    from services.culture.api.loan_corrections import loan_corrections
    from services.culture.api.loans import loans
    from services.culture.api.paia import paia
    from services.culture.api.reader_fees import reader_fees
    from services.culture.api.readers import readers
    from services.culture.api.titles import titles_pages
    from services.culture.api.travel_passes import travel_passes
    from services.culture.api.venues import venues
    from services.culture.flows import owners
    from services.culture.flows.invariants import CHECKS, FIGURES
    from services.culture.store import store
    from sscsim import web

    return web.create_app(
        "culture",
        blueprints=[
            libraries,
            library_terminals,
            titles_pages,
            readers,
            loans,
            loan_corrections,
            holds,
            reader_fees,
            paia,
            venues,
            travel_passes,
            internal,
        ],
        store=store,
        checks=CHECKS,
        figures=FIGURES,
        owners=web.Owners(store, of=owners.OF, open=owners.OPEN),
    )
