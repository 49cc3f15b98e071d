"""Small watch files made by the project, and what makes them."""
