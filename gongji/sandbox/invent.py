"""Invents families and institutions: none are real, and every check digit is correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from gongji.kernel.id_number import check_character
from gongji.kernel.ports import InsuredState, RegistryPerson
from gongji.kernel.privacy import blind_index
from gongji.people.enrolment import NewPerson
from gongji.vocabulary import Category, InstitutionKind, InsuranceKind, InsuranceStatus, Relation

CITIES = (
    "430100",
    "430200",
    "430300",
    "430400",
    "430500",
    "430600",
    "430700",
    "430800",
    "430900",
    "431000",
    "431100",
    "431200",
    "431300",
    "433100",
)
SURNAMES = "李王张刘陈杨黄周吴彭罗谭曾唐邓肖胡何蒋龙易段欧贺袁尹"
GIVEN = {
    "M": "伟强磊军勇杰涛斌辉鹏飞刚亮波浩宇",
    "F": "芳敏静丽娟艳玲霞洁燕红琴梅颖雪兰",
}
OTHER_SEX = {"M": "F", "F": "M"}
NOWHERE = "99"
"""The ending of the area in invented ID numbers; no real place has it."""

ORDERS = 499
"""Order numbers of one area for each sex and day of birth."""

DAYS_OF_YEAR = 365
SIZE = 4
FAMILIES_MAX = 25_000_000
"""Enough for a hundred million phones, and as many days and order numbers of birth."""


@dataclass(frozen=True, slots=True)
class FamilyRole:
    """A place in a family: `relation` to its first member, ages at `least` and the years above."""

    relation: Relation | None
    least_age: int
    ages: int


ROLES = (
    FamilyRole(None, 30, 15),
    FamilyRole(Relation.SPOUSE, 30, 15),
    FamilyRole(Relation.CHILD, 2, 10),
    FamilyRole(Relation.PARENT, 66, 14),
)
"""Ages are far enough apart for every relation to be possible."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a family. `category` None means resident insurance, without an account."""

    role: FamilyRole
    name: str
    sex: str
    born_on: date
    id_number: str
    phone: str
    area: str
    category: Category | None
    balance_fen: int
    monthly_base_fen: int

    @property
    def indexes(self) -> frozenset[bytes]:
        """The blind indexes that no two people share."""
        return frozenset(
            {blind_index("id_number", self.id_number), blind_index("phone", self.phone)}
        )

    def as_new_person(self) -> NewPerson:
        kind = InsuranceKind.EMPLOYEE if self.category else InsuranceKind.RESIDENT
        state = InsuredState(kind, self.category, InsuranceStatus.NORMAL, self.area)
        known = RegistryPerson(
            self.id_number, self.name, self.sex, self.born_on, insurances=(state,)
        )
        works = self.category is Category.ACTIVE
        return NewPerson(
            known,
            self.phone,
            monthly_base_fen=self.monthly_base_fen if works else None,
            balance_fen=self.balance_fen if self.category else None,
        )


def family(number: int, today: date) -> list[Member]:
    """The family of that number, payer first; different numbers have different people."""
    first = "MF"[number % 2]
    sexes = (first, OTHER_SEX[first], "MF"[number // 2 % 2], "MF"[number // 4 % 2])
    # Payers work, one spouse in three does, every other parent is a pensioner with an account.
    spouse = Category.ACTIVE if number % 3 == 0 else None
    parent = Category.RETIRED if number % 2 else None
    categories = (Category.ACTIVE, spouse, None, parent)
    city = CITIES[number % len(CITIES)]
    members = []
    for place, (role, sex) in enumerate(zip(ROLES, sexes, strict=True)):
        order, days = divmod(number // len(CITIES), role.ages * DAYS_OF_YEAR)
        assert order < ORDERS, "there are no more numbers"
        born = today - timedelta(days=role.least_age * 366 + days)
        digits = f"{city[:4]}{NOWHERE}{born:%Y%m%d}{order * 2 + (1 if sex == 'M' else 2):03d}"
        surname = SURNAMES[(number + place % 2 * 7) % len(SURNAMES)]
        given, rest = GIVEN[sex], number // len(SURNAMES) + place
        given_name = given[rest % len(given)] + given[rest // len(given) % len(given)]
        members.append(
            Member(
                role=role,
                name=surname + given_name,
                sex=sex,
                born_on=born,
                id_number=digits + check_character(digits),
                phone=f"199{number * SIZE + place:08d}",
                area=city,
                category=categories[place],
                balance_fen=10_000 + number % 97 * 5_000,
                monthly_base_fen=400_000 + number % 50 * 10_000,
            )
        )
    return members


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str
    area: str
    kind: InstitutionKind
    level: int | None


KINDS = (
    ("P", "大药房", InstitutionKind.PHARMACY, None),
    ("H", "社区卫生服务中心", InstitutionKind.COMMUNITY, 1),
    ("H", "综合医院", InstitutionKind.HOSPITAL, 2),
    ("H", "中心医院", InstitutionKind.HOSPITAL, 3),
)


def places() -> Iterator[Place]:
    """An endless supply, in practice, of places in all cities and of all kinds."""
    for number in range(50_000, 100_000):
        for city in CITIES:
            letter, word, kind, level = KINDS[number % len(KINDS)]
            yield Place(f"{letter}{city}{number}", f"{city}第{number}{word}", city, kind, level)
