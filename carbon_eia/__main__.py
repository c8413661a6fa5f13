"""``python -m carbon_eia``."""

from carbon_eia.cli import main

main()
