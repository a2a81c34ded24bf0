from frappe.model.document import Document


class RobotMessage(Document):
    def autoname(self):
        # one a robot and day, whoever makes it
        self.name = f"{self.robot}-{self.day}"
