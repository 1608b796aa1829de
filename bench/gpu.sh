#!/bin/sh
# Checks and measures a graphics processor: results compared with those of the processor, seconds per epoch of four models, the share of
# the card's peak in single precision, and completions per second. Builds nothing; takes less than five minutes.
#   bench/gpu.sh [DEVICE]     DEVICE is one that `pixelgpt devices` lists (default: cuda:0)
# PIXELGPT is the command line tool (default: pixelgpt), such as "dotnet PixelGpt.Cli.dll".
set -eu
PIXELGPT="${PIXELGPT:-pixelgpt}"
$PIXELGPT devices
$PIXELGPT devices --measure "${1:-cuda:0}"
