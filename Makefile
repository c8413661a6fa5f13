# Two commands are all a user needs: `make demo` and `make test`. Both set up what is missing.
.PHONY: help demo test slow spark fuzz crash mutants clone wheelhouse lint factors bench docs site pictures lock clean setup setup-demo setup-spark setup-bench setup-docs
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN  := .venv/bin
LOCK := UV_NO_CONFIG=1 build/lock/bin/uv pip compile pyproject.toml --quiet --universal \
        --fork-strategy fewest --python-version 3.11 --generate-hashes \
        --custom-compile-command "make lock"
DEMO := samples/cement-clinker/report.toml \
        --benchmarks samples/benchmarks/chenzhou-demo.toml --as-of 2026-06-30
PDF  := build/cement-clinker.pdf

help:  ## this list · 本说明
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

demo: setup-demo  ## assess a sample project, write its PDF · 评价示例项目并生成 PDF 报告
	@mkdir -p build && rm -f $(PDF)
	@# 0 and 1 are verdicts (1: retrofit, refuse or stop); 4: this machine cannot make a PDF.
	@status=0; $(BIN)/carbon-eia assess $(DEMO) --pdf $(PDF) || status=$$?; \
	if [ $$status = 4 ]; then \
	    $(BIN)/carbon-eia assess $(DEMO) >/dev/null || test $$? = 1 || exit; \
	    echo "The verdict stands above; carbon-eia doctor says what a PDF needs."; \
	    echo "结论见上；生成 PDF 还缺什么，请运行 $(BIN)/carbon-eia doctor。"; \
	elif [ $$status -le 1 ]; then \
	    test -s $(PDF) && echo "PDF: $(CURDIR)/$(PDF)"; \
	else \
	    exit $$status; \
	fi

test: setup  ## the tests; ARGS="-k units" picks some · 运行测试
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

slow: setup  ## all cases of long loops, more examples of properties · 运行长时间测试
	HYPOTHESIS_PROFILE=slow $(BIN)/python -m pytest -n auto --dist worksteal \
	    -m "(slow or hypothesis) and not spark" $(ARGS)

spark: setup-spark  ## the tests on a real Spark, in local mode · 在本机 Spark 上测试
	$(BIN)/python -m pytest -m spark $(ARGS)

fuzz: setup  ## hostile requests to the desk, mutated files through every command; goes on where it stopped · 模糊测试
	$(BIN)/python -m tests.fuzz.desk $(ARGS)
	$(BIN)/python -m tests.fuzz $(ARGS)

crash: setup  ## kill commands and fill disks, going on where it stopped · 中断与写盘失败测试
	$(BIN)/python -m tests.fuzz.crash $(ARGS)
	REGISTER_KILLS=1000 $(BIN)/python -m pytest -q -n 0 \
	    tests/register/test_crash.py::test_a_killed_command_loses_no_acknowledged_event

mutants: setup  ## faults put into the code that tests must notice, going on where it stopped · 变异测试
	@test -x build/mutmut/bin/python || \
	    { $(BIN)/python -m venv build/mutmut && \
	      build/mutmut/bin/pip install -q mutmut==3.8.1 libcst==1.9.0; }
	$(BIN)/python -m scripts.mutants $(ARGS)

clone:  ## a fresh clone runs every command of the pages · 在新克隆中运行全部文档命令
	@bash scripts/clone.sh

wheelhouse:  ## all that an office without network installs from · 离线安装包
	@bash scripts/wheelhouse.sh

lint: setup  ## ruff and mypy · 代码检查
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

factors: setup  ## compile units, reference data and sentences after an edit · 修改单位、因子或文句后重新编译
	$(BIN)/python -m carbon_eia.messages.compile
	$(BIN)/python -m carbon_eia.units.compile
	$(BIN)/python -m carbon_eia.reference.compile

bench: setup-bench  ## measure speed on this machine · 性能测量
	@for script in bench/*.py; do $(BIN)/python $$script || exit; done

docs: setup-docs  ## generate the reference pages, build the site · 生成参考页面和网站
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/rooms.py
	@$(BIN)/python scripts/site.py

site: setup-docs  ## build the site and check its links and search · 生成网站并检查链接和搜索
	@$(BIN)/python scripts/site.py

pictures: setup  ## draw the report pages of the READMEs · 重画说明中的报告页
	$(BIN)/python docs/pictures.py

lock: setup  ## newest versions into requirements.lock · 更新依赖锁定文件
	@test -x build/lock/bin/uv || \
	    { $(BIN)/python -m venv build/lock && build/lock/bin/pip install -q uv; }
	@$(LOCK) --extra dev --upgrade -o requirements.lock
	@$(LOCK) --extra build --constraint requirements.lock -o requirements-demo.lock
	@$(LOCK) --extra spark --constraint requirements.lock -o requirements-spark.lock
	@$(LOCK) --extra bench --constraint requirements.lock -o requirements-bench.lock
	@$(LOCK) --extra docs --constraint requirements.lock -o requirements-docs.lock

clean:  ## remove what make made, .venv too · 清除生成的文件
	rm -rf build dist .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@bash scripts/setup.sh test

setup-demo:
	@bash scripts/setup.sh demo

setup-spark:
	@bash scripts/setup.sh spark

setup-bench:
	@bash scripts/setup.sh bench

setup-docs:
	@bash scripts/setup.sh docs
