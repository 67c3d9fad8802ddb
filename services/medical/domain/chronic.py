"""Chronic and special diseases of outpatients (门诊慢特病): a deductible and a cap for each.

What lies above a disease's own cap is the person's; no large-amount fund takes it over.
"""

from dataclasses import dataclass

from services.medical.domain.year import DiseaseYear
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class DiseaseTerms:
    """One region's rule for one disease: what the person pays first in a year, and the cap."""

    disease: str
    deductible: Figure[Money]
    cap: Figure[Money | None]

    def due(self, year: DiseaseYear, in_scope: Money) -> Step:
        """What of the in-scope part the person pays first, given what they paid this year."""
        return explain.amount(
            "deductible",
            "min(max(0, standard - used), in_scope)",
            {
                "disease": self.disease,
                "standard": self.deductible,
                "used": year.deductible,
                "in_scope": in_scope,
            },
            Text(
                zh="病种 {disease} 年度起付线 {standard}，此前已计 {used}，扣 {result}",
                en="Deductible of the year for {disease} {standard}, {used} paid before: "
                "{result} taken",
            ),
        )
