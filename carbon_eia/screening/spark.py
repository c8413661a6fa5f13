"""Screening with Apache Spark: the work on a piece is the same, done by Spark's workers.

``screen`` is for a Spark DataFrame, ``engine`` for the command: there the driver splits the file,
and each piece is a Spark job, so that memory is bounded and a stopped run goes on. Either way the
rows pass through ``Worker.screen`` inside ``mapInArrow``.

Every machine needs this package with the extra ``spark``, in the Python that Spark uses
(``docs/screening-cluster.md``): the reference data are in it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pyarrow as pa

from carbon_eia.benchmarks import Benchmark, read_benchmarks
from carbon_eia.errors import MachineError, Problem
from carbon_eia.reference import open_world
from carbon_eia.screening.arrays import replaced, with_texts
from carbon_eia.screening.csvfile import TablePiece
from carbon_eia.screening.engine import Engine
from carbon_eia.screening.ranking import with_ranks
from carbon_eia.screening.results import error_table
from carbon_eia.screening.table_inputs import PIECE_ROWS, TableInput
from carbon_eia.screening.worker import KEY, PieceResults, ScreeningJob, Worker

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["engine", "screen", "session"]

AT, FIRST = "_at", "_first"
"""Columns between two steps: a number of the row that is the step's own; the number of the row
that has the same project code, where one stands before."""

TYPES = {pa.string(): "string", pa.float64(): "double", pa.int64(): "bigint"}

Batches = Iterable[pa.RecordBatch]
Work = Callable[[Batches], Iterator[pa.RecordBatch]]
"""A function of ``mapInArrow``."""


def screen(
    frame: DataFrame,
    *,
    as_of: date | None = None,
    benchmarks: Sequence[str | Path] = (),
    lang: str = "zh",
    row: str | None = None,
) -> DataFrame:
    """The verdict of every row of a Spark DataFrame of projects; computed when it is asked for.

    Its columns are those of a table of projects (``烟煤 (t)``), or it has a list of sources per
    project; the columns of the result are those of a Parquet of results. Benchmark files are read
    here, and their values sent to the workers.

    ``row``: a column of whole numbers that names the rows, carried to ``row`` of the result;
    without it rows get numbers that rise in the order of the DataFrame and leave gaps. Of rows with
    the same project code the one with the lowest number stands.

    Raises InputError for a benchmark file that is wrong; what is wrong with a row stands in it.
    """
    from pyspark.sql import functions as sql

    world = open_world(as_of or date.today())
    limits = tuple(b for path in benchmarks for b in read_benchmarks(Path(path), world))
    heads = tuple(c for c in frame.columns if c != row)
    none = TableInput(pa.table({h: pa.array([], pa.string()) for h in heads}), 0)
    job = ScreeningJob(none, world.as_of, (), lang, ordered=False)
    empty = with_texts(
        Worker(job, world, limits).do(TablePiece(0, 0, 0, 0)).results.drop_columns([KEY])
    )
    schema = ", ".join(f"`{field.name}` {TYPES[field.type]}" for field in empty.schema)
    with warnings.catch_warnings():
        _accept_pandas()
        numbered = frame.withColumn(AT, sql.monotonically_increasing_id())
        work = _rows_work(job, limits, AT if row is None else row)
        found = numbered.mapInArrow(work, f"{AT} bigint, {schema}, {KEY} bigint")
        # two ways lead on from here, and the rows are to be screened once
        found = _ordered(found.localCheckpoint(eager=False))
        ranked = schema.replace("`row` bigint", "`row` bigint, `rank` bigint", 1)
        return found.mapInArrow(_ranking(lang), ranked)


def _accept_pandas() -> None:
    """pandas is newer than Spark has tried; no pandas is used here, only Arrow."""
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)


def _rows_work(job: ScreeningJob, limits: Sequence[Benchmark], named: str) -> Work:
    """Batches of projects → batches of results; ``named``: the column that numbers the rows."""
    key = uuid4().hex

    def work(batches: Batches) -> Iterator[pa.RecordBatch]:
        worker = worker_of(key, job, limits)
        for table in _together(batches):
            rows = TableInput(table.select(job.table.heads), 0)
            results = worker.screen(rows.read(next(rows.pieces()))).results
            places = results["row"]
            keys = pa.array(results[KEY].to_numpy().view(np.int64))
            row = table[named].cast(pa.int64()).take(places)
            results = with_texts(replaced(results, row=row, **{KEY: keys}))
            yield from results.add_column(0, AT, table[AT].take(places)).to_batches()

    return work


def _together(batches: Batches) -> Iterator[pa.Table]:
    """Batches put together: Spark's are small, and every batch costs the same once more.

    Their texts get offsets of 32 bits, which Spark is free to make 64.
    """
    held: list[pa.RecordBatch] = []
    for batch in batches:
        if held and sum(b.num_rows for b in held) + batch.num_rows > PIECE_ROWS:
            yield _short(pa.Table.from_batches(held))
            held = []
        held.append(batch)
    if sum(b.num_rows for b in held):
        yield _short(pa.Table.from_batches(held))


def _short(table: pa.Table) -> pa.Table:
    fields = [f.with_type(pa.string()) if f.type == pa.large_string() else f for f in table.schema]
    return table.cast(pa.schema(fields))


def _ordered(found: DataFrame) -> DataFrame:
    """The results with what only all rows tell: rank, and an earlier row with the same code."""
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    # a row without a code is alone: a group of all of them would be one task
    has_code = sql.col(KEY) % 2 != 0
    code = sql.when(has_code, sql.col(KEY).cast("string")).otherwise(
        sql.concat(sql.lit("row "), sql.col(AT).cast("string"))
    )
    first = sql.min("row").over(Window.partitionBy(code))
    found = found.withColumn(FIRST, sql.when(sql.col("row") > first, first))
    gaps = found.where(sql.col("gap_percent").isNotNull() & sql.col(FIRST).isNull())
    # one task sorts these, two numbers a row
    order = Window.orderBy(sql.col("gap_percent").desc(), sql.col("row"))
    ranks = gaps.select(AT, sql.row_number().over(order).cast("bigint").alias("rank"))
    return found.join(ranks, AT, "left")


def _ranking(lang: str) -> Work:
    """Puts ranks in their place and makes errors of repeated projects."""

    def work(batches: Batches) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            table = _short(pa.Table.from_batches([batch]))
            rank = np.asarray(table["rank"].fill_null(0))
            first = enumerate(table[FIRST].to_pylist())
            earlier = {row: number for row, number in first if number is not None}
            results = table.drop_columns([AT, FIRST, KEY, "rank"])
            none = error_table([], lang)
            yield from with_ranks(results, none, rank, earlier, {}, lang)[0].to_batches()

    return work


_WORKERS: dict[str, Worker] = {}


def worker_of(key: str, job: ScreeningJob, limits: Sequence[Benchmark]) -> Worker:
    """The worker of a job; Spark gives a process many tasks, and what they share is kept."""
    if key not in _WORKERS:
        _WORKERS.clear()
        _WORKERS[key] = Worker(job, limits=limits)
    return _WORKERS[key]


# ── The command ────────────────────────────────────────────────────────────────────────────────


def engine(spark: SparkSession) -> Engine:
    """An engine for ``run_screening``: each piece is a job of Spark, as many at a time as it has
    cores. The files must have the same path on every machine."""

    def begin(worker: Worker) -> tuple[int, Callable[[TablePiece], PieceResults]]:
        key, job, limits = uuid4().hex, worker.job, worker.limits

        def do(piece: TablePiece) -> PieceResults:
            from py4j.protocol import Py4JError
            from pyspark.errors import PySparkException

            work = _piece_work(key, job, limits, piece)
            one = spark.range(1, numPartitions=1)
            try:
                done = one.mapInArrow(work, "results binary, errors binary").toArrow()
            except (PySparkException, Py4JError) as error:
                raise failed(error) from error
            return PieceResults(
                *(pa.ipc.open_file(column[0].as_buffer()).read_all() for column in done)
            )

        return spark.sparkContext.defaultParallelism, do

    return begin


def _piece_work(
    key: str, job: ScreeningJob, limits: Sequence[Benchmark], piece: TablePiece
) -> Work:
    """Does one piece, whatever it is given."""
    folder = os.getcwd()

    def work(batches: Batches) -> Iterator[pa.RecordBatch]:
        with suppress(OSError):  # what a path starts from; a full path needs no folder
            os.chdir(folder)
        if sum(batch.num_rows for batch in batches):
            done = worker_of(key, job, limits).do(piece)
            held = [pa.array([_bytes(table)], pa.binary()) for table in done]
            yield pa.RecordBatch.from_arrays(held, list(PieceResults._fields))

    return work


def _bytes(table: pa.Table) -> bytes:
    held = pa.BufferOutputStream()
    with pa.ipc.new_file(held, table.schema) as out:
        out.write_table(table)
    return bytes(held.getvalue())


@contextmanager
def session(master: str) -> Iterator[SparkSession]:
    """A Spark of our own, quiet: what Java and Spark say goes to a file.

    Raises MachineError CE-S021 without pyspark, CE-S022 without Java, CE-S023 where Spark does not
    start.
    """
    try:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise MachineError(Problem("CE-S021")) from None
    home = os.environ.get("JAVA_HOME")
    if shutil.which("java", path=f"{home}/bin" if home else None) is None:
        raise MachineError(Problem("CE-S022"))
    _accept_pandas()
    handle, log = tempfile.mkstemp(prefix="carbon-eia-spark-", suffix=".log")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("carbon-eia")
    for key, value in _settings(master).items():
        builder = builder.config(key, value)
    try:
        with _streams_to(handle):
            spark = builder.getOrCreate()
    except (PySparkException, Py4JError, OSError) as error:
        raise failed(error, log) from error
    finally:
        os.close(handle)
    keep = False
    try:
        yield spark
    except MachineError as error:
        problem = error.problems[0]
        if problem.code != "CE-S023":
            raise
        keep = True
        raise MachineError(problem._replace(params={**problem.params, "log": log})) from error
    finally:
        spark.stop()
        if not keep:
            with suppress(OSError):
                os.unlink(log)


def _settings(master: str) -> dict[str, str]:
    found = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        # a piece at a time comes back, so that there is nothing to be afraid of
        "spark.driver.maxResultSize": "0",
    }
    if master.startswith("local"):  # a laptop's name need not lead to an address
        found |= {"spark.driver.host": "localhost", "spark.driver.bindAddress": "127.0.0.1"}
    return found


@contextmanager
def _streams_to(handle: int) -> Iterator[None]:
    """Standard output and error go to a file, those of programs that are started now for ever."""
    sys.stdout.flush()
    sys.stderr.flush()
    before = os.dup(1), os.dup(2)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    try:
        yield
    finally:
        for number, old in zip((1, 2), before, strict=True):
            os.dup2(old, number)
            os.close(old)


def failed(error: Exception, log: str = "") -> MachineError:
    """What Spark says, in one line: that of the error itself, where a traceback ends in it."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    errors = [line for line in lines if re.match(r"[\w.]+(Error|Exception): ", line)]
    params: dict[str, object] = {"why": (errors or lines)[0][:300], "log": log}
    return MachineError(Problem("CE-S023", params=params))
