"""That no demand drops out of the benchmark's last lines because a name was changed elsewhere."""

from ballots.groups import NAMES, arithmetics, group
from tests.load.bench_archives import Verified
from tests.load.bench_shuffles import Shuffle
from tests.load.clock import Run
from tests.load.demands import demands


def test_every_demand_is_told_once_everything_is_measured():
    spoken = {(name, group(name, arithmetic).arithmetic) for name in NAMES for arithmetic in arithmetics(name)}
    spoken |= {(name, "native core") for name in NAMES}
    ballots = dict.fromkeys(spoken, 4.0) | {("BELENIOS-2048", "belenios-tool"): 16.0, ("Ed25519", "native core"): 0.5}
    shuffles = {("Ed25519", "native core", 10_000): Shuffle(generators=0.2, make=3, verify=1.5)}
    archives = {
        ("Ed25519", size): Verified(one=Run(size / 100, size / 100, 90), two=Run(size / 160, size / 100, 80))
        for size in (100, 1_000, 10_000)
    }
    assert list(demands(ballots, shuffles, archives)) == [
        "BELENIOS-2048, native core: 4.0 times as fast as belenios-tool in BELENIOS-2048 (≥ 1.6)",
        "BELENIOS-2048, gmpy2: 4.0 times as fast as belenios-tool in BELENIOS-2048 (≥ 1.6)",
        "Ed25519, native core: 32.0 times as fast as belenios-tool in BELENIOS-2048 (≥ 20)",
        "Ed25519, libsodium: 4.0 times as fast as belenios-tool in BELENIOS-2048 (≥ 5)",
        "a shuffle of 10,000 rankings verified in 3.0 times the time of 1,000 ballots (≤ 4)",
        "two processes on 10,000 ballots: 1.60 times as fast (≥ 1.5)",
        "memory for 10,000 ballots: 90 MB (≤ 300)",
        "a ballot more among 10,000 costs +0.0 % of one among 1,000 (within 5 %)",
    ]
    assert list(demands({}, {}, {})) == []
