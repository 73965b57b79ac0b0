"""What is wrong with the payer himself refuses the whole request (AUTH, SCN, OPS-01, F-12)."""

from __future__ import annotations

import pytest

from gongji.account.service import freeze
from gongji.notices.problems import UnderMaintenance
from tests.premium.office import Office
from tests.premium.relatives import FULL, POOLED, PRODUCT, TWO_AUTHORIZERS, WIFE, employee, row


def test_a_frozen_account_pays_nothing(office: Office) -> None:
    office.run(freeze)
    assert office.results(WIFE, FULL) == ["ACCOUNT_FROZEN"]


def test_a_suspended_payer_pays_nothing_unless_policy_admits_him(office: Office) -> None:
    payer = {"insurances": [employee(status="suspended")]}
    office.load(payer=payer)
    assert office.results(WIFE) == ["AUTH_STATUS"]
    admitted = row("authorizer.status_to_pay", ["NORMAL", "PAUSED"])
    office.load(payer=payer, policy=[admitted, TWO_AUTHORIZERS])
    assert office.results(WIFE) == [40000]


def test_a_scene_that_is_not_open_pays_nothing(office: Office) -> None:
    scenes = row("scene.enabled", ["OUTPATIENT", "COMMERCIAL_INS"], since="2025-06-01")
    office.load(policy=[scenes, TWO_AUTHORIZERS])
    assert office.results(WIFE) == ["SCENE_DISABLED"]
    assert office.results(WIFE, product=PRODUCT) == [6900]


def test_who_has_no_account_cannot_pay(office: Office) -> None:
    assert office.results(by=POOLED, include_self=True, product=PRODUCT) == ["AUTH_NO_ACCOUNT"]
    assert office.results(by=WIFE, include_self=True, product=PRODUCT) == ["AUTH_NOT_EMPLOYEE"]


def test_maintenance_of_the_payers_area_refuses_until_it_ends(office: Office) -> None:
    window = {
        "area": "430100",
        "features": ["premium"],
        "from": "2025-11-05T00:00:00+08:00",
        "to": "2025-11-05T10:00:01+08:00",
    }
    office.load(maintenance=[window])
    with pytest.raises(UnderMaintenance) as refused:
        office.pay(WIFE)
    assert refused.value.retry_after_s == 1
    assert office.at("2025-11-05T10:00:01").results(WIFE) == [40000]
