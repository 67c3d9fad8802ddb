"""How well a registered job-seeker and a vacancy suit each other: points, each with its reason.

Nothing is looked up and nothing is random: the same two always have the same score. The points
that a criterion is worth are figures; together they are 100.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from services.benefits.domain.employment.job_seeker import JobSeeker
from services.benefits.domain.employment.vacancy import Vacancy
from sscsim.kernel.problems import Text

CRITERIA: Final = ("occupation", "region", "pay", "education", "skill", "job_kind")
EDUCATION: Final = (
    "primary",
    "junior_secondary",
    "senior_secondary",
    "college",
    "bachelor",
    "postgraduate",
)
SKILL: Final = (
    "apprentice",
    "primary",
    "intermediate",
    "senior",
    "technician",
    "senior_technician",
    "special_technician",
    "chief_technician",
)


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion gives: `points` of at most `most`, and why."""

    criterion: str
    points: int
    most: int
    why: Text

    def stored(self) -> dict[str, Any]:
        return {
            "criterion": self.criterion,
            "points": self.points,
            "most": self.most,
            "zh": self.why.zh,
            "en": self.why.en,
        }


@dataclass(frozen=True, slots=True)
class Match:
    """The whole. `suits`: nothing that the vacancy needs is missing."""

    parts: tuple[Part, ...]
    suits: bool

    @property
    def score(self) -> int:
        return sum(part.points for part in self.parts)


def matched(seeker: JobSeeker, vacancy: Vacancy, weights: Mapping[str, int]) -> Match:
    """The score of the two. `weights`: points by criterion.

    Who has another occupation in mind, or less education or skill than is needed, doesn't suit,
    whatever the score.
    """
    parts = tuple(_RULES[name](seeker, vacancy, weights[name]) for name in CRITERIA)
    by_name = {part.criterion: part for part in parts}
    needed = ("education", "skill")
    suits = by_name["occupation"].points > 0 and all(by_name[each].points for each in needed)
    return Match(parts, suits)


def ranked(found: Iterable[tuple[str, Match]]) -> list[tuple[str, Match]]:
    """Those that suit, the best first; by id where two are as good."""
    suiting = [each for each in found if each[1].suits]
    return sorted(suiting, key=lambda each: (-each[1].score, each[0]))


def likeness(one: str, other: str) -> tuple[int, int]:
    """How alike two names of occupations are, as a fraction: shared pairs of characters.

    >>> likeness("中式烹调师", "中式烹调师"), likeness("烹调师", "中式烹调师")
    ((4, 4), (4, 6))
    >>> likeness("厨师", "焊工")
    (0, 2)
    """
    if one == other:
        return len(one) - 1 or 1, len(one) - 1 or 1
    first, second = _pairs(one), _pairs(other)
    return 2 * len(first & second), (len(first) + len(second)) or 1


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _occupation(seeker: JobSeeker, vacancy: Vacancy, most: int) -> Part:
    shared, of = likeness(seeker.occupation_wanted, vacancy.occupation)
    points = most * shared // of
    said = f"{seeker.occupation_wanted} / {vacancy.occupation}"
    return Part("occupation", points, most, Text(f"职业：{said}", f"Occupation: {said}"))


def _region(seeker: JobSeeker, vacancy: Vacancy, most: int) -> Part:
    wanted, at = seeker.wanted_region_code, vacancy.region_code
    if wanted == at:
        return Part("region", most, most, Text("期望工作地相同", "In the region that is wanted"))
    if wanted[:2] == at[:2]:
        return Part("region", most // 2, most, Text("同省不同市", "In the same province"))
    return Part("region", 0, most, Text("工作地不符", "In another region"))


def _pay(seeker: JobSeeker, vacancy: Vacancy, most: int) -> Part:
    wanted = seeker.expected_pay
    if wanted is None or wanted <= vacancy.pay_to:
        return Part("pay", most, most, Text("薪酬满足期望", "Pays what is expected"))
    points = most * vacancy.pay_to.fen // wanted.fen
    said = f"{vacancy.pay_to.plain()} < {wanted.plain()}"
    return Part("pay", points, most, Text(f"薪酬低于期望 {said}", f"Pays less: {said}"))


def _at_least(
    name: str, has: str | None, least: str | None, order: tuple[str, ...], most: int
) -> Part:
    """All of the points when nothing is needed or it is reached, else none."""
    reached = least is None or (has is not None and order.index(has) >= order.index(least))
    said = f"{has or '-'} / {least or '-'}"
    return Part(name, most if reached else 0, most, Text(f"要求：{said}", f"Has / needed: {said}"))


def _education(seeker: JobSeeker, vacancy: Vacancy, most: int) -> Part:
    return _at_least("education", seeker.education, vacancy.education_least, EDUCATION, most)


def _skill(seeker: JobSeeker, vacancy: Vacancy, most: int) -> Part:
    return _at_least("skill", seeker.skill_level, vacancy.skill_least, SKILL, most)


def _job_kind(seeker: JobSeeker, vacancy: Vacancy, most: int) -> Part:
    same = None in (seeker.job_kind, vacancy.job_kind) or seeker.job_kind == vacancy.job_kind
    said = f"{seeker.job_kind or '-'} / {vacancy.job_kind or '-'}"
    return Part(
        "job_kind", most if same else 0, most, Text(f"工作性质：{said}", f"Kind of job: {said}")
    )


_RULES: Final = {
    "occupation": _occupation,
    "region": _region,
    "pay": _pay,
    "education": _education,
    "skill": _skill,
    "job_kind": _job_kind,
}
