# Everything a newcomer types. Needs Debian 12 with Python 3.11 (pip, venv), make, gcc and git; the rest is made here.
PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/ready
# Service tests run on PostgreSQL too wherever its programs are installed; .ci/run makes sure that they are.
POSTGRES := $(if $(or $(wildcard /usr/lib/postgresql/*/bin/initdb),$(shell command -v initdb)),--postgres)
# In the order of tests/conftest.py: what takes longest begins, so that no processor waits for it at the end.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder $(POSTGRES)

NATIVE := ballots/groups/native
CORE := $(NATIVE)/core.so

.PHONY: help setup assets demo demo-again test test-long check format bench fuzz mutate differential rehearse serve constraints clean

help:
	@echo 'make demo       serve a co-operative of invented people at http://localhost:8000, made in ./demo'
	@echo 'make demo OF=A  another: A service users, B several classes, C owned by its workers, D a living trust'
	@echo 'make demo-again the same, begun anew from today'
	@echo 'make test       make the environment and run the tests'
	@echo 'make assets     build the styles, scripts, fonts, the voting booth and the native core again'
	@echo 'make check      style, types, import contracts, templates'
	@echo 'make rehearse   play a whole decision through, with 12 members, into ./rehearsal'
	@echo 'make serve      serve the organisation in ./coop-home (make one with: $(BIN)/coop setup)'
	@echo 'make bench      measure the cryptography on this machine'
	@echo 'make test-long  the long stress set'
	@echo 'make fuzz       let fuzzers try every parser of ballots/ for SECONDS=600 each'
	@echo 'make mutate     change every value of the model rule books and see that some check notices'
	@echo 'make differential  judge 4,200 archives with belenios-tool too'

setup: $(READY)

# Pinned packages with hashes, build requirements included; then this package alone, which builds what browsers need.
$(READY): constraints.txt pyproject.toml
	test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

# Styles, scripts, fonts and the voting booth, from their sources; nothing happens if none of them changed.
assets: $(READY) $(CORE)
	$(BIN)/python hatch_build.py

# The arithmetic that checks votes fast. Without a C compiler there is none, and it is tried again the next time.
$(CORE): $(NATIVE)/core.c $(NATIVE)/build.py | $(READY)
	$(BIN)/python -m ballots.groups.native.build

# Which co-operative: A, B, C, D or E, by the letter of its model rule book.
OF ?= E

demo: $(READY) assets
	@$(BIN)/coop demo --of $(OF) make
	@$(BIN)/coop demo --of $(OF) serve

demo-again: $(READY) assets
	@$(BIN)/coop demo --of $(OF) make --again
	@$(BIN)/coop demo --of $(OF) serve

test: $(READY) assets
	$(PYTEST)
	$(PYTEST) -o faulthandler_timeout=600 tests/browser

test-long: $(READY) assets
	$(PYTEST) --long
	$(PYTEST) --long -o faulthandler_timeout=900 tests/browser

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m governance.platform.web.catalogue

format: $(READY)
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

bench: $(READY) $(CORE)
	$(BIN)/python -m tests.load.bench_ballots
	$(BIN)/python -m tests.load.bench_booth
	$(BIN)/python -m tests.load.bench_keyroom

# One parser is tried with ONLY=archive; what the fuzzers found interesting stays in build/fuzz.
SECONDS ?= 600
fuzz: $(READY) $(CORE)
	$(BIN)/python -m tests.fuzz $(ONLY) --seconds $(SECONDS)

# Takes a minute or two; says which kind of check noticed what, and lists what none of them did.
mutate: $(READY)
	$(BIN)/python -m tests.constitution.mutations

# Writes the table anew that `make test` looks at.
differential: $(READY) $(CORE)
	$(BIN)/python -m tests.ballots.differential

rehearse: $(READY)
	$(BIN)/coop rehearse --count 12 --out rehearsal

serve: $(READY) assets
	$(BIN)/coop serve

# Choose versions anew from pyproject.toml; the only target that may change what is pinned.
constraints:
	test -d build/pins || $(PYTHON) -m venv build/pins
	build/pins/bin/pip install --quiet pip-tools
	build/pins/bin/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-options \
		--strip-extras --allow-unsafe --all-extras --all-build-deps --no-header -o constraints.txt pyproject.toml

clean:
	rm -f $(CORE)
	rm -rf .venv build dist rehearsal demo demo-? demo.unfinished demo-?.unfinished templates/assets .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
