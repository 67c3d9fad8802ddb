"""A person (参保人/持卡人) and the number that names them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.card import problems, problems_people
from sscsim.kernel import regions
from sscsim.kernel.ids import identity
from sscsim.kernel.periods import age_on
from sscsim.kernel.problems import FieldError, Text

SEXES = ("male", "female")
LIVING_STATES = ("alive", "deceased", "imprisoned", "missing", "unknown")
"""Living states (AAC060), in the order of their vendor codes 1 to 5."""

_FAULTS: dict[type[identity.ValidationError], tuple[str, Text]] = {
    identity.InvalidLength: ("wrong_length", Text(zh="应为 18 位", en="must have 18 characters")),
    identity.InvalidFormat: (
        "wrong_format",
        Text(zh="前 17 位应为数字", en="the first 17 characters must be digits"),
    ),
    identity.InvalidChecksum: (
        "wrong_check_character",
        Text(zh="校验码不正确", en="the check character is not right"),
    ),
    identity.InvalidBirthDate: (
        "wrong_birth_date",
        Text(zh="出生日期不存在", en="characters 7 to 14 are no day of the calendar"),
    ),
    identity.UnknownArea: (
        "unknown_area",
        Text(zh="行政区划代码未知", en="the first six characters are no known area"),
    ),
}


@dataclass(frozen=True)
class Person:
    """Somebody who is registered with the social security system.

    `region_code`: the pooling area that keeps the registration. The number's own area is
    where the number was first given, and stays when the person moves.
    `residence_region_code`: where they live, if that is another area. `nation`: code of
    GB/T 3304, two digits.
    """

    id: str
    social_security_number: str
    name: str
    sex: identity.Sex
    birth_date: date
    region_code: str
    contact_phone: str | None
    contact_address: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    living_state: str = "alive"
    deceased_on: date | None = None
    residence_region_code: str | None = None
    nation: str | None = None

    def age_on(self, day: date) -> int:
        """Full years of age."""
        return age_on(self.birth_date, day)


def read_number(text: str, pointer: str = "/social_security_number") -> str:
    """The compact social security number, or the problem that says what is wrong with it."""
    try:
        return identity.validate(text)
    except identity.RealLookingIdentity:
        raise problems.RealLookingIdentity() from None
    except identity.ValidationError as fault:
        code, message = _FAULTS[type(fault)]
        raise problems.IdentityNumberInvalid(errors=[FieldError(code, message, pointer)]) from None


def check_number_agrees(number: str, birth_date: date, sex: identity.Sex) -> None:
    """The number tells birth date and sex; what is stated must agree with it."""
    errors = []
    if identity.birth_date(number) != birth_date:
        told = Text(zh="与社会保障号码中的日期不符", en="the number says another day")
        errors.append(FieldError("differs_from_number", told, "/birth_date"))
    if identity.sex(number) != sex:
        told = Text(zh="与社会保障号码中的性别不符", en="the number says the other sex")
        errors.append(FieldError("differs_from_number", told, "/sex"))
    if errors:
        raise problems.IdentityNumberInvalid(errors=errors)


def numbers_for(
    name: str, sex: identity.Sex, birth_date: date, area: str, *, seed: str
) -> Iterator[str]:
    """The numbers somebody may get, all of that area, day and sex, from one that is drawn.

    Drawn from name and seed and not counted up, so that it hardly matters in which order
    people register.
    """
    drawn = hashlib.sha256(f"{seed}/{area}/{birth_date}/{sex}/{name}".encode()).digest()
    first = int.from_bytes(drawn[:8], "big")
    for step in range(identity.SEQUENCES):
        yield identity.make(area, birth_date, (first + step) % identity.SEQUENCES, sex)


def check_lived(person: Person, on: date) -> None:
    """PersonDeceased after the day of death; that day itself is still one of their life."""
    if person.deceased_on is not None and on > person.deceased_on:
        raise problems_people.PersonDeceased(person_id=person.id, on=person.deceased_on)


def check_birth(birth_date: date, today: date) -> None:
    if birth_date > today:
        raise problems.BornInFuture(
            birth_date=birth_date, today=today, errors=[_after_today("/birth_date")]
        )


def _after_today(pointer: str) -> FieldError:
    return FieldError("after_today", Text(zh="晚于今天", en="must not be after today"), pointer)


def check_pooling_area(
    region_code: str, pointer: str = "/region_code", since: date | None = None
) -> None:
    """People are registered, insured and given cards by pooling areas only.

    `since`: what began then may have begun in a city that was merged into another later.
    """
    is_good = (
        regions.is_pooling_area(region_code)
        if since is None
        else regions.was_pooling_area(region_code, since)
    )
    if not is_good:
        message = Text(zh="不是统筹区", en="must be a pooling area")
        raise problems.NotPoolingArea(
            region_code=region_code,
            errors=[FieldError("not_a_pooling_area", message, pointer)],
        )
