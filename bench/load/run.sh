#!/usr/bin/env bash
# Load test of completions over HTTP with 1, 16 and 256 clients; needs wrk. Usage: run.sh RUNS_FOLDER MODEL [SECONDS] [ROUNDS]
# Prints a Markdown table: completions per second, latency, failed requests and the resident memory of the server.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
models=${1:?RUNS_FOLDER is required} model=${2:?MODEL is required} seconds=${3:-10} rounds=${4:-3} port=${PORT:-5059}
command -v wrk >/dev/null || { echo "wrk is required (on Debian: apt-get install wrk)" >&2; exit 2; }

dotnet build "$here/../../src/PixelGpt.Cli" -c Release --nologo -v q >/dev/null
dotnet "$here/../../src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll" studio --models "$models" --port "$port" >/dev/null &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null' EXIT
until curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null; do kill -0 $server && sleep 0.2; done

facts=$(curl -fs "http://127.0.0.1:$port/api/v1/models/$model")
field() { grep -o "\"$1\": *[0-9]*" <<<"$facts" | grep -o '[0-9]*$' || true; }
width=$(field width) height=$(field height)
[ -n "$width" ] || { echo "$model has no picture size; train it with pixelgpt train" >&2; exit 2; }
prompt=$((width * height * 6 / 10))

load() { wrk -t1 -c"$1" -d"$2"s --timeout 60s --latency -s "$here/completions.lua" "http://127.0.0.1:$port" -- "$model" "$width" "$height" "$prompt" | grep RESULT; }
load 16 3 >/dev/null
echo "| clients | round | completions/s | median, ms | 99 %, ms | maximum, ms | completed | failed | server, MiB |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
for round in $(seq "$rounds"); do
    for clients in 1 16 256; do
        read -r _ rate median slow maximum count failed <<<"$(load "$clients" "$seconds")"
        memory=$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status")
        echo "| $clients | $round | $rate | $median | $slow | $maximum | $count | $failed | $memory |"
    done
done
