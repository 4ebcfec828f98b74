"""Any history of a fund keeps its promises: a state machine over the model alone (invariants 1, 2, 4 to 7)."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from constitution import Rulebook
from governance.funds.model import ledger, pool
from governance.funds.model.ledger import BANK, Movement, Overdrawn, is_claim, is_memo, person
from governance.funds.model.pool import Division, NobodyShares, Standing

RULES = {name: Rulebook.from_pack(name) for name in ("a-service-user", "b-multi-stakeholder", "d-living-trust")}
PENCE = st.integers(1, 2_000_000)


class Fund(RuleBasedStateMachine):
    """People pay in, money is promised, set free and spent, people join and leave, weights change, entries go back."""

    @initialize(pack=st.sampled_from(sorted(RULES)), weights=st.lists(st.integers(1, 60), min_size=1, max_size=8))
    def begin(self, pack: str, weights: list[int]) -> None:
        self.book = RULES[pack]
        self.division = Division(0, {str(number): weight for number, weight in enumerate(weights)})
        self.entries: list[tuple[tuple[Movement, ...], int | None]] = []
        self.taken_back: set[int] = set()
        self.paid_in: Counter[str] = Counter()
        self.paid_out: Counter[str] = Counter()
        self.promises = 0

    def standing(self) -> Standing:
        charged, ever = Counter[str](), Counter[str]()
        for movements, number in self.entries:
            for account, pence in ledger.balances(movements).items():
                who = ledger.person_of(account)
                if who is not None and number is not None:
                    ever[who] += pence
                    charged[who] += pence if number == self.division.number else 0
        balances = ledger.balances(one for movements, _ in self.entries for one in movements)
        return Standing(balances, self.division, charged, ever)

    def enter(self, movements: tuple[Movement, ...], division: int | None = None) -> bool:
        try:
            ledger.require_covered(self.standing().balances, movements)
        except Overdrawn:
            return False
        self.entries.append((movements, division))
        return True

    @rule(data=st.data(), pence=PENCE)
    def pay_in(self, data: Any, pence: int) -> None:
        who = data.draw(st.sampled_from(sorted(self.division.weights)))
        assert self.enter(pool.contribution(self.book, self.standing(), who, pence))
        self.paid_in[who] += pence

    @rule(data=st.data(), pence=PENCE)
    def a_leaver_pays_a_debt(self, data: Any, pence: int) -> None:
        standing = self.standing()
        debtors = [one for one in self.paid_in if standing.balances.get(ledger.owed(one), 0)]
        if debtors:
            who = data.draw(st.sampled_from(sorted(debtors)))
            pence = min(pence, standing.balances[ledger.owed(who)])
            assert self.enter(pool.contribution(self.book, standing, who, pence))
            self.paid_in[who] += pence

    @rule(pence=PENCE)
    def spend(self, pence: int) -> None:
        """Running it once more gives the same pennies (invariant 6)."""
        standing = self.standing()
        movements = pool.spend(self.book, standing, pence)
        assert movements == pool.spend(self.book, standing, pence)
        assert -ledger.balances(movements)[BANK] == pence
        if self.enter(movements, self.division.number):
            charged = self.standing().charged
            assert all(
                charged[who] == share for who, share in self.division.shares(self.book, sum(charged.values())).items()
            )

    @rule(pence=PENCE)
    def others_bear_what_is_short(self, pence: int) -> None:
        """Then another division begins; whose share it was got nothing to take away."""
        standing = self.standing()
        short = pool.short(standing, pool.shares(self.book, standing, pence))
        try:
            movements = pool.spend(self.book, standing, pence, borne=short)
        except NobodyShares:
            return
        if self.enter(movements, self.division.number):
            after = self.standing()
            assert all(after.claim(who) == 0 for who in short)
            assert all(after.put_in(who) == standing.put_in(who) for who in self.division.weights)
            self.division = Division(self.division.number + 1, self.division.weights)

    @rule(pence=PENCE, data=st.data())
    def spend_by_shares_worked_out_elsewhere(self, pence: int, data: Any) -> None:
        who = data.draw(st.sampled_from(sorted(self.division.weights)))
        before = self.standing()
        if self.enter(pool.spend(self.book, before, pence, fixed={who: pence}), self.division.number):
            assert before.claim(who) - self.standing().claim(who) == pence
            self.division = Division(self.division.number + 1, self.division.weights)

    @rule(pence=PENCE)
    def promise(self, pence: int) -> None:
        self.promises += 1
        assert self.enter(pool.commitment(str(self.promises), pence))

    @rule(data=st.data(), pence=PENCE, spent=st.booleans())
    @precondition(lambda self: self.promises)
    def keep_or_release(self, data: Any, pence: int, spent: bool) -> None:
        key = str(data.draw(st.integers(1, self.promises)))
        if spent:
            self.enter(pool.spend(self.book, self.standing(), pence, key), self.division.number)
        elif self.standing().left_of(key) >= pence:
            assert self.enter(pool.release(key, pence))

    @rule(weights=st.lists(st.integers(1, 60), min_size=8, max_size=8), joins=st.booleans())
    def change(self, weights: list[int], joins: bool) -> None:
        people = [*self.division.weights, *([f"j{self.division.number}"] if joins else [])][:8]
        people += [who for who in self.division.weights if who not in people]
        chosen = dict(zip(people, [*weights, *weights], strict=False))
        self.division = Division(self.division.number + 1, chosen)

    @rule(data=st.data())
    def leave(self, data: Any) -> None:
        who = data.draw(st.sampled_from(sorted(self.division.weights)))
        standing = self.standing()
        found = pool.settle(self.book, standing, who)
        assert 0 <= found.refund <= max(min(standing.claim(who), standing.put_in(who)), 0)
        try:
            movements = pool.leave(self.book, standing, who)
        except NobodyShares:
            return
        bound = self.division.shares(self.book, sum(standing.charged.values()) + standing.promised)[who]
        assert found.refund <= max(standing.claim(who) - max(bound - standing.charged[who], 0), 0)
        assert not movements or self.enter(movements)
        self.paid_out[who] += found.refund
        self.division = self.division.without(who)
        assert self.standing().claim(who) == 0

    @rule(data=st.data())
    @precondition(lambda self: self.entries)
    def take_back(self, data: Any) -> None:
        place = data.draw(st.integers(0, len(self.entries) - 1))
        movements, division = self.entries[place]
        if place in self.taken_back or division is None:
            return
        if self.enter(ledger.reversed_movements(movements), division):
            self.taken_back |= {place, len(self.entries) - 1}

    @invariant()
    def sums_hold(self) -> None:
        standing = self.standing()
        balances = standing.balances
        assert sum(balances.values()) == 0
        assert standing.held >= 0
        assert standing.held == -sum(pence for account, pence in balances.items() if is_claim(account))
        assert sum(pence for account, pence in balances.items() if is_memo(account)) == 0
        assert all(pence <= 0 for account, pence in balances.items() if is_claim(account))
        assert all(isinstance(pence, int) for pence in balances.values())
        assert sum(self.paid_out.values()) <= sum(self.paid_in.values())
        assert standing.held == sum(self.paid_in.values()) - sum(self.paid_out.values()) - standing.spent

    def teardown(self) -> None:
        """Once nothing is promised or owed, closing leaves nothing (invariant 7)."""
        if not hasattr(self, "entries"):
            return
        balances = self.standing().balances
        memo = [(account, pence) for account, pence in balances.items() if is_memo(account) and pence > 0]
        for account, pence in memo:
            other = ledger.PROMISE if ledger.commitment_of(account) else ledger.OWING
            assert self.enter((Movement(other, account, pence),))
        assert not (movements := pool.close(self.standing())) or self.enter(movements)
        assert not any(self.standing().balances.values())


def hold(examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Fund, settings=chosen)


@pytest.mark.control("LED-1")
@pytest.mark.control("LED-3")
def test_over_1000_histories_of_50_steps_sums_hold_and_nothing_is_overdrawn() -> None:
    hold(1000, 50)


def test_one_person_alone_cannot_leave_but_can_close() -> None:
    standing = Standing({BANK: 10, person("a"): -10}, Division(0, {"a": 1}), {}, {})
    with pytest.raises(NobodyShares):
        pool.leave(RULES["a-service-user"], standing, "a")
    assert pool.close(standing) == (Movement(person("a"), BANK, 10),)
