"""Wortlaut: who said what, where, and according to whom, in German news."""

__version__ = "0.1.0"
