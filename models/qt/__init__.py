"""Item models, links and the frame pump: QtCore only."""
