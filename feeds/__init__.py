"""The outside world: the streams, the services, the local venue. No Qt."""
