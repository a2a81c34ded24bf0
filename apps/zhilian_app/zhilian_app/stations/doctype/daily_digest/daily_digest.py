from frappe.model.document import Document

from zhilian_app import retention


class DailyDigest(Document):
    def autoname(self):
        """One a person and day, however often the job runs."""
        self.name = f"{self.user}-{self.day}"

    @staticmethod
    def clear_old_logs(days: int = 366) -> None:
        """Drop reminders of days long gone (Log Settings)."""
        retention.drop("Daily Digest", days)
