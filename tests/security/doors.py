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
)
