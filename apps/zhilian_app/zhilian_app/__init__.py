"""驻点直联: the app of the township's Thursday visits."""

__version__ = "0.6.0"
