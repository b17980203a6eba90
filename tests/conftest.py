"""What holds for every test: how laws choose their examples, which tests begin, and where a skip is a failure."""

import gc
import os
from collections.abc import Generator

import pytest

import laws
import made_once
import temporary_files

laws.choose()
made_once.keep()
temporary_files.keep_in_memory(os.environ)
# What is on the disk after the power fails is nothing that a test can see, and each wait for the disk takes its time.
os.fsync = lambda fd: None  # noqa: ARG005 - the name is what types know it by


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left with it when the others are done."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("browser", "whole_run", "slow")))


def pytest_collection_finish() -> None:
    """What the collection made stays to the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """On GitHub's machines, which have a browser, a browser check that is skipped has failed."""
    report = yield
    must_run = item.get_closest_marker("browser") and not item.get_closest_marker("shared")
    if report.skipped and must_run and os.environ.get("GITHUB_ACTIONS") == "true":
        report.outcome = "failed"
        report.longrepr = f"A browser check must not be skipped here: {report.longrepr}"
    return report
