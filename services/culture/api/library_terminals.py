"""Terminals of the libraries over HTTP."""

from typing import Any

import marshmallow as ma

from services.culture import problems_libraries as refusals
from services.culture import problems_terminals as problems
from services.culture.api import library_views as views
from services.culture.domain import terminal as domain
from services.culture.flows import terminals as flow
from sscsim.control.own_ports import NoPortLeft
from sscsim.web import Blueprint, ListQuery, Match, Query, Resource, Schema, fields
from sscsim.world import RegionNotAllowed

library_terminals = Blueprint(
    "library_terminals",
    tag="Library terminals",
    description="Self-service machines of a library (自助借还机), which speak SIP2.",
)
_PATH = "/v1/library-terminals/<id('lte'):terminal_id>"
_TERMINAL = {"terminal_id": "lte_" + views.NOBODY}
_DESK = ("library", "agency")
_READ, _WRITE = "library_terminal.read", "library_terminal.write"
_MISSING = (RegionNotAllowed, problems.TerminalNotFound, problems.TerminalClosed)
_LINKS = {"getLibraryTerminal": {"terminal_id": "$response.body#/id"}}


def _login(**more: Any) -> fields.Text:
    more.setdefault("description", "Unique in the world; at the machine `{handle}/{login}` (CN).")
    return fields.Text(max=40, pattern=domain.LOGIN, example="hall-1", **more)


def _password(**more: Any) -> fields.Text:
    return fields.Text(min=8, max=64, pattern=domain.PASSWORD, **more)


def _once_each(given: list[str]) -> None:
    if len(set(given)) < len(given):
        raise ma.ValidationError("named_twice|重复出现|names something twice")


class LibraryTerminalPatch(Schema):
    """What a machine needs besides its login; what a request leaves out stays as it is."""

    name = fields.Text(max=100, example="一楼大厅自助借还机")
    location = fields.Text(max=100, description="Where it stands: AN of the protocol.")
    patron_id_kinds = fields.List(
        fields.Enum(domain.PATRON_ID_KINDS),
        min=1,
        max=4,
        validate=_once_each,
        metadata={"uniqueItems": True},
        description="What AA may hold, in the order in which it is tried.",
    )
    encoding = fields.Enum(domain.ENCODINGS)
    line_end = fields.Enum(domain.LINE_ENDS)
    checksum = fields.Enum(domain.CHECKSUMS, description="When answers carry AY and AZ.")
    omitted_fields = fields.List(
        fields.Text(min=2, max=2, pattern=domain.FIELD_ID),
        max=60,
        validate=_once_each,
        metadata={"uniqueItems": True},
        description="Ids of fields that the machine isn't sent.",
    )
    language = fields.Enum(domain.LANGUAGES, description="Of titles' labels and of messages.")
    accepts_no_block = fields.Bool(
        description="Whether it may tell of what it did while nobody answered."
    )
    asks_fee_acknowledgement = fields.Bool(
        description="Whether who owes something has to agree (BO) before anything is lent."
    )
    has_own_port = fields.Bool(
        description="Listened for on a port of its own, without login; `true` again claims one"
        " where a fork, a reset or a restore left it without."
    )
    max_connections = fields.Int(min=1, max=50)


class LibraryTerminalNew(Schema):
    library_id = views.library_id(required=True)
    login = _login(required=True)
    password = _password(description="Made, where none is named.", example="9-Lotus-Ponds")
    name = fields.Text(min=0, max=100, load_default="", example="一楼大厅自助借还机")
    location = fields.Text(min=0, max=100, load_default="")
    patron_id_kinds = fields.List(
        fields.Enum(domain.PATRON_ID_KINDS),
        min=1,
        max=4,
        validate=_once_each,
        metadata={"uniqueItems": True},
        load_default=lambda: list(domain.PATRON_ID_KINDS),
        description="What AA may hold, in the order in which it is tried; all of them by default.",
    )
    encoding = fields.Enum(domain.ENCODINGS, load_default="utf-8")
    line_end = fields.Enum(domain.LINE_ENDS, load_default="cr")
    checksum = fields.Enum(
        domain.CHECKSUMS, load_default="as_asked", description="When answers carry AY and AZ."
    )
    omitted_fields = fields.List(
        fields.Text(min=2, max=2, pattern=domain.FIELD_ID),
        max=60,
        validate=_once_each,
        metadata={"uniqueItems": True},
        load_default=list,
        description="Ids of fields that the machine isn't sent.",
    )
    language = fields.Enum(domain.LANGUAGES, load_default="zh-CN")
    accepts_no_block = fields.Bool(load_default=True)
    asks_fee_acknowledgement = fields.Bool(load_default=True)
    has_own_port = fields.Bool(load_default=False)
    max_connections = fields.Int(min=1, max=50, load_default=4)


class PasswordNew(Schema):
    password = _password(description="Made, where none is named.", example="9-Lotus-Ponds")


class LibraryTerminalView(Resource):
    object = fields.Object("library_terminal")
    library_id = views.library_id(required=True)
    name = fields.Text(max=100)
    login = _login(required=True)
    location = fields.Text(max=100)
    patron_id_kinds = fields.List(fields.Enum(domain.PATRON_ID_KINDS), required=True)
    encoding = fields.Enum(domain.ENCODINGS, required=True)
    line_end = fields.Enum(domain.LINE_ENDS, required=True)
    checksum = fields.Enum(domain.CHECKSUMS, required=True)
    omitted_fields = fields.List(fields.Text(max=2, pattern=domain.FIELD_ID), required=True)
    language = fields.Enum(domain.LANGUAGES, required=True)
    accepts_no_block = fields.Bool(required=True)
    asks_fee_acknowledgement = fields.Bool(required=True)
    has_own_port = fields.Bool(required=True)
    own_port = fields.Int(
        min=1, max=65_535, description="The number; absent where it has none (any more)."
    )
    max_connections = fields.Int(min=1, required=True)
    status = fields.Enum(domain.STATUSES, required=True)

    @ma.pre_dump
    def _blank(self, shown: Any, **_: Any) -> Any:
        """A name or place that nobody gave is left out."""
        one = getattr(shown, "terminal", shown)
        named = {name: getattr(one, name) for name in one.__slots__}
        blank = {"name": one.name or None, "location": one.location or None}
        port = flow.own_ports_here().get(one.id) if one.has_own_port else None
        return {**named, **blank, "own_port": port, "password": getattr(shown, "password", None)}


class OpenedLibraryTerminalView(LibraryTerminalView):
    password = _password(required=True, description="In clear, this once.")


class TerminalFilters(ListQuery):
    library_id = views.library_id()
    status = fields.Enum(domain.STATUSES)


@library_terminals.post(
    "/v1/library-terminals",
    body=LibraryTerminalNew,
    answer=OpenedLibraryTerminalView,
    status=201,
    key="accepted",
    location="/v1/library-terminals/{id}",
    scope=_WRITE,
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        problems.TerminalLoginTaken,
        NoPortLeft,
    ),
    links=_LINKS,
    example={"library_id": views.LIBRARY, "login": "hall-1"},
)
def add_library_terminal(body: dict[str, Any]) -> Any:
    """Set up a self-service machine of a library (自助借还机).

    The answer has the password in clear, this once; only a digest is kept. (An answer to a call
    with an `Idempotency-Key` is kept whole, to be repeated.) The machine logs in over SIP2 with
    CN `{handle}/{login}`, where the handle is the world's, and CO the password.
    """
    return flow.add(**body)


@library_terminals.get(
    "/v1/library-terminals",
    listing=LibraryTerminalView,
    query=TerminalFilters,
    scope=_READ,
    roles=_DESK,
)
def list_library_terminals(query: Query) -> Any:
    """List the machines of the libraries, the newest first."""
    return flow.page(query.page, **query.filters)


@library_terminals.get(
    _PATH,
    answer=LibraryTerminalView,
    scope=_READ,
    roles=_DESK,
    problems=(problems.TerminalNotFound,),
    path_examples=_TERMINAL,
)
def get_library_terminal(terminal_id: str) -> Any:
    """Show a machine and how it wants to be spoken to."""
    return flow.get(terminal_id)


@library_terminals.patch(
    _PATH,
    body=LibraryTerminalPatch,
    answer=LibraryTerminalView,
    match=True,
    scope=_WRITE,
    roles=_DESK,
    problems=(*_MISSING, NoPortLeft),
    path_examples=_TERMINAL,
    example={"encoding": "gb18030", "line_end": "crlf"},
)
def change_library_terminal(terminal_id: str, body: dict[str, Any], match: Match) -> Any:
    """Change how a machine is spoken to; what is not named stays as it is.

    A connection that is open goes on as it began; the next login has the new settings.
    """
    return flow.change(terminal_id, match, **body)


@library_terminals.post(
    _PATH + "/rotate-password",
    body=PasswordNew,
    answer=OpenedLibraryTerminalView,
    key="accepted",
    scope=_WRITE,
    roles=_DESK,
    problems=_MISSING,
    path_examples=_TERMINAL,
    example={},
)
def rotate_library_terminal_password(terminal_id: str, body: dict[str, Any]) -> Any:
    """Give a machine another password, shown this once; the old one is good no more."""
    return flow.rotate_password(terminal_id, **body)


@library_terminals.post(
    _PATH + "/close",
    answer=LibraryTerminalView,
    key="accepted",
    scope=_WRITE,
    roles=_DESK,
    problems=_MISSING,
    path_examples=_TERMINAL,
)
def close_library_terminal(terminal_id: str) -> Any:
    """Close a machine for good: it logs in no more, and its login stays its own."""
    return flow.close(terminal_id)
