"""The opinion of an authority on a case, as a letter that carries its proof."""
