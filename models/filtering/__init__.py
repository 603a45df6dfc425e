"""Which trades a tape shows: the filter, its text form, its evaluation, its totals. No Qt here."""
