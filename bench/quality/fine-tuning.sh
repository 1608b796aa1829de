#!/usr/bin/env bash
# Compares fine-tuning of the built-in model with training from random weights, for small numbers of sprites: takes N rows of the train
# split of a data set at even distances, trains on them, and scores the dev split, which also selects the epoch. Test rows are never used.
#
#   bench/quality/fine-tuning.sh DATA [OUT] [COUNTS]   DATA: a folder with pixel_color.txt and colormap.txt, without sizes.txt
#                                                      OUT: folder for the runs (default: runs/fine-tuning); COUNTS: such as "20 50 200"
#   TRAIN=632 DEV=80                                   the sizes of the train and dev splits of DATA, in file order
#   STEPS=260                                          the number of steps of the model of the size of the built-in one; the small preset is
#                                                      trained for three times as many, which takes about as long
#   OPTIONS="--lr 0.002"                               other options for fine-tuning; then the others are not trained; give another OUT
#
# THREADS sets the number of threads (default: 1), and PIXELGPT the path of PixelGpt.Cli.dll (default: it is built).
# Runs that are already in OUT are not trained again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
data=${1:?usage: bench/quality/fine-tuning.sh DATA [OUT] [COUNTS]}
out=${2:-runs/fine-tuning}
counts=${3:-20 50 200}
train=${TRAIN:-632} dev=${DEV:-80} steps=${STEPS:-260}
threads=${THREADS:-1}

cli=${PIXELGPT:-src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll}
if [ -z "${PIXELGPT:-}" ]; then dotnet build src/PixelGpt.Cli -c Release -v quiet; fi
mkdir -p "$out"

pixelgpt() { dotnet "$cli" "$@" --threads "$threads" --quiet; }
value() { sed -n 's/^ *"'"$2"'": \([0-9.]*\),\{0,1\}$/\1/p' "$1" | head -n 1; }

# measure NAME N OPTIONS…: trains on the subset of N sprites, scores dev and prints a row.
measure() {
    local name=$1 count=$2 run="$out/$2-${1// /-}"
    shift 2
    if [ ! -e "$run/evaluation.json" ]; then
        rm -rf "$run"
        pixelgpt train --data "$out/data-$count" --splits "$count,$dev,0" --out "$run" --json "$@" > "$run.json"
        pixelgpt evaluate "$run" --split dev --samples 0 --no-fid > /dev/null
    fi
    row "$count" "$name" "$(value "$run/evaluation.json" nll)" "$(value "$run/evaluation.json" nll_completed)" "$(value "$run.json" kept_epoch) of $(value "$run.json" epochs)" "$(value "$run.json" train_seconds)"
}

row() { printf '%8s  %-34s %10s %10s %12s %10s\n' "$1" "$2" "$(number "$3" 3)" "$(number "$4" 3)" "$5" "$(number "$6" 0)"; }
number() { if [ -n "$1" ]; then LC_ALL=C printf "%.$2f" "$1"; fi; }

printf '%8s  %-34s %10s %10s %12s %10s\n' sprites model 'NLL' 'completed' 'best epoch' 'seconds'
for count in $counts; do
    set="$out/data-$count"
    if [ ! -e "$set/pixel_color.txt" ]; then
        mkdir -p "$set"
        cp "$data/colormap.txt" "$set/"
        awk -v n="$count" -v train="$train" -v dev="$dev" 'NR <= train && int(NR * n / train) > int((NR - 1) * n / train) || NR > train && NR <= train + dev' "$data/pixel_color.txt" > "$set/pixel_color.txt"
    fi
    batches=$(((count + 15) / 16))
    if [ ! -e "$out/built-in-$count/evaluation.json" ]; then
        pixelgpt evaluate built-in --data "$set" --splits "$count,$dev,0" --split dev --samples 0 --no-fid --out "$out/built-in-$count" > /dev/null
    fi
    row "$count" 'built-in as it is' "$(value "$out/built-in-$count/evaluation.json" nll)" "$(value "$out/built-in-$count/evaluation.json" nll_completed)" '' ''
    if [ -z "${OPTIONS:-}" ]; then
        measure 'small from random weights' "$count" --epochs $(((3 * steps + batches - 1) / batches))
        measure 'size of built-in, random weights' "$count" --config src/PixelGpt/Models/BuiltIn/config.json --epochs $(((steps + batches - 1) / batches))
    fi
    # shellcheck disable=SC2086
    measure 'fine-tuned' "$count" --from built-in ${OPTIONS:-}
done
