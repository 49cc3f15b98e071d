"""A life as a script: what it may hold, how each act is done through the services, and what then stands."""
