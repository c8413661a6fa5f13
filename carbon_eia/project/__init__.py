"""What the applicant says: the project file, read exactly and with every error at once."""

from carbon_eia.project.evidence import Evidence
from carbon_eia.project.fields import (
    Bounds,
    Field,
    fields,
    method_label,
    parameter_label,
    parameter_symbol,
)
from carbon_eia.project.measure_effects import parameter_field
from carbon_eia.project.planning import month_texts
from carbon_eia.project.project_file import parse_project, read_project
from carbon_eia.project.project_model import (
    ACTIVITY,
    City,
    Economics,
    Effect,
    Fact,
    Measure,
    Phase,
    Picture,
    Planning,
    Product,
    Project,
    RawMaterial,
    Source,
)
from carbon_eia.project.reader import Vocabulary

__all__ = [
    "ACTIVITY",
    "Bounds",
    "City",
    "Economics",
    "Effect",
    "Evidence",
    "Fact",
    "Field",
    "Measure",
    "Phase",
    "Picture",
    "Planning",
    "Product",
    "Project",
    "RawMaterial",
    "Source",
    "Vocabulary",
    "fields",
    "method_label",
    "month_texts",
    "parameter_field",
    "parameter_label",
    "parameter_symbol",
    "parse_project",
    "read_project",
]
