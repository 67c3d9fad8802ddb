"""Working out the cases of service items: the rule of the item on the figures of the case.

A scheme of figures has a function here; it gets the figures of the day and what is given, and
says what the rule decides, in words that the case expects.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.benefits import terms, terms_fiscal
from services.benefits.domain.employment import job_hunting_subsidy, job_seeker
from services.benefits.domain.fiscal import check
from services.benefits.domain.training import subsidy, title, voucher
from services.benefits.domain.training.skill_certificate import SkillCertificate
from sscsim.kernel import workdays
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import Figures, Scheme
from tests.policy import benefits_cases_cards as cards
from tests.policy import benefits_cases_employment as employment
from tests.policy import benefits_subsidy_cases as subsidies
from tests.policy import insurance_cases, pension_cases
from tests.policy.benefits_words import case_of, decided

Worked = Callable[[Figures, Mapping[str, Any], date], dict[str, str]]


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """What the rule of the scheme makes of the case."""
    day = date.fromisoformat(str(case["on"]))
    return SCHEMES[scheme.name](scheme.on(day), case["given"], day)


def _service_rules(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    return {
        "lapses": str(day + timedelta(days=figures.number("supplement_days").value)),
        "appeal_until": str(day + timedelta(days=figures.number("appeal_days").value)),
        "appeal_due": str(day + timedelta(days=figures.number("appeal_decision_days").value)),
    }


def _retirement(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    ages = terms.retirement_from(figures)
    born = date.fromisoformat(str(given["born"]))
    return {"month": str(getattr(ages, str(given["class"])).month_of(born))}


def _job_seeking(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    facts = job_seeker.Facts(
        working_age=figures.number("working_age").value,
        valid_months=figures.number("valid").value,
        retires_in=Month.parse(str(given.get("retires_in", "2050-01"))),
        current=None,
    )
    return decided(job_seeker.decide(case_of("HRSS-001", given, day), facts))


def _job_hunting(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    facts = job_hunting_subsidy.Facts(
        amount=figures.money("amount"),
        months_before=figures.number("months_before_graduation").value,
        months_after=figures.number("months_after_graduation").value,
        confirmed=frozenset(given.get("confirmed", [])),
        earlier=None,
    )
    return decided(job_hunting_subsidy.decide(case_of("HRSS-009", given, day), facts))


def _voucher(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    facts = voucher.Facts(
        worth=figures.money("worth"),
        valid_months=figures.number("valid").value,
        categories=figures.words("categories").value,
        this_year=None,
        held=None,
        training=None,
        course=None,
    )
    said = decided(voucher.decide(case_of("HRSS-068", given, day), facts))
    return said | {"worth": figures.money("worth").value.plain()}


def _certificate(given: Mapping[str, Any]) -> SkillCertificate:
    """The person's certificate, as the case says it was issued."""
    issued = date.fromisoformat(str(given["issued"]))
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return SkillCertificate(
        "skc_0", "S1", "skill_level", "psn_0", "p", "990100", "评价中心", "厨师",
        str(given["level"]), issued, "valid", None, 1, now, now,
    )  # fmt: skip


def _claimed(given: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """The form that fits the certificate."""
    form = {
        "certificate_number": "S1",
        "skill_level": given["level"],
        "issued_on_date": str(given["issued"]),
    }
    return {**given, "inputs": {**form, **more}}


def _training_subsidy(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    kind, leaf = str(given["subsidy"]), f"{given['subsidy']}.{given['level']}"
    facts = subsidy.Facts(
        certificate=_certificate(given),
        rate=figures.money(leaf) if figures.has(leaf) else None,
        claim_months=figures.number("claim_months").value,
        earlier=(),
    )
    receipt = {"title": "票据", "sha256": "ab" * 32}
    form = _claimed(given, subsidy=kind, fee_fen=int(given["fee_fen"]), fee_receipt=receipt)
    return decided(subsidy.decide_training(case_of("HRSS-069", form, day), facts))


def _skills_upgrade(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    grant = subsidy.SkillGrant(
        "skg_0", "svc_0", "HRSS-070", "upgrade", "psn_0", "990100", "skc_0", "面点师", "primary",
        Money(1), day, "paid", 1, now, now,
    )  # fmt: skip
    facts = subsidy.Facts(
        certificate=_certificate(given),
        rate=figures.money(str(given["level"])),
        claim_months=figures.number("claim_months").value,
        earlier=(grant,) * int(given.get("had", 0)),
        insured_months=int(given["insured"]),
        insured_needed=figures.number("insured_months").value,
        times_a_year=figures.number("times_a_year").value,
    )
    form = _claimed(given, occupation="厨师")
    return decided(subsidy.decide_upgrade(case_of("HRSS-070", form, day), facts))


def _title_review(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    now = datetime(2026, 1, 1, tzinfo=UTC)

    def count(leaf: str) -> int:
        return figures.number(leaf).value

    level = str(given["level"])
    held = ()
    if "since" in given:
        below = title.LEVELS[title.LEVELS.index(level) - 1]
        since = date.fromisoformat(str(given["since"]))
        held = (
            title.Title(
                "ttl_0", "Z1", "psn_0", "svc_1", "990100", below, "工程技术", "机械", since,
                "granted", None, 1, now, now,
            ),
        )  # fmt: skip
    ballot = None
    if "votes" in given:
        seats, present, in_favour = (int(each) for each in str(given["votes"]).split("/"))
        ballot = title.Ballot(
            "bal_0", "svc_0", "990100", seats, present, in_favour, day, 1, now, now
        )
    facts = title.Facts(
        years=count("assistant_years"),
        held_years={each: count(f"{each}_years") for each in title.LEVELS[1:]},
        college_more=count("college_more"),
        quorum=(count("quorum.parts"), count("quorum.of")),
        favour=(count("favour.parts"), count("favour.of")),
        titles=held,
        ballot=ballot,
    )
    form = {
        "title_level": level,
        "title_series": "工程技术",
        "speciality": "机械",
        "years_in_profession": int(given.get("years", 9)),
        "education": str(given.get("education", "bachelor")),
        "works": [],
        "employer_recommendation": {"title": "推荐", "sha256": "ab" * 32},
    }
    case = case_of("HRSS-072", {**given, "inputs": form}, day)
    return decided(title.decide(case, facts))


def _relations(name: str) -> Worked:
    """Of `relations_cases`, which needs this module itself."""

    def worked(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
        from tests.policy import relations_cases

        found: dict[str, str] = getattr(relations_cases, name)(figures, given, day)
        return found

    return worked


def _fiscal_subsidies(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    standard = terms_fiscal.standard_from(terms_fiscal.programme(str(given["programme"])), figures)
    born = date.fromisoformat(str(given.get("born", "1990-05-20")))
    who = check.Recipient("psn_0", "李安", born, True, True, "6299900000000000425")
    quantity = given.get("quantity")
    hundredths = int(quantity.replace(".", "")) if quantity else None
    amount = Money.yuan(str(given["amount"]))
    against = check.against("李安", amount, hundredths, standard, who, day)
    return {
        "reasons": " ".join(against),
        "noticed_until": str(workdays.after(day, standard.notice_days).day),
        "credited_by": str(day + timedelta(days=standard.credit_days)),
    }


SCHEMES: dict[str, Worked] = {
    **pension_cases.SCHEMES,
    **insurance_cases.SCHEMES,
    "social_insurance_subsidy": subsidies.social_insurance,
    "welfare_post_subsidy": subsidies.welfare_post,
    "internship_subsidy": subsidies.internships,
    "startup_subsidy": subsidies.startup,
    "startup_loan": subsidies.loan,
    "fiscal_subsidies": _fiscal_subsidies,
    "service_rules": _service_rules,
    "retirement": _retirement,
    "job_seeking": _job_seeking,
    "job_hunting_subsidy": _job_hunting,
    "training_voucher": _voucher,
    "training_subsidy": _training_subsidy,
    "skills_upgrade": _skills_upgrade,
    "title_review": _title_review,
    "hardship": employment.hardship_case(case_of, decided),
    "employment_certificate": employment.certificate_case(case_of, decided),
    "unemployed_graduates": employment.graduates,
    "job_matching": employment.job_matching,
    "personnel_files": _relations("personnel_files"),
    "labour_disputes": _relations("labour_disputes"),
    "labour_inspection": _relations("labour_inspection"),
    "migrant_wages": _relations("migrant_wages"),
    "labour_contracts": _relations("labour_contracts"),
    "card_services": cards.card_services,
}
