"""The figures of the simulated market, and their grounds.

None of this is data: it is scenery that is meant to look and weigh like the real market of late 2025.

| figure | grounds |
|---|---|
| spots, volatilities | near the public quotes of the end of November 2025, rounded; for other days the same |
| trades by class | judgement: SPY, QQQ, SPX weeklies, NVDA, TSLA lead the volume lists of OCC and Cboe |
| same-day expiries 45-60 % | Cboe reported some 55-60 % for SPX in 2025; the others: judgement, near it |
| expiries, settlement | habits of the exchanges, simplified (`listing`) |
| ticks | exchange rules: penny programme 0.01, from $3 0.05; SPY, QQQ, IWM 0.01; SPX, NDX 0.05, 0.10 |
| cents in auctions and packages | exchange rules for price improvement and for legs of complex orders |
| SPX, SPXW, VIX on Cboe C1, NDXP at Nasdaq | proprietary products |
| venue shares of the others | judgement after published monthly shares: 18 venues, none above an eighth |
| multi-leg prints 6 % SPY, 32 % SPX | measured in one hour (the project's notes); other classes between: judgement |
| auctions a quarter, ISO a seventh | judgement |
| mean size about six, one lot two in five | 60 M contracts a day (OCC) in 10 M prints; the rest judgement |
| 1 cancel in 20,000, 1 late print in 2,000 | judgement: a VIX day of 2016 had 1 and 24 in 2,295 |
| volatility spread over a day, activity | judgement: open twice, close 1.8 times the mean |
| adjusted roots: what they deliver, two trades in a thousand | invented, such as splits of 3 for 2 and 1 for 10 leave |
| 0.65 followers an order | judgement: most prints come in bursts |
"""

from dataclasses import dataclass

C1_ONLY, NASDAQ_ONLY, EVERYWHERE = "c1", "nasdaq", "all"
DAILY, WEEKLY, MONTHLY, INDEX_MONTHLY, VIX_MONTHLY = "daily", "weekly", "monthly", "index monthly", "vix monthly"
MARKET_VOL = 0.13
"""Yearly volatility of the common factor; betas refer to it."""
RATE = 0.04
SESSION_VARIANCE = 0.8
"""Part of a day's variance that falls into the session; the rest falls into the night before it."""


@dataclass(frozen=True, slots=True)
class Underlying:
    """What options are on: its price in dollars, beta to the market, own volatility a year, carry a year."""

    spot: float
    beta: float
    own_vol: float
    carry: float = RATE
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class OptionClass:
    """One option root and its habits. `share`: of all prints; ticks in cents, below and from $3.

    `atm_near`, `atm_far`: at-the-money volatility today and in a year. `skew`, `curve`: of the smile, in standard
    deviations of moneyness. `strike_step`: dollars near the money and far. `spread`: fixed dollars, part of the price.
    `delivers`: shares of the underlying.
    """

    root: str
    underlying: str
    share: float
    listing: str
    strike_step: tuple[float, float]
    atm_near: float
    atm_far: float
    skew: float
    spread: tuple[float, float]
    ticks: tuple[int, int] = (1, 5)
    curve: float = 0.02
    multi_leg: float = 0.11
    puts: float = 0.42
    same_day: float = 0.55
    venues: str = EVERYWHERE
    european: bool = False
    late_close: bool = False
    delivers: int = 100


UNDERLYINGS = {
    "SPX": Underlying(6850.0, 1.0, 0.0, 0.028),
    "SPY": Underlying(683.4, 1.0, 0.0, 0.028, follows="SPX"),
    "NDX": Underlying(25435.0, 1.25, 0.06, 0.033),
    "QQQ": Underlying(619.3, 1.25, 0.06, 0.033, follows="NDX"),
    "IWM": Underlying(248.8, 1.2, 0.11, 0.028),
    "VIX": Underlying(16.4, -6.0, 0.6, 0.0),
    "NVDA": Underlying(177.0, 1.9, 0.28),
    "TSLA": Underlying(430.2, 2.0, 0.38),
    "AAPL": Underlying(278.9, 1.1, 0.17),
    "AMD": Underlying(217.5, 2.0, 0.42),
    "MU": Underlying(236.5, 1.9, 0.46),
    "AMZN": Underlying(233.2, 1.3, 0.23),
    "META": Underlying(648.0, 1.3, 0.25),
    "MSFT": Underlying(492.0, 1.0, 0.15),
    "GOOGL": Underlying(320.2, 1.2, 0.24),
    "PLTR": Underlying(168.5, 2.1, 0.46),
    "INTC": Underlying(40.6, 1.4, 0.48),
    "F": Underlying(13.3, 1.2, 0.22),
}

CLASSES = (
    OptionClass("SPY", "SPY", 0.175, DAILY, (1, 5), 0.12, 0.17, -0.11, (0.005, 0.004), (1, 1), 0.02, 0.06, 0.52,
                0.55, late_close=True),
    OptionClass("QQQ", "QQQ", 0.115, DAILY, (1, 5), 0.16, 0.21, -0.09, (0.005, 0.005), (1, 1), 0.02, 0.07, 0.51,
                0.52, late_close=True),
    OptionClass("IWM", "IWM", 0.030, DAILY, (1, 5), 0.18, 0.22, -0.09, (0.008, 0.006), (1, 1), 0.02, 0.09, 0.53,
                0.45, late_close=True),
    OptionClass("SPXW", "SPX", 0.105, DAILY, (5, 25), 0.12, 0.17, -0.11, (0.08, 0.008), (5, 10), 0.02, 0.32, 0.53,
                0.57, C1_ONLY, european=True, late_close=True),
    OptionClass("SPX", "SPX", 0.010, INDEX_MONTHLY, (5, 50), 0.12, 0.17, -0.11, (0.15, 0.010), (5, 10), 0.02, 0.40,
                0.56, 0.0, C1_ONLY, european=True, late_close=True),
    OptionClass("NDXP", "NDX", 0.004, DAILY, (25, 100), 0.16, 0.21, -0.09, (0.8, 0.015), (5, 10), 0.02, 0.30, 0.52,
                0.60, NASDAQ_ONLY, european=True, late_close=True),
    OptionClass("VIX", "VIX", 0.014, VIX_MONTHLY, (0.5, 1), 1.25, 0.55, 0.16, (0.02, 0.015), (1, 5), 0.01, 0.22,
                0.33, 0.0, C1_ONLY, european=True, late_close=True),
    OptionClass("NVDA", "NVDA", 0.115, WEEKLY, (2.5, 5), 0.36, 0.42, -0.04, (0.008, 0.008)),
    OptionClass("TSLA", "TSLA", 0.115, WEEKLY, (2.5, 10), 0.43, 0.52, -0.02, (0.02, 0.010)),
    OptionClass("AAPL", "AAPL", 0.050, WEEKLY, (2.5, 5), 0.20, 0.26, -0.05, (0.01, 0.009)),
    OptionClass("AMD", "AMD", 0.040, WEEKLY, (2.5, 5), 0.48, 0.53, -0.03, (0.02, 0.012)),
    OptionClass("MU", "MU", 0.025, WEEKLY, (2.5, 5), 0.55, 0.55, -0.03, (0.03, 0.018)),
    OptionClass("AMZN", "AMZN", 0.040, WEEKLY, (2.5, 5), 0.27, 0.32, -0.05, (0.01, 0.010)),
    OptionClass("META", "META", 0.030, WEEKLY, (2.5, 10), 0.29, 0.33, -0.05, (0.05, 0.015)),
    OptionClass("MSFT", "MSFT", 0.025, WEEKLY, (2.5, 10), 0.19, 0.24, -0.05, (0.03, 0.013)),
    OptionClass("GOOGL", "GOOGL", 0.040, WEEKLY, (2.5, 5), 0.29, 0.31, -0.04, (0.02, 0.012)),
    OptionClass("PLTR", "PLTR", 0.045, WEEKLY, (2.5, 5), 0.50, 0.58, -0.03, (0.01, 0.010)),
    OptionClass("INTC", "INTC", 0.017, WEEKLY, (0.5, 1), 0.52, 0.52, -0.02, (0.008, 0.012)),
    OptionClass("F", "F", 0.005, WEEKLY, (0.5, 1), 0.30, 0.34, -0.03, (0.005, 0.020)),
)  # fmt: skip
ADJUSTED = (
    OptionClass("INTC1", "INTC", 0.001, MONTHLY, (1, 5), 0.52, 0.52, -0.02, (0.05, 0.020), delivers=10),
    OptionClass("F1", "F", 0.001, MONTHLY, (0.5, 1), 0.30, 0.34, -0.03, (0.02, 0.030), delivers=150),
)
"""Roots left by corporate actions: seldom traded, no new weeklies. Their prints come on top of those of `CLASSES`."""
