"""Windows and widgets. Never a feed, never a socket."""
