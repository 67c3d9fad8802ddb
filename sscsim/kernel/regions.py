"""Administrative divisions (GB/T 2260) and the schemes in which they work together.

A *pooling area* (统筹区) is where a person is insured: one of the 337 prefecture-level
cities, the four municipalities among them, or the invented Demo City 990100. A province
code is known too, as the place a city belongs to, and the code of a city that was merged
into another, because old records keep it. Counties are not kept: nothing here is
insured at county level, and a county code is what marks a real person's number.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sscsim.kernel.regions_data import FORMER, TABLE

DEMO_CITY = "990100"

_CITIES_WITHOUT_COUNTIES = frozenset({"441900", "442000", "460400", "620200"})
"""Dongguan, Zhongshan, Danzhou, Jiayuguan: their own code stands in real people's numbers."""


class UnknownRegion(ValueError):
    """No province and no prefecture-level city has this code."""


@dataclass(frozen=True, slots=True)
class Region:
    """One division: six-digit code, names, and the code of the province it lies in."""

    code: str
    zh: str
    en: str
    province: str

    @property
    def identity_area(self) -> str:
        """The area code for this region's synthetic identity numbers.

        Real numbers carry a county's code, so a city's own code hits nobody. Where a city
        has no counties it does, and the province's code, which nobody has, stands in.
        """
        return self.province if self.code in _CITIES_WITHOUT_COUNTIES else self.code


@dataclass(frozen=True)
class Scheme:
    """A co-operation of provinces on the one card (一卡通).

    `provinces` holds province codes; an empty tuple means every province. `since` is the
    year or day from which sources speak of it, where one was found.
    """

    id: str
    zh: str
    en: str
    provinces: tuple[str, ...] = ()
    since: str | None = None

    @cached_property
    def _members(self) -> frozenset[str]:
        return frozenset(self.provinces or _PROVINCES)

    def includes(self, code: str) -> bool:
        """Whether the region, or the province around it, is a member."""
        return province_of(code) in self._members


def _read(table: str) -> tuple[dict[str, Region], dict[str, Region]]:
    provinces: dict[str, Region] = {}
    cities: dict[str, Region] = {}
    province = ""
    for line in table.splitlines():
        code, zh, en = line.strip().split(" ", 2)
        if line.startswith(" "):
            cities[code] = Region(code, zh, en, province)
        else:
            province = code
            provinces[code] = Region(code, zh, en, code)
    return provinces, cities


def _read_former(table: str) -> dict[str, tuple[Region, date]]:
    found = {}
    for line in table.splitlines():
        code, zh, en, province, given_up = line.split(" ")
        found[code] = (Region(code, zh, en, province), date.fromisoformat(given_up))
    return found


_PROVINCES, _CITIES = _read(TABLE)
_FORMER = _read_former(FORMER)
_KNOWN = _PROVINCES | _CITIES | {code: region for code, (region, _) in _FORMER.items()}

SCHEMES = (
    Scheme("chuan-yu", "川渝通办", "Sichuan-Chongqing", ("500000", "510000"), "2020"),
    Scheme("yue-qiong", "粤琼", "Hainan-Guangdong", ("440000", "460000")),
    Scheme(
        "yangtze-delta",
        "长三角",
        "Yangtze River Delta",
        ("310000", "320000", "330000", "340000"),
        "2022-10-01",
    ),
    Scheme("jing-jin-ji", "京津冀", "Beijing-Tianjin-Hebei", ("110000", "120000", "130000")),
    Scheme("nationwide", "跨省通办", "Nationwide"),
)


def get(code: str) -> Region:
    """The region with this code; UnknownRegion if there is none.

    >>> get("510100")
    Region(code='510100', zh='成都市', en='Chengdu', province='510000')
    """
    try:
        return _KNOWN[code]
    except KeyError:
        raise UnknownRegion(f"no region has the code {code!r}") from None


def is_known(code: str) -> bool:
    """Whether a province or a city has this code, or a city had it once."""
    return code in _KNOWN


def is_province(code: str) -> bool:
    """Whether it is a province of several pooling areas; a municipality is one itself.

    >>> is_province("510000"), is_province("500000"), is_province("371200")
    (True, False, False)
    """
    return code in _PROVINCES and code not in _CITIES


def is_pooling_area(code: str) -> bool:
    """Whether people can be insured there: a city, a municipality, the Demo City.

    >>> is_pooling_area("500000"), is_pooling_area("510000")
    (True, False)
    """
    return code in _CITIES


def was_pooling_area(code: str, day: date) -> bool:
    """Whether people could be insured there on this day: also in a city that was merged since.

    >>> was_pooling_area("371200", date(2015, 1, 1)), was_pooling_area("371200", date(2020, 1, 1))
    (True, False)
    """
    if code in _FORMER:
        return day < _FORMER[code][1]
    return is_pooling_area(code)


def is_invented(code: str) -> bool:
    """Whether the region is of our making, so that no rule there is anyone's law."""
    return province_of(code) == "990000"


def province_of(code: str) -> str:
    """The code of the province around a region; a province is its own.

    >>> province_of("510100"), province_of("500000")
    ('510000', '500000')
    """
    return get(code).province


def provinces() -> tuple[Region, ...]:
    """All provinces by code, the invented one last."""
    return tuple(_PROVINCES.values())


def cities(province: str | None = None) -> tuple[Region, ...]:
    """All pooling areas by code, or those of one province."""
    return tuple(c for c in _CITIES.values() if province is None or c.province == province)


def schemes_of(code: str) -> tuple[Scheme, ...]:
    """The schemes that the region's province has joined.

    >>> [scheme.id for scheme in schemes_of("510100")]
    ['chuan-yu', 'nationwide']
    """
    return tuple(scheme for scheme in SCHEMES if scheme.includes(code))


def schemes_between(one: str, other: str) -> tuple[Scheme, ...]:
    """The schemes that both regions have joined.

    >>> [scheme.id for scheme in schemes_between("510100", "500000")]
    ['chuan-yu', 'nationwide']
    """
    return tuple(scheme for scheme in schemes_of(one) if scheme.includes(other))
