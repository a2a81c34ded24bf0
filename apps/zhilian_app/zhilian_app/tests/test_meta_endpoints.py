"""Every function that can be called from outside: typed, by POST alone, and with a check of permission."""

import ast
import unittest

from zhilian_app.tests import code

# calls that check a right; each raises or answers by the roster
CHECKS = {"check_permission", "has_permission", "only_for", "check_station", "check_may_manage"}

# Functions whose shape Frappe dictates, and why they are safe.
DICTATED = {
    "zhilian_app.permissions:link_query": "Frappe's search calls it, by GET; get_list applies the reader's own rows",
}

# Functions without a check of permission, and why they need none.
UNCHECKED = {
    "zhilian_app.door_guards:get_monthly_goal_graph_data": "it answers nobody",
    "zhilian_app.plain_exports:export_list": "Frappe's export_query, which it calls, checks",
    "zhilian_app.plain_exports:export_report": "Frappe's export_query, which it calls, checks",
    "zhilian_app.setup.first_day:update_onboarding_step": "for the roles that the list of the step names",
    "zhilian_app.upload_guard:upload_file": "Frappe's upload_file, which it calls, saves under the user's own rights",
    "zhilian_app.supervision.own_points:my_points": "only rows of the caller's own cadre",
    "zhilian_app.visits.api:discard_picture": "only the caller's own loose uploads, and delete_doc checks the file",
}


def endpoints() -> list[tuple[code.Function, ast.expr]]:
    """Whitelisted functions of the app with their decorator."""
    return [
        (function, decorator)
        for function in code.functions().values()
        for decorator in function.node.decorator_list
        if "whitelist" in ast.unparse(decorator)
    ]


class TestEndpoints(unittest.TestCase):
    def checked(self):
        return [(f, d) for f, d in endpoints() if str(f) not in DICTATED]

    def test_there_are_some(self):
        self.assertGreater(len(endpoints()), 5)

    def test_reviewed_functions_exist(self):
        self.assertEqual(
            set(), {*DICTATED, *UNCHECKED} - {str(function) for function, _decorator in endpoints()}
        )

    def test_post_only(self):
        wrong = [
            str(function)
            for function, decorator in self.checked()
            if ast.unparse(decorator) != "frappe.whitelist(methods=['POST'])"
        ]
        self.assertEqual(
            [], wrong, 'nobody signed out, and no GET: @frappe.whitelist(methods=["POST"])'
        )

    def test_typed(self):
        wrong = []
        for function, _decorator in self.checked():
            arguments = function.node.args
            every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            untyped = [one.arg for one in every if one.annotation is None and one.arg != "self"]
            if untyped or arguments.vararg or arguments.kwarg or function.node.returns is None:
                wrong.append(
                    f"{function}: {', '.join(untyped) or 'no return type, or * arguments'}"
                )
        self.assertEqual([], wrong)

    def test_permission_is_checked(self):
        unchecked = {str(f) for f, _decorator in self.checked() if not code.all_called(f) & CHECKS}
        wrong = sorted(unchecked - set(UNCHECKED))
        self.assertEqual([], wrong, f"none of these is called: {', '.join(sorted(CHECKS))}")
