"""This world's own policy packs, one a region."""

from services.culture.store.tables import policy_packs
from sscsim.db.packs import Packs

_kept = Packs(policy_packs)
find, text_of, regions, save = _kept.find, _kept.text_of, _kept.regions, _kept.save
