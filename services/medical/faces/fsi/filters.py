"""What a query of catalogues asks for: a region, a day, and rows that fit all that was said."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from services.medical.faces.fsi import codes, refusals
from services.medical.faces.fsi.transactions import Call
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.kernel import regions

OWN_NUMBERS = ("hilist_code", "med_list_codg", "medins_list_codg", "rid", "tabname")
Row = Mapping[str, Any]


def region(call: Call, asked: Row) -> str:
    """Whose catalogue is asked for (参保机构医保区划): the institution's own region by default."""
    said = asked.get("insu_admdvs")
    if said is None:
        return call.institution.region_code
    if not regions.is_known(said):
        raise refusals.message(
            f"节点data的字段insu_admdvs（参保机构医保区划）的值{said}不存在", "data.insu_admdvs"
        )
    return str(said)


def day(asked: Row) -> date:
    """The day that is asked about (查询时间点); today by default."""
    return asked.get("query_date") or world.today()


def fitting(
    rows: Iterable[Row], asked: Row, equal: Iterable[str], inside: Iterable[str] = ()
) -> list[Row]:
    """The rows that have the codes and numbers that were said, and the words in a name.

    A code may lack the zeros before it; what is a number of somebody's own is compared as it is.

    A row began on the day said (begndate) or later, ended (enddate) then or earlier, and was
    changed (updt_time) on that day or later.
    """
    same = [(name, asked[name]) for name in equal if asked.get(name)]
    words = [(name, str(asked[name]).casefold()) for name in inside if asked.get(name)]
    begun, ended, changed = (asked.get(name) for name in ("begndate", "enddate", "updt_time"))
    return [
        row
        for row in rows
        if all(_is(name, str(row.get(name) or ""), value) for name, value in same)
        and all(word in str(row.get(name) or "").casefold() for name, word in words)
        and (begun is None or row["begndate"] >= begun)
        and (ended is None or (row.get("enddate") is not None and row["enddate"] <= ended))
        and (changed is None or _day(row["updt_time"]) >= changed)
    ]


def _is(name: str, value: str, said: str) -> bool:
    return value == said if name in OWN_NUMBERS else codes.same(value, said)


def _day(value: date | datetime) -> date:
    return value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
