"""Import of the key-visit register from the workbook that an office keeps.

One way through: ``workbook`` (file to rows) → ``columns`` (which column is what) → ``cleaning``
(row to a register line, or what is wrong with it) → ``matching`` and ``planning`` (which household
it is, what would change) → ``applying`` (one transaction) and ``rejects`` (what is handed back).
Only ``existing``, ``applying`` and ``job`` touch the database; ``wording`` has the sentences.
"""
