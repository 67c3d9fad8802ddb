"""culture: library, travel passes, parks, museums. The house stands, the business comes later."""

from flask import Flask


def create_app() -> Flask:
    """The service's WSGI app: health, OpenAPI, an empty store."""
    from services.culture.store import store
    from sscsim import web

    return web.create_app("culture", store=store)
