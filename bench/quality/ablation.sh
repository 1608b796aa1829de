#!/usr/bin/env bash
# Measures what each part of the small pixel-family preset is worth: trains the preset, and the variants of variants.sh, such as
# the preset with each part removed alone, with several seeds, scores the dev split, and prints the mean NLL per pixel and per
# completed pixel.
#
#   bench/quality/ablation.sh DATA [OUT] [SEEDS]      OUT: folder for the runs (default: runs/ablation); SEEDS: such as "0 1 2"
#   EPOCHS=20 bench/quality/ablation.sh DATA          fewer epochs than the preset
#   ONLY='^(preset|without)' bench/quality/ablation.sh DATA      only the variants whose names match a regular expression
#
# THREADS sets the number of threads (default: all processors), and PIXELGPT the path of PixelGpt.Cli.dll (default: it is built).
# Runs that are already in OUT are not trained again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
data=${1:?usage: bench/quality/ablation.sh DATA [OUT] [SEEDS]}
out=${2:-runs/ablation}
seeds=${3:-0 1 2}
threads=${THREADS:-$(nproc)}
cli=${PIXELGPT:-src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll}
source bench/quality/variants.sh
if [ -z "${PIXELGPT:-}" ]; then dotnet build src/PixelGpt.Cli -c Release -v quiet; fi
mkdir -p "$out"

printf '%-56s %12s %12s\n' 'NLL on dev, mean of the seeds' 'per pixel' 'completed'
while IFS='|' read -r name keys options; do
    if ! [[ $name =~ ${ONLY:-} ]]; then continue; fi
    nll=() completed=()
    for seed in $seeds; do
        run="$out/${name// /-}-$seed"
        measure "$name" "$keys" "$options" "$data" "$seed" "$run" dev < /dev/null
        nll+=("$(score "$run" nll)")
        completed+=("$(score "$run" nll_completed)")
    done
    printf '%-56s %12s %12s\n' "$name" "$(printf '%s\n' "${nll[@]}" | awk '{ s += $1 } END { printf "%.4f", s / NR }')" "$(printf '%s\n' "${completed[@]}" | awk '{ s += $1 } END { printf "%.4f", s / NR }')"
done <<< "$variants"
