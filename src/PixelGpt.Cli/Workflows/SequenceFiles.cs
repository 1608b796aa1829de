using PixelGpt.Imaging.Sequences;
using PixelGpt.Pictures;

namespace PixelGpt.Cli.Workflows;

/// <summary>The formats of files with several pictures. To add one, implement <see cref="ISequenceWriter"/> and add it to the list.</summary>
internal static class SequenceFiles
{
    private static readonly ISequenceWriter[] Writers = [new GifSequence(), new ApngSequence(), new AsepriteSequence(".aseprite"), new AsepriteSequence(".ase"), new SheetSequence(hasPositions: true), new SheetSequence(hasPositions: false)];

    /// <summary>The extensions with their meanings.</summary>
    public static string Kinds { get; } = string.Join(", ", Writers.Select(w => $"{w.Extension} ({w.Description})"));

    /// <summary>Returns the format of the extension of a file.</summary>
    /// <exception cref="InputException">The extension is unknown.</exception>
    public static ISequenceWriter Find(string path) =>
        Writers.FirstOrDefault(w => w.Extension.Equals(Path.GetExtension(path), StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"{path}: the extension of a file for several pictures must be one of {Kinds} (got '{Excerpt.Of(Path.GetExtension(path))}')");
}
