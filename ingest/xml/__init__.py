"""GPX and TCX: hardened reading of XML into raw points, then into activities."""
