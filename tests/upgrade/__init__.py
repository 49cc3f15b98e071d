"""A store of the version before, with each of the 32 findings lived through in it, brought up to date."""
