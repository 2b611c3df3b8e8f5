"""Type checkers accept what is right, find what is wrong, and stubs say what the package is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PLACE = Path(__file__).parent / "typing"
WRONG = PLACE / "wrong.py"
MARKED = [n for n, line in enumerate(WRONG.read_text().splitlines(), 1) if line.endswith("# wrong")]


def run(module: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=PLACE)


def mypy(*arguments: str | Path, cache: Path) -> subprocess.CompletedProcess[str]:
    return run("mypy", "--strict", "--cache-dir", cache, *arguments)


def test_usage_runs() -> None:
    done = subprocess.run([sys.executable, PLACE / "usage.py"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_mypy(tmp_path: Path) -> None:
    right = mypy("usage.py", cache=tmp_path)
    assert right.returncode == 0, right.stdout
    whole = mypy("-p", "commet", cache=tmp_path)
    assert whole.returncode == 0, whole.stdout
    wrong = mypy("wrong.py", cache=tmp_path).stdout
    assert sorted({int(line.split(":")[1]) for line in wrong.splitlines() if ": error:" in line}) == MARKED


def test_pyright() -> None:
    output = run("pyright", "--outputjson", "--pythonpath", sys.executable).stdout
    found = json.loads(output)["generalDiagnostics"]
    lines = {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in found}
    assert sorted(lines) == [(WRONG.name, line) for line in MARKED], found


def test_stubs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "commet", "--ignore-unused-allowlist"]
        + ["--allowlist", PLACE / "stubtest.txt"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout + done.stderr
