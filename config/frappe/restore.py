"""Restore Frappe's source into ``apps/frappe`` from the package index, and prove that it is genuine.

Frappe's own name on PyPI is an empty placeholder, and many offices reach a package mirror but no
public git host. The package ``criscostack`` (MIT) is Frappe 15.0.0-dev with its names replaced; put
back as below it is, but for brand pictures and some translations, byte for byte the upstream commit
``UPSTREAM_COMMIT``. The digest that proves it is checked after restoring and at every later set-up.

The wheel holds the Python package only. What stands beside it in ``apps/frappe`` (pyproject.toml,
package.json, the asset build, the realtime relay) is this project's own work and lives in
``config/frappe/root``.

An ``apps/frappe`` that was not made here (a git checkout of a release) is used untouched.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from pathlib import Path

UPSTREAM_COMMIT = "0cced747669d9471aa3d60819148a8e828457930"
PROVEN_FILES = 2884
PROVEN_DIGEST = "846df8a7af0979ab53b07700f9a621745da1ca1a705c33673d66997a2c36a61f"

HERE = Path(__file__).resolve().parent
OWN_ROOT = HERE / "root"
WHEEL_REQUIREMENT = HERE / "requirements.txt"
MARKER = ".restored.json"

# Applied in this order, to the contents of text files and to file and folder names.
RENAMES = (
    ("Criscoerp", "ERPNext"),
    ("criscoerp", "erpnext"),
    ("CRISCOSTACK", "FRAPPE"),
    ("Criscostack", "Frappe"),
    ("criscostack", "frappe"),
    ("Crisco", "Frappe"),
)
MOVED_FILES = {"utils/brik_helper.py": "utils/bench_helper.py"}

# The repackaging ended these with a newline that upstream's do not have.
ADDED_NEWLINE = frozenset(
    {
        "core/README.md",
        "core/doctype/report/report.json",
        "core/doctype/scheduled_job_type/scheduled_job_type.json",
        "core/doctype/user_type/user_type.json",
        "custom/module_onboarding/customization/customization.json",
        "desk/page/backups/backups.html",
        "email/doctype/email_account/email_account.json",
    }
)

# The repackager's own pictures and translations: not upstream's bytes, so outside the proof.
NOT_UPSTREAM = frozenset(
    {
        "public/images/frappe-favicon.svg",
        "public/images/frappe-framework-logo.png",
        "public/images/frappe-framework-logo.svg",
        "public/images/frappe-logo.png",
        "public/images/ui-states/404.png",
        "translations/bn.csv",
        "translations/de.csv",
        "translations/gu.csv",
        "translations/hi.csv",
        "translations/kn.csv",
        "translations/ml.csv",
        "translations/mr.csv",
        "translations/ta.csv",
        "translations/te.csv",
        "translations/tr.csv",
        "translations/uz.csv",
    }
)

# What running Frappe leaves between its sources: built assets, and a link to the npm packages.
MADE_AT_RUN_TIME = ("public/dist/", "public/node_modules")


class RestoreError(Exception):
    """The restored source is not the one that was proven."""


def original_name(text: str) -> str:
    """Return ``text`` (a path or a file's contents) with Frappe's own names put back."""
    for replaced, original in RENAMES:
        text = text.replace(replaced, original)
    return text


def original_bytes(path: str, content: bytes) -> bytes:
    """Return what upstream's file ``path`` (from ``frappe/``) held, given the repackaged content.

    A file that is not valid UTF-8 or holds a NUL byte is a picture, font or sound: left alone.
    """
    if b"\0" not in content:
        try:
            content = original_name(content.decode("utf-8")).encode("utf-8")
        except UnicodeDecodeError:
            return content
    if path in ADDED_NEWLINE and content.endswith(b"\n"):
        content = content[:-1]
    return content


def original_path(packaged: str) -> str | None:
    """Return the path from ``frappe/`` of one wheel member, or None if it is not part of Frappe."""
    top, _, inner = packaged.partition("/")
    if top != "criscostack" or not inner or inner.endswith("/"):
        return None
    if inner.rsplit("/", 1)[-1] == ".DS_Store":
        return None
    path = original_name(inner)
    return MOVED_FILES.get(path, path)


def blob_sha1(content: bytes) -> str:
    """Return the id that git gives a file of this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def proof(blobs: dict[str, str]) -> str:
    """Return the digest of ``{path: blob sha1}``: sha256 over sorted ``<sha1> frappe/<path>`` lines."""
    lines = sorted(f"{sha1} frappe/{path}\n" for path, sha1 in blobs.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def proven_blobs(package: Path) -> dict[str, str]:
    """Return ``{path: blob sha1}`` of the files under ``package`` that the digest speaks of."""
    blobs = {}
    for folder, folders, files in os.walk(package):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in files:
            file = Path(folder, name)
            path = file.relative_to(package).as_posix()
            if path in NOT_UPSTREAM or path.startswith(MADE_AT_RUN_TIME) or name.endswith(".pyc"):
                continue
            blobs[path] = blob_sha1(file.read_bytes())
    return blobs


def unpack(wheel: Path, package: Path) -> None:
    """Write the wheel's files, names put back, into the new folder ``package``."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            path = original_path(member)
            if path is None:
                continue
            target = package / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(original_bytes(path, archive.read(member)))


def is_ours(app: Path) -> bool:
    """Tell whether ``apps/frappe`` was made by `restore` (and not, say, cloned by hand)."""
    return (app / MARKER).is_file()


def check(app: Path) -> None:
    """Raise RestoreError unless the restored ``apps/frappe`` still has the proven digest."""
    blobs = proven_blobs(app / "frappe")
    found = proof(blobs)
    if found == PROVEN_DIGEST and len(blobs) == PROVEN_FILES:
        return
    expected = json.loads((app / MARKER).read_text()).get("blobs", {})
    changed = sorted(
        path for path in expected.keys() | blobs.keys() if expected.get(path) != blobs.get(path)
    )
    raise RestoreError(_mismatch(app, len(blobs), found, changed))


def _mismatch(app: Path, count: int, digest: str, changed: list[str]) -> str:
    shown = "\n".join(f"    {path}" for path in changed[:10])
    if len(changed) > 10:
        shown += f"\n    ... {len(changed) - 10} more / 另有 {len(changed) - 10} 个"
    return (
        f"{app} is not the Frappe source that was proven / Frappe 源码与原版不符\n"
        f"  files / 文件数: {count} (expected / 应为 {PROVEN_FILES})\n"
        f"  digest / 摘要:  {digest}\n"
        f"  expected / 应为: {PROVEN_DIGEST}\n"
        + (f"  changed / 有改动的文件:\n{shown}\n" if changed else "")
        + f"To repair / 修复办法: rm -r {app} && make run"
    )


def restore(wheel: Path, app: Path) -> None:
    """Make ``app`` (``apps/frappe``) from ``wheel``: whole and proven, or not at all.

    Everything happens in a folder beside it, which takes the final name in the last step, so
    a run that is stopped half way leaves nothing that looks finished.
    """
    remove_leftovers(app)
    draft = app.with_name(f".{app.name}-{os.getpid()}")
    unpack(wheel, draft / "frappe")
    blobs = proven_blobs(draft / "frappe")
    digest = proof(blobs)
    if digest != PROVEN_DIGEST or len(blobs) != PROVEN_FILES:
        shutil.rmtree(draft)
        raise RestoreError(_mismatch(app, len(blobs), digest, []))
    copy_own_files(draft)
    marker = {"commit": UPSTREAM_COMMIT, "digest": digest, "blobs": blobs}
    (draft / MARKER).write_text(json.dumps(marker, indent=0, sort_keys=True))
    os.sync()  # a power cut after the rename must not find empty files behind it
    draft.rename(app)


def remove_leftovers(app: Path) -> None:
    """Remove what interrupted restores left beside ``app``."""
    for leftover in app.parent.glob(f".{app.name}-*"):
        shutil.rmtree(leftover, ignore_errors=True)


def copy_own_files(app: Path) -> list[str]:
    """Put this project's own files beside the package; return the paths that were new or changed."""
    written = []
    for source in sorted(OWN_ROOT.rglob("*")):
        if not source.is_file() or "__pycache__" in source.parts or "node_modules" in source.parts:
            continue
        path = source.relative_to(OWN_ROOT)
        target = app / path
        content = source.read_bytes()
        if target.is_file() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written.append(path.as_posix())
    return written
