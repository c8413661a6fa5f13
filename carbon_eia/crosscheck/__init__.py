"""One filing of an enterprise held against another of the same year (交叉校核)."""

from carbon_eia.crosscheck.crosscheck_records import CrossCheckRecord
from carbon_eia.crosscheck.filing_comparison import cross_check
from carbon_eia.crosscheck.mapping import read_mapping
from carbon_eia.crosscheck.of_run import filing_of_run
from carbon_eia.crosscheck.reported_filing import OtherFiling
from carbon_eia.crosscheck.tolerances import read_rules

__all__ = [
    "CrossCheckRecord",
    "OtherFiling",
    "cross_check",
    "filing_of_run",
    "read_mapping",
    "read_rules",
]
