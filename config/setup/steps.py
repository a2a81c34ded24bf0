"""Runs the commands of a set-up step, shows each step with its time, and keeps the output in a log."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.setup.paths import BIN, LOGS, ROOT

LOG = LOGS / "setup.log"
SET_PARENT_DEATH_SIGNAL = 1  # prctl's PR_SET_PDEATHSIG
TAIL = 25  # lines of a failed command's output that are shown


class SetupError(Exception):
    """Set-up cannot go on; the message tells a person what to do."""


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show ``title`` while the step runs and its time in seconds when it ends."""
    started = time.monotonic()
    if sys.stdout.isatty():
        print(f"  ...    {title}", end="\r", flush=True)
    try:
        yield
    except BaseException:
        print(f"  FAILED {title}", flush=True)
        raise
    print(f"{time.monotonic() - started:7.1f}s {title}", flush=True)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for commands of this bench: its own programs come first."""
    env = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    # An outer virtual environment or Python path must not leak into this bench's.
    for name in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"):
        env.pop(name, None)
    env.update({"LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", **(extra or {})})
    return env


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
    failure: str = "",
) -> str:
    """Run ``command``, its output going to the log, and return that output.

    Raises SetupError with the end of the output if it fails. ``failure`` says in words what that
    means. The command is ended with us when we are interrupted.
    """
    words = [str(word) for word in command]
    process = subprocess.Popen(
        words,
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        raw, _ = process.communicate(stdin.encode() if stdin is not None else None)
    except BaseException:
        end_group(process)
        raise
    output = raw.decode("utf-8", "replace")
    _log(words, output, process.returncode)
    if process.returncode:
        shown = "\n".join(f"    {line}" for line in output.splitlines()[-TAIL:])
        reason = f"{failure}\n" if failure else ""
        raise SetupError(
            f"{reason}{words[0]}: exit {process.returncode}\n{shown}\n"
            f"  whole output / 完整输出: {LOG.relative_to(ROOT)}"
        )
    return output


def succeeds(command: Sequence[str | Path]) -> bool:
    """Tell whether ``command`` exits with 0; its output is dropped."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, env=environment(), capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def end_group(process: subprocess.Popen, grace: float = 10) -> None:
    """End ``process`` and its children, at first politely; ``grace`` in seconds."""
    for signal_ in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, signal_)
            process.wait(grace)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
        break


def die_with_parent() -> None:
    """Have the kernel end this new process when its parent is gone, however that happened."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _log(words: list[str], output: str, code: int) -> None:
    LOGS.mkdir(exist_ok=True)
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(words)}\n{output}exit {code}\n")
