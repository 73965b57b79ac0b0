"""What surrounds the town: ID numbers, a registry that never answers, a door without HTTP."""

from __future__ import annotations

from gongji.kernel.id_number import CHECK_CHARACTERS, WEIGHTS
from gongji.kernel.ports import Kin, RegistryPerson
from gongji.kernel.problems import OutsideUnavailable


def number(born: str, order: int) -> str:
    """A valid ID number; an odd `order` is a man."""
    body = f"430199{born}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + CHECK_CHARACTERS[total % 11]


class Silent:
    """A registry that never answers."""

    def insured_state(self, id_number: str, name: str) -> RegistryPerson | None:
        raise OutsideUnavailable(what="参保登记")

    def registered_phone(self, id_number: str, name: str) -> str | None:
        raise OutsideUnavailable(what="参保登记")

    def kinship(self, id_number: str) -> tuple[Kin, ...]:
        raise OutsideUnavailable(what="参保登记")
