"""The report of one project, chapter by chapter, built from its Run and from nothing else."""
