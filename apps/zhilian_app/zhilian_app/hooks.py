from zhilian_app.child_tables import CHILDREN as _CHILDREN
from zhilian_app.child_tables import query_name as _query_name
from zhilian_app.log_days import DEFAULTS as _DAYS_OF_LOGS

app_name = "zhilian_app"
app_title = "驻点直联"
app_publisher = "Zhilian contributors"
app_description = "乡镇领导干部驻点普遍直接联系群众工作系统"
app_email = "maintainers@zhilian.invalid"
app_license = "MIT"
app_logo_url = "/assets/zhilian_app/images/logo.svg"

before_request = ["zhilian_app.request_guard.check_request"]
after_request = ["zhilian_app.full_database.answer"]

app_include_js = "zhilian.bundle.js"
app_include_css = "zhilian.bundle.css"

extend_bootinfo = [
    "zhilian_app.stations.boot.extend_bootinfo",
    "zhilian_app.my_day.land_here",
]

website_context = {
    "favicon": "/assets/zhilian_app/images/favicon.svg",
    "splash_image": "/assets/zhilian_app/images/logo.svg",
}
update_website_context = "zhilian_app.setup.website.localise"

after_install = "zhilian_app.setup.install.after_install"
after_migrate = "zhilian_app.setup.install.after_migrate"

permission_query_conditions = {
    "Town": "zhilian_app.permissions.town_query",
    "Station": "zhilian_app.permissions.station_query",
    "Town Office": "zhilian_app.permissions.town_office_query",
    "Cadre": "zhilian_app.permissions.cadre_query",
    "Station Team": "zhilian_app.permissions.station_team_query",
    "Contact Card": "zhilian_app.permissions.contact_card_query",
    "Key Person Category": "zhilian_app.permissions.key_person_category_query",
    "Household": "zhilian_app.permissions.household_query",
    "Card Delivery": "zhilian_app.permissions.card_delivery_query",
    "Key Visit Entry": "zhilian_app.permissions.key_visit_entry_query",
    "Household Visit": "zhilian_app.permissions.household_visit_query",
    "Register Import": "zhilian_app.permissions.register_import_query",
    "Ledger Issue": "zhilian_app.permissions.ledger_issue_query",
    "Issue Household": "zhilian_app.permissions.issue_household_query",
    "Committee Request": "zhilian_app.permissions.committee_request_query",
    "Committee Session": "zhilian_app.permissions.committee_session_query",
    "Weekly Meeting": "zhilian_app.permissions.weekly_meeting_query",
    "Review Report": "zhilian_app.permissions.review_report_query",
    "Review Meeting": "zhilian_app.permissions.review_meeting_query",
    "Daily Digest": "zhilian_app.permissions.daily_digest_query",
    "Subsidy Fund": "zhilian_app.permissions.subsidy_fund_query",
    "Subsidy Project": "zhilian_app.permissions.subsidy_project_query",
    "Funding Plan": "zhilian_app.permissions.funding_plan_query",
    "Subsidy Payment": "zhilian_app.permissions.subsidy_payment_query",
    "Project Progress": "zhilian_app.permissions.project_progress_query",
    "Board Update": "zhilian_app.permissions.board_update_query",
    "Filing Requirement": "zhilian_app.permissions.filing_requirement_query",
    "Filing": "zhilian_app.permissions.filing_query",
    "Station Article": "zhilian_app.permissions.station_article_query",
    "Monthly Bulletin": "zhilian_app.permissions.monthly_bulletin_query",
    "Circulation": "zhilian_app.permissions.circulation_query",
    "Group Robot": "zhilian_app.permissions.group_robot_query",
    "Robot Message": "zhilian_app.permissions.robot_message_query",
    "Checklist Item": "zhilian_app.permissions.checklist_item_query",
    "Check Draw": "zhilian_app.permissions.check_draw_query",
    "Spot Check": "zhilian_app.permissions.spot_check_query",
    "Book Snapshot": "zhilian_app.permissions.book_snapshot_query",
    "Rectification": "zhilian_app.permissions.rectification_query",
    "Cadre Record": "zhilian_app.permissions.cadre_record_query",
    "Assessment Scheme": "zhilian_app.permissions.assessment_scheme_query",
    "Annual Assessment": "zhilian_app.permissions.annual_assessment_query",
}

_OWN_DOCTYPES = list(permission_query_conditions)

# what Frappe keeps beside rows
permission_query_conditions.update(
    {
        "File": "zhilian_app.files.query_conditions",
        "Tag Link": "zhilian_app.beside_rows.tag_link_query",
        "List Filter": "zhilian_app.beside_rows.list_filter_query",
        "Document Follow": "zhilian_app.beside_rows.document_follow_query",
        "Energy Point Log": "zhilian_app.beside_rows.energy_point_query",
        "Notification Log": "zhilian_app.beside_rows.notice_query",
    }
)

# rows within documents: of those alone that one may read
permission_query_conditions.update(
    {child: f"zhilian_app.permissions.{_query_name(child)}" for child in _CHILDREN}
)

has_permission = dict.fromkeys(_OWN_DOCTYPES, "zhilian_app.permissions.has_permission")
has_permission["File"] = "zhilian_app.files.has_permission"
has_permission.update(
    dict.fromkeys(
        (
            "Tag Link",
            "List Filter",
            "Document Follow",
            "Energy Point Log",
            "Notification Log",
            # Frappe keeps private ones from lists itself
            "Note",
        ),
        "zhilian_app.beside_rows.has_permission",
    )
)

standard_queries = dict.fromkeys(_OWN_DOCTYPES, "zhilian_app.permissions.link_query")

override_whitelisted_methods = {
    "upload_file": "zhilian_app.upload_guard.upload_file",
    "frappe.handler.upload_file": "zhilian_app.upload_guard.upload_file",
    "frappe.core.api.file.zip_files": "zhilian_app.upload_guard.zip_files",
    "frappe.core.api.file.unzip_file": "zhilian_app.upload_guard.unzip_file",
    "frappe.desk.reportview.export_query": "zhilian_app.plain_exports.export_list",
    "frappe.desk.query_report.export_query": "zhilian_app.plain_exports.export_report",
    "frappe.desk.doctype.tag.tag.add_tag": "zhilian_app.door_guards.add_tag",
    "frappe.desk.doctype.tag.tag.add_tags": "zhilian_app.door_guards.add_tags",
    "frappe.desk.doctype.tag.tag.remove_tag": "zhilian_app.door_guards.remove_tag",
    "frappe.desk.doctype.tag.tag.get_tagged_docs": "zhilian_app.door_guards.get_tagged_docs",
    "frappe.desk.search.get_link_title": "zhilian_app.door_guards.get_link_title",
    "frappe.desk.query_report.get_data_for_custom_field": "zhilian_app.door_guards.get_data_for_custom_field",
    "frappe.desk.form.linked_with.get": "zhilian_app.door_guards.get_linked",
    "frappe.desk.form.utils.get_next": "zhilian_app.door_guards.get_next",
    "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count": "zhilian_app.door_guards"
    ".get_workflow_state_count",
    "frappe.utils.goal.get_monthly_goal_graph_data": "zhilian_app.door_guards.get_monthly_goal_graph_data",
    "frappe.email.relink": "zhilian_app.door_guards.relink",
    "frappe.utils.file_manager.add_attachments": "zhilian_app.door_guards.add_attachments",
    "frappe.automation.doctype.auto_repeat.auto_repeat.update_reference": "zhilian_app.door_guards.update_reference",
    "frappe.core.doctype.prepared_report.prepared_report.make_prepared_report": "zhilian_app.door_guards"
    ".make_prepared_report",
    "frappe.desk.like.toggle_like": "zhilian_app.door_guards.toggle_like",
    "frappe.desk.doctype.global_search_settings.global_search_settings"
    ".reset_global_search_settings_doctypes": "zhilian_app.door_guards.reset_global_search",
    "frappe.desk.desktop.update_onboarding_step": "zhilian_app.setup.first_day.update_onboarding_step",
}

override_doctype_class = {
    # Frappe's record of changes, which Log Settings can drop then
    "Version": "zhilian_app.kept_version.KeptVersion",
    # its record of errors, which a full database does not turn into another error
    "Error Log": "zhilian_app.kept_error_log.KeptErrorLog",
}

# editions that ask for it add these kinds to Log Settings by themselves, the others by setup/log_settings.py
default_log_clearing_doctypes = dict(_DAYS_OF_LOGS)

before_write_file = "zhilian_app.disk.require_space"

# Frappe cleans texts of scripts when a document is saved, and not when it is submitted or cancelled
_CLEAN = dict.fromkeys(
    ("validate", "before_cancel", "before_update_after_submit"), "zhilian_app.clean_texts.clean"
)

doc_events = {
    # what people write themselves; what Frappe notes for itself is small, and signing in must go on
    (*_OWN_DOCTYPES, "File", "Comment"): dict.fromkeys(
        ("before_validate", "before_cancel", "before_update_after_submit"),
        "zhilian_app.disk.require_room",
    ),
    "DocShare": {"validate": "zhilian_app.permissions.refuse_share"},
    "File": {"validate": "zhilian_app.files.keep_private"},
    "User": {
        "before_validate": "zhilian_app.stations.user_guard.note_roles",
        "validate": "zhilian_app.stations.user_guard.drop_unasked_role",
    },
    "Log Settings": {"validate": "zhilian_app.retention.check_settings"},
    "Ledger Issue": {"on_update": "zhilian_app.meetings.requests_upkeep.follow_issue"},
    "Town": {
        "after_insert": [
            "zhilian_app.filings.seeds.seed_town",
            "zhilian_app.supervision.checklist.seed_town",
            "zhilian_app.supervision.schemes.seed_town",
        ],
        "on_update": "zhilian_app.filings.seeds.follow_town",
    },
    "Board Update": {"on_update": "zhilian_app.filings.sources.follow"},
    "Committee Request": {"on_update": "zhilian_app.filings.sources.follow"},
    "Review Report": {"on_update": "zhilian_app.filings.sources.follow"},
    "Committee Session": {
        **_CLEAN,
        "on_submit": [
            "zhilian_app.subsidies.pool.follow_session",
            "zhilian_app.subsidies.session_papers.follow_session",
        ],
    },
    "Subsidy Payment": dict(_CLEAN),
    "Workflow": {"on_update": "zhilian_app.setup.workflows.follow_states"},
    "Number Card": {"onload": "zhilian_app.visits.number_cards.fill_filters"},
}

jinja = {
    "methods": [
        "zhilian_app.meetings.review_paper.review_page",
        "zhilian_app.meetings.review_paper.review_book",
        "zhilian_app.visits.print_pictures.row_pictures",
        "zhilian_app.meetings.papers.request_paper",
        "zhilian_app.meetings.papers.session_paper",
        "zhilian_app.subsidies.money_papers.payment_paper",
        "zhilian_app.subsidies.money_papers.plan_paper",
        "zhilian_app.filings.bulletin_view.bulletin_paper",
        "zhilian_app.filings.article_paper.article_body",
        "zhilian_app.supervision.assessment_paper.assessment_paper",
    ]
}

scheduler_events = {
    "daily": [
        "zhilian_app.stations.roster_upkeep.follow_teams",
        "zhilian_app.visits.register_upkeep.open_registers",
        "zhilian_app.issues.upkeep.follow_due_days",
        "zhilian_app.meetings.review_upkeep.prepare_reviews",
        "zhilian_app.meetings.requests_upkeep.make_requests",
        "zhilian_app.meetings.sessions_upkeep.prepare_sessions",
        "zhilian_app.meetings.weekly_upkeep.make_meetings",
        "zhilian_app.subsidies.progress_upkeep.make_rows",
        "zhilian_app.filings.upkeep.make_filings",
        "zhilian_app.filings.bulletin_upkeep.prepare_bulletins",
    ],
    # after the jobs of the night, before people come to the office
    "cron": {
        "30 7 * * *": ["zhilian_app.digest.make_digests"],
        "*/10 * * * *": [
            "zhilian_app.filings.robots.follow_messages",
            "zhilian_app.lost_nights.follow_jobs",
        ],
        "*/5 * * * *": [
            "zhilian_app.visits.doctype.register_import.register_import.follow_imports",
            "zhilian_app.filings.bulletin_upkeep.follow_builds",
        ],
    },
    "hourly": ["zhilian_app.digest.follow_digests"],
}

# what goes into the digest of a day: each says to whom it has to say what
zhilian_digest_sources = [
    "zhilian_app.issues.reminders.lines",
    "zhilian_app.meetings.reminders.lines",
    "zhilian_app.subsidies.reminders.lines",
    "zhilian_app.filings.reminders.lines",
    "zhilian_app.supervision.reminders.lines",
]

# what comes before the committee besides requests: each names the papers of a town
zhilian_session_papers = [
    "zhilian_app.subsidies.session_papers.waiting",
    "zhilian_app.filings.session_papers.waiting",
    "zhilian_app.supervision.session_papers.waiting",
]

# what a month's bulletin has of chapters that come after it: each names its tables
zhilian_bulletin_sources = ["zhilian_app.supervision.bulletin.tables"]

# what stands on a station's page of the monthly review besides its issues and requests
zhilian_review_sources = ["zhilian_app.subsidies.review.lines"]

# from which day on a chapter still needs the records of changes: each names a day or None
zhilian_keep_from = ["zhilian_app.supervision.keeping.first_day_needed"]
