"""What a medical category (`med_type`, 医疗类别) means here: its scene and clearing type, or a no.

The scene decides the pool rule (`settlement.pool`): ordinary outpatient, chronic care, or none.
Every code of the dictionary has a row in `data/med_types.json`, so that nothing is settled as
ordinary care in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongji.fsi.codes import SCENE_CODES
from gongji.fsi.tables import load
from gongji.institutions.models import Institution
from gongji.kernel.problems import RequestInvalid
from gongji.vocabulary import InstitutionKind, Scene

_TABLE = load("med_types.json")

REFUSED: Mapping[str, str] = _TABLE["refused"]
"""Why a category is not settled here, by code."""


@dataclass(frozen=True, slots=True)
class MedType:
    """A category that is settled; `told` is what its settlement says of itself."""

    scene: Scene
    clearing: str
    told: str | None


MED_TYPES: Mapping[str, MedType] = {
    code: MedType(Scene(scene), clearing, told)
    for code, (scene, clearing, told) in _TABLE["settled"].items()
}

ORDINARY = {scene: MED_TYPES[code] for scene, code in SCENE_CODES.items()}
"""What a bill is when its category could not be granted, such as chronic care (CHR-08)."""


def settled(code: str, institution: Institution, pointer: str) -> MedType:
    """What a category means at this institution; raises REQUEST_INVALID with the reason."""
    if code not in MED_TYPES:
        raise RequestInvalid.at(pointer, "unsupported", REFUSED[code])
    found = MED_TYPES[code]
    if found.scene is Scene.PHARMACY and institution.kind is not InstitutionKind.PHARMACY:
        raise RequestInvalid.at(pointer, "unsupported", "药店购药类别仅供定点零售药店使用")
    return found


def booked_as(code: str, scene: Scene) -> MedType:
    """What a settlement of this category was, given the scene it was booked under."""
    found = MED_TYPES.get(code)
    return found if found and found.scene is scene else ORDINARY[scene]
