"""Declaration of every command; what a command does is imported when it is called."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated, Optional

import typer

from carbon_eia.cli.common import guarded
from carbon_eia.cli.desk_app import desk_app
from carbon_eia.cli.helping import CatalogueCommand
from carbon_eia.cli.options import (
    AsOf,
    Benchmarks,
    Draws,
    Force,
    Full,
    Json,
    Lang,
    ProjectFile,
    ProjectOrRun,
    Reference,
    Seed,
    Templates,
    Texts,
)
from carbon_eia.cli.reference_app import reference_app
from carbon_eia.cli.register_control_app import register_app
from carbon_eia.cli.standard_app import standard_app
from carbon_eia.cli.streams import steady_streams

__all__ = ["app", "main"]

app = typer.Typer(
    name="carbon-eia",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(reference_app, name="reference")
key_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(key_app, name="key")
app.add_typer(desk_app, name="desk")
app.add_typer(register_app, name="register")
app.add_typer(standard_app, name="standard")


@app.callback()
def carbon_eia() -> None:
    """建设项目碳排放评价：输入一份项目文件，输出每个数据均可溯源、经得起质询的评价结论。

    Carbon assessment of construction projects: one project file in, a reasoned verdict out.

    \b
    例 / Example:
      carbon-eia new 水泥熟料 -o project.toml
      carbon-eia assess project.toml --benchmarks city.toml --pdf report.pdf

    \b
    退出码 / Exit status:
      0 符合准入 pass · 1 限期改造/不予立项/停止 retrofit, refuse, stop
      2 输入有误 wrong input · 3 无法判定 undetermined · 4 缺少系统组件 machine
    """


@key_app.callback()
def key() -> None:
    """签名用的密钥（Ed25519）。 Keys of signatures (Ed25519).

    \b
    例 / Example:
      carbon-eia key new -o reviewer.key
    """


@app.command(cls=CatalogueCommand)
def assess(
    project: ProjectFile,
    as_of: AsOf = None,
    benchmarks: Benchmarks = None,
    json: Json = False,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", help="help.assess.out"),
    ] = None,
    pdf: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--pdf", help="help.assess.pdf"),
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="help.assess.plan")] = False,
    uncertainty: Draws = None,
    seed: Seed = None,
    full: Full = False,
    texts: Texts = None,
    lang: Lang = "zh",
) -> None:
    """评价一个项目，给出结论。 Assess one project and give the verdict.

    \b
    例 / Example:
      carbon-eia assess samples/cement-clinker/project.toml \\
          --benchmarks samples/benchmarks/chenzhou-demo.toml --as-of 2026-06-30
    """
    from carbon_eia.cli.assessing import assess_command

    call = (project, as_of, benchmarks or [], out, pdf, plan, uncertainty, seed, full, texts)
    guarded(assess_command, json, lang, *call)


@app.command(cls=CatalogueCommand)
def check(
    project: ProjectFile,
    as_of: AsOf = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="help.check.strict",
        ),
    ] = False,
    texts: Texts = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """检查项目文件是否完整、合理，不作结论。 Completeness and plausibility, before any verdict.

    \b
    例 / Example:
      carbon-eia check samples/lead-smelter/project.toml
    """
    from carbon_eia.cli.assessing import check_command

    guarded(check_command, json, lang, project, as_of, strict, texts)


@app.command(cls=CatalogueCommand)
def explain(
    project: ProjectOrRun,
    source: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--source", help="help.explain.source"),
    ] = None,
    rule: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--rule", help="help.explain.rule"),
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="help.explain.plan")] = False,
    as_of: AsOf = None,
    benchmarks: Benchmarks = None,
    uncertainty: Draws = None,
    seed: Seed = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """逐个说明数字的来历：算式、因子、数据表、文件。 How each figure came about.

    \b
    例 / Example:
      carbon-eia explain samples/cement-clinker/project.toml --source 1
      carbon-eia explain run.json --rule admission
    """
    from carbon_eia.cli.explaining import explain_command

    call = (project, source, rule, plan, as_of, benchmarks or [], uncertainty, seed)
    guarded(explain_command, json, lang, *call)


@app.command(cls=CatalogueCommand)
def report(
    project: ProjectOrRun,
    output: Annotated[
        list[Path],
        typer.Option("-o", "--output", help="help.report.output"),
    ],
    templates: Templates = None,
    as_of: AsOf = None,
    benchmarks: Benchmarks = None,
    plan: Annotated[bool, typer.Option("--plan", help="help.report.plan")] = False,
    uncertainty: Draws = None,
    seed: Seed = None,
    texts: Texts = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """写出报告，格式由文件名后缀决定。 Write the report, in the formats of the files' endings.

    \b
    例 / Example:
      carbon-eia report samples/cement-clinker/project.toml -o report.pdf -o report.html \\
          --benchmarks samples/benchmarks/chenzhou-demo.toml
    """
    from carbon_eia.cli.assessing import report_command

    call = (project, output, as_of, benchmarks or [], uncertainty, seed, templates, plan, texts)
    guarded(report_command, json, lang, *call)


@app.command(cls=CatalogueCommand)
def screen(
    inputs: Annotated[
        list[Path],
        typer.Argument(help="help.screen.inputs"),
    ],
    output: Annotated[
        list[Path],
        typer.Option("-o", "--output", help="help.screen.output"),
    ],
    as_of: AsOf = None,
    benchmarks: Benchmarks = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="help.screen.jobs")] = 1,
    reports: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--reports", help="help.screen.reports"),
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="local|spark")] = "local",
    master: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--master", help="help.screen.master"),
    ] = None,
    templates: Templates = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """批量筛查：一行一个项目，逐行给出结论。 Screen many projects: a verdict for each row.

    \b
    例 / Example:
      carbon-eia screen samples/screening/projects.csv -o verdicts.xlsx --as-of 2026-06-30

    \b
    退出码 / Exit status（按此次序 / in this order）:
      2 有行出错 rows with errors · 1 有不通过的 some retrofit, refuse, stop
      3 有无法判定的 some undetermined · 0 全部符合 all pass
    """
    from carbon_eia.cli.screening_command import screen_command

    limits = benchmarks or []
    call = (inputs, output, as_of, limits, jobs, reports, engine, master, templates)
    guarded(screen_command, json, lang, *call)


@app.command(cls=CatalogueCommand)
def new(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="project.toml | form.xlsx | texts.docx")
    ],
    sector: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="help.new.sector"),
    ] = None,
    source: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--from", help="help.new.source"),
    ] = None,
    force: Force = False,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """写出项目文件、Excel 表单、Word 文字模板。 Write a project file, a form, a Word template.

    \b
    例 / Example:
      carbon-eia new 铅冶炼 -o project.toml
      carbon-eia new 铅冶炼 -o form.xlsx
      carbon-eia new 铅冶炼 -o texts.docx
      carbon-eia new --from project.toml -o form.xlsx
      carbon-eia new park -o park.xlsx
      carbon-eia new benchmarks -o city.toml
    """
    if sector in ("park", "园区"):
        from carbon_eia.cli.parks import new_park_command

        return guarded(new_park_command, json, lang, output, force, source)
    from carbon_eia.cli.making import new_command

    kind = "benchmarks" if sector == "准入值" else sector
    guarded(new_command, json, lang, kind, output, force, source)


@app.command(cls=CatalogueCommand)
def park(
    park: Annotated[Path, typer.Argument(help="help.park.park")],
    output: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("-o", "--output", help="help.park.output"),
    ] = None,
    as_of: AsOf = None,
    benchmarks: Benchmarks = None,
    templates: Templates = None,
    full: Full = False,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """园区规划环评的碳排放评价：现状、情景、择优、结论。 Evaluate the plan of a park.

    \b
    退出码 / Exit status: 0 可接受 · 1 调整 adjust · 2 输入有误 · 3 无法判定 undetermined
    \b
    例 / Example:
      carbon-eia park samples/park/park.toml --as-of 2026-06-30 -o park.pdf -o park.xlsx
    """
    from carbon_eia.cli.parks import park_command

    call = (park, output or [], as_of, benchmarks or [], full, templates)
    guarded(park_command, json, lang, *call)


@app.command(cls=CatalogueCommand)
def verify(
    file: Annotated[Path, typer.Argument(help="help.verify.file")],
    reference: Reference = None,
    benchmarks: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--benchmarks", help="help.verify.benchmarks"),
    ] = None,
    key: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--key", help="help.verify.key"),
    ] = None,
    signature: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--signature", help="help.verify.signature"),
    ] = None,
    sealed: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--sealed", help="help.verify.sealed"),
    ] = None,
    head: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--head", help="help.verify.head"),
    ] = None,
    consistency: Annotated[
        Optional[list[Path]],  # noqa: UP045
        typer.Option("--consistency", help="help.verify.consistency"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """核验报告或审查意见：用所附数据重算，说明是否成立。 Does every figure stand?

    \b
    退出码 / Exit status: 0 成立 stands · 2 被改动 changed · 3 不能核验 cannot be verified
    \b
    例 / Example:
      carbon-eia verify report.pdf
      carbon-eia verify report.pdf --benchmarks city.toml
      carbon-eia verify report.pdf --key reviewer.key.pub --signature report.pdf.sig
      carbon-eia verify city.toml --sealed draft.sealed.json
      carbon-eia verify decision.pdf --head head-2026-07-31.json
    """
    from carbon_eia.cli.proof_commands import verify_command

    guarded(
        verify_command,
        json,
        lang,
        file,
        reference,
        benchmarks or [],
        key or [],
        signature or [],
        sealed,
        head or [],
        consistency or [],
    )


@app.command(cls=CatalogueCommand)
def sign(
    file: Annotated[Path, typer.Argument(help="help.sign.file")],
    key: Annotated[Path, typer.Option("--key", help="help.sign.key")],
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("-o", "--output", help="help.sign.output"),
    ] = None,
    as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--as-of", help="help.sign.as_of"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """为评价记录（报告所附的也可）或准入值文件签名。 Sign a record or a file of limits.

    \b
    例 / Example:
      carbon-eia sign report.pdf --key reviewer.key
      carbon-eia sign city.toml --key authority.key
    """
    from carbon_eia.cli.signing import sign_command

    guarded(sign_command, json, lang, file, key, output, as_of)


@key_app.command("new", cls=CatalogueCommand)
def key_new(
    output: Annotated[Path, typer.Option("-o", "--output", help="help.key.output")],
    passphrase: Annotated[bool, typer.Option("--passphrase", help="help.key.passphrase")] = False,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """生成一对新密钥。 Make a new pair of keys.

    \b
    例 / Example:
      carbon-eia key new -o reviewer.key
    """
    from carbon_eia.cli.signing import key_command

    guarded(key_command, json, lang, output, passphrase)


@app.command(cls=CatalogueCommand)
def diff(
    a: Annotated[Path, typer.Argument(help="help.diff.a")],
    b: Annotated[Path, typer.Argument(help="help.diff.b")],
    as_of: AsOf = None,
    benchmarks: Benchmarks = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """比较两个项目或园区：差别，以及哪处改动了结论。 What differs, and what moved the verdict.

    \b
    例 / Example:
      carbon-eia diff samples/cement-clinker/project.toml mine.toml --as-of 2026-06-30
    """
    from carbon_eia.cli.proof_commands import diff_command

    guarded(diff_command, json, lang, a, b, as_of, benchmarks or [])


@app.command(cls=CatalogueCommand)
def replay(
    run: Annotated[Path, typer.Argument(help="help.replay.run")],
    as_of: AsOf = None,
    reference: Reference = None,
    benchmarks: Benchmarks = None,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", help="help.replay.out"),
    ] = None,
    json: Json = False,
    lang: Lang = "zh",
) -> None:
    """旧项目、旧园区按新的日期、参考数据或准入值重新评价。 The old one under the new rules.

    \b
    例 / Example:
      carbon-eia replay run.json --as-of 2028-07-01
    """
    from carbon_eia.cli.proof_commands import replay_command

    guarded(replay_command, json, lang, run, as_of, reference, benchmarks or [], out)


@app.command(cls=CatalogueCommand)
def schema(
    kind: Annotated[str, typer.Argument(help="help.schema.kind")] = "project",
    lang: Lang = "zh",
) -> None:
    """输出文件和记录的 JSON Schema，供编辑器和程序。 JSON Schema of files and records.

    \b
    例 / Example:
      carbon-eia schema project > project.schema.json
    """
    from carbon_eia.cli.making import schema_command

    guarded(schema_command, True, lang, kind)


@app.command(cls=CatalogueCommand)
def doctor(json: Json = False, lang: Lang = "zh") -> None:
    """检查本机是否齐备：参考数据、PDF 组件、中文字体。 What this machine has and lacks.

    \b
    例 / Example:
      carbon-eia doctor
    """
    from carbon_eia.cli.examining import doctor_command

    guarded(doctor_command, json, lang)


def main() -> None:
    """Entry point of the command ``carbon-eia``."""
    # A verdict leaves hardly any garbage in cycles, yet looking for it takes an eighth of its time.
    gc.set_threshold(300_000)
    steady_streams()
    app()
