# Each command does its own set-up and can be run twice. See wsoa/devtools/bootstrap.py.
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run setup test test-long check bench screenshots lock clean

run:
	@$(PYTHON) -m wsoa.devtools.bootstrap $@

setup test test-long check bench screenshots lock clean:
	@$(PYTHON) -m wsoa.devtools.bootstrap $@

help:
	@echo "make run          from a fresh machine to the running service; Ctrl-C stops it"
	@echo "make test         every test on SQLite; on PostgreSQL and Redis, what can differ there"
	@echo "make test-long    the long proofs at full length: fuzz, kills, simulations, national data"
	@echo "make setup        environment, assets and database, without starting anything"
	@echo "make check        lint, format, types, import contracts, templates, migrations, settings"
	@echo "make bench        the benchmark, as a table and as JSON under build/"
	@echo "make screenshots  every main page as a picture, under build/screenshots/"
	@echo "make lock         the locks anew from what is declared; UPGRADE=1 for newer versions"
	@echo "make clean        removes what the others made, except the data under var/"
