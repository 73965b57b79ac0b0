"""The words of medical insurance that every layer shares. Pure: nothing is imported but Python."""

from __future__ import annotations

import re
from enum import StrEnum


class InsuranceKind(StrEnum):
    EMPLOYEE = "employee"
    RESIDENT = "resident"


class Category(StrEnum):
    """How an employee is insured; only `pool_only` (单建统筹) has no personal account."""

    ACTIVE = "active"
    RETIRED = "retired"
    FLEXIBLE = "flexible"
    POOL_ONLY = "pool_only"


class InsuranceStatus(StrEnum):
    NORMAL = "normal"
    SUSPENDED = "suspended"
    ENDED = "ended"


class Subsidy(StrEnum):
    """Premium support of a resident: half (低保 …), full (特困 …), that of newborns (PREM-05)."""

    NONE = "none"
    HALF = "half"
    FULL = "full"
    NEWBORN = "newborn"


class Scheme(StrEnum):
    """How an institution signs a request; which ones are accepted is configuration.

    CSB and XTIF are those of the standard's gateways and sign headers alone; GJ is our own, which
    signs the body; NONE is unsigned.
    """

    CSB = "csb"
    XTIF = "xtif"
    GJ = "gj"
    NONE = "none"


class Relation(StrEnum):
    """What the beneficiary (被共济人) is to the authorizer (授权人)."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    PATERNAL_GRANDPARENT = "paternal_grandparent"
    MATERNAL_GRANDPARENT = "maternal_grandparent"
    PATERNAL_GRANDCHILD = "paternal_grandchild"
    MATERNAL_GRANDCHILD = "maternal_grandchild"
    PARENT_IN_LAW = "parent_in_law"
    OTHER = "other"


class Scene(StrEnum):
    """Where an account may pay (SCN-01 to SCN-06). LTC_PREMIUM, the premium of long-term-care
    insurance (长期护理保险), is off everywhere.
    """

    OUTPATIENT = "OUTPATIENT"
    PHARMACY = "PHARMACY"
    CHRONIC = "CHRONIC"
    PREMIUM = "PREMIUM"
    COMMERCIAL_INS = "COMMERCIAL_INS"
    LTC_PREMIUM = "LTC_PREMIUM"
    INPATIENT = "INPATIENT"


class Benefit(StrEnum):
    """Which rule of the pool a bill falls under (待遇).

    NONE is a purchase without prescription or a place without the pool, PRESCRIPTION a prescription
    at a pharmacy of the outpatient pool (门诊统筹药店), DUAL drugs of both channels (双通道), which
    are paid on their own (单行支付), TWO_DISEASES the drugs of hypertension and diabetes
    (门诊两病).
    """

    NONE = "NONE"
    OUTPATIENT = "OUTPATIENT"
    PRESCRIPTION = "PRESCRIPTION"
    CHRONIC = "CHRONIC"
    DUAL = "DUAL"
    TWO_DISEASES = "TWO_DISEASES"


class RegistrationKind(StrEnum):
    """What a benefit is registered for (待遇登记) beside chronic diseases: drugs of both channels
    (双通道), by item, and the drugs of hypertension and diabetes (门诊两病), by disease.
    """

    DUAL = "dual"
    TWO_DISEASES = "two_diseases"


class FilingKind(StrEnum):
    """What an institution files for a patient (备案)."""

    CHRONIC = "chronic"
    DESIGNATION = "designation"


class TwoDiseases(StrEnum):
    """What of the two a resident is registered for."""

    HYPERTENSION = "hypertension"
    DIABETES = "diabetes"


class InstitutionKind(StrEnum):
    HOSPITAL = "hospital"
    PHARMACY = "pharmacy"
    COMMUNITY = "community"


class Service(StrEnum):
    """What an institution may do under its agreement: accept accounts (个账支付), settle by the
    outpatient pool (门诊统筹), chronic care (门诊慢特病), dual-channel drugs (双通道).
    """

    ACCOUNT = "account"
    POOL = "pool"
    CHRONIC = "chronic"
    DUAL = "dual"


class ItemKind(StrEnum):
    """What is sold; the accounts never pay for the last three (PRO-01)."""

    DRUG = "drug"
    DEVICE = "device"
    CONSUMABLE = "consumable"
    SERVICE = "service"
    PUBLIC_HEALTH = "public_health"
    FITNESS = "fitness"
    WELLNESS = "wellness"


class ItemLevel(StrEnum):
    """Class of an item in the catalogue (甲 乙 丙); the values are the national codes."""

    CLASS_A = "01"
    CLASS_B = "02"
    CLASS_C = "03"
    """Outside what the insurance covers."""


class CredentialKind(StrEnum):
    """What a patient shows (就医凭证, CRED-01); the values are the national codes."""

    INSURANCE_CODE = "01"
    ID_CARD = "02"
    SOCIAL_CARD = "03"
    FACE = "04"


class AccountUse(StrEnum):
    """Whose account a bill may use, as the patient told the institution."""

    NONE = "none"
    OWN = "own"
    FAMILY = "family"


AREA = re.compile(r"[1-9][0-9]{5}")


class Area(str):
    """The code of a pooling area (统筹区): a county, a prefecture, a province or the nation."""

    __slots__ = ()

    @property
    def is_valid(self) -> bool:
        return AREA.fullmatch(self) is not None

    @property
    def city(self) -> Area:
        """The prefecture: 430103 → 430100."""
        return Area(f"{self[:4]}00")

    @property
    def province(self) -> Area:
        """430103 → 430000."""
        return Area(f"{self[:2]}0000")

    def chain(self) -> tuple[str, ...]:
        """The area itself, its prefecture, its province and the nation; empty for no valid code."""
        if not self.is_valid:
            return ()
        return tuple(dict.fromkeys((self, self.city, self.province, NATION)))


NATION = Area("100000")
PROVINCE = Area("430000")
