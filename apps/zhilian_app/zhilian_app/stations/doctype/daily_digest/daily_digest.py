from frappe.model.document import Document


class DailyDigest(Document):
    def autoname(self):
        """One a person and day, however often the job runs."""
        self.name = f"{self.user}-{self.day}"
