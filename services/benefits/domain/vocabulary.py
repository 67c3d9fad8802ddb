"""The words that the items of the catalogue use."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.benefits.domain.form import Word
from services.benefits.domain.item import Domain
from sscsim.kernel.problems import Text


@dataclass(frozen=True)
class Vocabulary:
    """Domains, function classes, who takes part, and closed lists that forms share."""

    domains: Mapping[str, Domain]
    function_classes: Mapping[str, Text]
    actors: Mapping[str, Text]
    words: Mapping[str, tuple[Word, ...]]
