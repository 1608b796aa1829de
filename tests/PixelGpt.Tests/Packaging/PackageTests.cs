using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PixelGpt.Imaging;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Packaging;

/// <summary>Inspects the packages that were packed: what a package page shows, symbols and contents.</summary>
public sealed partial class PackageTests
{
    private static readonly string Version = ProjectProperties.Value("Version"), Address = ProjectProperties.Value("ProjectAddress");

    [PackagesTheory]
    [InlineData("PixelGpt")]
    [InlineData("PixelGpt.Parquet")]
    [InlineData("PixelGpt.Mpi")]
    [InlineData("PixelGpt.Gpu")]
    [InlineData("PixelGpt.Cli")]
    public void The_metadata_is_complete(string id)
    {
        using PackageFile package = Open(id);
        Assert.Equal((id, Version, "MIT", Address), (package["id"], package["version"], package["license"], package["projectUrl"]));
        Assert.Contains("pixel-art", package["tags"].Split(' '));
        Assert.True(package["description"].Length > 40, "the description must say what the package does");
        Assert.NotEmpty(package["releaseNotes"]);
        Assert.Contains(package["releaseNotes"].ReplaceLineEndings("\n").Split('\n')[0], File.ReadAllText(Path.Combine(Checkout.Root, "CHANGELOG.md")), StringComparison.Ordinal);
        Assert.Equal(("git", Address), ((string?)package.Element("repository")!.Attribute("type"), (string?)package.Element("repository")!.Attribute("url")));
        Assert.Matches("^[0-9a-f]{40}$", (string?)package.Element("repository")!.Attribute("commit"));
        PixelImage image = PngReader.Read(package.Bytes(package["icon"]), package["icon"]);
        Assert.Equal((128, 128), (image.Width, image.Height));
    }

    [PackagesTheory]
    [InlineData("PixelGpt")]
    [InlineData("PixelGpt.Parquet")]
    [InlineData("PixelGpt.Mpi")]
    [InlineData("PixelGpt.Gpu")]
    [InlineData("PixelGpt.Cli")]
    public void All_links_of_the_readme_are_absolute(string id)
    {
        using PackageFile package = Open(id);
        MatchCollection links = Link().Matches(package.Text(package["readme"]));
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Uri.TryCreate(link.Groups[1].Value, UriKind.Absolute, out Uri? address) && address.Scheme == "https", link.Value));
        foreach (Match link in links)
        {
            if (FileOfVersion().Match(link.Groups[1].Value) is not { Success: true } file) continue;
            Assert.Equal($"v{Version}", file.Groups[1].Value);
            Assert.True(Path.Exists(Path.Combine(Checkout.Root, file.Groups[2].Value)), link.Value);
        }
    }

    [PackagesTheory]
    [InlineData("PixelGpt", "lib/net10.0/PixelGpt.dll")]
    [InlineData("PixelGpt.Parquet", "lib/net10.0/PixelGpt.Parquet.dll")]
    [InlineData("PixelGpt.Mpi", "lib/net10.0/PixelGpt.Mpi.dll")]
    [InlineData("PixelGpt.Gpu", "lib/net10.0/PixelGpt.Gpu.dll")]
    public void Symbols_refer_to_the_sources_of_the_commit(string id, string assembly)
    {
        using PackageFile package = Open(id), symbols = Open(id, "snupkg");
        Assert.Contains(assembly, package.Names);
        Assert.Contains(Path.ChangeExtension(assembly, ".xml"), package.Names);
        string commit = (string)package.Element("repository")!.Attribute("commit")!;
        JsonObject documents = JsonNode.Parse(symbols.SourceLink(Path.ChangeExtension(assembly, ".pdb")))!["documents"]!.AsObject();
        string raw = Address.Replace("https://github.com/", "https://raw.githubusercontent.com/", StringComparison.Ordinal);
        Assert.Equal($"{raw}/{commit}/*", (string?)documents.Single().Value);
    }

    [PackagesTheory]
    [InlineData("net10.0")]
    [InlineData("net8.0", "System.Text.Json")]
    public void The_library_has_no_dependencies_besides_the_strict_JSON_of_later_versions(string framework, params string[] names)
    {
        using PackageFile package = Open("PixelGpt");
        XElement group = package.Metadata.Descendants().Single(element => element.Name.LocalName == "group" && (string?)element.Attribute("targetFramework") == framework);
        Assert.Equal(names, group.Elements().Select(dependency => (string)dependency.Attribute("id")!));
    }

    [PackagesTheory]
    [InlineData("PixelGpt.Cli.cdx.json", "Spectre.Console", "SixLabors.ImageSharp", "Parquet.Net")]
    public void The_bill_of_materials_lists_the_packages_of_the_tool(string file, params string[] names)
    {
        JsonNode bill = JsonNode.Parse(File.ReadAllText(Path.Combine(PackagesTheoryAttribute.Folder!, file)))!;
        Assert.Equal(("CycloneDX", "PixelGpt.Cli", Version), ((string?)bill["bomFormat"], (string?)bill["metadata"]!["component"]!["name"], (string?)bill["metadata"]!["component"]!["version"]));
        string[] components = [.. bill["components"]!.AsArray().Select(component => (string)component!["name"]!)];
        Assert.All(names, name => Assert.Contains(name, components));
        Assert.DoesNotContain(components, name => name.Contains("Analyzers", StringComparison.Ordinal));
    }

    private static PackageFile Open(string id, string extension = "nupkg") => new(Path.Combine(PackagesTheoryAttribute.Folder!, $"{id}.{Version}.{extension}"));

    [GeneratedRegex(@"\]\((?!#)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^https://(?:github\.com/[^/]+/[^/]+/blob|raw\.githubusercontent\.com/[^/]+/[^/]+)/(v[^/]+)/([^#]+)")]
    private static partial Regex FileOfVersion();
}
