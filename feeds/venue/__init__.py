"""The local venue: demo, replay and test server in one, on loopback."""
