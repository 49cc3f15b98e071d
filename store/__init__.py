"""SQL, and nothing else: tables, migrations, and functions that take a connection. No rules live here."""
