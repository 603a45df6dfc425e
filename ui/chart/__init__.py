"""The tick chart: its panel, what it draws, and what is done with it."""
