"""A limit for every test, set-up and teardown included.

pytest's `faulthandler_timeout` stops counting once a test has failed, so a fixture that hangs in
its teardown hangs forever. Here a thread times each phase and ends the process if one takes too
long. pytest-xdist then reports the test in which its worker crashed, and continues with the others.
"""

import faulthandler
import os
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from threading import TIMEOUT_MAX, Timer

import pytest

_LIMIT = pytest.StashKey[float]()
_STDERR = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "seconds that a test, its set-up or its teardown may take before the run is ended"
    parser.addini("phase_seconds", told, default="600")


def pytest_configure(config: pytest.Config) -> None:
    debugged = config.getoption("usepdb")
    config.stash[_LIMIT] = TIMEOUT_MAX if debugged else float(config.getini("phase_seconds"))
    # While a test runs, the usual stderr is captured.
    assert sys.__stderr__ is not None
    config.stash[_STDERR] = os.dup(sys.__stderr__.fileno())


@contextmanager
def limited(config: pytest.Config, what: str) -> Iterator[None]:
    """End the process if the block takes too long."""
    timer = _timer(config, what)
    try:
        yield
    finally:
        timer.cancel()


def _timer(config: pytest.Config, what: str) -> Timer:
    seconds, stderr = config.stash[_LIMIT], config.stash[_STDERR]

    def give_up() -> None:
        os.write(stderr, f"\nTOO LONG: {what} took more than {seconds:g} s\n".encode())
        faulthandler.dump_traceback(stderr, all_threads=True)
        os._exit(1)

    timer = Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    return timer


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    with limited(item.config, f"set-up of {item.nodeid}"):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    with limited(item.config, item.nodeid):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    with limited(item.config, f"teardown of {item.nodeid}"):
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Report a thread that a test left behind: it would keep the process alive."""
    _timer(config, "the end of the run, after all tests,")
