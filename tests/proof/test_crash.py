"""The crash harness in short: two runs side by side, and each sabotage. 10,000 cycles with ``make soak``."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.proof.sabotage import SABOTAGE

ROOT = Path(__file__).parents[2]
CYCLES = 750
LEAST = 25
"""How often every failpoint is hit in each of the two runs."""


def harness(*options: str, patience: float) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.proof.crash", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("seed", [20261122, 20261123])
def test_nothing_is_lost_and_nothing_is_done_twice(seed: int) -> None:
    options = ["--cycles", str(CYCLES), "--least", str(LEAST), "--seed", str(seed)]
    code, said = harness(*options, patience=1200)
    assert (code, "rules broken: {}" in said) == (0, True), said
    for figure in ("handed out again", "labelled repeats", "unknown", "pictures", "votes", "drills"):
        found = re.search(rf"^{figure}: (\d+)$", said, re.MULTILINE)
        assert found, said
        assert int(found[1]), f"{figure}: what was to be proved never happened"


@pytest.mark.parametrize("name", SABOTAGE)
def test_sabotage_is_noticed(name: str) -> None:
    code, said = harness("--cycles", "60", "--sabotage", name, patience=200)
    assert (code, f"'{SABOTAGE[name].rule}': " in said) == (1, True), said
