#!/usr/bin/env bash
# Trains the built-in model and writes its folder, src/PixelGpt/Models/BuiltIn. The same sources give the same bits on any machine
# and with any number of threads. Afterwards, record the printed checksum in docs/built-in-model.md.
#
#   bench/built-in/train.sh [RUN]      RUN: folder of the training run (default: runs/built-in); an existing run is resumed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
run=${1:-runs/built-in}
target=src/PixelGpt/Models/BuiltIn
pixelgpt() { dotnet run --project src/PixelGpt.Cli -c Release --no-build -- "$@"; }

dotnet build src/PixelGpt.Cli -c Release -v quiet
if [ -e "$run/training.json" ]; then
    pixelgpt train --resume --out "$run"
else
    pixelgpt train --data creatures:16-32 --config bench/built-in/config.json --recipe bench/built-in/recipe.json --seed 0 --out "$run"
fi

pixelgpt convert "$run/model.safetensors" --dtype f16 --out "$target"
wc -c "$target"/*
sha256sum "$target/model.safetensors"
