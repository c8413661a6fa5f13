"""The pages of the desk: each reads what is below, and fills a template."""
