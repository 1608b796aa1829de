#!/usr/bin/env bash
# Runs the mutation tests of one part: generation, data or numerics. Reports are written to artifacts/mutation/PART.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
part=${1:-}
if [ ! -f "$root/tests/mutation/$part.json" ] || [ -z "$part" ]; then
    echo "error: the part must be generation, data or numerics (got '$part')" >&2
    exit 2
fi
# Machine code compiled ahead of time and analyzers would only cost time.
export PublishReadyToRun=false RunAnalyzers=false
cd "$root/tests/PixelGpt.Tests"
dotnet tool restore
nice -n 19 dotnet stryker --config-file "../mutation/$part.json" --output "$root/artifacts/mutation/$part" "${@:2}"
