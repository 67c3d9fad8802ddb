"""Issuing centres as they are built in: `catalogue/issuers.yaml`, read strictly and once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from services.transport.domain.issuer import LIVES_ON, Issuer
from services.transport.store.catalogue import FOLDER
from sscsim.kernel import regions
from sscsim.kernel.problems import Text
from sscsim.policy import PolicyError, read_yaml

_FILE = "issuers.yaml"
_NEEDED = {"id", "region", "name", "prefix", "city_code", "lives_on", "accepted_from"}


@cache
def issuers() -> Mapping[str, Issuer]:
    """Every issuing centre by id, in the order of the file."""
    [rows] = read_yaml((FOLDER / _FILE).read_text(encoding="utf-8"), _FILE)
    found = {issuer.id: issuer for issuer in map(_issuer, rows)}
    for name in ("id", "region", "prefix", "city_code"):
        if len({getattr(each, name) for each in found.values()}) != len(rows):
            raise PolicyError(_FILE, name, "stands twice")
    return found


@cache
def by_region() -> Mapping[str, Issuer]:
    """The one centre of each city that has one."""
    return {issuer.region: issuer for issuer in issuers().values()}


@cache
def by_city_code() -> Mapping[str, Issuer]:
    """As a chip names its city."""
    return {issuer.city_code: issuer for issuer in issuers().values()}


@cache
def _by_prefix() -> Mapping[str, Issuer]:
    return {issuer.prefix: issuer for issuer in issuers().values()}


def of_number(number: str) -> Issuer | None:
    """Whose card this number is by its first digits; None of an issuer that nobody knows."""
    return _by_prefix().get(number[:8])


def _issuer(row: Mapping[str, Any]) -> Issuer:
    where = str(row.get("id"))
    if not _NEEDED <= row.keys() <= _NEEDED | {"accepted_until"}:
        raise PolicyError(_FILE, where, f"has the keys {sorted(_NEEDED)}")
    if not regions.is_known(row["region"]):
        raise PolicyError(_FILE, where, "names an unknown region")
    for key, digits in (("prefix", 8), ("city_code", 4)):
        if not (len(row[key]) == digits and row[key].isdigit()):
            raise PolicyError(_FILE, where, f"{key} has {digits} digits")
    lives_on = tuple(row["lives_on"])
    if not lives_on or not set(lives_on) <= set(LIVES_ON):
        raise PolicyError(_FILE, where, f"lives_on is of {LIVES_ON}")
    since, until = row["accepted_from"], row.get("accepted_until")
    if not isinstance(since, date) or (until is not None and until < since):
        raise PolicyError(_FILE, where, "accepted_from is a day, and not after accepted_until")
    name = Text(zh=row["name"]["zh"], en=row["name"]["en"])
    return Issuer(
        row["id"], row["region"], name, row["prefix"], row["city_code"], lives_on, since, until
    )
