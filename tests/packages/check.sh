#!/usr/bin/env bash
# Uses the packed library as a new user would: runs the samples and the notebook, compiles the programs of the documentation, and compares
# the results of the library with .NET 8, .NET 10 and native AOT, which needs clang and the headers of zlib.
# Usage: check.sh PACKAGES, a folder with the package PixelGpt. Nothing is written outside of a temporary folder.
set -euo pipefail
packages=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
repository=$PWD

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Copies, so that neither files of this repository nor packages and programs of an earlier check are used.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tests"
cp -r samples "$work/samples"
cp -r tests/packages "$work/tests/packages"
ln -s "$packages" "$work/packages"
export NUGET_PACKAGES="$work/nuget" DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Runs a sample with arguments, and checks that its output contains the expected text.
run_sample() {
    local expected=$1 output
    shift
    printf -- '-- dotnet run %s\n' "$*"
    output=$(cd "$work/samples" && dotnet run "$@") || fail "samples/$1 failed: $output"
    printf '%s\n' "$output"
    grep -qF "$expected" <<< "$output" || fail "samples/$1 must print '$expected'"
}

run_sample "wrote creature-1.png to creature-8.png" train.cs 1
run_sample "wrote planet-1.png to planet-4.png" own-source.cs 1
run_sample "wrote symmetric-1.png to symmetric-4.png" own-sampler.cs
run_sample "200: a picture of 20×20 pixels" endpoint.cs -- --check
run_sample " turns with " game.cs -- --seed 7 --demo
for picture in creature-1 creature-8 planet-1 planet-4 symmetric-1 symmetric-4; do
    [ -s "$work/samples/$picture.png" ] || fail "the samples did not write $picture.png, or left it empty"
done

# The notebook, with the library of the package where its build is expected, and one epoch of training.
if ! command -v dotnet-interactive > /dev/null; then
    dotnet tool install Microsoft.dotnet-interactive --version 1.0.712001 --tool-path "$work/tools" > "$work/tools.txt" \
        || fail "dotnet-interactive could not be installed, which runs the notebook: $(cat "$work/tools.txt")"
    PATH="$work/tools:$PATH"
fi
printf -- '-- samples/notebooks/first-model.ipynb\n'
mkdir -p "$work/src/PixelGpt/bin/Release"
cp -r "$NUGET_PACKAGES"/pixelgpt/*/lib/net10.0 "$work/src/PixelGpt/bin/Release"
sed -i 's/const int Epochs = [0-9]*;/const int Epochs = 1;/' "$work/samples/notebooks/first-model.ipynb"
(cd "$work/samples/notebooks" && dotnet run run.cs -- first-model.ipynb) || fail "samples/notebooks/first-model.ipynb failed, see above"

# The C# programs of the documentation, each as the Program.cs of a new project; library.md begins with the usings of its programs.
dotnet new console -o "$work/MyGame" > /dev/null
cp "$work/samples/Directory.Build.props" "$work/MyGame"
cd "$work/MyGame"
dotnet add package PixelGpt --source "$packages" > "$work/add.txt" || fail "the package could not be added to a new project: $(cat "$work/add.txt")"
# Builds the Program.cs of the folder; warnings are errors, because who pastes a program should see none.
build_program() {
    printf -- '-- dotnet build, with %s\n' "$1"
    dotnet build --no-restore -v quiet -nologo -warnaserror > "$work/build.txt" || fail "$1 does not compile with the package: $(cat "$work/build.txt")"
}
# Writes the C# blocks of a page to PREFIX0.cs, PREFIX1.cs and so on.
csharp_blocks() {
    awk -v prefix="$2" '/^```csharp$/ { file = prefix n++ ".cs"; next } /^```$/ { file = "" } file { print > file }' "$1"
}
csharp_blocks "$repository/README.md" "$work/readme-"
csharp_blocks "$repository/docs/library.md" "$work/library-"
cp "$work/readme-0.cs" Program.cs
build_program "the program of README.md"
dotnet run --no-build
[ -s creature-4.png ] || fail "the program of README.md did not write creature-4.png, or left it empty"
mv "$work/library-0.cs" Usings.cs
for program in "$work"/library-*.cs; do
    cp "$program" Program.cs
    build_program "program $(basename "$program" .cs | tr -dc 0-9) of docs/library.md"
done
rm Program.cs Usings.cs
cp "$repository"/tests/PixelGpt.Extensions/Own*.cs .
printf 'PixelGpt.Models.Families.ModelFamily.Register(new OwnIdeas.OwnFamily());\n' > Program.cs
build_program "the files of docs/extending.md"

# Native AOT has the 128-bit kernels, as the JIT does without AVX2.
printf -- '-- dotnet publish first-picture.cs, native AOT\n'
cd "$work/samples"
dotnet publish first-picture.cs -o "$work/aot" > "$work/publish.txt" || fail "samples/first-picture.cs cannot be compiled with native AOT: $(cat "$work/publish.txt")"
mkdir "$work/native" "$work/jit"
printf '%s bytes\n' "$(stat -c %s "$work/aot/first-picture")"
(cd "$work/native" && "$work/aot/first-picture")
(cd "$work/jit" && DOTNET_EnableAVX2=0 dotnet run "$work/samples/first-picture.cs")
cmp "$work/native/first-picture.png" "$work/jit/first-picture.png" || fail "native AOT must draw the same picture as the JIT"

cd "$work/tests/packages"
for framework in net8.0 net10.0; do
    printf -- '-- the library with %s\n' "$framework"
    dotnet run -c Release --framework "$framework" > "$work/$framework.txt"
    cat "$work/$framework.txt"
done
diff "$work/net8.0.txt" "$work/net10.0.txt" || fail "the library must compute the same with .NET 8 and .NET 10"
