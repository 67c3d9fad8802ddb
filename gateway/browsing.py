"""How a browser, which sends no key by itself, sees the pages of calls and traces.

The key is typed into a form, goes by POST and stays in a cookie that no script reads and that
only reading these pages uses; it never stands in an address. On loopback a browser without
one sees the default world.
"""

import html
from urllib.parse import quote, urlsplit

from flask import Blueprint, Response, redirect, request

from gateway.call import Call
from gateway.forward import Environ
from sscsim import control, settings
from sscsim.control.keys import DEMO_KEY
from sscsim.kernel.problems import Problem

COOKIE = "ssc_key"
_PAGES = ("/sandbox/v1/requests/", "/sandbox/v1/trace/", "/sandbox/v1/acceptance")
_SIGN_IN = "/sign-in"
_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


def wants_page(environ: Environ) -> bool:
    """Whether a person looks: HTML is asked for, and JSON is not."""
    accept = environ.get("HTTP_ACCEPT", "")
    return "text/html" in accept and "application/json" not in accept


def must_sign_in(environ: Environ, call: Call) -> bool:
    """Lend a browser its key; True where it has none, and `/sign-in` is to answer instead."""
    if call.method not in ("GET", "HEAD") or not call.path.startswith(_PAGES):
        return False
    if environ.get("HTTP_AUTHORIZATION"):
        return False
    key = _cookie(environ)
    if key is None and not wants_page(environ):
        return False
    if key is not None and _is_good(key):
        environ["HTTP_AUTHORIZATION"] = f"Bearer {key}"
        return False
    if not wants_page(environ):
        return False
    if settings.current().on_loopback and key is None:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {DEMO_KEY}"
        return False
    query = environ.get("QUERY_STRING", "")
    environ["QUERY_STRING"] = "next=" + quote(call.path + (f"?{query}" if query else ""), safe="")
    environ["PATH_INFO"] = _SIGN_IN
    return True


def _cookie(environ: Environ) -> str | None:
    for part in environ.get("HTTP_COOKIE", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE and value:
            return str(value)
    return None


def _is_good(key: str) -> bool:
    try:
        return control.caller(key) is not None
    except (Problem, Exception):  # one that has ended is none
        return False


def _next(text: str) -> str:
    """An address of ours to go on to, whatever was asked for."""
    parts = urlsplit(text)
    is_ours = text.startswith(_PAGES) and not parts.netloc and "\\" not in text
    return text if is_ours else "/"


def form(title: str, said: str, goes_to: str, status: int = 401) -> Response:
    """The page that asks for a key."""
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}'
        '</title><link rel="stylesheet" href="/assets/pages.css"></head><body>'
        f"<h1>{html.escape(title)}</h1><p>{html.escape(said)}</p>"
        f'<form method="post" action="{_SIGN_IN}">'
        f'<input type="hidden" name="next" value="{html.escape(_next(goes_to), quote=True)}">'
        '<label>Key <input type="password" name="key" autocomplete="off" required></label> '
        "<button>Show</button></form></body></html>"
    )
    made = Response(page, status, mimetype="text/html")
    made.headers["Content-Security-Policy"] = _POLICY
    made.headers["Cache-Control"] = "no-store"
    return made


signing_in = Blueprint("signing_in", __name__)


@signing_in.get(_SIGN_IN)
def ask() -> Response:
    goes_to = request.args.get("next", "/")
    return form("Whose world?", "Show it with the key of its sandbox, or of a party.", goes_to)


@signing_in.post(_SIGN_IN)
def take() -> Response:
    """Keep the key for the pages; from a form of ours only."""
    goes_to, key = _next(request.form.get("next", "/")), request.form.get("key", "").strip()
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return form("Whose world?", "Type the key here, please.", goes_to, 403)
    if not (key.isascii() and key.isprintable() and ";" not in key and _is_good(key)):
        return form("Whose world?", "Nobody has this key.", goes_to)
    made: Response = redirect(goes_to, 303)  # type: ignore[assignment]
    made.set_cookie(
        COOKIE,
        key,
        path="/sandbox/v1/",
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    made.headers["Cache-Control"] = "no-store"
    return made
