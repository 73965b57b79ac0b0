"""What a binding (共济关系) is refused for, and what about it can empty a mutual leg."""

from __future__ import annotations

from gongji.kernel.problems import Problem
from gongji.labels import APPLY_MENU, BINDINGS_MENU, POLICY_MENU

# -- the request and the authorizer's own state


class SelfBind(Problem):
    code = "SELF_BIND"
    title = "不能与本人建立共济关系"
    detail = "所填身份证号是您本人的。"
    remedy = "本人就医购药直接使用自己的个人账户，请填写亲属的身份证号。"


class RelationNotAllowed(Problem):
    code = "RELATION_NOT_ALLOWED"
    title = "该亲属关系不在可共济范围内"
    detail = "您的参保地可共济的亲属为：{allowed}；“{relation}”不在其中。"
    remedy = f"请核对所选关系；您参保地的规定可在“{POLICY_MENU}”中查看。"


class DatePast(Problem):
    code = "DATE_PAST"
    title = "日期已经过去"
    detail = "{what} {day} 早于今天 {today}。"
    remedy = "请选择今天或以后的日期。"


class DateOrder(Problem):
    code = "DATE_ORDER"
    title = "终止日期早于起始日期"
    detail = "终止日期 {ends_on} 早于起始日期 {starts_on}。"
    remedy = "请把终止日期改为起始日期当天或以后。"


class AlreadyBound(Problem):
    code, status = "ALREADY_BOUND", 409
    title = "已经与这位亲属建立共济关系"
    detail = "与这位亲属的共济关系有效至 {ends_on}，不需要再次绑定。"
    remedy = f"如需更改期限或限额，请在“{BINDINGS_MENU}”中修改。"


class LimitConcurrent(Problem):
    code, status = "LIMIT_CONCURRENT", 409
    title = "同时共济的人数已满"
    detail = "您已有 {count} 名共济亲属（含尚未开始的），同时最多 {most} 名。"
    remedy = (
        f"请先解除一段不再需要的共济关系，再绑定新的亲属；人数的规定可在“{POLICY_MENU}”中查看。"
    )


class LimitLifetime(Problem):
    code, status = "LIMIT_LIFETIME", 409
    title = "累计共济的人数已满"
    detail = "您历来绑定过 {count} 名不同的亲属，累计最多 {most} 名，解绑不退还名额。"
    remedy = (
        "以前绑定过的亲属可以重新绑定，不占新名额；"
        f"人数的规定可在“{POLICY_MENU}”中查看，有疑问请咨询参保地经办机构。"
    )


# -- the relative's consent


class ConsentRequired(Problem):
    code = "CONSENT_REQUIRED"
    title = "需要亲属本人的验证码"
    detail = "亲属已满 {age} 周岁，须填写发送到其本人登记手机的验证码。"
    remedy = "请用亲属在医保登记的手机获取验证码；没有手机的，请到经办窗口办理。"


# -- what concerns the relative; the caller who learns it has used up the relative's code


class BeneNotInsured(Problem):
    code = "BENE_NOT_INSURED"
    title = "亲属没有正常参加基本医保"
    detail = "按所填姓名和身份证号，没有查到正常状态的基本医保参保登记。"
    remedy = "请核对姓名和身份证号；未参保或已停保的，参保恢复正常后再绑定。"
    commit_on_raise = True


class BeneOutOfProvince(Problem):
    code = "BENE_OUT_OF_PROVINCE"
    title = "亲属在外省参保"
    detail = "这位亲属的参保地不在湖南省内，不能在此绑定。"
    remedy = "参保地在外省的近亲属，可了解国家医保服务平台的跨省共济功能。"
    commit_on_raise = True


class BeneOutOfCity(Problem):
    code = "BENE_OUT_OF_CITY"
    title = "亲属不在您的参保地参保"
    detail = "您的参保地目前只允许绑定{scope}参保的亲属。"
    remedy = f"规定放宽后即可绑定；您参保地的规定可在“{POLICY_MENU}”中查看。"
    commit_on_raise = True


class RelationImplausible(Problem):
    code = "RELATION_IMPLAUSIBLE"
    title = "申报的关系与登记信息不符"
    detail = "申报的关系是“{relation}”：{why}。"
    remedy = "请核对所选关系和身份证号；登记信息有误的，请带证件到参保地经办机构更正。"
    commit_on_raise = True


class BeneHasAuthorizer(Problem):
    code, status = "BENE_HAS_AUTHORIZER", 409
    title = "亲属已有其他共济人"
    detail = "这位亲属正在接受他人的共济，同一时间最多接受 {most} 人。"
    remedy = "请亲属或其现在的共济人先解除原有共济关系，再来绑定。"
    commit_on_raise = True


# -- a binding that exists


class AlreadyEnded(Problem):
    code, status = "ALREADY_ENDED", 409
    title = "共济关系已经终止"
    detail = "这段共济关系已于 {ended_at} 终止。"
    remedy = "无需再次操作；如要继续共济，请重新绑定。"


# -- paying without one


class NoActiveRelation(Problem):
    code = "NO_ACTIVE_RELATION"
    title = "没有可用的共济关系"
    remedy = f"本次由本人支付；可请亲属在“{APPLY_MENU}”中与您建立共济关系。"
