# make report   set everything up and audit the example articles: the place to begin
# make test     format, lint, types, layers and tests
# make lock     choose the newest versions of everything that is installed anew, and write them down with their hashes
# make vulnerabilities   ask which of them are known to be vulnerable
# make bench    how fast the audit is beside what it is built on: make bench [FOLDER=…] [LARGEST=10000]   (docs/speed.md)
# make docs     write docs/rules.md and docs/codebook.md anew, from the rule files, the tables and what was measured
# make train    train the pipeline anew: make train CORPORA=… BASE=… [GOLD=…]   (docs/training.md)

, := ,
PYTHON ?= python3
VENV ?= .venv
EXTRAS ?= dev
BIN := $(VENV)/bin

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile pyproject.toml requirements/build.in --universal --python-version 3.11 --generate-hashes \
	--upgrade --no-config --no-emit-index-url --custom-compile-command "make lock" --quiet

.PHONY: report test lock vulnerabilities browser bench docs train clean

report: $(VENV)/.installed
	$(BIN)/audit report seeds --output-dir reports

test: $(VENV)/.tested-$(subst $(,),-,$(EXTRAS)) browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -rs

lock: $(VENV)/.tested-dev
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) --extra dev --output-file requirements/dev.txt

vulnerabilities: $(VENV)/.tested-dev
	$(BIN)/python .ci/vulnerabilities.py requirements/dev.txt

# Pages are tried in a browser. Where none can be installed, those tests are skipped, and say so.
browser:
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq \
	&& apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null; } \
	|| echo "no chromium here, and none could be installed: the browser tests will be skipped" >&2

bench: $(VENV)/.installed
	$(BIN)/python -m benchmarks.speed $(FOLDER) $(if $(LARGEST),--largest $(LARGEST))

docs: $(VENV)/.installed
	$(BIN)/audit rules manual > docs/rules.new && mv docs/rules.new docs/rules.md
	$(BIN)/python -m benchmarks.codebook --write

train: EXTRAS := dev,train
train: $(VENV)/.tested-dev-train
	$(BIN)/python -m training.convert --corpora $(CORPORA) $(if $(GOLD),--gold $(GOLD))
	$(BIN)/python -m training.prepare --base $(BASE)
	$(BIN)/python -m training.train --draw invented=0 --output training/output/first.pt
	$(BIN)/python -m training.train --start training/output/first.pt --draw invented=0 --rate 1e-4 --seed 2 --output training/output/second.pt
	$(BIN)/python -m training.train --start training/output/second.pt --draw attribution=0.5 --draw invented=3 --rate 1e-4 --epochs 2 --seed 6 --output training/output/third.pt
	$(BIN)/python -m training.blend --before training/output/second.pt --after training/output/third.pt --output training/output/network.pt
	$(BIN)/python -m training.crown --network training/output/network.pt --articles $(CORPORA)/polnear/train/text --folds 4 --output training/output/crowned.pt
	$(BIN)/python -m training.prune --network training/output/crowned.pt --output training/output/pruned.pt
	$(BIN)/python -m training.distil --teacher training/output/crowned.pt --start training/output/pruned.pt --output training/output/small.pt
	$(BIN)/python -m training.package --network training/output/small.pt
	$(BIN)/python -m training.weighing $(CORPORA)/polnear/train/text --chances training/output/crowned.chances.npz --write
	$(BIN)/python -m training.calibrate
	$(BIN)/python -m training.evaluate
	$(BIN)/python -m training.card

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# All that comes from a registry is of the version and content that is written down, and nothing but that; the package
# itself is built here.
$(VENV)/.installed: pyproject.toml requirements/run.txt | $(VENV)/bin/python
	$(PIP) --require-hashes --no-deps --requirement requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.tested-dev: pyproject.toml requirements/dev.txt | $(VENV)/bin/python
	$(PIP) --require-hashes --no-deps --requirement requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/.installed

# What training needs is not written down by hash: of torch each machine has its own build, from a place of its own.
$(VENV)/.tested-dev-train: $(VENV)/.tested-dev
	$(PIP) --no-build-isolation --editable ".[train]"
	touch $@

clean:
	rm -rf $(VENV) reports
