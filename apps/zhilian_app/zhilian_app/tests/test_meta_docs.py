"""What the documents say can be checked: pictures and links exist, people and version are those of the code."""

import re
import unittest
from pathlib import Path
from urllib.parse import unquote

import zhilian_app
from zhilian_app.demo.constants import PASSWORD
from zhilian_app.demo.people import PEOPLE
from zhilian_app.tests.strings import APP, HAN, rows

ROOT = APP.parents[2]
README = ROOT / "README.md"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)|<img src=\"([^\"]+)\"")
LARGEST_PICTURE = 120_000

# What the manual puts in quotes although it is no label of ours: words of Frappe and the phone, examples.
SAID_ELSEWHERE = {
    "Contact Card Two per Page",
    "保存",
    "在浏览器打开",
    "张三",
    "新增登记册导入",
    "新增重点走访登记册条目",
    "添加到主屏幕",
    "添加到桌面",
}


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


def local_targets(document: Path) -> set[Path]:
    """Files that a document shows or links to."""
    found = (
        first or second for first, second in LINK.findall(document.read_text(encoding="utf-8"))
    )
    return {document.parent / unquote(target) for target in found if "://" not in target}


@unittest.skipUnless(README.exists(), "the app alone, without the repository's documents")
class TestDocs(unittest.TestCase):
    def test_targets_exist(self):
        for document in documents():
            for target in local_targets(document):
                self.assertTrue(target.exists(), f"{document.name}: {target}")

    def test_pictures_are_shown_and_small(self):
        shown = {target.resolve() for document in documents() for target in local_targets(document)}
        for picture in (ROOT / "docs" / "pictures").iterdir():
            self.assertIn(picture.resolve(), shown, f"{picture.name} is shown nowhere")
            self.assertLess(picture.stat().st_size, LARGEST_PICTURE, picture.name)

    def test_chapters_of_the_manual(self):
        """Each entry of the manual's list of contents leads to a heading."""
        text = (ROOT / "docs" / "用户手册.md").read_text(encoding="utf-8")
        headings = set(re.findall(r"^## (.+)$", text, re.MULTILINE))
        self.assertEqual(headings, set(re.findall(r"\]\(#([^)]+)\)", text)))

    def test_labels_of_the_manual(self):
        """A button that the manual names is called so on the screen."""
        text = (ROOT / "docs" / "用户手册.md").read_text(encoding="utf-8")
        labels = {row.text for row in rows()}
        self.assertEqual(set(), set(re.findall("“([^”]+)”", text)) - labels - SAID_ELSEWHERE)

    def test_demo_people_of_the_readme(self):
        text = README.read_text(encoding="utf-8")
        table = text.partition("## 演示人员")[2].partition("```")[0]
        names = set(re.findall(r"`([a-z]+\d?)`", table))
        self.assertEqual(set(PEOPLE), names)
        self.assertIn(PASSWORD, table)

    def test_version_of_the_changelog(self):
        text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
        versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", text, re.MULTILINE)
        self.assertEqual(zhilian_app.__version__, versions[0])

    def test_punctuation_is_chinese(self):
        wrong = []
        for document in documents():
            text = re.sub(
                r"```.*?```|`[^`\n]*`|<!--.*?-->",
                "",
                document.read_text(encoding="utf-8"),
                flags=re.DOTALL,
            )
            wrong += [
                f"{document.name}: {line}"
                for line in text.splitlines()
                if re.search(r"[\u3400-\u9fff][,;?!]", line)
            ]
        self.assertEqual([], wrong)
        self.assertTrue(HAN.search(README.read_text(encoding="utf-8")[:200]), "Chinese comes first")
