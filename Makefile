# make report   set everything up and audit the example articles: the place to begin
# make test     format, lint, types, layers and tests
# make docs     write docs/rules.md and docs/codebook.md anew, from the rule files, the tables and what was measured
# make train    train the pipeline anew: make train CORPORA=… BASE=… [GOLD=…]   (docs/training.md)

PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= dev
BIN := $(VENV)/bin

.PHONY: report test browser docs train clean

report: $(VENV)/.installed
	$(BIN)/audit report seeds --output-dir reports

test: $(VENV)/.tested-$(subst $(,),-,$(EXTRAS)) browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -rs

# Pages are tried in a browser. Where none can be installed, those tests are skipped, and say so.
browser:
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	&& apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; } \
	|| echo "no chromium here, and none could be installed: the browser tests will be skipped" >&2

docs: $(VENV)/.installed
	$(BIN)/audit rules manual > docs/rules.new && mv docs/rules.new docs/rules.md
	$(BIN)/python -m benchmarks.codebook --write

train: EXTRAS := dev,train
train: $(VENV)/.tested-dev-train
	$(BIN)/python -m training.convert --corpora $(CORPORA) $(if $(GOLD),--gold $(GOLD))
	$(BIN)/python -m training.prepare --base $(BASE)
	$(BIN)/python -m training.train --output training/output/first.pt
	$(BIN)/python -m training.train --start training/output/first.pt --rate 1e-4 --seed 2 --output training/output/network.pt
	$(BIN)/python -m training.package --network training/output/network.pt
	$(BIN)/python -m training.calibrate
	$(BIN)/python -m training.evaluate
	$(BIN)/python -m training.card

, := ,

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.tested-%: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[$(EXTRAS)]"
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) reports
