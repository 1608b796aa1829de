#!/usr/bin/env bash
# Compares an MPI job of 2 ranks with 1 thread each with one process of 2 threads, in turn, and measures the exchanges of MPI.
# Usage: bench/mpi.sh [ROUNDS] [DATA]. Needs Open MPI and MPICH (Debian: openmpi-bin, mpich). Prints the seconds per epoch of each run, without the first epoch.
#        bench/mpi.sh --hosts. Measures the exchanges between two hosts instead, which are network namespaces of this machine, over links of 1 and 10 Gbit/s and
#        without a limit, and prints the model of docs/cluster.md with the results of Open MPI. Needs root and iproute2.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
dotnet build "$root/bench/mpi.cs" -c Release -v quiet -o "$work/exchange" >/dev/null

# Starts the measurement with one rank on each host.
between_hosts() {
    case $1 in
        openmpi) timeout 120 ip netns exec "$switch" mpirun.openmpi -n 2 --host "$switch-a,$switch-b" --mca plm_rsh_agent "$work/agent" --mca btl tcp,self dotnet "$work/exchange/mpi.dll" ;;
        # Without UCX_TLS, the library of MPICH would use memory that the hosts share here.
        mpich) timeout 120 ip netns exec "$switch-a" env UCX_TLS=tcp,self mpirun.mpich -n 2 -hosts 10.77.0.11,10.77.0.12 -iface eth0 -launcher ssh -launcher-exec "$work/agent" dotnet "$work/exchange/mpi.dll" ;;
    esac
}

if [ "${1:-}" = --hosts ]; then
    switch=pixelgpt$$
    trap 'for name in $switch $switch-a $switch-b; do ip netns del $name; done; rm -rf "$work"' EXIT
    # Launchers run a command on a host by its name or its address.
    cat > "$work/agent" <<EOF
#!/bin/sh
while [ "\${1#-}" != "\$1" ]; do shift; done
case \$1 in 10.77.0.11) host=$switch-a ;; 10.77.0.12) host=$switch-b ;; *) host=\$1 ;; esac
shift
exec ip netns exec "\$host" unshare --uts sh -c "hostname \$host; \$*"
EOF
    chmod +x "$work/agent"
    for name in "$switch" "$switch-a" "$switch-b"; do
        ip netns add "$name"
        ip -n "$name" link set lo up
    done
    ip -n "$switch" link add bridge type bridge
    ip -n "$switch" addr add 10.77.0.1/24 dev bridge
    ip -n "$switch" link set bridge up
    for host in a b; do
        ip -n "$switch" link add "link-$host" type veth peer name eth0 netns "$switch-$host"
        ip -n "$switch" link set "link-$host" master bridge up
        ip -n "$switch-$host" addr add "10.77.0.1$([ $host = a ] && echo 1 || echo 2)/24" dev eth0
        ip -n "$switch-$host" link set eth0 up
    done
    links=()
    for rate in 1 10 ""; do
        for host in a b; do
            # A token bucket: packets wait until the link would have sent the earlier ones. It has 2 to 4 MB, because timers of a busy machine are late.
            if [ -n "$rate" ]; then ip netns exec "$switch-$host" tc qdisc replace dev eth0 root tbf rate "${rate}gbit" burst $((rate == 1 ? 2 : 4))mb latency 50ms
            else ip netns exec "$switch-$host" tc qdisc del dev eth0 root; fi
        done
        for library in openmpi mpich; do
            echo "== ${rate:-no limit}${rate:+ Gbit/s}"
            between_hosts $library | tee "$work/result"
            if [ $library = openmpi ] && [ -n "$rate" ]; then
                links+=("$rate:$(sed -n 's/smallest exchange: \(.*\) µs/\1/p' "$work/result"):$(sed -n 's/.*ms, \(.*\) GB.*/\1/p' "$work/result")")
            fi
        done
    done
    dotnet "$work/exchange/mpi.dll" --model "${links[@]}" 100:2:12.5
    exit
fi

rounds=${1:-3} data=${2:-creatures}
dotnet build "$root/src/PixelGpt.Cli" -c Release -v quiet -p:RunAnalyzers=false -o "$work/tool" >/dev/null

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
