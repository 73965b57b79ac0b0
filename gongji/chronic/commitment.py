"""The letter of commitment (承诺书) that goes with an online extension, by version (CHR-05)."""

from __future__ import annotations

VERSION = "1"

TEXT = """门诊慢特病待遇网上延期承诺书

一、本人确认所患病种仍需门诊治疗，此前提交的资料真实、有效。
二、本人同意按原待遇标准延长待遇期限，并接受医保经办机构的抽查和复审。
三、病情痊愈或不再符合条件的，本人将主动告知医保经办机构，停止享受待遇。
四、如有隐瞒病情、提供虚假信息等情形，本人愿意退回医保基金并承担相应责任。
"""
