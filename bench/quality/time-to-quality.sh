#!/usr/bin/env bash
# Measures the seconds of training until the dev loss reaches that of the coursework's model after its 50 epochs, 1.556 nats per
# pixel: with the small preset of the pixel family, with the coursework's recipe in PixelGpt, and with the same recipe in PyTorch.
#
#   bench/quality/time-to-quality.sh DATA PEER.py [OUT]      DATA: pokemon; PEER.py: the PyTorch implementation
#   PYTHON=bench/chroot-python bench/quality/time-to-quality.sh …      another Python
#
# Scoring the dev split is not included in the times. One program runs at a time, each with all cores.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
data=${1:?usage: bench/quality/time-to-quality.sh DATA PEER.py [OUT]}
peer=${2:?usage: bench/quality/time-to-quality.sh DATA PEER.py [OUT]}
out=${3:-runs/time-to-quality}
target=1.5565 # 1.556 to three decimals
threads=$(nproc)
pixelgpt() { dotnet src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll "$@"; }
dotnet build src/PixelGpt.Cli -c Release -v quiet
rm -rf "$out"
mkdir -p "$out"

# Prints a row of the table from lines of "epoch seconds loss".
row() {
    awk -v name="$1" -v target="$target" '
        { epoch = $1; seconds = $2; loss = $3; if (loss <= target) exit }
        END { printf "%-44s %9.1f %7d %9.4f%s\n", name, seconds, epoch, loss, loss <= target ? "" : "   not reached" }' "$2"
}

# Prints "epoch seconds loss" from the metrics of a run, with the training seconds summed.
losses() {
    sed -E 's/.*"epoch":([0-9]+).*"dev_loss":([0-9.]+).*"train_seconds":([0-9.]+).*/\1 \3 \2/' "$1/metrics.jsonl" | awk '{ sum += $2; print $1, sum, $3 }'
}

pixelgpt train --data "$data" --out "$out/pixel" --quiet > /dev/null
pixelgpt train --data "$data" --recipe coursework --out "$out/coursework" --quiet > /dev/null
losses "$out/pixel" > "$out/pixel.txt"
losses "$out/coursework" > "$out/coursework.txt"
"${PYTHON:-python3}" bench/quality/pytorch_dev_loss.py "$peer" "$data" "$target" 100 "$threads" 0 > "$out/pytorch.txt"

printf '%-44s %9s %7s %9s\n' "dev loss <= $target nats per pixel" 'seconds' 'epochs' 'dev loss'
row 'pixel family, small preset' "$out/pixel.txt"
row "GPT-2, coursework's recipe, PixelGpt" "$out/coursework.txt"
row "GPT-2, coursework's recipe, PyTorch (fused)" "$out/pytorch.txt"
