"""The blocks of the documentation, as files and programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from helpers import SECRET, body_of, sign
from http_server import SECONDS, request

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **os.environ,
    "COMMET_WEBHOOK_SECRET": SECRET,
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def block(page: str, number: int, language: str = "python") -> str:
    """The text of a block, which whoever asks for it has to run."""
    command = [ROOT / "tests" / "blocks", page, language, str(number)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def add(directory: Path, page: str, *numbers: int) -> None:
    """Adds blocks to the files that their first lines name."""
    for number in numbers:
        text = block(page, number)
        path = directory / text.split("\n", 1)[0].removeprefix("# ")
        with path.open("a") as file:
            file.write(text)


def run(text: str, directory: Path, **environment: str) -> str:
    """Runs lines of a shell; gives what they print."""
    result = subprocess.run(
        ["bash", "-ec", text],
        cwd=directory,
        env={**ENVIRONMENT, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=10 * SECONDS,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


def run_tests(directory: Path) -> None:
    """Runs the tests of pytest that a directory has."""
    assert " passed" in run("python -m pytest -q -p no:cacheprovider", directory)


def load(text: str, scope: dict[str, Any] | None = None) -> dict[str, Any]:
    """Runs a block in this process; gives its names, and those that were there."""
    scope = {"__name__": "documentation"} if scope is None else scope
    exec(compile(text, "documentation", "exec"), scope)
    return scope


def exercise(port: int, path: str = "/webhooks/commet", answer: bytes = b'{"received":true}') -> None:
    """What every receiver of the documentation does."""

    def status(body: bytes, signed: bytes) -> int:
        found = request(port, path, body, {"X-Commet-Signature": sign(signed)})
        assert found.status != 200 or found.body == answer
        return found.status

    body, large = body_of(), body_of() + b" " * (1 << 20)
    assert status(body, body) == 200
    assert status(body + b" ", body) == 403
    assert status(b'{"event":', b'{"event":') == 400
    assert status(large, large) == 413
    assert request(port, path, method="GET").status == 405
