#!/usr/bin/env bash
# Makes a base image of Debian with the .NET runtime of this machine and the user app, for registry.py. Usage, as root: debian-base.sh FOLDER
set -euo pipefail
folder=${1:?FOLDER is required}
mkdir -p "$folder"
root=${DEBIAN_ROOT:-$folder/root}
if [ ! -d "$root" ]; then debootstrap --variant=minbase --include=ca-certificates,libssl3,libstdc++6 bookworm "$root" > "$folder/debootstrap.log"; fi
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p "$root/usr/share/dotnet" "$root/home/app"
cp -a "$dotnet/dotnet" "$dotnet/host" "$dotnet/shared" "$root/usr/share/dotnet/"
ln -sf ../share/dotnet/dotnet "$root/usr/bin/dotnet"
grep -q '^app:' "$root/etc/passwd" || echo 'app:x:1654:1654::/home/app:/usr/sbin/nologin' >> "$root/etc/passwd"
chown 1654:1654 "$root/home/app"

digest() { sha256sum "$1" | cut -d ' ' -f 1; }
tar -cf "$folder/layer.tar" --numeric-owner --one-file-system --exclude=./var/cache --exclude='./proc/*' --exclude='./sys/*' -C "$root" .
content=$(digest "$folder/layer.tar")
gzip -1 "$folder/layer.tar"
layer=$(digest "$folder/layer.tar.gz")
mv "$folder/layer.tar.gz" "$folder/sha256:$layer"
jq -n --arg content "sha256:$content" '{
    architecture: "amd64", os: "linux", config: {Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "APP_UID=1654"]},
    rootfs: {type: "layers", diff_ids: [$content]}}' > "$folder/config.json"
config=$(digest "$folder/config.json")
size=$(stat -c %s "$folder/config.json")
mv "$folder/config.json" "$folder/sha256:$config"
jq -n --arg config "sha256:$config" --argjson size "$size" --arg layer "sha256:$layer" --argjson layer_size "$(stat -c %s "$folder/sha256:$layer")" '{
    schemaVersion: 2, mediaType: "application/vnd.docker.distribution.manifest.v2+json",
    config: {mediaType: "application/vnd.docker.container.image.v1+json", digest: $config, size: $size},
    layers: [{mediaType: "application/vnd.docker.image.rootfs.diff.tar.gzip", digest: $layer, size: $layer_size}]}' > "$folder/manifest.json"
