#!/usr/bin/env bash
# Compares variants of the small pixel-family preset by cross-validation on the train and dev rows of a data set: divides the rows
# into folds, trains each variant on all folds but one, scores the one that was held out, and prints the mean NLL per pixel and per
# completed pixel, and the difference from the preset with its standard error over the folds. Test rows are never used.
#
#   bench/quality/cross-validation.sh DATA [OUT] [FOLDS]   DATA: a folder with pixel_color.txt and colormap.txt
#                                                          OUT: folder for the runs (default: runs/cross-validation)
#                                                          FOLDS: number of folds (default: 5)
#   EPOCHS=20 bench/quality/cross-validation.sh DATA       fewer epochs than the preset
#   VARIANTS="with Muon" bench/quality/cross-validation.sh DATA   other variants of variants.sh than the default ones, one per line
#   ONLY="0 1" bench/quality/cross-validation.sh DATA      only some of the folds, such as the first two
#
# A fold is a range of consecutive rows. Its data set in OUT has the other rows as train split, no dev split, and its own rows as test
# split, so a fold that is held out has no influence on training: the training loss selects the epoch. The seed is 0.
# THREADS sets the number of threads (default: all processors), and PIXELGPT the path of PixelGpt.Cli.dll (default: it is built).
# Runs that are already in OUT are not trained again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
data=${1:?usage: bench/quality/cross-validation.sh DATA [OUT] [FOLDS]}
out=${2:-runs/cross-validation}
folds=${3:-5}
only=${ONLY:-$(seq 0 $((folds - 1)))}
threads=${THREADS:-$(nproc)}
cli=${PIXELGPT:-src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll}
source bench/quality/variants.sh
selected=${VARIANTS:-'with value residuals
with double learning rate
with fourfold learning rate
with Muon
with Muon, half learning rate
with Muon, double learning rate
with Muon, fourfold learning rate
with Muon, fourfold learning rate, and value residuals
without averaged weights
with decay of all parameters
without colour dropout
without dropout
without query-key norm
without 2-D RoPE'}
if ! [[ $folds =~ ^[0-9]+$ ]] || [ "$folds" -lt 2 ]; then echo "error: FOLDS must be at least 2 (got '$folds')" >&2; exit 2; fi
for fold in $only; do
    if ! [[ $fold =~ ^[0-9]+$ ]] || [ "$fold" -ge "$folds" ]; then echo "error: ONLY must be numbers from 0 to $((folds - 1)) (got '$fold')" >&2; exit 2; fi
done
if [ ! -e "$data/pixel_color.txt" ]; then echo "error: DATA must be a folder with pixel_color.txt and colormap.txt (got '$data')" >&2; exit 2; fi
if [ -e "$data/sizes.txt" ]; then echo "error: sprites of mixed sizes are not supported (got '$data')" >&2; exit 2; fi
if [ -z "${PIXELGPT:-}" ]; then dotnet build src/PixelGpt.Cli -c Release -v quiet; fi
mkdir -p "$out"

# make_folds: writes the data set of each fold to OUT/fold-K.
make_folds() {
    local info width height rows fold first last
    info=$(dotnet "$cli" data info "$data" --json 2> /dev/null)
    number() { sed -n 's/^ *"'"$1"'": \([0-9]*\),\{0,1\}$/\1/p' <<< "$info" | head -n 1; }
    width=$(number width) height=$(number height) rows=$(($(number train) + $(number dev)))
    for ((fold = 0; fold < folds; fold++)); do
        first=$((fold * rows / folds)) last=$(((fold + 1) * rows / folds))
        mkdir -p "$out/fold-$fold"
        cp --no-preserve=mode "$data/colormap.txt" "$out/fold-$fold/colormap.txt"
        head -n "$rows" "$data/pixel_color.txt" | awk -v first="$first" -v last="$last" \
            'NR > first && NR <= last { held[++n] = $0; next } { print } END { for (i = 1; i <= n; i++) print held[i] }' > "$out/fold-$fold/pixel_color.txt"
        printf '{ "width": %d, "height": %d, "splits": { "train": %d, "dev": 0, "test": %d } }\n' \
            "$width" "$height" "$((rows - last + first))" "$((last - first))" > "$out/fold-$fold/dataset.json"
    done
}

# differences KEY NAME: prints the mean of a score, and the mean and standard error of its difference from the preset.
differences() {
    local fold
    for fold in $only; do echo "$(score "$out/preset-$fold" "$1") $(score "$out/${2// /-}-$fold" "$1")"; done | awk '
        { d[NR] = $2 - $1; mean += $2; difference += $2 - $1 }
        END {
            mean /= NR; difference /= NR
            for (i = 1; i <= NR; i++) square += (d[i] - difference) ^ 2
            printf "%.4f %+.4f %s", mean, difference, (NR > 1 ? sprintf("%.4f", sqrt(square / (NR - 1) / NR)) : "-")
        }'
}

make_folds
printf '%-56s %32s %32s\n' '' 'NLL per pixel' 'per completed pixel'
printf '%-56s %10s %10s %10s %10s %10s %10s\n' "mean of $(wc -w <<< "$only") folds" mean difference '± s.e.' mean difference '± s.e.'
while read -r wanted; do
    IFS='|' read -r name keys options <<< "$(awk -F '|' -v wanted="$wanted" '$1 == wanted' <<< "$variants")"
    if [ -z "$name" ]; then echo "error: VARIANTS must be names of variants.sh, one per line (got '$wanted')" >&2; exit 2; fi
    for fold in $only; do measure "$name" "$keys" "$options" "$out/fold-$fold" 0 "$out/${name// /-}-$fold" test < /dev/null; done
    # shellcheck disable=SC2046
    printf '%-56s %10s %10s %10s %10s %10s %10s\n' "$name" $(differences nll "$name") $(differences nll_completed "$name")
done <<< "preset
$selected"
