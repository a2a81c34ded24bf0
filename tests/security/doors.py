"""Frappe's own ways to read a document, each as the desk or a script calls it; ``{…}`` is filled in for each row.

doctype, name: the row · field, marker: a text of it · report: one of our reports · me: who calls.
"""

from __future__ import annotations

ONE = '["{doctype}", "name", "=", "{name}"]'
LIKE = '[["{doctype}", "{field}", "like", "%{marker}%"]]'
COLUMN = "`tab{doctype}`.`{field}`"

# ways that show something
READING: tuple[tuple[str, dict], ...] = (
    ("frappe.client.get", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.client.get", {"doctype": "{doctype}", "filters": '{{"name": "{name}"}}'}),
    ("frappe.client.get_list", {"doctype": "{doctype}", "fields": '["*"]', "limit_page_length": 0}),
    ("frappe.client.get_list", {"doctype": "{doctype}", "fields": '["{field}"]', "filters": LIKE}),
    (
        "frappe.client.get_list",
        {"doctype": "{doctype}", "fields": '["max({field}) as zx"]', "group_by": "{field}"},
    ),
    (
        "frappe.client.get_value",
        {"doctype": "{doctype}", "fieldname": '["*"]', "filters": '{{"name": "{name}"}}'},
    ),
    (
        "frappe.client.validate_link",
        {"doctype": "{doctype}", "docname": "{name}", "fields": '["{field}"]'},
    ),
    ("frappe.client.get_doc_permissions", {"doctype": "{doctype}", "docname": "{name}"}),
    ("frappe.desk.form.load.getdoc", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.desk.form.load.get_docinfo", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.desk.form.load.get_communications", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.desk.form.linked_with.get", {"doctype": "{doctype}", "docname": "{name}"}),
    (
        "frappe.desk.form.linked_with.get_submitted_linked_docs",
        {"doctype": "{doctype}", "name": "{name}"},
    ),
    ("frappe.desk.link_preview.get_preview_data", {"doctype": "{doctype}", "docname": "{name}"}),
    ("frappe.desk.notifications.get_open_count", {"doctype": "{doctype}", "name": "{name}"}),
    (
        "frappe.desk.search.search_link",
        {"doctype": "{doctype}", "txt": "zmk", "ignore_user_permissions": 1},
    ),
    (
        "frappe.desk.search.search_widget",
        {
            "doctype": "{doctype}",
            "txt": "",
            "ignore_user_permissions": 1,
            "page_length": 500,
            "filter_fields": '["{field}"]',
            "searchfield": "{field}",
        },
    ),
    (
        "frappe.desk.search.search_widget",
        {"doctype": "{doctype}", "txt": "", "query": "frappe.desk.search.search_widget"},
    ),
    ("frappe.desk.search.get_link_title", {"doctype": "{doctype}", "docname": "{name}"}),
    (
        "frappe.desk.reportview.get",
        {
            "doctype": "{doctype}",
            "fields": '["' + COLUMN + '"]',
            "page_length": 500,
            "order_by": COLUMN + " asc",
        },
    ),
    (
        "frappe.desk.reportview.get_list",
        {"doctype": "{doctype}", "fields": '["*"]', "page_length": 500},
    ),
    (
        "frappe.desk.reportview.export_query",
        {
            "doctype": "{doctype}",
            "fields": '["' + COLUMN + '"]',
            "file_format_type": "Excel",
            "title": "x",
        },
    ),
    (
        "frappe.desk.reportview.get_sidebar_stats",
        {"doctype": "{doctype}", "stats": '["{field}"]', "filters": "[]"},
    ),
    (
        "frappe.desk.reportview.get_stats",
        {"doctype": "{doctype}", "stats": '["{field}"]', "filters": "[]"},
    ),
    (
        "frappe.desk.reportview.get_filter_dashboard_data",
        {
            "doctype": "{doctype}",
            "stats": '[{{"name": "{field}", "label": "x", "type": "Data"}}]',
            "filters": "[]",
        },
    ),
    (
        "frappe.desk.listview.get_group_by_count",
        {"doctype": "{doctype}", "field": "{field}", "current_filters": "[]"},
    ),
    ("frappe.desk.treeview.get_children", {"doctype": "{doctype}", "parent": ""}),
    (
        "frappe.desk.treeview.get_all_nodes",
        {
            "doctype": "{doctype}",
            "label": "x",
            "parent": "",
            "tree_method": "frappe.desk.treeview.get_children",
        },
    ),
    (
        "frappe.desk.calendar.get_events",
        {
            "doctype": "{doctype}",
            "start": "2000-01-01",
            "end": "2099-01-01",
            "field_map": '{{"start": "creation", "end": "modified", "title": "{field}"}}',
            "fields": '["{field}"]',
        },
    ),
    ("frappe.desk.query_report.run", {"report_name": "{report}", "filters": "{filters}"}),
    (
        "frappe.desk.query_report.run",
        {"report_name": "{report}", "filters": "{filters}", "user": "Administrator"},
    ),
    (
        "frappe.desk.query_report.export_query",
        {
            "report_name": "{report}",
            "filters": "{filters}",
            "file_format_type": "Excel",
            "visible_idx": "[]",
        },
    ),
    ("frappe.desk.query_report.get_script", {"report_name": "{report}"}),
    (
        "frappe.desk.query_report.get_data_for_custom_field",
        {"doctype": "{doctype}", "field": "{field}", "names": '["{name}"]'},
    ),
    (
        "frappe.desk.query_report.get_data_for_custom_report",
        {
            "columns": '[{{"fieldname": "{field}", "doctype": "{doctype}", "link_field": {{"fieldname": "name",'
            ' "names": {{"{doctype}": ["{name}"]}}}}}}]',
            "result": "[]",
        },
    ),
    (
        "frappe.core.doctype.data_export.exporter.export_data",
        {"doctype": "{doctype}", "with_data": 1, "all_doctypes": True, "file_type": "CSV"},
    ),
    (
        "frappe.core.doctype.data_import.data_import.download_template",
        {
            "doctype": "{doctype}",
            "export_fields": '{{"{doctype}": ["name", "{field}"]}}',
            "export_records": "all",
            "file_type": "CSV",
        },
    ),
    ("frappe.utils.print_format.download_pdf", {"doctype": "{doctype}", "name": "{name}"}),
    (
        "frappe.utils.print_format.download_multi_pdf",
        {"doctype": "{doctype}", "name": '["{name}"]'},
    ),
    ("frappe.www.printview.get_html_and_style", {"doc": "{doctype}", "name": "{name}"}),
    ("frappe.www.printview.get_rendered_raw_commands", {"doc": "{doctype}", "name": "{name}"}),
    ("frappe.utils.global_search.search", {"text": "{marker}", "doctype": "{doctype}"}),
    ("frappe.utils.global_search.web_search", {"text": "{marker}"}),
    ("frappe.desk.doctype.tag.tag.get_tagged_docs", {"doctype": "{doctype}", "tag": "x"}),
    ("frappe.desk.doctype.tag.tag.get_documents_for_tag", {"tag": "x"}),
    (
        "frappe.desk.doctype.number_card.number_card.get_result",
        {
            "doc": '{{"document_type": "{doctype}", "function": "Max", "aggregate_function_based_on": "{field}",'
            ' "name": "x", "type": "Document Type"}}',
            "filters": "[]",
        },
    ),
    (
        "frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
        {
            "chart": '{{"chart_type": "Group By", "document_type": "{doctype}", "group_by_based_on": "{field}",'
            ' "group_by_type": "Count", "timeseries": 0, "name": "x", "filters_json": "[]"}}'
        },
    ),
    ("frappe.desk.doctype.kanban_board.kanban_board.get_kanban_boards", {"doctype": "{doctype}"}),
    (
        "frappe.model.workflow.get_transitions",
        {"doc": '{{"doctype": "{doctype}", "name": "{name}"}}'},
    ),
    (
        "frappe.model.mapper.make_mapped_doc",
        {"method": "frappe.client.get", "source_name": "{name}"},
    ),
    ("frappe.core.api.file.get_attached_images", {"doctype": "{doctype}", "names": '["{name}"]'}),
    ("frappe.core.api.file.get_files_by_search_text", {"text": "zmk"}),
    (
        "frappe.core.api.file.get_files_in_folder",
        {"folder": "Home/Attachments", "page_length": 500},
    ),
    ("frappe.email.inbox.get_emails", {"email_account": "x"}),
    ("frappe.share.get_users", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.utils.get_site_info", {}),
    ("frappe.model.utils.user_settings.get", {"doctype": "{doctype}"}),
    (
        "frappe.desk.form.document_follow.get_follow_users",
        {"doctype": "{doctype}", "doc_name": "{name}"},
    ),
    ("frappe.realtime.has_permission", {"doctype": "{doctype}", "name": "{name}"}),
    (
        "frappe.desk.doctype.global_search_settings.global_search_settings.reset_global_search_settings_doctypes",
        {},
    ),
    (
        "frappe.desk.form.utils.get_next",
        {"doctype": "{doctype}", "value": "{name}", "prev": 0, "sort_field": "{field}"},
    ),
    ("frappe.client.get_count", {"doctype": "{doctype}", "filters": LIKE}),
    ("frappe.client.has_permission", {"doctype": "{doctype}", "docname": "{name}"}),
    ("frappe.client.is_document_amended", {"doctype": "{doctype}", "docname": "{name}"}),
    (
        "frappe.client.get_password",
        {"doctype": "{doctype}", "name": "{name}", "fieldname": "{field}"},
    ),
    (
        "frappe.client.get_list",
        {"doctype": "Workflow Action", "fields": '["*"]', "parent": "{doctype}"},
    ),
    ("frappe.client.get_list", {"doctype": "Version", "fields": '["*"]', "limit_page_length": 0}),
    ("frappe.client.get_list", {"doctype": "Comment", "fields": '["*"]', "limit_page_length": 0}),
    (
        "frappe.client.get_list",
        {"doctype": "Notification Log", "fields": '["*"]', "limit_page_length": 0},
    ),
    (
        "frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview",
        {
            "reference_dt": "{doctype}",
            "reference_doc": "{name}",
            "message": "{{{{ doc.{field} }}}} {{{{ doc.as_dict() }}}}",
            "subject": "{{{{ doc.{field} }}}}",
        },
    ),
    (
        "frappe.contacts.doctype.address.address.get_default_address",
        {"doctype": "{doctype}", "name": "{name}"},
    ),
    (
        "frappe.utils.weasyprint.download_pdf",
        {"doctype": "{doctype}", "name": "{name}", "print_format": "Standard"},
    ),
    (
        "frappe.utils.print_format.print_by_server",
        {"doctype": "{doctype}", "name": "{name}", "printer_setting": "x"},
    ),
    (
        "frappe.printing.page.print.print.get_print_settings_to_show",
        {"doctype": "{doctype}", "docname": "{name}"},
    ),
    (
        "frappe.utils.goal.get_monthly_goal_graph_data",
        {
            "title": "x",
            "doctype": "{doctype}",
            "docname": "{name}",
            "goal_value_field": "{field}",
            "goal_total_field": "{field}",
            "goal_history_field": "{field}",
            "goal_doctype": "{doctype}",
            "goal_doctype_link": "name",
            "goal_field": "{field}",
            "date_field": "creation",
            "filter_str": "1=1",
            "aggregation": "max",
        },
    ),
    (
        "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count",
        {"doctype": "{doctype}", "workflow_state_field": "{field}", "states": '["x"]'},
    ),
    (
        "frappe.model.workflow.get_common_transition_actions",
        {"docs": '[{{"doctype": "{doctype}", "name": "{name}"}}]', "doctype": "{doctype}"},
    ),
    ("frappe.www.list.get", {"doctype": "{doctype}", "txt": "zmk"}),
    ("frappe.www.list.get_list_data", {"doctype": "{doctype}", "fields": '["*"]'}),
    ("frappe.desk.doctype.tag.tag.get_tags", {"doctype": "{doctype}", "txt": ""}),
    ("frappe.email.get_contact_list", {"txt": "zmk"}),
    (
        "frappe.email.doctype.email_template.email_template.get_email_template",
        {"template_name": "x", "doc": '{{"doctype": "{doctype}", "name": "{name}"}}'},
    ),
    (
        "frappe.core.doctype.prepared_report.prepared_report.get_reports_in_queued_state",
        {"report_name": "{report}", "filters": "{filters}"},
    ),
    (
        "frappe.core.doctype.data_import.data_import.download_import_log",
        {"data_import_name": "{name}"},
    ),
    (
        "frappe.core.doctype.submission_queue.submission_queue.get_latest_submissions",
        {"doctype": "{doctype}", "docname": "{name}"},
    ),
    (
        "frappe.desk.doctype.number_card.number_card.get_percentage_difference",
        {
            "doc": '{{"document_type": "{doctype}", "function": "Count", "name": "x", "type": "Document Type",'
            ' "show_percentage_stats": 1, "stats_time_interval": "Daily"}}',
            "filters": "[]",
            "result": "1",
        },
    ),
    (
        "frappe.utils.diff.get_version_diff",
        {"from_version": 1, "to_version": 2, "fieldname": "{field}"},
    ),
    (
        "frappe.core.doctype.user.user.user_query",
        {
            "doctype": "User",
            "txt": "",
            "searchfield": "name",
            "start": 0,
            "page_len": 50,
            "filters": "{{}}",
        },
    ),
    (
        "frappe.core.doctype.user_permission.user_permission.get_user_permissions",
        {"user": "Administrator"},
    ),
)
