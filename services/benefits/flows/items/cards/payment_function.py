"""HRSS-094: payment by the electronic card (二级签发): its account is linked."""

from services.benefits.domain.cards import electronic
from services.benefits.flows.items.cards.common import handled

HANDLING = handled("HRSS-094", electronic.paying, electronic.decide_paying)
