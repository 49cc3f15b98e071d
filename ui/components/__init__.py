"""Parts of pages. Each module has one `show`, owns its widgets' state, and holds no rule of the programme."""
