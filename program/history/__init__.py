"""A runner's life: what is known of it, each fact with its two times, and what stands at an instant."""
