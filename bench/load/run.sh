#!/usr/bin/env bash
# Completions over HTTP from a second process, with 1, 16 and 256 clients (needs wrk): run.sh RUNS_FOLDER MODEL [SECONDS] [ROUNDS]
# Prints a Markdown table: completions a second, latency, what was lost, and the server's resident memory after each.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
models=${1:?the folder of runs} model=${2:?the run} seconds=${3:-10} rounds=${4:-3} port=${PORT:-5059}
command -v wrk >/dev/null || { echo "wrk is needed (Debian: apt-get install wrk)" >&2; exit 2; }

dotnet build "$here/../../src/PixelGpt.Cli" -c Release --nologo -v q >/dev/null
dotnet "$here/../../src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll" studio --models "$models" --port "$port" >/dev/null &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null' EXIT
until curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null; do kill -0 $server && sleep 0.2; done

facts=$(curl -fs "http://127.0.0.1:$port/api/v1/models/$model")
field() { grep -o "\"$1\": *[0-9]*" <<<"$facts" | grep -o '[0-9]*$' || true; }
width=$(field width) height=$(field height)
[ -n "$width" ] || { echo "$model does not say what size its pictures have; train it with pixelgpt train" >&2; exit 2; }
prompt=$((width * height * 6 / 10))

load() { wrk -t1 -c"$1" -d"$2"s --timeout 60s --latency -s "$here/completions.lua" "http://127.0.0.1:$port" -- "$model" "$width" "$height" "$prompt" | grep RESULT; }
load 16 3 >/dev/null
echo "| clients | round | completions/s | median, ms | 99 %, ms | longest, ms | done | lost | server, MiB |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
for round in $(seq "$rounds"); do
    for clients in 1 16 256; do
        read -r _ rate median slow longest count lost <<<"$(load "$clients" "$seconds")"
        memory=$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status")
        echo "| $clients | $round | $rate | $median | $slow | $longest | $count | $lost | $memory |"
    done
done
