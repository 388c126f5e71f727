# `make` builds everything and grades the sample class; `make test` tests it. Nothing else is needed first.
# Each step prints what it does; a step whose inputs have not changed takes no time.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := all
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
ASSIGNMENTS := $(shell sed -nE 's/^\[assignments\.(\w+)\]$$/\1/p' exercises/course.toml)

# The tools of .venv (python, node, alembic, jupyter) come first; nothing is taken from the machine.
export PATH := $(CURDIR)/.venv/bin:$(CURDIR)/node_modules/.bin:$(PATH)
# One thread per process: the steps run side by side and fork.
export OMP_NUM_THREADS := 1
# Jupyter asks for its newer folder layout explicitly, or it warns.
export JUPYTER_PLATFORM_DIRS := 1

say = @printf '\n\033[1m%s\033[0m\n' "$(1)"

.PHONY: all site release grade summary test test-all bench lint format serve chromium clean help

all: site grade summary  ## everything: website, student release, sample class graded

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

.venv/.ready: pyproject.toml constraints.txt
	$(call say,Setting up .venv (once; about two minutes))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is %d.%d. Say which to use: make PYTHON=python3.12" % sys.version_info[:2])'
	@$(PYTHON) -m venv .venv
	@pip install --quiet --disable-pip-version-check -c constraints.txt "pip" setuptools wheel
	@pip install --disable-pip-version-check --progress-bar off -c constraints.txt --no-build-isolation -e '.[dev]' \
	  | sed -nuE 's/^(Collecting|Processing) (.*\/)?([A-Za-z0-9_.]+).*/\3/p; s/^(Installing|Successfully).*/\1 .../p' \
	  | awk '{ printf "%s ", $$0; fflush() } END { print "" }'
	@touch $@

node_modules/.ready: package.json package-lock.json .npmrc | .venv/.ready
	$(call say,Fetching the front-end tools)
	@npm ci --loglevel=error
	@touch $@

FRONT_END := $(shell find nnkit/figures/src -type f) nnkit/figures/build.js
nnkit/figures/static/.ready: $(FRONT_END) node_modules/.ready
	$(call say,Bundling the figures)
	@npm run --silent build
	@touch $@

release: nnkit/figures/static/.ready  ## the student release of each assignment
	$(call say,Student releases)
	@python exercises/build.py $(ASSIGNMENTS)

site: release  ## the website, into _build/html
	$(call say,Website)
	@# The kernels run on this machine's loopback only: their remark about encryption would only puzzle.
	@jupyter-book build . -n -W --keep-going --quiet 2>&1 | grep -v 'Kernel is running over TCP without encryption'

grade: release  ## grades the bundled sample class, and nobody else
	$(call say,Grading the sample class)
	@# The sample class is our own code, so it may be graded on a machine that cannot confine it.
	@students=$$(python exercises/sample_class.py $(ASSIGNMENTS)); [ -z "$$students" ] || \
	  autograder grade $(ASSIGNMENTS) --course exercises --accept-unconfined --student $$students

summary:
	$(call say,Ready)
	@echo "  website           _build/html/index.html    (make serve shows it on http://127.0.0.1:$(PORT))"
	@echo "  assignments       $(ASSIGNMENTS)"
	@echo "  student releases  exercises/public/assignments/ASSIGNMENT.zip"
	@echo "  reports           exercises/reports/ASSIGNMENT.html"
	@echo "  grades            exercises/grades.csv, exercises/gradebook.db"
	@echo "  feedback          exercises/feedback/STUDENT/ASSIGNMENT/"

chromium: ; @bash .ci/chromium

# Three on two cores: the tests of browsers and of time limits wait more than they compute.
PYTEST := python -m pytest -n 3 --dist loadfile
test: lint site grade chromium  ## every kind of test, the long ones on a sample (at most 15 minutes)
	$(call say,Tests)
	@npm test --silent
	@$(PYTEST)

test-all: lint site grade chromium  ## the long tests whole: mutation, fuzzing, kills, parity with stock nbgrader
	$(call say,Tests$(comma) the long ones whole)
	@npm test --silent
	@$(PYTEST) --whole

bench: site chromium  ## speeds as ratios to a peer, into benchmarks/results.json
	@python exercises/sample_class.py a1 >/dev/null
	@python -m benchmarks

lint: node_modules/.ready  ## style, spelling and the front end's types
	@npm run --silent types
	@ruff check
	@ruff format --check --quiet
	@codespell $$(git ls-files '*.py' '*.md' '*.toml' '*.js' '*.css' '*.bib')

format: .venv/.ready  ## mends style
	@ruff check --fix
	@ruff format

serve: site  ## the website on http://127.0.0.1:8000
	@echo "http://127.0.0.1:$(PORT)  (Ctrl-C ends it)"
	@python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

# What students handed in and what was made of it is not for a Makefile to delete.
WORK := released submitted autograded feedback reports gradebook.db grades.csv
clean:  ## removes what was built; .venv, node_modules, submissions and grades stay
	@git clean -fdXq -e '!.venv' -e '!node_modules' $(foreach name,$(WORK),-e '!exercises/$(name)')

comma := ,
