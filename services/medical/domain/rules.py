"""One region's policy for one occasion on one day, as the calculation needs it."""

from dataclasses import dataclass

from services.medical.domain.assistance import Assistance
from services.medical.domain.big_illness import BigIllness
from services.medical.domain.chronic import DiseaseTerms
from services.medical.domain.civil_servant import CivilServant
from services.medical.domain.deductible import Deductible, YearDeductible
from services.medical.domain.large_amount import LargeAmount
from services.medical.domain.maternity import Quota
from services.medical.domain.pool import Limit
from services.medical.domain.ratio import Ratio
from services.medical.domain.vocabulary import LAYERS, WORK_INJURY
from services.medical.domain.work_injury import WorkInjury
from services.medical.domain.year import Counts, DiseaseYear, YearSoFar
from services.medical.problems import LayersOutOfOrder
from sscsim.kernel.explain import Basis, Figure, Step
from sscsim.kernel.money import Money

_ZERO = Money.zero()
STAYS = Counts("pool", is_stay=True)


@dataclass(frozen=True, slots=True)
class Stay:
    """What the insured side must know of the visit and the person."""

    level: str  # of the hospital
    category: str  # active or retired
    treatment: str | Figure[str]  # home, or the kind of filing
    entitlements: frozenset[str] = frozenset()
    hospital_part: Money = _ZERO
    age: int | None = None  # whole years on the day of discharge, where it is known


@dataclass(frozen=True, slots=True)
class Terms:
    """Who pays, in which order, and by which rules.

    Without `deductible` the pool pays from the first fen, without `ratio` not at all. A `quota`
    is paid before both, which then look at what lies beyond it. `chosen` is what the figures
    rest on that decided which rules hold at all.
    """

    deductible: Deductible | YearDeductible | DiseaseTerms | None
    ratio: Ratio | None
    pool_cap: Figure[Money | None]
    layers: Figure[tuple[str, ...]]
    large_amount: LargeAmount | None
    big_illness: BigIllness | None
    civil_servant: CivilServant | None
    assistance: Assistance | None
    own_account_pays: Figure[bool]
    year_starts_on: Figure[tuple[int, int]]
    counts: Counts = STAYS
    quota: Quota | None = None
    work_injury: WorkInjury | None = None
    is_without_prescription: bool = False
    chosen: tuple[Basis, ...] = ()

    def __post_init__(self) -> None:
        """LayersOutOfOrder unless pool and large-amount fund come first.

        The layers after them pay shares of what is left; these two don't look at it, and
        after another layer they could pay what is paid already. The fund of work injuries
        has no other beside it.
        """
        layers = self.layers.value
        first = tuple(layer for layer in LAYERS[:2] if layer in layers)
        alone = WORK_INJURY in layers and len(layers) == 1
        in_order = layers[: len(first)] == first and "pool" in layers and WORK_INJURY not in layers
        if not (in_order or alone):
            raise LayersOutOfOrder(layers=", ".join(layers))

    @property
    def disease(self) -> str | None:
        """The chronic disease whose terms these are."""
        return self.deductible.disease if isinstance(self.deductible, DiseaseTerms) else None

    @property
    def disease_cap(self) -> Money | None:
        """The disease's own cap, if it has one."""
        return self.deductible.cap.value if isinstance(self.deductible, DiseaseTerms) else None

    def deductible_due(
        self, stay: Stay, year: YearSoFar, of_disease: DiseaseYear, in_scope: Money
    ) -> Step | None:
        match self.deductible:
            case DiseaseTerms():
                return self.deductible.due(of_disease, in_scope)
            case YearDeductible():
                return self.deductible.due(stay.level, self.counts.deducted(year), in_scope)
            case Deductible():
                return self.deductible.due(stay.level, year.stays + 1, in_scope)
        return None

    def pool_limits(self, year: YearSoFar, of_disease: DiseaseYear) -> tuple[Limit, Limit | None]:
        """The year's cap, and the disease's own if there is one, each with what is used."""
        common = Limit(self.pool_cap, self.counts.used(year))
        if not isinstance(self.deductible, DiseaseTerms):
            return common, None
        return common, Limit(self.deductible.cap, of_disease.pool)
