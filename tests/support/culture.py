"""A town with venues and passes: culture, card and settlement are the real services."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from services.card import create_app as card_app
from services.culture import create_app
from services.culture import tasks_passes as tasks
from services.culture.flows import (
    pass_course,
    pass_months,
    pass_payments,
    pass_refunds,
    venue_reservations,
)
from services.culture.store import store
from services.settlement import create_app as settlement_app
from sscsim import clock, peers
from sscsim.db import Tx
from sscsim.demo_people import CHEN_YU, SEED, DemoPerson
from sscsim.jobs import outbox
from tests.support.bench import Bench, SignedClient
from tests.unit.medical.desk import PASSWORD as _SOCIAL  # noqa: F401

PIN = "135790"
PHOTO = {"photo_sha256": "ab" * 32}
