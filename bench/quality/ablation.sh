#!/usr/bin/env bash
# Measures what each part of the small pixel-family preset is worth: trains the preset, and the preset with each part removed
# alone, with several seeds, scores the dev split, and prints the mean NLL per pixel and per completed pixel.
#
#   bench/quality/ablation.sh DATA [OUT] [SEEDS]      OUT: folder for the runs (default: runs/ablation); SEEDS: such as "0 1 2"
#   EPOCHS=20 bench/quality/ablation.sh DATA          fewer epochs than the preset
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
pixelgpt() { dotnet "$cli" "$@" --threads "$threads" --quiet; }
if [ -z "${PIXELGPT:-}" ]; then dotnet build src/PixelGpt.Cli -c Release -v quiet; fi
mkdir -p "$out"

# NAME|keys of config.json|options of train
parts='preset||
without row and column embeddings|"row_column_embedding": false|
without neighbours|"neighbors": []|
without masks||--mask-fraction 0
raster order only|"pixel_order": "raster"|
without colour features|"color_features": false|--recolor false
without colour pointer|"pointer_size": 0|
without flips||--flip false
without rotations||--rotate false
without shifts||--max-shift 0
without recolouring||--recolor false
without augmentation embeddings|"augmentation_embedding": false|
without 2-D RoPE|"position_embedding": "none"|
without query-key norm|"query_key_norm": false|
with tied head|"tie_word_embeddings": true|
without colour dropout|"color_dropout": 0|
without dropout|"embedding_dropout": 0, "residual_dropout": 0|
without averaged weights||--ema 0
with decay of all parameters||--decay-matrices-only false'

printf '%-34s %12s %12s\n' 'NLL on dev, mean of the seeds' 'per pixel' 'completed'
while IFS='|' read -r name keys options; do
    nll=() completed=()
    for seed in $seeds; do
        run="$out/${name// /-}-$seed"
        config="$out/${name// /-}.json"
        order='"pixel_order": "any", '
        if [[ $keys == *pixel_order* ]]; then order=; fi
        printf '{ "model_type": "pixelgpt", '"$order"'"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2%s }\n' "${keys:+, $keys}" > "$config"
        if [ ! -e "$run/evaluation.json" ]; then
            rm -rf "$run"
            # shellcheck disable=SC2086
            pixelgpt train --data "$data" --config "$config" --seed "$seed" --out "$run" ${EPOCHS:+--epochs $EPOCHS} $options > /dev/null
            pixelgpt evaluate "$run" --split dev --samples 0 --no-fid > /dev/null
        fi
        nll+=("$(sed -n 's/^ *"nll": \([0-9.]*\),$/\1/p' "$run/evaluation.json" | head -n 1)")
        completed+=("$(sed -n 's/^ *"nll_completed": \([0-9.]*\),$/\1/p' "$run/evaluation.json" | head -n 1)")
    done
    printf '%-34s %12s %12s\n' "$name" "$(printf '%s\n' "${nll[@]}" | awk '{ s += $1 } END { printf "%.4f", s / NR }')" "$(printf '%s\n' "${completed[@]}" | awk '{ s += $1 } END { printf "%.4f", s / NR }')"
done <<< "$parts"
