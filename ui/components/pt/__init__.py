"""Parts of the therapist's pages."""
