"""Profiles are data: what each says, what is refused, what inherits what."""

import pytest

from services.medical.faces.fsi import profiles
from services.medical.faces.fsi.profiles import ProfileError

MINE = "name: mine\ntitle: {zh: 本市, en: Mine}\nstatus: private\nsource: ours\ninherits: hunan\n"


def test_the_regions_that_are_spoken() -> None:
    regions = ["chongqing", "guangdong-gz", "hainan", "hebei", "hunan", "sichuan", "zhejiang"]
    forms = ["infcode-text", "single-objects"]
    assert list(profiles.builtin()) == ["lenient", *sorted([*regions, *forms])]
    for made in profiles.builtin().values():
        assert made.source
        assert made.status in ("recorded", "assumed")
        assert made.not_known or made.name == "lenient", "what isn't known is said"


def test_sichuan_is_assumed_to_be_as_lenient() -> None:
    lenient, sichuan = profiles.builtin()["lenient"], profiles.builtin()["sichuan"]
    own = {"name", "title", "status", "source", "regions", "not_known"}
    for name in set(profiles.Profile.__slots__) - own:
        assert getattr(sichuan, name) == getattr(lenient, name), name
    assert sichuan.status == "assumed"


@pytest.mark.parametrize(
    ("profile", "requires"),
    [
        ("lenient", {"Y": True, "Y*": False, "": False}),
        ("hunan", {"Y": True, "Y*": True, "": False}),
    ],
)
def test_what_only_hunan_requires(profile: str, requires: dict[str, bool]) -> None:
    made = profiles.builtin()[profile]
    assert {req: made.requires("1101", "data", "certno", req) for req in requires} == requires


def test_a_profile_of_ones_own_says_only_what_differs() -> None:
    more = 'infcode: text\nrequired: {"1101": [data.card_sn]}\noptional: {"1101": [data.certno]}\n'
    made = profiles.private(MINE + more)
    hunan = profiles.builtin()["hunan"]
    assert (made.infcode, made.starred_fields) == ("text", "required")
    assert made.envelope_required == hunan.envelope_required
    assert made.requires("1101", "data", "card_sn", "")
    assert not made.requires("1101", "data", "certno", "Y")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "one mapping"),
        ("- a\n", "one mapping"),
        ("name: [", "profile"),
        (MINE + "infcode: truth\n", "infcode"),
        (MINE + "infcode: number\ninfcode: text\n", "stands twice"),
        (MINE + "timestamp_window_s: 60\n", "must be quoted"),
        (MINE + "colour: red\n", "colour"),
        (MINE + "envelope: {required: [nothing]}\n", "envelope.required.0"),
        (MINE.replace("hunan", "mars"), "no profile mars"),
        (MINE.replace("inherits: hunan\n", ""), "is required without `inherits`"),
        (MINE.replace("mine", "Mine!"), "name"),
        (MINE.replace("private", "official"), "status"),
        (MINE + 'optional: {"9001": [mac]}\n', "optional"),
    ],
)
def test_a_profile_that_is_not_in_order_is_refused(text: str, says: str) -> None:
    with pytest.raises(ProfileError, match=says):
        profiles.private(text)
