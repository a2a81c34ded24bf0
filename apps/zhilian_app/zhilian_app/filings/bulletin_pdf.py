"""The bulletin as HTML, and as PDF with contents and page numbers. The paper in, text or bytes out."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import escape

from zhilian_app.filings import bulletin_fonts
from zhilian_app.filings.bulletin_paper import Paper

FOLDER = Path(__file__).with_name("print_format") / "monthly_bulletin"
BODY, STYLE = "bulletin_body.html", "bulletin.css"


class NothingIsFetched(ValueError):
    """A paper asked for something outside of itself."""


@cache
def _template() -> Template:
    # nothing of the framework in it, and everything that people typed is escaped
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True).get_template(BODY)


def body(paper: Paper) -> str:
    """The bulletin as HTML without a page around it."""
    return f'<div class="zb-paper">{_template().render(paper=paper)}</div>'


def style() -> str:
    """How the bulletin looks on paper, as CSS."""
    return (FOLDER / STYLE).read_text(encoding="utf-8")


def write_pdf(paper: Paper) -> bytes:
    """The PDF: A4, contents with page numbers, pages counted.

    By WeasyPrint, since the office's wkhtmltopdf can neither count pages nor look up the page of a heading.
    """
    import weasyprint  # takes a second, and few requests need it
    from weasyprint.text.fonts import FontConfiguration

    html = body(paper)
    faces = bulletin_fonts.cut_faces(_texts(paper, html))
    fonts, fetch = FontConfiguration(), _fetcher(faces)
    sheet = weasyprint.CSS(
        string=bulletin_fonts.rules_of(faces) + style(), url_fetcher=fetch, font_config=fonts
    )
    page = f'<html lang="zh-CN"><head><title>{escape(paper.title)}</title></head><body>{html}</body></html>'
    document = weasyprint.HTML(string=page, url_fetcher=fetch)
    return document.write_pdf(stylesheets=[sheet], font_config=fonts)


def _texts(paper: Paper, html: str) -> dict[str, str]:
    """What is set in each face. What people wrote may be marked, and is then set in the face of headings."""
    everything = "".join(sorted(set(html)))
    return {"Bulletin Text": everything, "Bulletin Head": everything, "Bulletin Title": paper.title}


def _fetcher(faces: dict[str, bytes]) -> Callable:
    """Gives out our own faces and nothing else: what people wrote can ask for nothing, here or on the network."""

    def fetch(url: str, *_args: object, **_more: object) -> dict:
        if url not in faces:
            raise NothingIsFetched(url)
        return {"string": faces[url], "mime_type": "font/otf"}

    return fetch
