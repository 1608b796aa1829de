using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace PixelGpt.Tests.Packaging;

/// <summary>A package that <c>dotnet pack</c> has written.</summary>
internal sealed class PackageFile : IDisposable
{
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly ZipArchive _archive;

    public PackageFile(string path)
    {
        _archive = ZipFile.OpenRead(path);
        Metadata = XDocument.Parse(Text(Names.Single(name => name.EndsWith(".nuspec", StringComparison.Ordinal)))).Root!.Elements().Single();
    }

    /// <summary>The paths of the files in the package.</summary>
    public IEnumerable<string> Names => _archive.Entries.Select(entry => entry.FullName);

    /// <summary>The element <c>metadata</c> of the nuspec file.</summary>
    public XElement Metadata { get; }

    /// <summary>Gets the text of an element of the metadata; an empty string if there is none.</summary>
    public string this[string element] => Element(element)?.Value ?? "";

    public void Dispose() => _archive.Dispose();

    /// <summary>Gets an element of the metadata, whatever its XML namespace is.</summary>
    public XElement? Element(string name) => Metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);

    public byte[] Bytes(string name)
    {
        using Stream stream = _archive.GetEntry(name)?.Open() ?? throw new InvalidOperationException($"the package has no {name}");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public string Text(string name) => Encoding.UTF8.GetString(Bytes(name)).TrimStart('\uFEFF').ReplaceLineEndings("\n");

    /// <summary>Returns the SourceLink JSON of a symbol file.</summary>
    public string SourceLink(string name)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(name)));
        MetadataReader reader = provider.GetMetadataReader();
        CustomDebugInformation link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation).Single(info => reader.GetGuid(info.Kind) == SourceLinkKind);
        return Encoding.UTF8.GetString(reader.GetBlobBytes(link.Value));
    }
}
