#!/usr/bin/env bash
# Runs the mutation tests of one part of the library: generation, data or numerics. The report is written to artifacts/mutation/PART/report.
# Stryker instruments every file of a project, which takes minutes for the whole library, so a small project is made of the files
# of the part, the layers below it and the tests of it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
part=${1:-}
below=(Excerpt.cs FailureException.cs InputException.cs PixelGptException.cs)
case "$part" in
    generation)
        sources=("${below[@]}" Generation/Sampling/{Distribution,ILogitsProcessor,*Processor}.cs Numerics/NonFinite.cs Numerics/Random/*.cs)
        tests=(Generation/{Distribution,SamplingRule}Tests.cs)
        mutate='"**/Distribution.cs", "**/*Processor.cs"'
        ;;
    data)
        sources=(./*.cs {Numerics,IO,Formats,Imaging,Data}/**/*.cs)
        tests=(Data/{Palette,SequenceViews,SplitPlan,Sprite,SpriteDataset}Tests.cs Infrastructure/TemporaryFolder.cs)
        mutate='"**/Palette.cs", "**/SplitPlan.cs", "**/Sprite.cs", "**/SpriteDataset.cs", "**/SequenceViews.cs"'
        ;;
    numerics)
        sources=(./*.cs Numerics/**/*.cs)
        tests=(Numerics/{NonFinite,PhiloxRandom,WorkerPool}Tests.cs Numerics/LinearAlgebra/*.cs)
        mutate='"**/NonFinite.cs", "**/PhiloxRandom.cs", "**/LinearAlgebra/*.cs"'
        ;;
    *)
        echo "error: the part must be generation, data or numerics (got '$part')" >&2
        exit 2
        ;;
esac

shopt -s globstar nullglob
work=$root/artifacts/mutation/$part
rm -rf "$work/part" "$work/tests"
mkdir -p "$work/part" "$work/tests"
# Copies files with their folders; patterns are expanded here, where they exist.
copy() {
    local from=$1 to=$2
    shift 2
    (cd "$from" && for pattern in "$@"; do for file in $pattern; do
        case "$file" in */obj/* | */bin/*) continue ;; esac
        install -D -m 644 "$file" "$to/$file"
    done; done)
}
copy "$root/src/PixelGpt" "$work/part" "${sources[@]}"
copy "$root/tests/PixelGpt.Tests" "$work/tests" "${tests[@]}"
# Stryker cannot select mutants in tests of xunit.v3 (stryker-net issue 3117), so the same files are compiled with xunit 2.
version() { sed -n "s:.*Include=\"$1\" Version=\"\([^\"]*\)\".*:\1:p" "$root/Directory.Packages.props"; }
common='<TargetFramework>net10.0</TargetFramework><LangVersion>14</LangVersion><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><AllowUnsafeBlocks>true</AllowUnsafeBlocks><InvariantGlobalization>true</InvariantGlobalization>'
for file in Directory.Build.props Directory.Build.targets Directory.Packages.props; do echo '<Project />' > "$work/$file"; done
cat > "$work/part/Part.csproj" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>$common</PropertyGroup>
  <ItemGroup><InternalsVisibleTo Include="Tests" /></ItemGroup>
</Project>
EOF
cat > "$work/tests/Tests.csproj" <<EOF
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>$common</PropertyGroup>
  <ItemGroup>
    <PackageReference Include="FsCheck" Version="$(version FsCheck)" />
    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="$(version Microsoft.NET.Test.Sdk)" />
    <PackageReference Include="xunit" Version="2.9.3" />
    <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
    <ProjectReference Include="../part/Part.csproj" />
    <Using Include="Xunit" />
  </ItemGroup>
</Project>
EOF
cat > "$work/tests/stryker-config.json" <<EOF
{
  "stryker-config": {
    "project": "Part.csproj",
    "mutate": [$mutate],
    "coverage-analysis": "perTest",
    "concurrency": 1,
    "additional-timeout": 20000,
    "reporters": ["json", "cleartext", "html"]
  }
}
EOF
(cd "$root" && dotnet tool restore)
cd "$work/tests"
# The tool is found in .config of a folder above: artifacts is below the root of the repository.
nice -n 19 dotnet build -v quiet
# Stryker asks "dotnet --info" where the SDK is, and waits only some seconds for it, which is too short at low priority on a busy machine.
export DOTNET_INFO_WAIT_TIME=300000
nice -n 19 dotnet stryker --output "$work/report" "${@:2}"
