from frappe.model.document import Document

from zhilian_app import retention


class RobotMessage(Document):
    def autoname(self):
        # one a robot and day, whoever makes it
        self.name = f"{self.robot}-{self.day}"

    @staticmethod
    def clear_old_logs(days: int = 366) -> None:
        """Drop what was told to chat groups long ago (Log Settings)."""
        retention.drop("Robot Message", days)
