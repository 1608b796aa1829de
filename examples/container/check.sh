#!/usr/bin/env bash
# Builds the container image as an archive, checks its settings, and runs its file system as its user, without a container runtime:
# in a chroot that is read-only except for /home/app and /tmp. Usage, as root: check.sh [--debian] [MSBUILD_PROPERTY...]
# With --debian, the base image is not downloaded from mcr.microsoft.com but made of Debian, with debootstrap, and of the .NET runtime of
# this machine. Needs curl, jq and, with --debian, debootstrap and Python 3.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ "$(id -u)" -eq 0 ] || { echo "error: chroot and mounts need root" >&2; exit 2; }

# The mounts are seen by this script only, and end with it.
if [ -z "${PIXELGPT_CHECK_MOUNTS:-}" ]; then exec env PIXELGPT_CHECK_MOUNTS=1 unshare --mount --propagation private "$0" "$@"; fi

work=$(mktemp -d)
started=()
cleanup() {
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    wait
    umount -R "$work/root" 2>/dev/null || true
    rm -rf --one-file-system "$work"
}
trap cleanup EXIT

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

expect() { [ "$2" = "$3" ] || fail "$1 must be $2 (got $3)"; }

base=()
if [ "${1:-}" = --debian ]; then
    shift
    say "make a base image"
    "$here/debian-base.sh" "$work/base"
    python3 "$here/registry.py" "$work/base" > "$work/registry" &
    started+=($!)
    until [ -s "$work/registry" ]; do kill -0 "${started[0]}" || fail "the registry did not start"; done
    base=("-p:ContainerBaseImage=$(cat "$work/registry")/base:1")
fi

say "build the image"
dotnet publish "$here/../../src/PixelGpt.Cli" -c Release -t:PublishContainer "${base[@]}" "-p:ContainerArchiveOutputPath=$work/image.tar.gz" --nologo -v quiet "$@"
mkdir "$work/image" "$work/root"
tar -xf "$work/image.tar.gz" -C "$work/image"
ls -l "$work/image.tar.gz"

say "check its settings"
settings=$(jq .config "$work/image/$(jq -r '.[0].Config' "$work/image/manifest.json")")
jq . <<<"$settings"
field() { jq -r "$1" <<<"$settings"; }
expect "the tag" "pixelgpt:$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$here/../../Directory.Build.props")" "$(jq -r '.[0].RepoTags[0]' "$work/image/manifest.json")"
expect "the user" 1654 "$(field .User)"
expect "the ports" "5050/tcp 5051/tcp" "$(field '.ExposedPorts | keys | join(" ")')"
expect "the command" "dotnet /app/PixelGpt.Cli.dll studio" "$(field '.Entrypoint + .Cmd | join(" ")')"
mapfile -t environment < <(field '.Env[]')
mapfile -t entrypoint < <(field '.Entrypoint[]')
mapfile -t arguments < <(field '.Cmd[]')
if printf '%s\n' "${environment[@]}" | grep -qi 'api_key'; then fail "the image must not contain a key"; fi

say "unpack its layers"
for layer in $(jq -r '.[0].Layers[]' "$work/image/manifest.json"); do tar -xpf "$work/image/$layer" --numeric-owner -C "$work/root"; done
expect "the owner of /home/app" 1654 "$(stat -c %u "$work/root/home/app")"

say "run it"
cp -a "$work/root/home/app" "$work/volume"
mkdir -p "$work/root/proc" "$work/root/dev" "$work/root/tmp"
mount --bind "$work/root" "$work/root"
mount -o remount,bind,ro "$work/root"
mount -t proc proc "$work/root/proc"
mount --rbind /dev "$work/root/dev"
mount -t tmpfs tmpfs "$work/root/tmp"
mount --bind "$work/volume" "$work/root/home/app"
port=${PORT:-15050}
environment+=("PIXELGPT_STUDIO_PORT=$port" "PIXELGPT_STUDIO_MANAGEMENT_PORT=$((port + 1))")
in_root() { exec env -i "${environment[@]}" chroot --userspec=1654:1654 "$work/root" "$@"; }

set +e
(in_root "${entrypoint[@]}" "${arguments[@]}") 2> "$work/refused"
code=$?
set -e
expect "the exit code without a key" 2 "$code"
grep -q "an API key is required" "$work/refused" || fail "the message without a key is wrong: $(cat "$work/refused")"

key=$(head -c 24 /dev/urandom | base64)
environment+=("PIXELGPT_API_KEY=$key")
(in_root "${entrypoint[@]}" "${arguments[@]}") &
studio=$!
started+=("$studio")
healthy=0
for _ in $(seq 60); do
    if (in_root "${entrypoint[@]}" studio --health) 2> /dev/null; then healthy=1 && break; fi
    kill -0 "$studio" || fail "the studio ended"
    sleep 0.5
done
expect "the health" 1 "$healthy"
expect "the user of the process" 1654 "$(stat -c %u "/proc/$studio")"
request=(curl -s -o "$work/answer" -w '%{http_code}' -H 'Content-Type: application/json' "http://127.0.0.1:$port/api/v1/completions"
    -d '{"model": "built-in", "palette": ["#ffffff", "#140c1c"], "prompt": {"width": 16, "height": 16, "pixels": [0, 1]}, "seed": 7}')
expect "the status without a key" 401 "$("${request[@]}")"
expect "the status with the key" 200 "$("${request[@]}" -H "X-Api-Key: $key")"
expect "the number of drawn pixels" 256 "$(jq '.completions[0].pixels | length' "$work/answer")"
expect "the status of the health on the public port" 404 "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/health/live")"
expect "the status of the health on the management port" 200 "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$((port + 1))/health/live")"

say "stop it"
kill -TERM "$studio"
set +e
wait "$studio"
code=$?
set -e
expect "the exit code after SIGTERM" 0 "$code"
say "done"
