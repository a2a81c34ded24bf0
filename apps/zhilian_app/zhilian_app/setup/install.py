"""Install and migrate: both call the same idempotent steps."""

from zhilian_app.filings.seeds import seed_towns
from zhilian_app.setup.caretaker import make_caretaker
from zhilian_app.setup.categories import make_categories
from zhilian_app.setup.indexes import make_indexes
from zhilian_app.setup.kanban import make_boards
from zhilian_app.setup.list_views import make_list_views
from zhilian_app.setup.log_settings import make_log_settings
from zhilian_app.setup.module_profile import sync_module_profile
from zhilian_app.setup.office import keep_tours_aside
from zhilian_app.setup.roles import make_roles
from zhilian_app.setup.workflows import make_workflows
from zhilian_app.supervision import checklist, schemes


def after_install() -> None:
    """All that the app needs on a site, without touching the site's own settings (see setup/office.py)."""
    _set_up()


def after_migrate() -> None:
    """The same again after an upgrade: makes what a new version added."""
    _set_up()
    keep_tours_aside()


def _set_up() -> None:
    make_roles()
    make_categories()
    make_indexes()
    make_workflows()
    seed_towns()
    checklist.seed_towns()
    schemes.seed_towns()
    make_boards()
    make_list_views()
    make_log_settings()
    make_caretaker()
    sync_module_profile()
