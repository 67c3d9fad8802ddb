"""transport: transit networks, fares and what a journey would cost."""

from flask import Flask


def create_app() -> Flask:
    """The service's WSGI app."""
    from services.transport.api.fares import fares
    from services.transport.api.internal import internal
    from services.transport.api.networks import networks
    from services.transport.store import store
    from sscsim import web

    return web.create_app("transport", blueprints=[networks, fares, internal], store=store)
