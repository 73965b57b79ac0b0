"""Every letter of commitment (承诺书) in all its versions (BIND-07, CHR-05)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongji.commitments.problems import CommitmentRequired


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: what it is needed for, and its texts by version, the oldest first."""

    purpose: str
    texts: Mapping[str, str]

    @property
    def version(self) -> str:
        """The version in force."""
        return list(self.texts)[-1]

    @property
    def text(self) -> str:
        return self.texts[self.version]

    def title_of(self, version: str) -> str:
        """The first line of the letter as it was accepted."""
        return self.texts[version].splitlines()[0]

    def refusal(self, *, accepted: bool, version: str) -> CommitmentRequired | None:
        """COMMITMENT_REQUIRED unless the version in force was accepted."""
        if accepted and version == self.version:
            return None
        return CommitmentRequired(what=self.purpose, version=self.version)


FAMILY_SHARING = Letter(
    "办理家庭共济",
    {
        "1": """职工医保个人账户家庭共济承诺书

一、本人填写的亲属姓名、身份证号、手机号码和亲属关系真实、准确，亲属本人（未满规定年龄的，由其监护人）知晓并同意。
二、本人同意在约定的起止日期内，由该亲属按政策使用本人职工医保个人账户资金；共济的是资金，不转借医保凭证。
三、资金只用于该亲属本人的医疗费用和政策允许代缴的保费，不用于公共卫生、体育健身、养生保健等支出。
四、任何一方均可随时解除共济关系，解除后立即失效；此前已完成的结算仍然有效，退费退回原支付账户。
五、如有虚报亲属关系、冒用他人身份或套取个人账户资金的，本人愿意退回资金并承担相应责任。
""",
    },
)
QUOTA = Letter(
    "设定共济额度",
    {
        "1": """职工医保个人账户跨省共济额度承诺书

一、本人填写的近亲属姓名、身份证号、手机号码和亲属关系真实、准确，亲属本人（未满规定年龄的，由其监护人）知晓并同意。
二、本人同意在设定的额度内，由该亲属在其参保地使用本人职工医保个人账户资金；额度内的资金仍在本人账户，但本人和其他亲属不再使用。
三、资金只用于该亲属本人的医疗费用、购药、城乡居民医保缴费和长期护理保险缴费。
四、双方均可随时终止；终止后未使用的额度立即归还本人使用，已经支付的费用仍然有效，退费退回本人账户。
五、如有虚报亲属关系、冒用他人身份或套取个人账户资金的，本人愿意退回资金并承担相应责任。
""",
    },
)
CHRONIC_EXTENSION_FOR_RELATIVE = Letter(
    "为亲属办理待遇延期",
    {
        "1": """门诊慢特病待遇网上延期承诺书（为亲属代办）

代办人：{agent}；待遇享受人：{patient}。
一、代办人受待遇享受人本人（未满规定年龄的，由其监护人）委托办理，验证码由对方知情同意后告知。
二、代办人已向待遇享受人核实：所患病种仍需门诊治疗，此前提交的资料真实、有效。
三、双方同意按原待遇标准延长待遇期限，并接受医保经办机构的抽查和复审；病情痊愈或不再符合条件的，主动告知医保经办机构。
四、代办人只为本次办理查看对方的病种和有效期，不向他人透露。
五、如有冒用他人身份、隐瞒病情、提供虚假信息等情形，愿意退回医保基金并承担相应责任。
""",
    },
)
"""`agent` and `patient` are the names of who acts and for whom."""
CHRONIC_EXTENSION = Letter(
    "办理待遇延期",
    {
        "1": """门诊慢特病待遇网上延期承诺书

一、本人确认所患病种仍需门诊治疗，此前提交的资料真实、有效。
二、本人同意按原待遇标准延长待遇期限，并接受医保经办机构的抽查和复审。
三、病情痊愈或不再符合条件的，本人将主动告知医保经办机构，停止享受待遇。
四、如有隐瞒病情、提供虚假信息等情形，本人愿意退回医保基金并承担相应责任。
""",
    },
)
