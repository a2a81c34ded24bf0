"""What the set-up remembers: fingerprints of what a finished step was done from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

IGNORED_FOLDERS = frozenset({"__pycache__", "node_modules", "dist", ".git"})
IGNORED_ENDINGS = (".pyc", ".swp", "~")


class Done:
    """The fingerprint that a step was last finished at, kept in a file of its own."""

    def __init__(self, file: Path) -> None:
        """Keep the fingerprint in ``file``."""
        self.file = file

    def is_at(self, fingerprint: str) -> bool:
        """Tell whether the step was finished at ``fingerprint``."""
        try:
            return json.loads(self.file.read_text())["fingerprint"] == fingerprint
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def set(self, fingerprint: str) -> None:
        """Remember that the step was finished at ``fingerprint``."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = self.file.with_suffix(".new")
        draft.write_text(json.dumps({"fingerprint": fingerprint}) + "\n")
        draft.replace(self.file)

    def forget(self) -> None:
        """Count the step as not done: call this before redoing it."""
        self.file.unlink(missing_ok=True)


def fingerprint_of(paths: Iterable[Path], *, keep: Callable[[Path], bool] | None = None) -> str:
    """Return a digest of the names and contents of ``paths``; folders with all that is in them.

    A path that is not there counts as such. ``keep`` says which files of a folder matter.
    """
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0".encode())
        for file in _files(path):
            if keep and not keep(file):
                continue
            digest.update(f"{file.relative_to(path.parent).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name not in IGNORED_FOLDERS)
        for name in sorted(names):
            # a link to an ignored folder that is gone counts as a file here
            if not name.endswith(IGNORED_ENDINGS) and name not in IGNORED_FOLDERS:
                found.append(Path(folder, name))
    return found
