"""Who may do what to which row, written out by hand: the permission tests hold the code against this table.

Per DocType and role three words for a row of the own station, of another station of the same town, and of
another town. Letters: r read, w write, c create, s submit, k cancel, a amend, x export. What is not listed is refused;
nobody deletes, shares or imports. Rows that belong to a town and to no station have "own" and "other" alike.
"""

TOWN_PEOPLE = (
    "Town Leader",
    "Organization Office",
    "Party-Government Office",
    "Social Affairs Office",
    "Finance Office",
    "Town Office Staff",
    "Zhilian Administrator",
)
TEAM = ("Station Leader", "Team Head", "Liaison", "Station Cadre", "Village Cadre")

_READ_TOWN = dict.fromkeys(TOWN_PEOPLE + TEAM, ("r", "r", ""))
_READ_STATION = {
    **dict.fromkeys(TOWN_PEOPLE, ("r", "r", "")),
    **dict.fromkeys(TEAM, ("r", "", "")),
}
_TEAM_READS = {
    **dict.fromkeys(("Town Leader", "Social Affairs Office"), ("r", "r", "")),
    **dict.fromkeys(TEAM, ("r", "", "")),
}

MATRIX = {
    "Town": {
        **_READ_TOWN,
        "Organization Office": ("rw", "rw", ""),
        "Zhilian Administrator": ("rw", "rw", ""),
    },
    "Station": {
        **_READ_STATION,
        "Organization Office": ("rwc", "rwc", ""),
        "Zhilian Administrator": ("rwc", "rwc", ""),
    },
    "Town Office": {
        **_READ_TOWN,
        "Organization Office": ("rwc", "rwc", ""),
        "Party-Government Office": ("rwc", "rwc", ""),
        "Zhilian Administrator": ("rwc", "rwc", ""),
    },
    "Cadre": {
        **_READ_TOWN,
        "Organization Office": ("rwcx", "rwcx", ""),
        "Party-Government Office": ("rwc", "rwc", ""),
        "Zhilian Administrator": ("rwc", "rwc", ""),
    },
    "Station Team": {
        **_TEAM_READS,
        "Organization Office": ("rwc", "rwc", ""),
        "Party-Government Office": ("rwc", "rwc", ""),
        "Zhilian Administrator": ("rwc", "rwc", ""),
    },
    "Contact Card": {
        **_TEAM_READS,
        "Organization Office": ("rwc", "rwc", ""),
        "Party-Government Office": ("rwc", "rwc", ""),
    },
    "Key Person Category": {
        **dict.fromkeys(TOWN_PEOPLE + TEAM, ("r", "r", "r")),
        "Organization Office": ("rwc", "rwc", "rwc"),
        "Zhilian Administrator": ("rwc", "rwc", "rwc"),
    },
    "Household": {
        "Organization Office": ("rwcx", "rwcx", ""),
        "Station Leader": ("rw", "", ""),
        "Team Head": ("rwc", "", ""),
        "Liaison": ("rwcx", "", ""),
        "Station Cadre": ("rwc", "", ""),
        "Village Cadre": ("r", "", ""),
    },
    "Card Delivery": {
        "Organization Office": ("r", "r", ""),
        "Station Leader": ("r", "", ""),
        "Team Head": ("rc", "", ""),
        "Liaison": ("rc", "", ""),
        "Station Cadre": ("rc", "", ""),
        "Village Cadre": ("rc", "", ""),
    },
    # rows without a sensitive category; SENSITIVE below has the others
    "Key Visit Entry": {
        "Town Leader": ("r", "r", ""),
        "Social Affairs Office": ("r", "r", ""),
        "Organization Office": ("rwcx", "rwcx", ""),
        "Station Leader": ("r", "", ""),
        "Team Head": ("rwc", "", ""),
        "Liaison": ("rwcx", "", ""),
        "Station Cadre": ("r", "", ""),
        "Village Cadre": ("r", "", ""),
    },
    "Household Visit": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rx", "rx", ""),
        "Station Leader": ("rwc", "", ""),
        "Team Head": ("rwc", "", ""),
        "Liaison": ("rwcx", "", ""),
        "Station Cadre": ("rwc", "", ""),
        "Village Cadre": ("rwc", "", ""),
    },
    # made by the job alone
    "Review Report": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwx", "rwx", ""),
        "Station Leader": ("rw", "", ""),
        "Team Head": ("rw", "", ""),
        "Liaison": ("rw", "", ""),
        "Station Cadre": ("r", "", ""),
        "Village Cadre": ("r", "", ""),
    },
    "Review Meeting": {
        **dict.fromkeys(
            ("Town Leader", "Party-Government Office", "Station Leader", "Team Head", "Liaison"),
            ("r", "r", ""),
        ),
        "Organization Office": ("rwcx", "rwcx", ""),
    },
    # somebody else's: each reads the own ones alone (see test_digest.py)
    "Daily Digest": {},
    # a request that asks for money; of others the Finance Office reads none
    "Committee Request": {
        **dict.fromkeys(("Town Leader", "Finance Office"), ("r", "r", "")),
        **dict.fromkeys(TEAM, ("rwc", "", "")),
        "Organization Office": ("rwx", "rwx", ""),
        "Village Cadre": ("r", "", ""),
    },
    "Committee Session": {
        "Town Leader": ("rws", "rws", ""),
        "Organization Office": ("rwcsx", "rwcsx", ""),
        "Party-Government Office": ("rwc", "rwc", ""),
    },
    # rows that were referred to no office; test_issue_steps.py has those that were
    "Ledger Issue": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwcx", "rwcx", ""),
        "Station Leader": ("rwc", "", ""),
        "Team Head": ("rwc", "", ""),
        "Liaison": ("rwcx", "", ""),
        "Station Cadre": ("rwc", "", ""),
        "Village Cadre": ("rwc", "", ""),
    },
    "Issue Household": {
        "Organization Office": ("r", "r", ""),
        **dict.fromkeys(TEAM, ("r", "", "")),
    },
    # made by the Organization Office: a liaison sees only the imports of their own
    "Register Import": {
        "Organization Office": ("rwc", "rwc", ""),
        "Liaison": ("c", "c", ""),
    },
    "Weekly Meeting": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rx", "rx", ""),
        "Station Leader": ("rwc", "", ""),
        "Team Head": ("rwc", "", ""),
        "Liaison": ("rwcx", "", ""),
        "Station Cadre": ("rw", "", ""),
        "Village Cadre": ("r", "", ""),
    },
    # the Finance Office keeps the money of the town
    "Subsidy Fund": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rx", "rx", ""),
        "Finance Office": ("rwcx", "rwcx", ""),
    },
    # one that no office looks after; leaders stop one
    "Subsidy Project": {
        "Town Leader": ("rw", "rw", ""),
        "Organization Office": ("rwcx", "rwcx", ""),
        "Finance Office": ("rx", "rx", ""),
        **dict.fromkeys(TEAM, ("rw", "", "")),
        "Village Cadre": ("r", "", ""),
    },
    "Funding Plan": {
        "Town Leader": ("rw", "rw", ""),
        "Organization Office": ("rwcx", "rwcx", ""),
        "Finance Office": ("rwcx", "rwcx", ""),
    },
    # who wrote it does not book it: the steps see to that (see test_project_life.py)
    "Subsidy Payment": {
        "Town Leader": ("rwsk", "rwsk", ""),
        "Organization Office": ("rx", "rx", ""),
        "Finance Office": ("rwcskax", "rwcskax", ""),
        **dict.fromkeys(TEAM, ("r", "", "")),
    },
    "Board Update": {
        **dict.fromkeys(("Town Leader", "Social Affairs Office"), ("r", "r", "")),
        "Organization Office": ("rw", "rw", ""),
        **dict.fromkeys(TEAM, ("rwc", "", "")),
        "Village Cadre": ("r", "", ""),
    },
    "Filing Requirement": {
        **dict.fromkeys(
            ("Town Leader", "Party-Government Office", "Social Affairs Office", *TEAM),
            ("r", "r", ""),
        ),
        **dict.fromkeys(("Organization Office", "Zhilian Administrator"), ("rwc", "rwc", "")),
    },
    # made by the job alone
    "Filing": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwx", "rwx", ""),
        **dict.fromkeys(TEAM, ("rw", "", "")),
        "Village Cadre": ("r", "", ""),
    },
    "Station Article": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwx", "rwx", ""),
        **dict.fromkeys(TEAM, ("rwc", "", "")),
        "Village Cadre": ("r", "", ""),
    },
    # one that is still worked on; the frozen one is for all of the town (see FROZEN)
    "Monthly Bulletin": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwcx", "rwcx", ""),
    },
    # leaders sign by a step of their own
    "Circulation": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwc", "rwc", ""),
    },
    # the address of a robot is a key
    "Group Robot": dict.fromkeys(
        ("Organization Office", "Zhilian Administrator"), ("rwc", "rwc", "")
    ),
    "Robot Message": dict.fromkeys(
        ("Organization Office", "Zhilian Administrator"), ("r", "r", "")
    ),
    "Checklist Item": {
        **dict.fromkeys(("Town Leader", *TEAM), ("r", "r", "")),
        **dict.fromkeys(("Organization Office", "Zhilian Administrator"), ("rwc", "rwc", "")),
        "Village Cadre": ("", "", ""),
    },
    "Check Draw": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwc", "rwc", ""),
    },
    # one that the station is not told of yet (see TOLD)
    "Spot Check": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwcx", "rwcx", ""),
    },
    # taken by a notice alone
    "Book Snapshot": dict.fromkeys(("Town Leader", "Organization Office"), ("r", "r", "")),
    "Rectification": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwcx", "rwcx", ""),
        **dict.fromkeys(TEAM, ("rw", "", "")),
        "Village Cadre": ("r", "", ""),
    },
    # somebody else's: each reads the own ones (see test_files.py)
    "Cadre Record": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rc", "rc", ""),
    },
    "Assessment Scheme": {
        **dict.fromkeys(("Town Leader", *TEAM), ("r", "r", "")),
        "Organization Office": ("rwc", "rwc", ""),
    },
    # one that is still worked on; what was announced is for all teams of the town (see ANNOUNCED)
    "Annual Assessment": {
        "Town Leader": ("r", "r", ""),
        "Organization Office": ("rwcx", "rwcx", ""),
    },
    # made by the job alone
    "Project Progress": {
        "Town Leader": ("r", "r", ""),
        **dict.fromkeys(("Organization Office", "Finance Office"), ("rx", "rx", "")),
        **dict.fromkeys(TEAM, ("rw", "", "")),
        "Village Cadre": ("r", "", ""),
    },
}

# for these, who is not need-to-know reads no row with a sensitive category
SENSITIVE = {
    doctype: {
        role: words
        for role, words in MATRIX[doctype].items()
        if role not in ("Town Leader", "Social Affairs Office")
    }
    for doctype in ("Key Visit Entry", "Household Visit", "Ledger Issue")
}

# a frozen bulletin goes to all of its town
FROZEN = {
    "Monthly Bulletin": {
        **dict.fromkeys(
            (*TEAM, *(role for role in TOWN_PEOPLE if role != "Zhilian Administrator")),
            ("r", "r", ""),
        ),
        "Organization Office": ("rwcx", "rwcx", ""),
    }
}

ANNOUNCED = {
    "Annual Assessment": {
        **MATRIX["Annual Assessment"],
        **dict.fromkeys(("Station Leader", "Team Head", "Liaison"), ("r", "r", "")),
    }
}

# a check that the station is told of, by its notice or by its result
TOLD = {
    "Spot Check": {
        **MATRIX["Spot Check"],
        **dict.fromkeys(("Station Leader", "Team Head", "Liaison", "Station Cadre"), ("r", "", "")),
    }
}
