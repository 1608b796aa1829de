#!/usr/bin/env bash
# Load test of completions over HTTP with 1, 16, 64 and 256 clients, and of a polite client beside a greedy one; needs wrk and curl.
#
#   bench/load/run.sh RUNS_FOLDER MODEL [SECONDS] [ROUNDS]      MODEL can be built-in
#
# Prints two Markdown tables: completions per second, latency, failed requests and the resident memory of the server; and the latency of a
# client that sends one request after the other, alone, and while another key sends 16 pictures on each of 32 connections.
# PIXELGPT is the path of PixelGpt.Cli.dll (default: it is built), and PORT the port of the studio.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
models=${1:?RUNS_FOLDER is required} model=${2:?MODEL is required} seconds=${3:-10} rounds=${4:-3} port=${PORT:-5059}
cli=${PIXELGPT:-$here/../../src/PixelGpt.Cli/bin/Release/net10.0/PixelGpt.Cli.dll}
for program in wrk curl; do command -v "$program" >/dev/null || { echo "$program is required (on Debian: apt-get install $program)" >&2; exit 2; }; done
if [ -z "${PIXELGPT:-}" ]; then dotnet build "$here/../../src/PixelGpt.Cli" -c Release --nologo -v q >/dev/null; fi

keys=$(mktemp -d)
polite=$(dotnet "$cli" studio-key "$keys/keys.json" polite | tail -n 1)
greedy=$(dotnet "$cli" studio-key "$keys/keys.json" greedy | tail -n 1)
dotnet "$cli" studio --models "$models" --port "$port" --api-keys "$keys/keys.json" --log-level error >/dev/null &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -r "$keys"' EXIT
until curl -fs "http://127.0.0.1:$port/health/ready" >/dev/null; do kill -0 $server && sleep 0.2; done

facts=$(curl -fs -H "X-Api-Key: $polite" "http://127.0.0.1:$port/api/v1/models/$model")
field() { grep -o "\"$1\": *[0-9]*" <<<"$facts" | grep -o '[0-9]*$' || true; }
width=$(field width) height=$(field height)
width=${width:-20} height=${height:-20}
prompt=$((width * height * 6 / 10))
memory() { awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status"; }

# load CLIENTS SECONDS SEQUENCES KEY
load() { wrk -t1 -c"$1" -d"$2"s --timeout 60s --latency -s "$here/completions.lua" "http://127.0.0.1:$port" -- "$model" "$width" "$height" "$prompt" "$3" "$4" | grep RESULT; }
load 16 3 1 "$polite" >/dev/null
echo "| clients | round | completions/s | median, ms | 99 %, ms | maximum, ms | completed | failed | server before, MiB | after, MiB |"
echo "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
for round in $(seq "$rounds"); do
    for clients in 1 16 64 256; do
        before=$(memory)
        read -r _ rate median slow maximum count failed <<<"$(load "$clients" "$seconds" 1 "$polite")"
        echo "| $clients | $round | $rate | $median | $slow | $maximum | $count | $failed | $before | $(memory) |"
    done
done

printf '\n| polite client | round | completions/s | median, ms | 99 %%, ms | maximum, ms | failed |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n'
for round in $(seq "$rounds"); do
    read -r _ rate median slow maximum count failed <<<"$(load 1 "$seconds" 1 "$polite")"
    echo "| alone | $round | $rate | $median | $slow | $maximum | $failed |"
    load 32 $((seconds + 2)) 16 "$greedy" >/dev/null &
    other=$!
    sleep 1
    read -r _ rate median slow maximum count failed <<<"$(load 1 "$seconds" 1 "$polite")"
    echo "| beside a greedy one | $round | $rate | $median | $slow | $maximum | $failed |"
    wait $other
done
