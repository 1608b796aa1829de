#!/bin/sh
# Checks and measures a graphics processor: results compared with those of the processor, seconds per epoch of four models, the share of
# the card's peak in single precision, completions per second, and the same models with PyTorch if python3 has it. Builds nothing; takes less than
# five minutes.
#   bench/gpu.sh [DEVICE]     DEVICE is one that `pixelgpt devices` lists (default: cuda:0), or cpu for PyTorch on the processor only
# PIXELGPT is the command line tool (default: pixelgpt), such as "dotnet PixelGpt.Cli.dll".
set -eu
PIXELGPT="${PIXELGPT:-pixelgpt}"
DEVICE="${1:-cuda:0}"
if [ "$DEVICE" != cpu ]; then
    $PIXELGPT devices
    $PIXELGPT devices --measure "$DEVICE"
fi
case "$DEVICE" in
    opencl*) echo "PyTorch is not compared, because it does not use OpenCL" ;;
    *)
        if python3 -c 'import torch' 2>/dev/null; then python3 "$(dirname "$0")/gpu_peer.py" "$DEVICE"
        else echo "PyTorch is not compared, because python3 does not have it"
        fi ;;
esac
