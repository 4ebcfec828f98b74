"""Put all elections and their spoiled copies before both programs, and keep the verdicts."""

import argparse
import shutil
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.ballots.differential import judging
from tests.ballots.differential.judging import Case


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--elections", type=int, default=judging.ELECTIONS, help="fewer are not kept")
    arguments.add_argument("--processes", type=int, default=2)
    asked = arguments.parse_args()
    tool = shutil.which("belenios-tool")
    if tool is None:
        print("belenios-tool is not installed: apt install belenios-tool")
        return 2
    with ProcessPoolExecutor(asked.processes, mp_context=get_context("spawn")) as executor:
        running = [executor.submit(judging.judged, tool, number) for number in range(asked.elections)]
        found = [case for number, done in enumerate(as_completed(running), 1) for case in _told(number, done.result())]
    print("\n".join(judging.summary(found)))
    if asked.elections == judging.ELECTIONS:
        judging.write_table(found)
    return 0 if all(case.explained for case in found) else 1


def _told(number: int, cases: list[Case]) -> list[Case]:
    for case in cases:
        if not case.explained:
            print("NOT EXPLAINED", *case, sep=" | ")
    if number % 10 == 0:
        print(f"{number} elections are judged", flush=True)
    return cases


if __name__ == "__main__":
    raise SystemExit(main())
