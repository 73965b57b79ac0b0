"""Any order of acts: a plain model of four figures says what each account and book must hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.quota.province import Province
from tests.support.sent import PAYER, Line

START_FEN = 30_000
AMOUNTS = st.sampled_from((1, 4_000, 12_000, 31_000))
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("draw"), AMOUNTS),
        st.tuples(st.just("premium"), AMOUNTS),
        st.tuples(st.just("change"), AMOUNTS),
        st.tuples(st.just("reverse"), st.integers(0, 3)),
        st.tuples(st.just("buy"), st.just(5_000)),
        st.tuples(st.just("end"), st.just(0)),
    ),
    min_size=3,
    max_size=10,
)


@dataclass
class Model:
    """What the rules alone say; `draws` are the amounts by serial number, None once reversed."""

    balance_fen: int = START_FEN
    amount_fen: int = 10_000
    drawn_fen: int = 0
    lives: bool = True
    draws: dict[str, int | None] = field(default_factory=dict)

    @property
    def left_fen(self) -> int:
        return self.amount_fen - self.drawn_fen if self.lives else 0

    @property
    def free_fen(self) -> int:
        return self.balance_fen - self.left_fen

    def draw(self, amount_fen: int, *, whole: bool) -> int:
        if not self.left_fen or (whole and amount_fen > self.left_fen):
            return 0
        taken_fen = min(amount_fen, self.left_fen)
        self.drawn_fen += taken_fen
        self.balance_fen -= taken_fen
        return taken_fen

    def change(self, amount_fen: int) -> bool:
        more_fen = amount_fen - self.amount_fen
        fits = self.lives and amount_fen >= self.drawn_fen and more_fen <= max(self.free_fen, 0)
        if fits and not (more_fen > 0 and self.balance_fen == 0):
            self.amount_fen = amount_fen
            return True
        return False


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_order_of_acts_keeps_the_books(province: Province, acts: list[tuple[str, int]]) -> None:
    province.load()
    model, quota_id = Model(), province.give(10_000)
    for number, (act, value) in enumerate(acts):
        serial = f"S{number}"
        match act:
            case "draw" | "premium":
                use = "care" if act == "draw" else "ltc_premium"
                taken_fen = model.draw(value, whole=act == "premium")
                answer = province.draw(quota_id, serial, value, used_for=use)
                assert (answer.status == 200) == bool(taken_fen), answer.body
                if taken_fen:
                    assert answer.body["draw"]["amount_fen"] == taken_fen
                    model.draws[serial] = taken_fen
            case "reverse":
                reverse_one(province, model, serial, value)
            case "change":
                answer = province.me("PATCH", f"/quotas/{quota_id}", {"amount_fen": value})
                assert (answer.status == 200) == model.change(value), answer.body
            case "buy":
                price = f"{value // 100}.00"
                assert province.cast.buy(PAYER, Line(price=price), flag="1").body["infcode"] == 0
                model.balance_fen -= min(value, model.free_fen)
            case "end":
                answer = province.me("POST", f"/quotas/{quota_id}/end")
                assert (answer.status == 200) == model.lives
                model.lives = False
        assert province.amounts() == (model.balance_fen, model.free_fen), (act, value)
        assert province.quota(quota_id)["left_fen"] == model.left_fen
    assert province.cast.broken() == []


def reverse_one(province: Province, model: Model, serial: str, which: int) -> None:
    """A draw of the history, if there are so many; a second reversal is refused."""
    if which >= len(model.draws):
        return
    of = list(model.draws)[which]
    answer = province.reverse(f"R{serial}", of)
    amount_fen = model.draws[of]
    assert (answer.status == 200) == (amount_fen is not None), answer.body
    if amount_fen is not None:
        model.balance_fen += amount_fen
        model.drawn_fen -= amount_fen
        model.draws[of] = None
