"""Many projects at once: one row each, the same verdicts as one by one."""
