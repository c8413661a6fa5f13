"""The commands: thin, no arithmetic, no wording of law."""

from carbon_eia.cli.command_app import app, main

__all__ = ["app", "main"]
