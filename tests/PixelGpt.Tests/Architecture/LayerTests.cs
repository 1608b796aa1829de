using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using PixelGpt.Cli.Hosting;
using PixelGpt.Data;
using PixelGpt.Pictures;
using PixelGpt.Studio;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Architecture;

public sealed class LayerTests
{
    public static TheoryData<string> Projects => ["PixelGpt", "PixelGpt.Pictures", "PixelGpt.Parquet", "PixelGpt.Mpi", "PixelGpt.Gpu", "PixelGpt.Studio", "PixelGpt.Cli"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_folder_uses_only_the_folders_below_it(string project)
    {
        (System.Reflection.Assembly assembly, LayerMap map) = Find(project);
        var violations = new SortedSet<string>(StringComparer.Ordinal);
        foreach (IType type in new ArchLoader().LoadAssembly(assembly).Build().Types)
        {
            if (LayerOf(map, type) is not { } from) continue;
            foreach (IType target in type.Dependencies.Select(d => d.Target))
            {
                // Generic parameters are skipped: the loader assigns those with the same name to the wrong declaring type.
                if (target is GenericParameter) continue;
                if (LayerOf(map, target) is { } to && !map.Allows(from, to)) violations.Add($"{from} -> {to}: {type.FullName} uses {target.FullName}");
            }
        }

        Assert.True(violations.Count == 0, $"{violations.Count} dependencies point upwards:\n{string.Join('\n', violations)}");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_layer_exists(string project)
    {
        (System.Reflection.Assembly assembly, LayerMap map) = Find(project);
        string[] found = [.. assembly.GetTypes().Where(t => t.Namespace is not null && t.Namespace.StartsWith("PixelGpt", StringComparison.Ordinal)).Select(t => map.LayerOf(t.Namespace!)).OfType<string>().Distinct()];
        Assert.Equal(map.Layers.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_file_is_in_the_folder_of_its_layer(string project)
    {
        (_, LayerMap map) = Find(project);
        string folder = Path.Combine(Checkout.Root, "src", project);
        foreach (string file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            string[] parts = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar);

            // The folder Compatibility is compiled for .NET 8 only.
            if (parts[0] is "obj" or "bin" or "Compatibility") continue;
            string? declared = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal));
            if (declared is null) continue;
            string expected = parts.Length == 1 ? LayerMap.Root : parts[0];
            Assert.True(map.LayerOf(declared["namespace ".Length..].TrimEnd(';')) == expected, $"{file}: {declared} does not match its folder");
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_architecture_page_lists_exactly_these_layers(string project)
    {
        (_, LayerMap map) = Find(project);
        string page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "architecture.md"));
        string line = $"{project}: {string.Join(" < ", map.Layers)}";
        Assert.Contains(line, page.Split('\n'));
    }

    private static string? LayerOf(LayerMap map, IType type) =>
        type.Namespace?.FullName is { Length: > 0 } name && name.StartsWith("PixelGpt", StringComparison.Ordinal) ? map.LayerOf(name) : null;

    private static (System.Reflection.Assembly Assembly, LayerMap Map) Find(string project) => project switch
    {
        "PixelGpt" => (typeof(Palette).Assembly, LayerMap.Library),
        "PixelGpt.Parquet" => (typeof(PixelGpt.Parquet.ParquetSource).Assembly, LayerMap.Parquet),
        "PixelGpt.Mpi" => (typeof(PixelGpt.Mpi.MpiGroup).Assembly, LayerMap.Mpi),
        "PixelGpt.Gpu" => (typeof(PixelGpt.Gpu.Devices.GpuDevices).Assembly, LayerMap.Gpu),
        "PixelGpt.Pictures" => (typeof(ImageSharpSetup).Assembly, LayerMap.Pictures),
        "PixelGpt.Studio" => (typeof(StudioServer).Assembly, LayerMap.Studio),
        _ => (typeof(ExitCode).Assembly, LayerMap.CommandLine),
    };
}
