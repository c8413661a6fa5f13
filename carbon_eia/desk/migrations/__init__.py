"""Steps that bring the desk's own tables of an earlier version to this one."""
