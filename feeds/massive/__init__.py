"""Massive (formerly Polygon.io): the trade stream and its REST reference."""
