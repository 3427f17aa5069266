# Short names for what CONTRIBUTING.md describes. `just` alone lists them.

default:
    @just --list

# What CI runs.
ci:
    .ci/run

# The README's test command.
test:
    cargo test --workspace

# Run every example of the lexicon.
check:
    cargo run --release -- check

# House rules.
tidy:
    cargo xtask tidy

# Figures against their floors.
eval:
    cargo xtask eval

# Write the expected ledgers of the examples anew.
accept:
    cargo xtask accept
