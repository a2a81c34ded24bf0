"""Frappe's own ways to change a document, or what is beside it; ``{…}`` is filled in as in doors.py."""

from __future__ import annotations

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
