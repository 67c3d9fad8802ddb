"""The fare policy in force on a day, as values of the domain."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from services.transport import terms_purse
from services.transport.domain.clearing import ClearingTerms
from services.transport.domain.riding import RidingRules
from services.transport.domain.rules import (
    BUS,
    CONCESSIONS,
    GRADES,
    HOLDERS,
    OWN_LINES,
    RAIL,
    Concession,
    Conditions,
    DayPass,
    FareRules,
    MonthlyPass,
    Overtime,
    Tariff,
    TransferRule,
)
from sscsim import policy
from sscsim.kernel.explain import Figure
from sscsim.kernel.ladder import Ladder
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing, Figures, PolicyError, Scheme

SERVICE = "transport"
SCHEMES = (RAIL, BUS)
CLEARING = "clearing"
RIDING = "riding"


def fares(region: str, scheme: str, day: date, pack: str | None = None) -> FareRules:
    """The fare rules of a region's rail or bus. `pack` is the text of the world's own pack.

    PolicyMissing or FigureMissing where the region has no figures; nothing is borrowed.
    """
    return rules_from(policy.scheme(SERVICE, region, scheme, pack).on(day))


def clearing(region: str, day: date, pack: str | None = None) -> ClearingTerms:
    """How rides in a city are cleared: the world's own figures for it, else those of all cities."""
    own = policy.load_pack(SERVICE, region, pack).schemes.get(CLEARING) if pack else None
    return clearing_from((own or policy.joint(SERVICE, CLEARING)[0]).on(day))


def clearing_from(figures: Figures) -> ClearingTerms:
    return ClearingTerms(
        begins=figures.number("service_day.begins").value,
        closed_after=figures.number("service_day.closed_after").value,
        same_city_fee=figures.ratio("fee.same_city").value,
        other_city_fee=figures.ratio("fee.other_city").value,
        city_payment_workdays=figures.number("city.payment_workdays").value,
        on_time_days=figures.number("upload.on_time_days").value,
        accepted_days=figures.number("upload.accepted_days").value,
        represent_days=figures.number("upload.represent_days").value,
        dispute_days=figures.number("dispute.within_days").value,
        answer_workdays=figures.number("dispute.answer_workdays").value,
        unanswered=figures.word("dispute.unanswered").value,
        claimed_workdays=figures.number("reimbursement.claimed_workdays").value,
        reimbursed_workdays=figures.number("reimbursement.payment_workdays").value,
    )


def riding(region: str, day: date, pack: str | None = None) -> RidingRules:
    """What a city does where a tap is missing. PolicyMissing, FigureMissing."""
    return riding_from(policy.scheme(SERVICE, region, RIDING, pack).on(day))


def riding_from(figures: Figures) -> RidingRules:
    return RidingRules(
        no_entry=figures.word("no_entry"),
        entry_again=figures.word("entry_again"),
        forgotten=figures.word("forgotten_exit.charge"),
        forgotten_after=figures.number("forgotten_exit.after"),
        not_gone_in_free=figures.number("not_gone_in.free_within"),
        not_gone_in_later=figures.word("not_gone_in.later"),
        same_station_at_counter=_optional(figures, "flag", "same_station_at_counter"),
        repair_within=figures.number("repair_within"),
        least_balance=figures.money("least_balance"),
    )


_OTHER: Final[Mapping[str, Callable[[Figures], object]]] = {
    terms_purse.PURSE: terms_purse.purse_from,
    RIDING: riding_from,
}
"""Schemes that are no fares: what reads all that one has, and refuses what it lacks."""


def check(scheme: Scheme) -> None:
    """Whether a pack's scheme says enough to charge by; FigureMissing names what it lacks.

    PolicyError for a figure that nobody could charge by.
    """
    for name, leaf in scheme.leaves.items():
        for dated in leaf.values:
            _check_value(name, dated.value)
    days = sorted({dated.since for leaf in scheme.leaves.values() for dated in leaf.values})
    figures = scheme.on(days[-1])
    if scheme.name == CLEARING:
        clearing_from(figures)
        return
    if scheme.name in _OTHER:
        _OTHER[scheme.name](figures)
        return
    if scheme.name == BUS and not figures.under("flat") and not figures.has("stages.steps"):
        raise FigureMissing(pack=scheme.pack, leaf="flat.standard", day=days[-1].isoformat())
    rules_from(figures)


def _check_value(name: str, value: Any) -> None:
    if name.endswith(".then_every") and value == 0:
        raise PolicyError("pack", name, "a length of 0 m is begun without end")
    if name.startswith("fee.") and value * 2 >= 1:
        raise PolicyError("pack", name, "must be below 50 percent: a fen could be all fee")
    if isinstance(value, Ladder) and any(percent > 100 for _, percent in value.rungs):
        raise PolicyError("pack", name, "may not be above 100 percent")


def rules_from(figures: Figures) -> FareRules:
    """Everything a fare depends on; what the policy doesn't have is left out."""
    is_rail = figures.scheme.name == RAIL
    return FareRules(
        out_of_town_cards=_optional(figures, "flag", "out_of_town_cards"),
        ladder=_tariff(figures, "ladder") if is_rail else None,
        cap=_optional(figures, "money", "cap"),
        own=_own(figures),
        flat={grade: figures.money(f"flat.{grade}") for grade in GRADES
              if figures.has(f"flat.{grade}")},
        stages=_tariff(figures, "stages") if figures.has("stages.steps") else None,
        concessions=tuple(_concession(figures, code) for code in CONCESSIONS
                          if figures.under(f"concessions.{code}")),
        transfer=_transfer(figures) if figures.under("transfer") else None,
        time_limit=_optional(figures, "number", "time_limit"),
        overtime=_overtime(figures) if figures.under("overtime") else None,
        same_station_free=_optional(figures, "number", "same_station.free_within"),
        day_pass=_day_pass(figures) if figures.under("day_pass") else None,
        monthly_passes={holder: _monthly_pass(figures, holder) for holder in HOLDERS
                        if figures.under(f"monthly_pass.{holder}")},
    )  # fmt: skip


def _optional(figures: Figures, getter: str, leaf: str) -> Any:
    """The figure, or None where the policy doesn't have it."""
    return getattr(figures, getter)(leaf) if figures.has(leaf) else None


def _tariff(figures: Figures, group: str) -> Tariff:
    return Tariff(
        group,
        figures.reaches(f"{group}.steps"),
        _optional(figures, "number", f"{group}.then_every"),
        _optional(figures, "money", f"{group}.then_adds"),
        _optional(figures, "money", f"{group}.beyond"),
    )


def _own(figures: Figures) -> dict[str, Tariff | Figure[Money]]:
    found: dict[str, Tariff | Figure[Money]] = {}
    for line in OWN_LINES:
        group = f"own_fare.{line}"
        if figures.has(f"{group}.steps"):
            found[line] = _tariff(figures, group)
        elif figures.has(f"{group}.flat"):
            found[line] = figures.money(f"{group}.flat")
    return found


def _concession(figures: Figures, code: str) -> Concession:
    def optional(getter: str, name: str) -> Any:
        return _optional(figures, getter, f"concessions.{code}.{name}")

    spending = optional("segments", "by_spending")
    return Concession(
        code,
        Conditions(
            from_age=optional("number", "from_age"),
            below_age=optional("number", "below_age"),
            status=optional("word", "status"),
            below_height_cm=optional("number", "below_height_cm"),
            per_adult=optional("number", "per_adult"),
            within=optional("windows", "within"),
            named_stations=optional("flag", "named_stations"),
        ),
        pays=figures.ratio(f"concessions.{code}.pays"),
        peak=optional("windows", "peak"),
        peak_pays=optional("ratio", "peak_pays"),
        by_trip=optional("ladder", "by_trip"),
        by_spending=spending and Figure(
            tuple((segment.above, segment.rate) for segment in spending.value), spending.basis
        ),
        uses_a_month=optional("number", "uses_a_month"),
        afterwards_pays=optional("ratio", "afterwards_pays"),
    )  # fmt: skip


def _transfer(figures: Figures) -> TransferRule:
    return TransferRule(
        figures.number("transfer.within"),
        figures.words("transfer.pairs"),
        _optional(figures, "money", "transfer.discount"),
        _optional(figures, "money", "transfer.free_up_to"),
        _optional(figures, "flag", "transfer.off_list_fare"),
        _optional(figures, "number", "transfer.same_route_gap"),
        _optional(figures, "flag", "transfer.same_vehicle"),
    )


def _overtime(figures: Figures) -> Overtime:
    return Overtime(
        figures.word("overtime.charge"),
        figures.flag("overtime.replaces_fare"),
        _optional(figures, "money", "overtime.network_maximum"),
    )


def _day_pass(figures: Figures) -> DayPass:
    return DayPass(
        figures.money("day_pass.price"),
        figures.number("day_pass.entries_within"),
        figures.number("day_pass.last_exit_within"),
    )


def _monthly_pass(figures: Figures, holder: str) -> MonthlyPass:
    group = f"monthly_pass.{holder}"
    return MonthlyPass(figures.money(f"{group}.price"), figures.number(f"{group}.rides"))
