"""The live lists of conditions and exchanges beside the bundled tables: may a list be used, and what differs."""

from collections.abc import Iterator, Sequence

Row = dict[str, str]

_GROUPS_BY_NAME = (
    ("extended hours", "extended_hours"),
    ("compression", "compression"),
    ("stock option", "stock_option"),
    ("multi leg", "multi_leg"),
    ("multi-leg", "multi_leg"),
    ("intermarket sweep", "iso"),
)


def is_plausible(live: Sequence[Row], bundled: Sequence[Row]) -> bool:
    """Whether a live list may be used: it has at least half as many rows as the bundled one, and no id twice."""
    return 2 * len(live) >= len(bundled) and len({row["id"] for row in live}) == len(live)


def differences(live: Sequence[Row], bundled: Sequence[Row]) -> Iterator[str]:
    """What differs, a line for each row added or removed and for each field changed; `group` is ours alone."""
    now, before = {row["id"]: row for row in live}, {row["id"]: row for row in bundled}
    for number in sorted(now.keys() | before.keys(), key=int):
        if number not in before:
            yield f"{number} “{now[number]['name']}” is new"
        elif number not in now:
            yield f"{number} “{before[number]['name']}” is not listed any more"
        else:
            for name, value in now[number].items():
                if value != before[number][name]:
                    yield f"{number}: {name} was “{before[number][name]}”, is “{value}”"


def completed(live: Sequence[Row], bundled: Sequence[Row]) -> list[Row]:
    """The live rows, with groups where the table has them, and after them the bundled rows that are not listed.

    Those stay because an old code with a known meaning is better than a number that counts towards volume.
    """
    known = {row["id"]: row for row in bundled}
    grouped = any("group" in row for row in bundled)
    rows = [row | {"group": _group(row, known.get(row["id"]))} if grouped else dict(row) for row in live]
    listed = {row["id"] for row in live}
    return rows + [dict(row) for row in bundled if row["id"] not in listed]


def _group(row: Row, known: Row | None) -> str:
    """The group of a condition, which Massive does not tell.

    A known id keeps its own, and a new one gets it from its name. `cancel` undoes an earlier print and `late` marks
    one, so these two are given to new ids only if their prints do not count towards volume either; `late` too to what
    does not count and has no name that we know: it stands on the tape, marked, and moves nothing.
    """
    if known is not None:
        return known["group"]
    name = row["name"].lower()
    if row["updates_volume"] == "false":
        return "cancel" if "cancel" in name else "late"
    return next((group for words, group in _GROUPS_BY_NAME if words in name), "regular")
