import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib import import_module

import pytest

from ballots import Invalid, Unsupported, executor_named, group, spread, verify
from ballots.groups import NAMES, arithmetics
from ballots.spread import AHEAD, ballots_at_once
from tests.ballots.vectors import archive_path, negative


def test_outcomes_come_in_the_order_of_the_chunks():
    with ThreadPoolExecutor(4) as executor:
        assert list(spread(executor, str, range(300))) == list(spread(None, str, range(300)))


def test_the_input_is_not_swallowed_at_once():
    taken = []

    def chunks():
        for number in range(10 * AHEAD):
            taken.append(number)
            yield number

    with ThreadPoolExecutor(1) as executor:
        outcomes = spread(executor, str, chunks())
        next(outcomes)
        assert len(taken) <= AHEAD + 1
        outcomes.close()


def test_a_failure_ends_the_work():
    def work(number):
        if number == 3:
            raise ValueError(number)
        return number

    with ThreadPoolExecutor(1) as executor, pytest.raises(ValueError, match="3"):
        list(spread(executor, work, range(1000)))


@pytest.mark.parametrize("name", NAMES)
def test_a_heap_is_larger_the_faster_the_arithmetic_and_the_shorter_the_ballot(name):
    heaps = [ballots_at_once(group(name, arithmetic), 3) for arithmetic in arithmetics(name)]
    assert heaps == sorted(heaps, reverse=True)
    assert heaps[-1] >= 1
    assert ballots_at_once(group(name), 1) > ballots_at_once(group(name), 20) >= 1
    assert ballots_at_once(group(name, "pure"), 10_000) == 1


SAMPLE = archive_path("a-single-Ed25519")


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, worker_dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def test_threads_processes_and_a_cluster_come_to_the_report_of_one_core(cluster):
    report = verify(SAMPLE)
    for text in (None, "threads", "threads:2", "processes:2", f"dask:{cluster}"):
        with executor_named(text) as executor:
            assert (executor is None) == (text is None)
            assert verify(SAMPLE, executor) == report


def test_a_refusal_keeps_its_code_and_reason_on_the_way_back(cluster):
    raw = negative("n32-overvote-Ed25519")
    reasons = set()
    for text in (None, "threads:2", "processes:1", f"dask:{cluster}"):
        with executor_named(text) as executor, pytest.raises(Invalid) as refused:
            verify(raw, executor)
        reasons.add(str(refused.value))
    assert len(reasons) == 1


def test_workers_are_counted():
    with executor_named("threads:3") as threads, executor_named("processes:2") as processes:
        assert isinstance(threads, ThreadPoolExecutor)
        assert isinstance(processes, ProcessPoolExecutor)
        assert (threads._max_workers, processes._max_workers) == (3, 2)


@pytest.mark.parametrize(
    "text",
    ["", "thread", "threads:", "threads:0", "threads:-1", "threads:two", "processes:1.5", "processes:٢", "dask:"],
)
def test_no_other_executor_is_guessed(text):
    with pytest.raises(Unsupported, match="threads"), executor_named(text):
        pass


def test_a_missing_cluster_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Unsupported, match="'distributed', which is not installed"), executor_named("dask:localhost:1"):
        pass


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(import_module("ballots.spread"), "_PATIENCE", 0.2)
    with pytest.raises(Unsupported, match=r"no Dask scheduler at 127\.0\.0\.1:9"), executor_named("dask:127.0.0.1:9"):
        pass
