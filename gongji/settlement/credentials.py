"""The credential a patient shows: their own, of a kind that their area accepts (PRO-04)."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongji.app.context import Context
from gongji.credential.problems import CredentialInvalid
from gongji.credential.service import present
from gongji.kernel.privacy import blind_index
from gongji.people.models import Person
from gongji.policy.rules import Rules
from gongji.settlement.problems import CredentialNotOwn
from gongji.vocabulary import CredentialKind


@dataclass(frozen=True, slots=True)
class Credential:
    """What the patient showed (CRED-01)."""

    kind: CredentialKind
    number: str = field(repr=False)


def check_credential(
    ctx: Context, shown: Credential, person: Person, institution_code: str
) -> None:
    """Money is shared, cards are not (PRO-04): raises CREDENTIAL_NOT_OWN, CREDENTIAL_INVALID or
    CREDENTIAL_EXPIRED.
    """
    if shown.kind is CredentialKind.INSURANCE_CODE:
        if present(ctx, shown.number, institution_code) != person.id:
            raise CredentialNotOwn
    elif blind_index("id_number", shown.number) != person.id_number_index:
        raise CredentialNotOwn


def refuse_unaccepted(shown: Credential, rules: Rules) -> None:
    """Which kinds count is policy of the patient's area; raises CREDENTIAL_INVALID."""
    if shown.kind not in rules.credential_accepted:
        raise CredentialInvalid
