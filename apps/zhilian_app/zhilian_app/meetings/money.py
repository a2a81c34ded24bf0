"""Money as the committee's papers have it: yuan with two decimals, in figures and in words. No database here."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import cn2an

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
# what the column holds, and more than a county ever pays
LARGEST = Decimal("9999999999.99")


def yuan(value: object) -> Decimal:
    """An amount in yuan as a form, a file or the database brings it, to the cent; what is no number is 0.

    Money is never compared or added up as a float.
    """
    try:
        amount = Decimal(str(value if value is not None else 0).replace(",", "").strip() or 0)
    except InvalidOperation:
        return NOTHING
    if not amount.is_finite():
        return NOTHING
    if abs(amount) > LARGEST:
        return LARGEST + CENT if amount > 0 else -LARGEST - CENT
    return amount.quantize(CENT, ROUND_HALF_UP)


def figures(value: object) -> str:
    """An amount in figures, 12,000.00."""
    return f"{yuan(value):,.2f}"


def in_words(value: object) -> str:
    """An amount in the 大写 of papers: 12000 → 壹万贰仟元整.

    Raises:
        ValueError: the amount is negative.
    """
    amount = yuan(value)
    if amount < 0:
        raise ValueError(f"a negative amount has no words: {amount}")
    return cn2an.an2cn(str(amount), "rmb")
