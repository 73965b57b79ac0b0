"""Everything a binding asks the insured-person registry (参保登记), asked alike for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from gongji.family.application import Relative
from gongji.family.relations import OPPOSITE, relation_of
from gongji.kernel.ports import Kin, Registry, RegistryPerson
from gongji.vocabulary import Relation

Family = dict[str, Relation]
"""By ID number, what each relative is to the person whose family it is."""


@dataclass(frozen=True, slots=True)
class Told:
    """The registry's answers about a relative and about the caller's own family."""

    person: RegistryPerson | None
    phone: str | None
    callers_family: Family
    relatives_family: Family
    named: Relation | None
    """What the registry says the relative is to the caller, where it says anything."""


def ask(registry: Registry, caller_id_number: str, relative: Relative) -> Told:
    """The same questions about everybody, so timing tells nothing; OUTSIDE_UNAVAILABLE."""
    id_number = relative.id_number
    person = registry.insured_state(id_number, relative.name)
    phone = registry.registered_phone(id_number, relative.name)
    callers = _family(registry.kinship(caller_id_number))
    relatives = _family(registry.kinship(id_number))
    backwards = OPPOSITE.get(relatives.get(caller_id_number, Relation.OTHER))
    return Told(person, phone, callers, relatives, callers.get(id_number) or backwards)


def _family(kin: tuple[Kin, ...]) -> Family:
    return {one.id_number: relation_of(one.relation) for one in kin}
