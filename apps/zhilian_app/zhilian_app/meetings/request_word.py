"""附件1 as docx, from the template beside this file. Pure: the paper in, bytes out."""

import re
from io import BytesIO
from pathlib import Path

from docxtpl import DocxTemplate

from zhilian_app.meetings.request_paper import RequestPaper

TEMPLATE = Path(__file__).with_name("templates") / "committee_request.docx"
# what XML cannot hold
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_document(paper: RequestPaper) -> bytes:
    """The docx of a request; what people typed is escaped and can be no command of the template."""
    document = DocxTemplate(str(TEMPLATE))
    document.render(_context(paper), autoescape=True)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _context(paper: RequestPaper) -> dict:
    rows = [
        {
            "number": number,
            "title": row.title,
            "situation": row.situation,
            "solution": row.solution,
            "budget": row.budget_figures,
            "asked": row.asked_figures,
            "finish": row.finish_text,
            "remark": row.remark,
        }
        for number, row in enumerate(paper.rows, start=1)
    ]
    texts = {
        "annex": paper.annex,
        "title": paper.title,
        "unit": paper.unit,
        "filled_on": paper.filled_on_text,
        "filled_by": paper.filled_by,
        "signature": paper.signature,
        "acceptance": paper.acceptance,
        "budget": paper.budget_figures,
        "asked": paper.asked_figures,
        "budget_words": paper.budget_words,
        "asked_words": paper.asked_words,
    }
    return {"rows": [_clean(row) for row in rows], **_clean(texts)}


def _clean(texts: dict) -> dict:
    return {
        key: CONTROL.sub("", value) if isinstance(value, str) else value
        for key, value in texts.items()
    }
