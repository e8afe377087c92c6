"""The script that README shows, run as it stands against a demo server in a process of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.backend import Backend

ROOT = Path(__file__).parents[2]


@pytest.mark.row("N3")
def test_the_script_of_the_readme_lists_the_drafts_and_dismisses_one(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    server = Backend(["demo", "--port", "0", "--data", str(tmp_path / "data")])
    try:
        here = script.replace("http://127.0.0.1:8000", server.address)
        before, after = (_run(here, tmp_path) for _ in range(2))
    finally:
        server.close()
    assert len(before) > 2
    assert before[-1].startswith("(Done(id=")
    assert after[:-1] == before[1:-1]
    assert [left.name for left in tmp_path.iterdir()] == ["data"]


def _run(script: str, folder: Path) -> list[str]:
    """Each time in the same folder, in which it must leave nothing."""
    argv = [sys.executable, "-X", "utf8", "-c", f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{script}"]
    run = subprocess.run(argv, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()
