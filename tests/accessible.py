"""What people who see or hear badly meet on a page: axe looks, and serious findings are told."""

from __future__ import annotations

from functools import cache

from config.setup import upkeep as tools

# Our own pages are looked at whole; on the framework's lists and forms what we put there.
OWN_PAGES = ("my-day", "visit-list", "urge-today", "town-today")
# of the document as the framework makes it: its head forbids to zoom
SHELL = ("meta-viewport",)
OURS = "[class^='zl-'], [class*=' zl-']"


@cache
def axe() -> str:
    """The program of axe, from the tools of this repository."""
    tools.install_linters()
    return (tools.LINT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def findings(page) -> list[str]:
    """Serious findings of axe on what we show, as rule and element."""
    route = page.evaluate("frappe.get_route_str()") or "my-day"
    shown = ".page-container" if route in OWN_PAGES else OURS
    page.evaluate(axe())
    found = page.evaluate(
        """async (shown) => {
            const all = [...document.querySelectorAll(shown)];
            // a form as a whole is the framework's, whatever we call it
            const include = all.filter((one) => one.offsetParent && !one.matches(".zl-form"));
            if (!include.length) return [];
            return (await axe.run({ include }, { resultTypes: ["violations"] })).violations;
        }""",
        shown,
    )
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in found
        if rule["impact"] in ("serious", "critical") and rule["id"] not in SHELL
        for node in rule["nodes"]
    ]
