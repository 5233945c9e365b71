# The commands of Frontdesk. Each installs what it needs on Debian 12 with Swift 6.3.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := serve

build_packages := pkg-config libwebsockets-dev libwebsockets-evlib-ev libev-dev libsqlite3-dev libssl-dev zlib1g-dev \
  libstemmer-dev libopencc-dev
test_packages := $(build_packages) openssl python3 python3-venv strace chromium fonts-noto-cjk fonts-noto-color-emoji
warnings := $(if $(CI),-Xswiftc -warnings-as-errors)
flags := -c release $(warnings)
binary := .build/release/frontdesk
# Tests that keep the processors busy for long; those that wait for a server would run into their limits beside them.
computing := ^(TextAnalysis|IntentClassifier|FAQIndex|Training)Tests[.]
sudo := $(if $(filter 0,$(shell id -u)),,sudo)

# Installs the packages that are not there yet: $(call install,PACKAGES)
install = missing=(); for package in $(1); do \
    dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing+=($$package); done; \
  if (( $${\#missing[@]} )); then $(sudo) apt-get update -qq && \
    DEBIAN_FRONTEND=noninteractive $(sudo) apt-get install -y -qq --no-install-recommends "$${missing[@]}"; fi

.PHONY: serve build test test-swift test-browser test-torture test-faults torture fuzz faults sanitize check lint clean

serve: build  ## Run the demo on http://127.0.0.1:8080
	exec $(binary) serve --demo $(ARGS)

build:  ## Build the binary
	@$(call install,$(build_packages))
	swift build $(flags) --product frontdesk

test: test-swift check test-browser test-torture test-faults  ## Everything: Swift tests, shipped content, browser story, a short torture, faults

test-swift:
	@$(call install,$(test_packages))
	swift build $(warnings) --build-tests
	swift test $(warnings) --skip-build --filter '$(computing)'
	swift test $(warnings) --skip-build --skip '$(computing)'

check: build  ## Validate intents/ and knowledge/
	$(binary) check

test-browser: build .venv/ready
	@$(call install,$(test_packages))
	.venv/bin/python -m pytest -q Tests/Browser

test-torture: build .venv/ready
	.venv/bin/python -m pytest -q Tests/Torture

torture: build .venv/ready  ## 100,000 messages, 200 kills, 10,000 claim races; ARGS="--seed 7" repeats a run
	.venv/bin/python Tests/Torture/torture.py --messages 100000 --kills 200 --races 10000 $(ARGS)

test-faults: build .venv/ready
	@$(call install,$(test_packages))
	.venv/bin/python -m pytest -q -rs Tests/Faults

faults: build .venv/ready  ## The faults of disks, databases and sockets with 5,000 sockets
	@$(call install,$(test_packages))
	.venv/bin/python -m pytest -q -rs -s --long Tests/Faults

fuzz: build .venv/ready  ## 1,000,000 malformed frames and requests, then ten minutes of odd texts; ARGS="--seed 7 --first 1200" repeats a run
	.venv/bin/python Tests/Faults/fuzz.py --count 1000000 $(ARGS)
	FRONTDESK_FUZZ_SECONDS=600 FRONTDESK_FUZZ_SEED=$$RANDOM swift test $(warnings) --filter FuzzTests

sanitize: .venv/ready  ## The whole-server tests under ThreadSanitizer and AddressSanitizer
	@$(call install,$(test_packages))
	.venv/bin/python Tests/Faults/sanitize.py thread address

.venv/ready: Tests/Browser/requirements.txt Tests/Torture/requirements.txt Tests/Faults/requirements.txt
	@$(call install,$(test_packages))
	python3 -m venv .venv
	.venv/bin/pip install -q --disable-pip-version-check $(addprefix -r ,$^)
	touch $@

lint:  ## Check the style of all Swift sources
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

clean:
	rm -rf .build .venv
