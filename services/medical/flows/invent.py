"""A city that has no figures of its own takes part in a world that asks for it."""

from typing import Any

from services.medical import problems_policies as problems
from services.medical import terms
from services.medical.domain.institution import Institution
from services.medical.domain.invented_pack import pack_for
from services.medical.flows import policies
from services.medical.store import institutions, packs, seed, store, templates
from sscsim import policy
from sscsim.db import Tx
from sscsim.kernel import regions


def invent(region_code: str) -> dict[str, Any]:
    """Store invented figures for the city, and give it the institutions that every region has.

    Again it changes nothing. Refused for what isn't a city, and where there are figures.
    """
    if not regions.is_pooling_area(region_code):
        raise problems.NotACity(region_code=region_code)
    if policy.builtin_text(policies.SERVICE, region_code) is not None:
        raise problems.RegionHasFigures(region_code=region_code)
    pack = pack_for(regions.get(region_code), templates.invented())
    loaded = policy.load_pack(policies.SERVICE, region_code, pack)
    for scheme in loaded.schemes.values():
        terms.check(scheme, pack)
    with store.write() as tx:
        tx.lock("policy_pack", region_code)
        known = packs.find(tx, region_code)
        if known is not None and known.digest != loaded.digest:
            raise problems.RegionHasFigures(region_code=region_code)
        row = packs.save(tx, region_code, pack, loaded.digest)
        if known is None:
            data = {"region_code": region_code, "digest": loaded.digest}
            tx.emit("medical_policy.loaded", f"{policies.SERVICE}/{region_code}", data)
        found = [_placed(tx, one) for one in seed.institutions_of(tx, region_code)]
        others = sorted({*seed.REGIONS, *packs.regions(tx)} - {region_code})
        return tx.answer(
            {
                "policy": policies.described(row),
                "institutions": found,
                "regions_with_figures": others,
            }
        )


def _placed(tx: Tx, institution: Institution) -> Institution:
    """The institution of this code: the known one, or this."""
    known = institutions.with_code(tx, institution.institution_code)
    if known is not None:
        return known
    institutions.add(tx, institution)
    data = {
        "id": institution.id,
        "institution_code": institution.institution_code,
        "region_code": institution.region_code,
    }
    tx.emit("institution.added", institution.id, data)
    return institution
