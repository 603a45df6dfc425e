"""Multi-leg packages: orders for two to four contracts, which print in one millisecond, at one venue, in proportion."""

from dataclasses import dataclass

import numpy as np

from feeds.venue.market.chain import Chain, Rows

_LEGS = 4
_STAY, _FLIP, _CALL, _PUT = range(4)
_FORMS: tuple[tuple[str, float, tuple[tuple[int, int, int, int, int], ...]], ...] = (
    # name, part of packages (judgement), legs: (strikes away, right, side, ratio, expiries away)
    ("vertical", 0.46, ((0, _STAY, 1, 1, 0), (1, _STAY, -1, 1, 0))),
    ("calendar", 0.12, ((0, _STAY, 1, 1, 0), (0, _STAY, -1, 1, 1))),
    ("straddle", 0.07, ((0, _CALL, 1, 1, 0), (0, _PUT, 1, 1, 0))),
    ("strangle", 0.08, ((1, _CALL, 1, 1, 0), (-1, _PUT, 1, 1, 0))),
    ("risk reversal", 0.05, ((1, _CALL, 1, 1, 0), (-1, _PUT, -1, 1, 0))),
    ("butterfly", 0.08, ((-1, _STAY, 1, 1, 0), (0, _STAY, -1, 2, 0), (1, _STAY, 1, 1, 0))),
    ("iron condor", 0.14, ((2, _CALL, 1, 1, 0), (1, _CALL, -1, 1, 0), (-1, _PUT, -1, 1, 0), (-2, _PUT, 1, 1, 0))),
)
MEAN_LEGS = sum(part * len(legs) for _, part, legs in _FORMS) / sum(part for _, part, _ in _FORMS)
_ENDS = np.cumsum([part for _, part, _ in _FORMS]) / sum(part for _, part, _ in _FORMS)
_COUNT = np.array([len(legs) for _, _, legs in _FORMS], np.int64)
_TABLE = np.array([[*legs, *((0,) * 5,) * (_LEGS - len(legs))] for _, _, legs in _FORMS], np.int64)


@dataclass(frozen=True, slots=True)
class Legs:
    """One entry for each leg: which order it belongs to, its contract, its side (1 bought, -1 sold), its ratio."""

    order: Rows
    contract: Rows
    side: Rows
    ratio: Rows


def spread_out(random: np.random.Generator, chain: Chain, contract: Rows) -> Legs:
    """Make packages around contracts, in the order of their contracts."""
    form = np.searchsorted(_ENDS, random.random(len(contract)), side="right")
    width = np.minimum(random.geometric(0.35, len(contract)), 10)
    turned = np.where(random.random(len(contract)) < 0.5, 1, -1)
    order = np.repeat(np.arange(len(contract)), _COUNT[form])
    leg = np.arange(len(order)) - np.repeat(np.cumsum(_COUNT[form]) - _COUNT[form], _COUNT[form])
    away, right, side, ratio, later = _TABLE[form[order], leg].T
    row = _shifted(chain, contract[order] // 2, away * width[order], later)
    put = np.choose(right, [contract[order] % 2, 1 - contract[order] % 2, np.zeros_like(right), np.ones_like(right)])
    return Legs(order, 2 * row + put, side * turned[order], ratio)


def _shifted(chain: Chain, row: Rows, strikes: Rows, expiries: Rows) -> Rows:
    """Rows so many strikes and expiries away, in the same class; the outermost where there are no more."""
    groups, group = chain.groups, chain.group[row]
    later = np.minimum(group + expiries, len(groups.expiry) - 1)
    later = np.where(groups.option_class[later] == groups.option_class[group], later, group)
    moved = np.where(later == group, row, chain.nearest_rows(later, chain.strike[row]))
    no_later = (expiries > 0) & (later == group)
    last = groups.end_row[later] - 1
    return np.asarray(np.clip(moved + strikes + no_later, groups.first_row[later], last), np.int64)
