"""Professional titles (职称): reviewed by a board (HRSS-072), asked for (HRSS-073).

The employer recommends, the agency screens, the board (评审委员会) votes, the public sees the
result; then the title is granted. Sichuan and Chongqing recognise each other's (川渝互认).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits import problems_training as problems
from services.benefits.domain import decision
from services.benefits.domain.certificate import Printed, line
from services.benefits.domain.decision import Case, Decision, Reason
from sscsim.kernel import regions
from sscsim.kernel.periods import age_on
from sscsim.kernel.states import Machine

LEVELS: Final = ("assistant", "intermediate", "associate_senior", "senior")
GRANTED, REVOKED = "granted", "revoked"
MACHINE: Final = Machine("title", initial=GRANTED, edges=[(GRANTED, "revoke", REVOKED)])
STATUSES: Final = MACHINE.states
_RECOGNISING: Final = "chuan-yu"
_STUDIED_LESS: Final = ("primary", "junior_secondary", "senior_secondary")

EDUCATION_SHORT = decision.reason(
    "title_education_short",
    "学历 {education} 不符合申报条件",
    "The education {education} does not suffice",
)
YEARS_SHORT = decision.reason(
    "title_years_short",
    "从事专业 {years} 年，不足 {needed} 年",
    "{years} years in the profession, of the {needed} needed",
)
LOWER_MISSING = decision.reason(
    "title_lower_missing",
    "未取得本系列被认可的下一级职称（{level}）",
    "The title below, {level}, is not held in this series, or not recognised here",
)
LOWER_RECENT = decision.reason(
    "title_lower_too_recent",
    "取得下一级职称 {years} 年，不足 {needed} 年",
    "The title below has been held for {years} years, of the {needed} needed",
)
HELD_ALREADY = decision.reason(
    "title_held_already",
    "已具有该级别职称（{record_id}）",
    "The title is held already ({record_id})",
)
RECOMMENDATION_WANTED = decision.reason(
    "title_recommendation_wanted",
    "须提供单位推荐意见",
    "The recommendation of the employer is wanted",
)
WORK_OF_TOMORROW = decision.reason(
    "title_work_of_tomorrow",
    "成果发表日期 {day} 晚于今天",
    "A work is dated {day}, after today",
)
VOTE_WANTED = decision.reason(
    "title_vote_wanted",
    "须经评审委员会评议表决",
    "The board has to vote on it",
)
NO_QUORUM = decision.reason(
    "title_board_without_quorum",
    "出席 {present} 人（应到 {seats} 人），未达法定人数",
    "{present} of {seats} members were present: no quorum",
)
VOTED_AGAINST = decision.reason(
    "title_board_against",
    "赞成 {in_favour} 票（出席 {present} 人），未达规定票数",
    "{in_favour} of {present} voted in favour, which is too few",
    "出席委员三分之二以上赞成",
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title as granted."""

    id: str
    number: str
    person_id: str
    application_id: str
    region_code: str
    level: str
    series: str
    speciality: str
    granted_on: date
    status: str
    revoked_reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def recognised_in(self) -> tuple[str, ...]:
        """Provinces that take it as their own."""
        return recognising(self.region_code)


@dataclass(frozen=True, slots=True)
class Ballot:
    """How the board voted on an application. seats: of the board; present: who voted."""

    id: str
    application_id: str
    region_code: str
    seats: int
    present: int
    in_favour: int
    voted_on: date
    version: int
    created_at: datetime
    updated_at: datetime

    def check(self) -> None:
        """BallotImpossible: more votes than voters, or more voters than seats."""
        if not self.in_favour <= self.present <= self.seats:
            raise problems.BallotImpossible(
                seats=self.seats, present=self.present, in_favour=self.in_favour
            )


def recognising(region_code: str) -> tuple[str, ...]:
    """The provinces in which a title of this region counts.

    >>> recognising("510100"), recognising("310000")
    (('500000', '510000'), ('310000',))
    """
    province = regions.province_of(region_code)
    for scheme in regions.schemes_of(region_code):
        if scheme.id == _RECOGNISING:
            return tuple(sorted({province, *scheme.provinces}))
    return (province,)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at.

    years: in the profession for an assistant's title; held_years: with the title below, by
    level; college_more: with a junior college only; quorum, favour: so many of so many
    titles: the person's own in the series; ballot: the board's, None before it voted
    """

    years: int
    held_years: Mapping[str, int]
    college_more: int
    quorum: tuple[int, int]
    favour: tuple[int, int]
    titles: tuple[Title, ...]
    ballot: Ballot | None


def decide(case: Case, facts: Facts) -> Decision:
    """Screened, recommended, voted: in this order."""
    against = [*_screened(case, facts), *_dated(case)]
    if against:
        return decision.reject(*against)
    if case.inputs.get("employer_recommendation") is None:
        return decision.ask_supplement("employer_recommendation", why=(RECOMMENDATION_WANTED,))
    if facts.ballot is None:
        return decision.needs_review(VOTE_WANTED)
    against = _voted(facts, facts.ballot)
    return decision.reject(*against) if against else decision.approve()


def _screened(case: Case, facts: Facts) -> list[Reason]:
    education, level = case.inputs["education"], case.inputs["title_level"]
    valid = [each for each in facts.titles if each.status == GRANTED]
    against = []
    if education in _STUDIED_LESS:
        against.append(EDUCATION_SHORT.with_(education=education))
    for each in valid:
        if LEVELS.index(each.level) >= LEVELS.index(level):
            against.append(HELD_ALREADY.with_(record_id=each.id))
    more = facts.college_more if education == "college" else 0
    years = case.inputs["years_in_profession"]
    if level == "assistant":
        if years < facts.years + more:
            against.append(YEARS_SHORT.with_(years=years, needed=facts.years + more))
        return against
    return [*against, *_lower(case, facts, valid, facts.held_years[level] + more)]


def _lower(case: Case, facts: Facts, valid: Sequence[Title], needed: int) -> list[Reason]:
    """The title below, recognised where this is decided, and held long enough."""
    below = LEVELS[LEVELS.index(case.inputs["title_level"]) - 1]
    here = regions.province_of(case.competent_region)
    held = [each for each in valid if each.level == below and here in each.recognised_in]
    if not held:
        return [LOWER_MISSING.with_(level=below)]
    since = min(each.granted_on for each in held)
    years = age_on(since, case.today)
    return [] if years >= needed else [LOWER_RECENT.with_(years=years, needed=needed)]


def _dated(case: Case) -> list[Reason]:
    days = [each.get("published_on_date") for each in case.inputs.get("works", [])]
    return [
        WORK_OF_TOMORROW.with_(day=day.isoformat())
        for day in days
        if day is not None and day > case.today
    ]


def _voted(facts: Facts, ballot: Ballot) -> list[Reason]:
    parts, of = facts.quorum
    if ballot.present * of < ballot.seats * parts:
        return [NO_QUORUM.with_(present=ballot.present, seats=ballot.seats)]
    parts, of = facts.favour
    if ballot.in_favour * of < ballot.present * parts:
        return [VOTED_AGAINST.with_(in_favour=ballot.in_favour, present=ballot.present)]
    return []


# ---- the query


def shown(found: Sequence[Title]) -> dict[str, Any]:
    """The answer of HRSS-073; that there is none is an answer too."""
    return {
        "outcome": "returned" if found else "none_found",
        "records": [
            {
                "id": each.id,
                "number": each.number,
                "level": each.level,
                "series": each.series,
                "speciality": each.speciality,
                "region_code": each.region_code,
                "granted_on_date": each.granted_on.isoformat(),
                "recognised_in": list(each.recognised_in),
                "status": each.status,
            }
            for each in found
        ],
    }


def printed(found: Sequence[Title]) -> Printed:
    """What the printed answer says."""
    lines = [
        line("职称", "Title", f"{each.number} {each.series} {each.level} {each.status}")
        for each in found
    ] or [line("查询结果", "Result", "无职称记录", "no title found")]
    return Printed("职称证书", "Professional titles", tuple(lines))


def certified(title: Title) -> Printed:
    """The certificate of the title itself."""
    return Printed(
        "职称证书",
        "Certificate of a professional title",
        (
            line("证书编号", "Number", title.number),
            line("系列", "Series", title.series),
            line("专业", "Speciality", title.speciality),
            line("级别", "Level", title.level),
            line("取得日期", "Granted on", title.granted_on),
        ),
    )
