"""Small files that hang on the demo's projects: a statement, and pictures of the work."""

from io import BytesIO

import frappe
from docx import Document
from PIL import Image, ImageDraw

from zhilian_app.demo.constants import REMARK
from zhilian_app.demo.rows import SHELF, Rows

PICTURES = ("开挖", "施工", "完工")
SIZE = (640, 420)


class Shelf:
    """Each file is written once; every row that shows it has its own File, as uploads of people have."""

    def __init__(self) -> None:
        self._rows = Rows(
            "File", "file_name", "file_url", "is_private", "file_size", "content_hash", "attached_to_doctype",
            "attached_to_name", "attached_to_field", "folder", "is_folder",
        )  # fmt: skip
        self._known: dict[str, tuple] = {}
        self._number = 0

    def statement(self, project: str, stamp, owner: str) -> str:
        """URL of a project's statement (说明材料)."""
        return self._hang("说明材料.docx", _statement, "Subsidy Project", project, stamp, owner)

    def picture(self, percent: int, doctype: str, name: str, stamp, owner: str) -> str:
        """URL of a picture of work that is so far."""
        stage = min(percent // 40, 2)
        return self._hang(
            f"{PICTURES[stage]}.jpg", lambda: _picture(stage), doctype, name, stamp, owner
        )

    def insert(self) -> None:
        self._rows.insert()

    def _hang(self, file_name: str, make, doctype: str, name: str, stamp, owner: str) -> str:
        if file_name not in self._known:
            self._known[file_name] = _write(file_name, make(), doctype, name, owner)
        else:
            self._number += 1
            self._rows.add(
                f"{SHELF}-{self._number:04d}", stamp, *self._known[file_name], doctype, name, None,
                "Home/Attachments", 0, owner=owner,
            )  # fmt: skip
        return self._known[file_name][1]


def _write(file_name: str, content: bytes, doctype: str, name: str, owner: str) -> tuple:
    """Frappe writes the file; the document that it hangs on comes later in the same transaction."""
    file = frappe.get_doc(
        {
            "doctype": "File",
            "file_name": file_name,
            "content": content,
            "is_private": 1,
            "attached_to_doctype": doctype,
            "attached_to_name": name,
        }
    )
    file.flags.ignore_permissions = True
    file.insert()
    file.db_set("owner", owner, update_modified=False)
    return file.file_name, file.file_url, 1, file.file_size, file.content_hash


def _statement() -> bytes:
    document, out = Document(), BytesIO()
    document.add_heading(f"项目说明材料（{REMARK}）", 1)
    document.add_paragraph("项目现状、预解决方案、预算明细和预计完工时间见本材料。")
    document.save(out)
    return out.getvalue()


def _picture(stage: int) -> bytes:
    """A site by a road: a trench, a wall half up, a lamp that stands."""
    image, out = Image.new("RGB", SIZE, (188, 214, 232)), BytesIO()
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 270, *SIZE), fill=(150, 170, 110))
    draw.polygon([(0, 420), (240, 270), (400, 270), (640, 420)], fill=(140, 140, 140))
    draw.polygon([(0, 270), (150, 150), (300, 270)], fill=(110, 140, 100))
    if stage == 0:
        draw.rectangle((420, 300, 600, 360), fill=(120, 86, 52))
        draw.polygon([(440, 300), (500, 250), (560, 300)], fill=(146, 108, 70))
    if stage >= 1:
        for row in range(2 + 2 * stage):
            for column in range(8):
                left, top = 420 + 24 * column, 330 - 14 * row
                draw.rectangle((left, top, left + 21, top + 11), fill=(176, 96, 70))
    if stage == 2:
        draw.rectangle((372, 120, 380, 330), fill=(70, 76, 84))
        draw.rectangle((350, 112, 384, 122), fill=(70, 76, 84))
        draw.ellipse((340, 116, 362, 132), fill=(250, 236, 150))
    image.save(out, "JPEG", quality=70)
    return out.getvalue()
