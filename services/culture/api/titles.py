"""Titles, copies and transits over HTTP."""

from typing import Any

from services.culture import problems_libraries as refusals
from services.culture.api import library_views as views
from services.culture.domain import holds, library, titles
from services.culture.flows import copies as copy_flow
from services.culture.flows import titles as flow
from services.culture.flows.circulation import placing
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, fields
from sscsim.world import RegionNotAllowed

titles_pages = Blueprint(
    "titles",
    tag="Titles and copies",
    description="The catalogue (书目), the copies (馆藏), and copies on their way.",
)
_TITLE = {"title_id": "ttl_" + views.NOBODY}
_COPY = {"copy_id": "cop_" + views.NOBODY}
_TRANSIT = {"transit_id": "ltr_" + views.NOBODY}
_DESK = ("library", "agency")
_MOVE_PROBLEMS = (
    RegionNotAllowed,
    refusals.CopyNotFound,
    refusals.CopyMoveNotAllowed,
    PolicyMissing,
    FigureMissing,
    refusals.LibraryRuleMissing,
)


class TitleNew(Schema):
    isbn = fields.Text(
        required=True, min=13, max=13, pattern=titles.ISBN, example=titles.isbn_of(99_001)
    )
    name = fields.Text(required=True, max=200, example="山城往事")
    author = fields.Text(required=True, max=100, example="林一帆")
    price = fields.Fen(data_key="price_fen", min=1, max=10**7, required=True, example=4_200)
    publisher = fields.Text(max=100)
    year = fields.Int(min=1000, max=2199)
    clc_class = fields.Text(max=20, pattern="[A-Z][A-Z0-9.]{0,19}", description="中图法分类号.")
    medium = fields.Enum(library.MEDIA, load_default=library.BOOK)
    is_foreign = fields.Bool(load_default=False)
    name_pinyin = fields.Text(
        max=200, pattern="[a-z]+( [a-z]+)*", description="By which it is found too.",
        example="shan cheng wang shi",
    )  # fmt: skip
    author_pinyin = fields.Text(max=100, pattern="[a-z]+( [a-z]+)*", example="lin yi fan")


class TitleFilters(ListQuery):
    q = fields.Text(
        max=40,
        description="Characters of name or author, their pinyin, or its first letters.",
        example="shancheng",
    )
    isbn = fields.Text(min=13, max=13, pattern=titles.ISBN)
    clc_class = fields.Text(max=20, example="I247.55")
    medium = fields.Enum(library.MEDIA)


class CopyNew(Schema):
    library_id = views.library_id(required=True)
    title_id = fields.Id("ttl", required=True, example=_TITLE["title_id"])
    author_number = fields.Int(min=1, max=999_999, load_default=1, description="作者号.")
    floats = fields.Bool(data_key="is_floating", load_default=True)


class CopyNote(Schema):
    properties = fields.Text(max=255, example="附光盘一张")


class CopyFilters(ListQuery):
    title_id = fields.Id("ttl")
    barcode = views.barcode()
    owner_id = views.library_id()
    location_id = views.library_id()
    status = fields.Enum(titles.STATUSES)


class TransitView(Resource):
    object = fields.Object("copy_transit")
    copy_id = fields.Id("cop", required=True)
    from_id = views.library_id(required=True)
    to_id = views.library_id(required=True)
    hold_id = fields.Id("hld", description="For whom it travels; else it goes home.")
    sent_at = fields.Instant(required=True)
    arrives_at = fields.Instant(required=True)
    arrived_at = fields.Instant()
    status = fields.Enum(holds.TRANSIT_STATUSES, required=True)


class TransitFilters(ListQuery):
    copy_id = fields.Id("cop")
    to_id = views.library_id()
    status = fields.Enum(holds.TRANSIT_STATUSES)


@titles_pages.get("/v1/titles", listing=views.TitleView, query=TitleFilters, scope="library.read")
def list_titles(query: Query) -> Any:
    """Search titles in Chinese or pinyin, with where their copies are."""
    asked = dict(query.filters)
    return flow.page(query.page, asked.pop("q", None), **asked)


@titles_pages.post(
    "/v1/titles",
    body=TitleNew,
    answer=views.TitleView,
    status=201,
    key="accepted",
    location="/v1/titles/{id}",
    scope="library.write",
    roles=_DESK,
    problems=(refusals.IsbnInvalid, refusals.TitleKnown),
)
def create_title(body: dict[str, Any]) -> Any:
    """Take a title into the catalogue (编目)."""
    return flow.add(**body)


@titles_pages.get(
    "/v1/titles/<id('ttl'):title_id>",
    answer=views.TitleView,
    scope="library.read",
    problems=(refusals.TitleNotFound,),
    path_examples=_TITLE,
)
def get_title(title_id: str) -> Any:
    """Show a title, and where its copies are."""
    return flow.get(title_id)


@titles_pages.get("/v1/copies", listing=views.CopyView, query=CopyFilters, scope="library.read")
def list_copies(query: Query) -> Any:
    """List copies, by barcode, title, owner, place or state."""
    return copy_flow.page(query.page, **query.filters)


@titles_pages.post(
    "/v1/copies",
    body=CopyNew,
    answer=views.CopyView,
    status=201,
    key="accepted",
    location="/v1/copies/{id}",
    scope="library.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.TitleNotFound,
        PolicyMissing,
        FigureMissing,
        refusals.LibraryRuleMissing,
    ),
)
def create_copy(body: dict[str, Any]) -> Any:
    """Add a copy of a title to a library, with its next barcode (入藏)."""
    return copy_flow.add(**body)


@titles_pages.get(
    "/v1/copies/<id('cop'):copy_id>",
    answer=views.CopyView,
    scope="library.read",
    problems=(refusals.CopyNotFound,),
    path_examples=_COPY,
)
def get_copy(copy_id: str) -> Any:
    """Show a copy, and where it is."""
    return copy_flow.get(copy_id)


@titles_pages.post(
    "/v1/copies/<id('cop'):copy_id>/report-damage",
    answer=views.CopyView,
    key="accepted",
    scope="library.write",
    roles=_DESK,
    problems=_MOVE_PROBLEMS,
    path_examples=_COPY,
)
def report_copy_damage(copy_id: str) -> Any:
    """Take a damaged copy off the shelf (破损)."""
    return copy_flow.move(copy_id, "report_damage")


@titles_pages.post(
    "/v1/copies/<id('cop'):copy_id>/report-missing",
    answer=views.CopyView,
    key="accepted",
    scope="library.write",
    roles=_DESK,
    problems=_MOVE_PROBLEMS,
    path_examples=_COPY,
)
def report_copy_missing(copy_id: str) -> Any:
    """Note that a copy isn't on its shelf."""
    return copy_flow.move(copy_id, "report_missing")


@titles_pages.post(
    "/v1/copies/<id('cop'):copy_id>/restore",
    answer=views.CopyView,
    key="accepted",
    scope="library.write",
    roles=_DESK,
    problems=_MOVE_PROBLEMS,
    path_examples=_COPY,
)
def restore_copy(copy_id: str) -> Any:
    """Put a copy back that was mended or found; who waits for it gets it."""
    return copy_flow.move(copy_id, "restore")


@titles_pages.post(
    "/v1/copies/<id('cop'):copy_id>/withdraw",
    answer=views.CopyView,
    key="accepted",
    scope="library.write",
    roles=_DESK,
    problems=_MOVE_PROBLEMS,
    path_examples=_COPY,
)
def withdraw_copy(copy_id: str) -> Any:
    """Withdraw a copy for good (剔旧)."""
    return copy_flow.move(copy_id, "withdraw")


@titles_pages.post(
    "/v1/copies/<id('cop'):copy_id>/describe",
    body=CopyNote,
    answer=views.CopyView,
    key="accepted",
    scope="library.write",
    roles=_DESK,
    problems=(RegionNotAllowed, refusals.CopyNotFound),
    path_examples=_COPY,
)
def describe_copy(copy_id: str, body: dict[str, Any]) -> Any:
    """Note something of a copy in the library's own words (馆藏附注): size, supplements, wear.

    Self-service machines read it as item properties (CH of SIP2) and may write it. Left out, what
    was noted is taken away.
    """
    return copy_flow.describe(copy_id, body.get("properties"))


@titles_pages.get(
    "/v1/copy-transits", listing=TransitView, query=TransitFilters, scope="library.read"
)
def list_copy_transits(query: Query) -> Any:
    """List copies on their way between libraries, and those that arrived (图书流转)."""
    return copy_flow.page_of_transits(query.page, **query.filters)


@titles_pages.get(
    "/v1/copy-transits/<id('ltr'):transit_id>",
    answer=TransitView,
    scope="library.read",
    problems=(refusals.TransitNotFound,),
    path_examples=_TRANSIT,
)
def get_copy_transit(transit_id: str) -> Any:
    """Show a copy's way from one library to another."""
    return copy_flow.get_transit(transit_id)


@titles_pages.post(
    "/v1/copy-transits/<id('ltr'):transit_id>/receive",
    answer=TransitView,
    key="accepted",
    scope="library.write",
    roles=_DESK,
    problems=(refusals.TransitNotFound, refusals.AlreadyArrived, *_MOVE_PROBLEMS),
    path_examples=_TRANSIT,
)
def receive_copy_transit(transit_id: str) -> Any:
    """Scan a copy that has arrived; without this it arrives on its day by itself."""
    return placing.receive(transit_id)
