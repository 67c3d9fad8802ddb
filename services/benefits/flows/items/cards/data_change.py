"""HRSS-087: change of card data (信息变更): in the back end, or with a new card."""

from services.benefits.domain.cards import data
from services.benefits.flows.items.cards.common import handled

HANDLING = handled("HRSS-087", data.act, data.decide)
