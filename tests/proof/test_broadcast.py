"""A notice to 500 with 5 % of every fault and kills, and its sabotage. To 5,000 with ``make soak``."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("options", "code"), [(["--people", "500"], 0), (["--people", "200", "--sabotage"], 1)])
def test_20_everybody_is_accounted_for_and_nobody_gets_it_twice(options: list[str], code: int) -> None:
    command = [sys.executable, "-m", "tests.proof.broadcast", *options]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)
    assert ended.returncode == code, ended.stdout + ended.stderr
    assert "Outcome(" in ended.stdout
    assert ("arrived_twice=0" in ended.stdout) == (code == 0)
