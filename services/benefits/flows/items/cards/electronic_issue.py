"""HRSS-092: the electronic card issued, linked to a channel, unlinked (签发、解除关联)."""

from services.benefits.domain.cards import electronic
from services.benefits.flows.items.cards.common import handled

HANDLING = handled("HRSS-092", electronic.issuing, electronic.decide_issuing)
