"""What hooks.py and patches.txt name is there."""

import importlib
import inspect
import unittest
from collections.abc import Iterator

from zhilian_app import hooks
from zhilian_app.tests.strings import APP


def dotted_paths(value) -> Iterator[str]:
    """Every dotted path into the app inside of a hook's value."""
    if isinstance(value, str):
        if value.startswith("zhilian_app.") and "/" not in value:
            yield value.split(":")[-1]
    elif isinstance(value, dict):
        for item in value.values():
            yield from dotted_paths(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from dotted_paths(item)


def hooked() -> dict[str, object]:
    return {name: value for name, value in vars(hooks).items() if not name.startswith("__")}


def resolve(path: str):
    module, name = path.rsplit(".", 1)
    return getattr(importlib.import_module(module), name)


class TestHooks(unittest.TestCase):
    def test_every_path_imports(self):
        paths = [path for value in hooked().values() for path in dotted_paths(value)]
        self.assertGreater(len(paths), 10)
        for path in paths:
            with self.subTest(path):
                self.assertTrue(callable(resolve(path)))

    def test_scheduled_jobs_take_no_arguments(self):
        for path in dotted_paths(hooks.scheduler_events):
            with self.subTest(path):
                inspect.signature(resolve(path)).bind()

    def test_permission_hooks_take_what_both_editions_give(self):
        for path in hooks.permission_query_conditions.values():
            with self.subTest(path):
                inspect.signature(resolve(path)).bind("somebody", doctype="Town")
                inspect.signature(resolve(path)).bind("somebody")

    def test_assets_exist(self):
        prefix = "/assets/zhilian_app/"
        texts = [text for value in hooked().values() for text in leaves(value)]
        for text in texts:
            if text.startswith(prefix):
                self.assertTrue((APP / "public" / text.removeprefix(prefix)).is_file(), text)
            elif ".bundle." in text:
                self.assertTrue(any(has_bundle(text)), text)


def leaves(value) -> Iterator[str]:
    """Every text inside of a hook's value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for item in value.values() if isinstance(value, dict) else value:
            yield from leaves(item)


def has_bundle(name: str) -> Iterator[bool]:
    """Whether the source of a bundle is there; styles may be written in scss."""
    stem, ending = name.rsplit(".", 1)
    endings = {"js": ("js", "ts"), "css": ("css", "scss")}[ending]
    return (any((APP / "public").rglob(f"{stem}.{one}")) for one in endings)


class TestPatches(unittest.TestCase):
    def test_every_patch_can_run(self):
        for line in (APP / "patches.txt").read_text(encoding="utf-8").splitlines():
            entry = line.split("#")[0].strip()
            if entry and not entry.startswith("["):
                with self.subTest(entry):
                    self.assertTrue(entry.startswith("zhilian_app."), "no code in patches.txt")
                    inspect.signature(importlib.import_module(entry.split()[0]).execute).bind()
