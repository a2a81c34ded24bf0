"""Whom the town pays for a station's project. No database here."""

COMMUNITY = "Community"
VILLAGE_SIGN, COMMUNITY_SIGN = "村", "社区"


def payee_of(station_name: str, kind: str) -> str:
    """Name of a station's committee as accounts have it: 田头村 → 田头村民委员会, 圩镇社区 → 圩镇社区居民委员会.

    Args:
        kind: Village or Community, as the Station says.
    """
    name = station_name.strip()
    if kind == COMMUNITY:
        return f"{name if name.endswith(COMMUNITY_SIGN) else name + COMMUNITY_SIGN}居民委员会"
    # 田头村村民委员会 would say the sign twice; a name of this sign alone keeps it
    bare = name[:-1] if name.endswith(VILLAGE_SIGN) and len(name) > 1 else name
    return f"{bare}村民委员会"
