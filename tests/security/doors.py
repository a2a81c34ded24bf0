"""Frappe's own ways to a document, each as the desk or a script calls it; ``{…}`` is filled in for each row.

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

# ways that change something
WRITING: tuple[tuple[str, dict], ...] = (
    (
        "frappe.client.set_value",
        {"doctype": "{doctype}", "name": "{name}", "fieldname": "{field}", "value": "zx"},
    ),
    (
        "frappe.client.save",
        {"doc": '{{"doctype": "{doctype}", "name": "{name}", "{field}": "zx"}}'},
    ),
    (
        "frappe.client.insert",
        {"doc": '{{"doctype": "{doctype}", "name": "{name}", "{field}": "zx"}}'},
    ),
    ("frappe.client.insert_many", {"docs": '[{{"doctype": "{doctype}", "{field}": "zx"}}]'}),
    (
        "frappe.client.bulk_update",
        {"docs": '[{{"doctype": "{doctype}", "docname": "{name}", "{field}": "zx"}}]'},
    ),
    (
        "frappe.client.submit",
        {"doc": '{{"doctype": "{doctype}", "name": "{name}", "docstatus": 0}}'},
    ),
    ("frappe.client.cancel", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.client.delete", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.client.rename_doc", {"doctype": "{doctype}", "old_name": "{name}", "new_name": "zx"}),
    (
        "frappe.model.rename_doc.update_document_title",
        {"doctype": "{doctype}", "docname": "{name}", "title": "zx", "name": "zx"},
    ),
    (
        "frappe.client.attach_file",
        {
            "doctype": "{doctype}",
            "docname": "{name}",
            "filename": "zx.txt",
            "filedata": "zx",
            "is_private": 1,
        },
    ),
    (
        "frappe.desk.form.save.savedocs",
        {"doc": '{{"doctype": "{doctype}", "name": "{name}", "{field}": "zx"}}', "action": "Save"},
    ),
    ("frappe.desk.form.save.cancel", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.desk.form.save.discard", {"doctype": "{doctype}", "name": "{name}"}),
    ("frappe.desk.reportview.delete_items", {"doctype": "{doctype}", "items": '["{name}"]'}),
    (
        "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
        {
            "doctype": "{doctype}",
            "docnames": '["{name}"]',
            "action": "update",
            "data": '{{"{field}": "zx"}}',
        },
    ),
    (
        "frappe.model.workflow.apply_workflow",
        {"doc": '{{"doctype": "{doctype}", "name": "{name}"}}', "action": "Submit"},
    ),
    (
        "frappe.model.workflow.bulk_workflow_approval",
        {"doctype": "{doctype}", "docnames": '["{name}"]', "action": "Submit"},
    ),
    (
        "frappe.desk.form.utils.add_comment",
        {
            "reference_doctype": "{doctype}",
            "reference_name": "{name}",
            "content": "zx",
            "comment_email": "{me}",
            "comment_by": "zx",
        },
    ),
    (
        "frappe.desk.form.assign_to.add",
        {"doctype": "{doctype}", "name": "{name}", "assign_to": '["{me}"]', "description": "zx"},
    ),
    (
        "frappe.desk.form.assign_to.remove",
        {"doctype": "{doctype}", "name": "{name}", "assign_to": "{me}"},
    ),
    (
        "frappe.desk.form.assign_to.close_all_assignments",
        {"doctype": "{doctype}", "name": "{name}"},
    ),
    ("frappe.desk.doctype.tag.tag.add_tag", {"tag": "zx", "dt": "{doctype}", "dn": "{name}"}),
    (
        "frappe.desk.doctype.tag.tag.add_tags",
        {"tags": '["zx"]', "dt": "{doctype}", "docs": '["{name}"]'},
    ),
    ("frappe.desk.doctype.tag.tag.remove_tag", {"tag": "zx", "dt": "{doctype}", "dn": "{name}"}),
    ("frappe.desk.like.toggle_like", {"doctype": "{doctype}", "name": "{name}", "add": "Yes"}),
    (
        "frappe.desk.form.document_follow.update_follow",
        {"doctype": "{doctype}", "doc_name": "{name}", "following": "true"},
    ),
    ("frappe.share.add", {"doctype": "{doctype}", "name": "{name}", "user": "{me}", "read": 1}),
    (
        "frappe.share.set_permission",
        {"doctype": "{doctype}", "name": "{name}", "user": "{me}", "permission_to": "read"},
    ),
    (
        "frappe.core.doctype.communication.email.make",
        {
            "doctype": "{doctype}",
            "name": "{name}",
            "content": "zx",
            "subject": "zx",
            "recipients": "a@b.cn",
        },
    ),
    ("frappe.desk.form.utils.update_comment", {"name": "x", "content": "zx"}),
    ("frappe.desk.form.utils.remove_attach", {"fid": "x", "dt": "{doctype}", "dn": "{name}"}),
    (
        "frappe.desk.reportview.save_report",
        {"doctype": "{doctype}", "name": "zx", "report_settings": "{{}}"},
    ),
    ("frappe.core.doctype.data_import.data_import.form_start_import", {"data_import": "{name}"}),
    (
        "frappe.client.make_width_property_setter",
        {
            "doc": '{{"doctype": "Property Setter", "doc_type": "{doctype}", "property": "width",'
            ' "field_name": "{field}", "value": "1"}}'
        },
    ),
    (
        "frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board",
        {"doctype": "{doctype}", "board_name": "zx", "field_name": "{field}"},
    ),
    (
        "frappe.core.doctype.user_permission.user_permission.add_user_permissions",
        {
            "data": '{{"user": "{me}", "doctype": "{doctype}", "docname": "{name}", "apply_to_all_doctypes": 1}}'
        },
    ),
    (
        "frappe.core.page.permission_manager.permission_manager.add",
        {"parent": "{doctype}", "role": "All", "permlevel": 0},
    ),
    (
        "frappe.core.page.permission_manager.permission_manager.update",
        {"doctype": "{doctype}", "role": "All", "permlevel": 0, "ptype": "read", "value": 1},
    ),
    (
        "frappe.desk.doctype.list_view_settings.list_view_settings.save_listview_settings",
        {"doctype": "{doctype}", "listview_settings": "{{}}", "removed_listview_fields": "[]"},
    ),
    (
        "frappe.automation.doctype.auto_repeat.auto_repeat.make_auto_repeat",
        {"doctype": "{doctype}", "docname": "{name}"},
    ),
    (
        "frappe.desk.form.linked_with.cancel_all_linked_docs",
        {"docs": '[{{"doctype": "{doctype}", "name": "{name}"}}]'},
    ),
    (
        "frappe.automation.doctype.assignment_rule.assignment_rule.bulk_apply",
        {"doctype": "{doctype}", "docnames": '["{name}"]'},
    ),
    (
        "frappe.automation.doctype.auto_repeat.auto_repeat.update_reference",
        {"docname": "{name}", "reference": "zx"},
    ),
    (
        "frappe.core.api.file.move_file",
        {"file_list": '[{{"name": "{name}"}}]', "new_parent": "Home", "old_parent": "Home"},
    ),
    ("frappe.core.doctype.deleted_document.deleted_document.restore", {"name": "{name}"}),
    (
        "frappe.core.doctype.deleted_document.deleted_document.bulk_restore",
        {"docnames": '["{name}"]'},
    ),
    (
        "frappe.core.doctype.prepared_report.prepared_report.delete_prepared_reports",
        {"reports": '[{{"name": "{name}"}}]'},
    ),
    (
        "frappe.core.doctype.user_permission.user_permission.clear_user_permissions",
        {"user": "{me}", "for_doctype": "{doctype}"},
    ),
    (
        "frappe.core.page.permission_manager.permission_manager.remove",
        {"doctype": "{doctype}", "role": "All", "permlevel": 0},
    ),
    ("frappe.core.page.permission_manager.permission_manager.reset", {"doctype": "{doctype}"}),
    (
        "frappe.desk.calendar.update_event",
        {
            "args": '{{"doctype": "{doctype}", "name": "{name}", "start": "2026-01-01"}}',
            "field_map": '{{"start": "{field}"}}',
        },
    ),
    (
        "frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card",
        {
            "board_name": "x",
            "docname": "{name}",
            "from_colname": "a",
            "to_colname": "b",
            "old_index": 0,
            "new_index": 0,
        },
    ),
    (
        "frappe.desk.form.document_follow.follow_document",
        {"doctype": "{doctype}", "doc_name": "{name}", "user": "{me}"},
    ),
    (
        "frappe.desk.listview.set_list_settings",
        {"doctype": "{doctype}", "values": '{{"disable_count": 1}}'},
    ),
    (
        "frappe.email.relink",
        {"name": "x", "reference_doctype": "{doctype}", "reference_name": "{name}"},
    ),
    (
        "frappe.email.queue.unsubscribe",
        {"doctype": "{doctype}", "name": "{name}", "email": "a@b.cn"},
    ),
    (
        "frappe.email.doctype.newsletter.newsletter.newsletter_email_read",
        {"recipient_email": "a@b.cn", "reference_doctype": "{doctype}", "reference_name": "{name}"},
    ),
    (
        "frappe.email.doctype.email_group.email_group.import_from",
        {"name": "x", "doctype": "{doctype}"},
    ),
    ("frappe.modules.utils.export_customizations", {"module": "Stations", "doctype": "{doctype}"}),
    ("frappe.printing.doctype.print_format.print_format.make_default", {"name": "{name}"}),
    (
        "frappe.templates.includes.comments.comments.add_comment",
        {
            "comment": "zx zx",
            "comment_email": "a@b.cn",
            "comment_by": "zx",
            "reference_doctype": "{doctype}",
            "reference_name": "{name}",
            "route": "zx",
        },
    ),
    (
        "frappe.templates.includes.likes.likes.like",
        {"reference_doctype": "{doctype}", "reference_name": "{name}", "like": 1},
    ),
    (
        "frappe.utils.file_manager.add_attachments",
        {"doctype": "{doctype}", "name": "{name}", "attachments": '["x"]'},
    ),
    ("frappe.utils.nestedset.rebuild_tree", {"doctype": "{doctype}", "parent_field": "{field}"}),
    (
        "frappe.workflow.doctype.workflow_action.workflow_action.apply_action",
        {
            "action": "Submit",
            "doctype": "{doctype}",
            "docname": "{name}",
            "current_state": "x",
            "user": "Administrator",
        },
    ),
    (
        "frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
        {"action": "Submit", "doctype": "{doctype}", "docname": "{name}", "user": "Administrator"},
    ),
    (
        "frappe.automation.doctype.reminder.reminder.create_new_reminder",
        {
            "remind_at": "2099-01-01 00:00:00",
            "description": "zx",
            "reminder_doctype": "{doctype}",
            "reminder_docname": "{name}",
        },
    ),
    (
        "frappe.core.doctype.prepared_report.prepared_report.make_prepared_report",
        {"report_name": "{report}", "filters": "{filters}"},
    ),
)
