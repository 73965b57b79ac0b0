"""Every entry of every menu leads to a page that works, and back; on both builds."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.phone import Phone, Phones, Target
from tests.e2e.world import PAYER, WIFE, World

HOME = {
    "职工共济申请": "您可以办理家庭共济", "共济关系查询解绑": "我是共济人",
    "个账代缴": "选择缴费对象", "慢特病待遇延期": "没有慢特病待遇", "医保账户查询": "个人账户余额",
    "就医记录": "这一年没有就医购药记录", "我的待遇": "普通门诊统筹支付已用",
    "定点机构": "演示·开福大药房", "缴费记录": "没有缴费记录",
    "经办机构": "演示·长沙市医保经办服务大厅",
    "参保地政策": "同时共济的人数上限",
    "我的账户": "个人账户余额",
}  # fmt: skip
ACCOUNT = {"账户明细": "没有符合条件的明细", "年度收支": "收支总览", "共济关系": "我是共济人"}
SETTINGS = {
    "支出提醒": "提醒起点（元）", "谁看过我的信息": "经办窗口和定点医药机构查看您的信息",
    "更换手机号": "新手机号", "服务协议与隐私政策": "隐私政策",
}  # fmt: skip
MENUS = {"home/index": HOME, "account/index": ACCOUNT, "settings/index": SETTINGS}
BAR = {"code": "彭志强的医保码", "bell": "没有消息", "me": "退出登录", "home": "业务办理"}


def works(phone: Phone, words: str) -> None:
    phone.sees_text(words)
    for state in ("loading", "error", "offline", "visitor"):
        expect(phone.page.locator(f'[data-testid="state-{state}"]:visible')).to_have_count(0)


@pytest.mark.parametrize("menu", MENUS)
def test_every_entry_leads_somewhere_and_back(menu: str, phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    for entry, words in MENUS[menu].items():
        phone.open(menu)
        phone.tap_text(entry)
        works(phone, words)
        phone.back()
        phone.sees_text(entry)


def test_the_bar_at_the_bottom(phone: Phone, world: World) -> None:
    phone.enter(world.sign_in(PAYER))
    for entry, words in BAR.items():
        phone.tap(f"nav-{entry}")
        works(phone, words)


def test_the_way_back_from_the_bar_leads_home(phones: Phones, world: World) -> None:
    with phones.lent(Target.H5, world.base) as phone:
        phone.enter(world.sign_in(PAYER))
        for entry in ("bell", "me"):
            phone.tap(f"nav-{entry}")
        phone.leave()
        phone.sees("my-name", PAYER)


def test_a_page_opened_by_its_address_leads_on(phones: Phones, world: World) -> None:
    """Somebody who may not apply is led to why not, and on from there."""
    with phones.lent(Target.H5, world.base) as phone:
        phone.keep("gongji.session", world.sign_in(WIFE))
        phone.open("family/apply")
        phone.sees("not-eligible", "怎么办")
        phone.tap("nav-home")
        phone.sees("my-name", WIFE)


def test_an_address_typed_wrongly_leads_home(phones: Phones, world: World) -> None:
    with phones.lent(Target.H5, world.base) as phone:
        phone.open("institutions/index")
        phone.page.evaluate("() => { location.hash = '#/pages/nowhere/x' }")
        phone.sees_text("欢迎使用湘医保")


def test_the_newest_announcement_is_told_on_the_home_page(phone: Phone) -> None:
    phone.open()
    phone.sees("headline", "2026 年度居民医保正在集中缴费")
    phone.tap("headline")
    phone.sees("notice", "集中缴费期为 2025 年 9 月 1 日至 2026 年 1 月 31 日")


def test_a_visitor_is_asked_to_sign_in_only_where_it_is_needed(phone: Phone) -> None:
    phone.open()
    phone.tap("later")
    phone.tap_text("定点机构")
    works(phone, "演示·开福大药房")
    phone.back()
    phone.tap_text("就医记录")
    phone.sees("state-visitor", "登录后查看")
    phone.tap("state-sign-in")
    phone.sees_text("登录湘医保")
