"""The login page, as somebody sees it before signing in."""

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response_content

from zhilian_app.setup.office import apply_office_defaults
from zhilian_app.testing import ZhilianTestCase


class TestLoginPage(ZhilianTestCase):
    def setUp(self):
        super().setUp()
        apply_office_defaults()
        language = frappe.local.lang
        self.addCleanup(setattr, frappe.local, "lang", language)
        frappe.local.lang = "zh"
        frappe.set_user("Guest")
        set_request(method="GET", path="login")
        self.addCleanup(delattr, frappe.local, "request")
        self.page = get_response_content("login")

    def test_it_is_ours_and_in_chinese(self):
        for wanted in (
            "<title>驻点直联 - 登录</title>",
            'documentElement.lang = "zh"',
            'src="/assets/zhilian_app/images/logo.svg"',
            'href="/assets/zhilian_app/images/favicon.svg"',
        ):
            self.assertTrue(wanted in self.page, wanted)

    def test_nobody_signs_up_or_gets_mail(self):
        self.assertTrue("忘记密码请联系本镇组织办公室" in self.page)
        for unwanted in ('href="#signup"', 'href="#login-with-email-link"', "jane@example.com"):
            self.assertFalse(unwanted in self.page, unwanted)
