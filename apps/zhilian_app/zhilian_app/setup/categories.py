"""The nine key person categories of the plan.

「重点对象(如孤寡老人、困难党员、失业人员、优抚对象、残疾人、特困家庭、矛盾纠纷人员、流动人员、社区矫正人员等)」
"""

import frappe

# name, rank (1 is visited first), sensitive, other names in registers
CATEGORIES = (
    ("社区矫正人员", 1, 1, "社区矫正\n社区矫正对象\n社矫人员\n矫正人员"),
    ("矛盾纠纷人员", 2, 1, "矛盾纠纷\n矛盾纠纷户\n信访人员"),
    ("特困家庭", 3, 0, "特困户\n特困\n困难家庭"),
    ("孤寡老人", 4, 0, "孤寡\n孤老\n独居老人"),
    ("残疾人", 5, 1, "残疾\n残疾人员\n残疾人家庭"),
    ("困难党员", 6, 0, "生活困难党员"),
    ("优抚对象", 7, 0, "优抚\n优抚人员"),
    ("失业人员", 8, 0, "失业\n下岗失业人员"),
    ("流动人员", 9, 0, "流动人口\n外来人员"),
)


def make_categories() -> None:
    """Add the categories that are missing; what an office changed in one that is there stays."""
    for name, rank, sensitive, aliases in CATEGORIES:
        if not frappe.db.exists("Key Person Category", name):
            frappe.get_doc(
                {
                    "doctype": "Key Person Category",
                    "category_name": name,
                    "rank": rank,
                    "sensitive": sensitive,
                    "aliases": aliases,
                    "enabled": 1,
                }
            ).insert(ignore_permissions=True)
