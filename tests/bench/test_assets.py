"""The asset build, on a small bench of its own: what `bench build` promises to Frappe's pages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from config.frappe import restore
from config.setup.paths import BIN, FRAPPE

pytestmark = pytest.mark.skipif(
    not restore.is_ours(FRAPPE), reason="apps/frappe is a release with a build of its own"
)

SOURCES = {
    "frappe/frappe/public/js/desk.bundle.js": 'import "./page.html"; window.desk = "书桌";',
    "frappe/frappe/public/js/page.html": "<div>\n  <!-- gone -->\n  'x' `{{ y }}`\n</div>",
    "frappe/frappe/public/js/lib.js": "export const from_frappe = 'found at the root of an app';",
    "frappe/frappe/public/scss/desk.bundle.scss": '@import "~bootstrap/scss/functions";\n'
    '@import "part";\n.a { float: left; color: $red; user-select: none;\n'
    "  background: url(/assets/frappe/images/a.png) }",
    "frappe/frappe/public/scss/_part.scss": "$red: #c00;",
    "demo/demo/public/js/demo.bundle.js": 'import { from_frappe } from "frappe/public/js/lib.js";\n'
    'import equal from "fast-deep-equal"; import Card from "./Card.vue";\n'
    "window.demo = [from_frappe, equal(1, 1), Card, window.x?.y];",
    "demo/demo/public/js/Card.vue": "<script setup>\nconst name = '民情联系卡'\n</script>\n"
    "<template><p class='card'>{{ name }}</p></template>\n"
    '<style lang="scss" scoped>\n@import "./lib.css";\n.card { .inner { margin-left: 3px } }\n</style>',
    "demo/demo/public/js/lib.css": ".of-a-package { top: 0 }",
    "demo/demo/public/js/helper.js": "not a bundle (",
    "demo/demo/public/node_modules/x/y.bundle.js": "not ours (",
}


class Bench:
    """A bench with the real build and two apps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for path, text in SOURCES.items():
            self.write(path, text)
        (folder / "sites").mkdir()
        (folder / "sites" / "apps.txt").write_text("frappe\ndemo")
        nowhere = {"redis_cache": "redis://127.0.0.1:1"}
        (folder / "sites" / "common_site_config.json").write_text(json.dumps(nowhere))
        shutil.copytree(FRAPPE / "build", folder / "apps" / "frappe" / "build")
        (folder / "apps" / "frappe" / "node_modules").symlink_to(FRAPPE / "node_modules")

    def write(self, path: str, text: str) -> None:
        file = self.folder / "apps" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def build(self, *words: str) -> subprocess.CompletedProcess:
        script = self.folder / "apps" / "frappe" / "build" / "build.js"
        return subprocess.run(
            [BIN / "node", script, *words], capture_output=True, text=True, check=False
        )

    def listed(self, listing: str = "assets.json") -> dict[str, str]:
        return json.loads((self.folder / "sites" / "assets" / listing).read_text())

    def built(self, name: str, listing: str = "assets.json") -> str:
        return (self.folder / "sites" / self.listed(listing)[name].lstrip("/")).read_text()


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def built(bench: Bench) -> Bench:
    done = bench.build("--run-build-command")
    assert done.returncode == 0, done.stderr
    return bench


def test_names_and_places(built):
    assert set(built.listed()) == {"desk.bundle.js", "desk.bundle.css", "demo.bundle.js"}
    assert re.fullmatch(
        r"/assets/demo/dist/js/demo\.bundle\.[A-Z0-9]{8}\.js", built.listed()["demo.bundle.js"]
    )
    assert set(built.listed("assets-rtl.json")) == {"rtl_desk.bundle.css"}
    assert built.listed("assets-rtl.json")["rtl_desk.bundle.css"].startswith(
        "/assets/frappe/dist/css-rtl/desk.bundle."
    )
    assert (built.folder / "sites/assets/demo").resolve() == built.folder / "apps/demo/demo/public"


def test_scripts_are_what_pages_expect(built):
    desk, demo = built.built("desk.bundle.js"), built.built("demo.bundle.js")
    assert desk.lstrip().startswith(("(() => {", "(()=>{"))
    assert "frappe.templates" in desk
    assert "gone" not in desk
    assert "found at the root of an app" in demo
    assert "?." not in demo  # for browsers of the year 2017
    assert "sourceMappingURL" in demo


def test_a_components_style_comes_with_its_script_and_only_its_own_is_scoped(built):
    demo = built.built("demo.bundle.js")
    assert re.search(r"\.card \.inner\[data-v-\w+\]", demo)
    assert re.search(r"\.of-a-package \{", demo)
    assert "createElement" in demo


def test_sheets_are_compiled_prefixed_and_mirrored(built):
    css, rtl = built.built("desk.bundle.css"), built.built("rtl_desk.bundle.css", "assets-rtl.json")
    assert "float: left" in css
    assert "float: right" in rtl
    assert "-webkit-user-select: none" in css
    assert "#c00" in css
    assert "/assets/frappe/images/a.png" in css


def test_a_change_makes_a_new_name_and_removes_the_old_file(built):
    before = built.listed()
    built.write("demo/demo/public/js/lib.css", ".of-a-package { top: 1px }")
    assert built.build("--apps", "demo").returncode == 0
    after = built.listed()
    assert after["demo.bundle.js"] != before["demo.bundle.js"]
    assert after["desk.bundle.js"] == before["desk.bundle.js"]
    scripts = built.folder / "apps/demo/demo/public/dist/js"
    assert len(list(scripts.glob("demo.bundle.*.js"))) == 1


def test_the_same_sources_give_the_same_names(built):
    before = built.listed()
    assert built.build().returncode == 0
    assert built.listed() == before


def test_production_is_smaller(built):
    plain = len(built.built("demo.bundle.js"))
    assert built.build("--production").returncode == 0
    assert len(built.built("demo.bundle.js")) < plain / 2


def test_a_mistake_is_shown_and_fails_the_build(bench):
    bench.write("demo/demo/public/js/demo.bundle.js", "import './nowhere.js'")
    done = bench.build()
    assert done.returncode == 1
    assert "nowhere.js" in done.stderr


def test_an_unknown_app_is_refused(bench):
    done = bench.build("--apps", "nobody")
    assert done.returncode == 1
    assert "nobody" in done.stderr
