#!/usr/bin/env bash
# Compares an MPI job of 2 ranks with 1 thread each with one process of 2 threads, in turn, and measures the exchanges of MPI.
# Usage: bench/mpi.sh [ROUNDS] [DATA]. Needs Open MPI and MPICH (Debian: openmpi-bin, mpich). Prints the seconds per epoch of each run, without the first epoch.
set -euo pipefail
rounds=${1:-3} data=${2:-creatures}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
dotnet build "$root/src/PixelGpt.Cli" -c Release -v quiet -p:RunAnalyzers=false -o "$work/tool" >/dev/null
dotnet build "$root/bench/mpi.cs" -c Release -v quiet -o "$work/exchange" >/dev/null

launch() {
    case $1 in
        openmpi) shift; mpirun.openmpi -n 2 --bind-to none "$@" ;;
        mpich) shift; mpirun.mpich -n 2 "$@" ;;
        one) shift; "$@" ;;
    esac
}

for library in openmpi mpich; do launch $library dotnet "$work/exchange/mpi.dll"; done

for model in "coursework --epochs 4" "pixelgpt --preset base --epochs 2" "wide --epochs 2"; do
    read -r name options <<< "$model"
    case $name in
        coursework) options="--recipe coursework $options" ;;
        wide) options="--recipe coursework --layers 8 --heads 8 --dim 256 $options" ;;
    esac
    for ((round = 1; round <= rounds; round++)); do
        for how in one openmpi mpich; do
            run=$work/$name-$how-$round
            mpi="--threads 2"
            if [ $how != one ]; then mpi="--threads 1 --mpi"; fi
            # shellcheck disable=SC2086
            launch $how dotnet "$work/tool/PixelGpt.Cli.dll" train --data "$data" $options $mpi --out "$run" > "$run.log" 2>&1
            seconds=$(tail -n +2 "$run/metrics.jsonl" | sed 's/.*"train_seconds":\([0-9.]*\).*/\1/' | sort -n | head -1)
            printf '%-10s %-8s round %d  %6.2f s per epoch  %s\n' "$name" "$how" "$round" "$seconds" "$(grep -o 'exchange .*' "$run.log" | sed 's/ at rank.*//' || true)"
        done
    done
done
