"""The sites of the cases as a GeoPackage (OGC 12-128r18), which a GIS opens without more.

The tables are those that the standard requires: reference systems, contents, geometry columns, and
one table of features with a point each. What a site is called in the register is longitude and
latitude in degrees (WGS 84; CGCS2000 differs by centimetres).
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

__all__ = ["SITES", "SitePoint", "geopackage"]

SITES = "sites"
"""The table of features."""

APPLICATION = 0x47504B47
"""GPKG, in the head of the database (requirement 2)."""

VERSION = 10400
"""The version of the standard: 1.4."""

WGS84 = 4326
WKT = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)

TABLES = f"""
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL
    DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE {SITES} (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, code TEXT, name TEXT,
  applicant TEXT, region TEXT, park TEXT, sector TEXT, stage TEXT, state TEXT, verdict TEXT,
  decision TEXT, emission_t DOUBLE, energy_tce DOUBLE);
"""


class SitePoint(NamedTuple):
    """A case with its place: longitude and latitude in degrees, and what is told of it."""

    lon: float
    lat: float
    code: str
    name: str
    applicant: str
    region: str
    park: str
    sector: str
    stage: str
    state: str
    verdict: str
    decision: str
    emission_t: float | None
    energy_tce: float | None


def geopackage(points: Iterable[SitePoint], as_of: date) -> bytes:
    """The bytes of a GeoPackage: the same points and day give the same bytes."""
    listed = sorted(points, key=lambda p: p.code)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sites.gpkg"
        connection = sqlite3.connect(path)
        try:
            _fill(connection, listed, as_of)
        finally:
            connection.close()
        return path.read_bytes()


def _fill(connection: sqlite3.Connection, points: Sequence[SitePoint], as_of: date) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.executescript(TABLES)
    systems = [
        ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"),
        ("WGS 84 geodetic", WGS84, "EPSG", WGS84, WKT, "longitude and latitude in degrees"),
    ]
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", systems)
    box = _bounds(points)
    head = (SITES, "features", SITES, "", f"{as_of.isoformat()}T00:00:00.000Z", *box, WGS84)
    connection.execute("INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)", head)
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?,?,?,?,?,?)",
        (SITES, "geom", "POINT", WGS84, 0, 0),
    )
    marks = ",".join("?" * (len(SitePoint._fields) - 1))
    names = ", ".join(SitePoint._fields[2:])
    connection.executemany(
        f"INSERT INTO {SITES} (geom, {names}) VALUES ({marks})",
        [(_point(p.lon, p.lat), *p[2:]) for p in points],
    )
    connection.commit()


def _point(lon: float, lat: float) -> bytes:
    """A point as the standard writes it: head without an envelope, then little-endian WKB."""
    head = struct.pack("<2sBBi", b"GP", 0, 1, WGS84)
    return head + struct.pack("<BIdd", 1, 1, lon, lat)


def _bounds(points: Sequence[SitePoint]) -> tuple[float | None, ...]:
    if not points:
        return (None, None, None, None)
    xs, ys = [p.lon for p in points], [p.lat for p in points]
    return (min(xs), min(ys), max(xs), max(ys))
