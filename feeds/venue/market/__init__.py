"""The simulated market: seeded, and the same trades for the same seed, day and rate at any speed.

`figures` holds what is assumed and on what grounds; `listing` and `chain` what is listed; `spot`, `pricing` and `day`
what it is worth; `arrivals`, `orders`, `singles`, `packages` and `twins` who trades when; `simulation` puts a day
together, `source` plays and remembers it, `past` has the days before.
"""
