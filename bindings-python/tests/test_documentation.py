"""What the documentation shows works as it stands."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import commet
import pytest

README = Path(__file__).parents[1] / "README.md"
OPTIONS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL


def test_the_package() -> None:
    failed, tried = doctest.testmod(commet, optionflags=OPTIONS)
    assert tried > 4 and failed == 0


def test_the_readme(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Its blocks of Python, one after the other, are one program."""
    monkeypatch.setenv("COMMET_WEBHOOK_SECRET", "whsec_test")
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert len(blocks) >= 4
    scope: dict[str, object] = {"__name__": "readme"}
    for block in blocks:
        exec(compile(block, str(README), "exec"), scope)
    assert "let in user_1" in capsys.readouterr().out
