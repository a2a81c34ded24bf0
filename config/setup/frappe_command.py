"""Runs one command of Frappe's command line in this process: `python -m config.setup.frappe_command`.

The words come as a JSON list in the environment variable ZHILIAN_FRAPPE_COMMAND, so that a password
among them is not shown to every user of the machine by `ps`.
"""

from __future__ import annotations

import json
import os
import sys

VARIABLE = "ZHILIAN_FRAPPE_COMMAND"

if __name__ == "__main__":
    sys.argv = ["bench", *json.loads(os.environ.pop(VARIABLE))]
    from frappe.utils.bench_helper import main

    main()
