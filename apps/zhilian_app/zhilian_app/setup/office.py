"""Makes a site ready for a Chinese town office. Run once, when the site is set up:

    bench --site SITE execute zhilian_app.setup.office.apply_office_defaults

It may run again and then sets the same values back. An office that wants one of them otherwise
changes it on screen afterwards; installing and upgrading the app never touch these settings.
"""

import frappe
from frappe.utils import cint

from zhilian_app.setup.caretaker import make_caretaker
from zhilian_app.setup.module_profile import sync_module_profile

APP_TITLE = "驻点直联"
LOGO = "/assets/zhilian_app/images/logo.svg"
FAVICON = "/assets/zhilian_app/images/favicon.svg"
LANGUAGE = "zh"
TIME_ZONE = "Asia/Shanghai"
CURRENCY = "CNY"

FILE_KINDS = (
    "JPG",
    "JPEG",
    "PNG",
    "GIF",
    "WEBP",
    "HEIC",
    "PDF",
    "DOC",
    "DOCX",
    "XLS",
    "XLSX",
    "CSV",
    "TXT",
)

# Editions of Frappe differ in the fields that they have: what a site lacks is passed over.
SYSTEM_SETTINGS = {
    "app_name": APP_TITLE,
    "otp_issuer_name": APP_TITLE,
    # the office's own language, calendar and figures
    "language": LANGUAGE,
    "country": "China",
    "time_zone": TIME_ZONE,
    "currency": CURRENCY,
    "date_format": "yyyy-mm-dd",
    "time_format": "HH:mm:ss",
    "first_day_of_the_week": "Monday",
    "number_format": "#,###.##",
    "float_precision": "3",
    "currency_precision": "2",
    "rounding_method": "Commercial Rounding",
    # signing in: people have a mobile number and no mailbox
    "allow_login_using_mobile_number": 1,
    "allow_login_using_user_name": 1,
    "login_with_email_link": 0,
    "disable_user_pass_login": 0,
    "allow_consecutive_login_attempts": 5,
    "allow_login_after_fail": 300,
    "enable_password_policy": 1,
    "minimum_password_score": "2",
    "logout_on_password_reset": 1,
    "session_expiry": "08:00",
    # what is personal stays inside
    "disable_document_sharing": 1,
    "attach_view_link": 0,
    "allow_older_web_view_links": 0,
    "allow_guests_to_upload_files": 0,
    "strip_exif_metadata_from_uploaded_images": 1,
    "allow_error_traceback": 0,
    "enable_telemetry": 0,
    "max_file_size": 10,
    "allowed_file_extensions": "\n".join(FILE_KINDS),
    # the steps of the first day; the framework's own tours are put aside, see put_tours_aside
    "enable_onboarding": 1,
    # news and tips of the framework say nothing to an office
    "disable_system_update_notification": 1,
    "disable_change_log_notification": 1,
    "disable_product_suggestion": 1,
    "disable_standard_email_footer": 1,
    "backup_limit": 3,
}

# there is no mailbox that a forgotten password could be sent to: say whom to ask instead
HEAD_HTML = """<style>
.forgot-password-message a { display: none; }
.forgot-password-message::after { content: "忘记密码请联系本镇组织办公室"; font-size: 13px; }
</style>"""

WEBSITE_SETTINGS = {
    "app_name": APP_TITLE,
    "app_logo": LOGO,
    "favicon": FAVICON,
    "splash_image": LOGO,
    "title_prefix": APP_TITLE,
    # who is signed in is sent on to the desk from there
    "home_page": "login",
    "disable_signup": 1,
    "hide_footer_signup": 1,
    "footer_powered": APP_TITLE,
    "show_language_picker": 0,
    "enable_view_tracking": 0,
    "robots_txt": "User-agent: *\nDisallow: /",
    "head_html": HEAD_HTML,
}

PRINT_SETTINGS = {
    "send_print_as_pdf": 1,
    "pdf_page_size": "A4",
    "with_letterhead": 0,
    "repeat_header_footer": 1,
    "allow_print_for_draft": 1,
    "add_draft_heading": 0,
    "allow_print_for_cancelled": 0,
}

NAVBAR_LOGO_WIDTH = 28
HIDDEN_NAVBAR_ITEMS = frozenset(
    (
        "My Profile",
        "Session Defaults",
        "View Website",
        "Apps",
        "Documentation",
        "User Forum",
        "Frappe School",
        "Report an Issue",
        "Frappe Support",
    )
)


def apply_office_defaults() -> None:
    """Set language, formats, sign-in, names, logo and menus, and end the wizard; idempotent."""
    _keep_languages()
    _set_single("System Settings", SYSTEM_SETTINGS)
    frappe.db.set_default("currency", CURRENCY)
    frappe.db.set_value(
        "Currency",
        CURRENCY,
        {"enabled": 1, "number_format": "#,###.##", "symbol": "¥"},
        update_modified=False,
    )
    _set_single("Website Settings", WEBSITE_SETTINGS)
    _set_single("Print Settings", PRINT_SETTINGS)
    _trim_navbar()
    put_tours_aside()
    _localise_administrator()
    _finish_setup_wizard()
    make_caretaker()
    sync_module_profile()
    frappe.clear_cache()


def _set_single(doctype: str, values: dict) -> None:
    """Store the values that this edition knows; nothing is written where all stand already."""
    doc = frappe.get_single(doctype)
    fields = {df.fieldname: df.fieldtype for df in doc.meta.fields}
    wanted = {key: value for key, value in values.items() if key in fields}
    if all(_same(doc.get(key), value) for key, value in wanted.items()):
        return
    doc.update(wanted)
    doc.flags.ignore_permissions = True
    doc.flags.ignore_mandatory = True
    doc.save()


def _same(stored, wanted) -> bool:
    return cint(stored) == wanted if isinstance(wanted, int) else (stored or "") == wanted


def _keep_languages() -> None:
    """Chinese alone, so that the login page is Chinese in a browser of another language, too."""
    frappe.db.set_value("Language", LANGUAGE, "enabled", 1, update_modified=False)
    frappe.db.set_value("Language", {"name": ["!=", LANGUAGE]}, "enabled", 0, update_modified=False)
    for key in ("languages", "languages_with_name"):
        frappe.cache.delete_value(key)


def _trim_navbar() -> None:
    """Our logo, and the menu items that an office needs; the others are hidden, never deleted."""
    navbar = frappe.get_single("Navbar Settings")
    changed = navbar.app_logo != LOGO or cint(navbar.logo_width) != NAVBAR_LOGO_WIDTH
    for item in [*navbar.settings_dropdown, *navbar.help_dropdown]:
        if item.item_label in HIDDEN_NAVBAR_ITEMS and not item.hidden:
            item.hidden, changed = 1, True
    if not changed:
        return
    navbar.update({"app_logo": LOGO, "logo_width": NAVBAR_LOGO_WIDTH})
    navbar.flags.ignore_permissions = True
    navbar.save()


def put_tours_aside() -> None:
    """No tour of the framework opens by itself, and none of its lists of first steps stands on a page."""
    modules = frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name")
    for doctype, its, aside in (
        ("Form Tour", "ui_tour", 0),
        ("Module Onboarding", "is_complete", 1),
    ):
        filters = {"module": ["in", modules], its: ["!=", aside]}
        for name in frappe.get_all(doctype, filters, pluck="name"):
            frappe.db.set_value(doctype, name, its, aside, update_modified=False)


def keep_tours_aside() -> None:
    """After an upgrade of the framework, which brings its tours anew; on sites that were made ready for an office."""
    if frappe.db.get_single_value("System Settings", "app_name") == APP_TITLE:
        put_tours_aside()


def _localise_administrator() -> None:
    """Staff get their language with their account; the two accounts that Frappe makes have none."""
    for user in frappe.STANDARD_USERS:
        frappe.db.set_value(
            "User", user, {"language": LANGUAGE, "time_zone": TIME_ZONE}, update_modified=False
        )
        # kept a second time for what the desk reads at sign-in
        frappe.defaults.set_default("time_zone", TIME_ZONE, user)


def _finish_setup_wizard() -> None:
    """Mark Frappe's wizard as done: it would ask for an e-mail account, which an office has not."""
    frappe.db.set_single_value("System Settings", "setup_complete", 1, update_modified=False)
    frappe.db.set_default("desktop:home_page", "workspace")
    if not frappe.flags.in_test:
        frappe.db.set_single_value("System Settings", "enable_scheduler", 1, update_modified=False)
    if frappe.db.has_column("Installed Application", "is_setup_complete"):
        frappe.db.set_value(
            "Installed Application",
            {"app_name": "frappe"},
            "is_setup_complete",
            1,
            update_modified=False,
        )
    page = frappe.get_doc("Page", "setup-wizard")
    if [row.role for row in page.roles] != ["Administrator"]:
        page.set("roles", [{"role": "Administrator"}])
        page.flags.do_not_update_json = True
        page.flags.ignore_permissions = True
        page.save()
