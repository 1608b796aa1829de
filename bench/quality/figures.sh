#!/usr/bin/env bash
# Trains the models of docs/results.md with several seeds, scores them, and prints the mean and range of each figure.
#
#   bench/quality/figures.sh DATA [OUT] [SEEDS]            OUT: folder for the runs (default: runs/figures); SEEDS: such as "0 1 2"
#   SPLIT=test bench/quality/figures.sh DATA               scores the test split instead of the dev split
#   TRAIN_ONLY=1 bench/quality/figures.sh DATA             only trains, and scores nothing
#   MODELS="small base" bench/quality/figures.sh DATA      only some models: coursework qwen2 small base ensemble distilled
#
# The ensemble has five members of the base preset, seeds 0 to 4; the distilled models have the size of the small preset.
# THREADS sets the number of threads (default: all processors), and PIXELGPT the path of PixelGpt.Cli.dll (default: it is built).
# Runs that are already in OUT are not trained again, and an evaluation that exists is not repeated. Needs python3.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
data=${1:?usage: bench/quality/figures.sh DATA [OUT] [SEEDS]}
out=${2:-runs/figures}
seeds=${3:-0 1 2}
split=${SPLIT:-dev}
models=${MODELS:-coursework qwen2 small base ensemble distilled}
threads=${THREADS:-$(nproc)}
judge="$out/judge"
cli=${PIXELGPT:-src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll}
pixelgpt() { dotnet "$cli" "$@"; }
if [ -z "${PIXELGPT:-}" ]; then dotnet build src/PixelGpt.Cli -c Release -v quiet; fi
mkdir -p "$out"

# train RUN OPTIONS: trains a run unless it is finished; an interrupted one is resumed.
train() {
    local run="$out/$1"
    shift
    if [ -e "$run/finished" ]; then return; fi
    if [ -e "$run/checkpoint.safetensors" ]; then pixelgpt train --resume --threads "$threads" --out "$run" --quiet > /dev/null; else
        rm -rf "$run"
        pixelgpt "$@" --threads "$threads" --out "$run" --quiet > /dev/null
    fi
    touch "$run/finished"
}

runs=()
for model in $models; do
    case $model in
        coursework) for seed in $seeds; do train "coursework-$seed" train --data "$data" --recipe coursework --seed "$seed"; done ;;
        qwen2) for seed in $seeds; do train "qwen2-$seed" train --data "$data" --model qwen2 --best-metric dev-loss --seed "$seed"; done ;;
        small) for seed in $seeds; do train "small-$seed" train --data "$data" --seed "$seed"; done ;;
        base) for seed in $seeds; do train "base-$seed" train --data "$data" --preset base --seed "$seed"; done ;;
        ensemble | distilled)
            members=()
            for seed in 0 1 2 3 4; do
                train "base-$seed" train --data "$data" --preset base --seed "$seed"
                members+=("$out/base-$seed")
            done
            if [ ! -e "$out/ensemble/finished" ]; then
                rm -rf "$out/ensemble"
                pixelgpt ensemble "${members[@]}" --out "$out/ensemble" --quiet > /dev/null
                pixelgpt calibrate "$out/ensemble" --data "$data" --threads "$threads" --quiet > /dev/null
                touch "$out/ensemble/finished"
            fi
            if [ "$model" = distilled ]; then
                for seed in $seeds; do train "distilled-$seed" distill "$out/ensemble" --data "$data" --seed "$seed"; done
            fi ;;
        *) echo "error: MODELS must be some of coursework, qwen2, small, base, ensemble, distilled (got '$model')" >&2; exit 2 ;;
    esac
    if [ "$model" = ensemble ]; then runs+=(ensemble); else for seed in $seeds; do runs+=("$model-$seed"); done; fi
done

if [ -n "${TRAIN_ONLY:-}" ]; then exit; fi

# The judge's generator is a pixel model: for a judge with a weaker generator, samples of all models look alike.
if [ ! -e "$judge/judge.json" ]; then pixelgpt judge train --threads "$threads" --data "$data" --model pixelgpt --seed 100 --no-held-out --out "$judge" --quiet > /dev/null; fi
for run in "${runs[@]}"; do
    if [ ! -e "$out/$split/$run/evaluation.json" ]; then
        pixelgpt evaluate "$out/$run" --data "$data" --split "$split" --samples 4 --threads "$threads" --no-fid --judge "$judge" --out "$out/$split/$run" --quiet > /dev/null
    fi
done

python3 - "$out/$split" "${runs[@]}" <<'PYTHON'
import json, sys

folder, runs = sys.argv[1], sys.argv[2:]
models = {}
for run in runs:
    split = json.load(open(f"{folder}/{run}/evaluation.json"))["splits"][0]
    greedy, sampled = split["drawings"][:2]
    models.setdefault(run.split("-")[0], []).append([
        split["nll"], split["nll_completed"], 100 * greedy["accuracy"], 100 * greedy["foreground_accuracy"], 100 * sampled["foreground_accuracy"],
        100 * greedy["detection_rate"]["rate"], 100 * sampled["detection_rate"]["rate"]])
titles = ["NLL per pixel", "per completed pixel", "accuracy %", "non-background %", "the same, sampled %", "judged real, greedy %", "judged real, sampled %"]
print("| mean (range) of the seeds | " + " | ".join(titles) + " |")
print("| --- |" + " ---: |" * len(titles))
for model, rows in models.items():
    cells = []
    for i in range(len(titles)):
        values = [row[i] for row in rows]
        digits = 3 if i < 2 else 1
        mean = sum(values) / len(values)
        cells.append(f"{mean:.{digits}f}" + (f" ({min(values):.{digits}f}–{max(values):.{digits}f})" if len(values) > 1 else ""))
    print(f"| {model}, {len(rows)} | " + " | ".join(cells) + " |")
PYTHON
