"""SQL. Nothing else."""
