using System.Text;
using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.IO;
using PixelGpt.Rendering;

namespace PixelGpt.Import;

/// <summary>Writes an imported data set to a folder that <c>--data</c> accepts, with a contact sheet and a picture of the palette.</summary>
public static class ImportedFolder
{
    /// <summary>Name of the contact sheet file.</summary>
    public const string SheetFile = "contact_sheet.png";

    /// <summary>Name of the palette picture file.</summary>
    public const string PaletteFile = "palette.png";

    private static readonly string[] Files = [TextFolderSource.PixelFile, SizesText.FileName, TextFolderSource.ColormapFile, DatasetManifest.FileName, SheetFile, PaletteFile];

    /// <summary>Checks that a data set can be written to a folder without losing other files.</summary>
    /// <param name="path">Path of the folder.</param>
    /// <param name="overwrite">Whether an imported data set in the folder may be replaced.</param>
    /// <exception cref="InputException">The folder contains files that would be lost.</exception>
    public static void CheckFree(string path, bool overwrite)
    {
        if (File.Exists(path)) throw new InputException($"{path}: this is a file; give a new folder");
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any()) return;
        bool isImported = File.Exists(Path.Combine(path, DatasetManifest.FileName));
        if (!overwrite) throw new InputException($"{path}: the folder is not empty; give a new one{(isImported ? ", or replace it with --overwrite" : "")}");
        string? other = Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).Order(StringComparer.Ordinal).FirstOrDefault(name => !Files.Contains(name));
        if (other is not null || !isImported) throw new InputException($"{path}: --overwrite only replaces an imported data set, but this folder contains {other ?? "none"}; give a new folder");
    }

    /// <summary>Writes a data set atomically.</summary>
    /// <param name="path">Path of the folder.</param>
    /// <param name="data">The data set.</param>
    /// <param name="report">Report of the import; null if the data set was not imported.</param>
    /// <returns>Paths of the files.</returns>
    /// <exception cref="FailureException">The folder cannot be written, for example because the disk is full.</exception>
    public static IReadOnlyList<string> Write(string path, SpriteDataset data, ImportReport? report)
    {
        ArgumentNullException.ThrowIfNull(data);
        AtomicFolder.Write(path, folder =>
        {
            AtomicFile.Write(Path.Combine(folder, TextFolderSource.PixelFile), stream => WriteSprites(stream, data));
            if (data.HasMixedSizes) SizesText.Write(folder, data[SpriteDataset.Train].Concat(data[SpriteDataset.Dev]).Concat(data[SpriteDataset.Test]));
            AtomicFile.WriteAllText(Path.Combine(folder, TextFolderSource.ColormapFile), data.Palette.ToColormapText());
            DatasetManifest.Write(folder, data, report?.ToJson());
            PngWriter.Write(Path.Combine(folder, SheetFile), Sheet(data));
            PngWriter.Write(Path.Combine(folder, PaletteFile), PalettePicture.Draw(data.Palette, $"{data.Name}: {data.Palette.Count} colours"));
        });
        return [.. Files.Where(file => file != SizesText.FileName || data.HasMixedSizes).Select(file => Path.Combine(path, file))];
    }

    private static void WriteSprites(Stream stream, SpriteDataset data)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        foreach (string split in (string[])[SpriteDataset.Train, SpriteDataset.Dev, SpriteDataset.Test])
        {
            foreach (Sprite sprite in data[split]) writer.WriteLine(string.Join(' ', sprite.Pixels.ToArray()));
        }
    }

    /// <summary>Draws sprites at even distances over all splits, so each split has a proportional part of the sheet.</summary>
    internal static PixelImage Sheet(SpriteDataset data)
    {
        Sprite[] all = [.. data[SpriteDataset.Train], .. data[SpriteDataset.Dev], .. data[SpriteDataset.Test]];
        int shown = Math.Min(all.Length, ContactSheet.MaxSprites);
        Sprite[] sample = [.. Enumerable.Range(0, shown).Select(i => all[(int)((long)i * all.Length / shown)])];
        string title = shown < all.Length ? $"{data.Name}: {shown} of {all.Length} sprites" : $"{data.Name}: {all.Length} sprites";
        return ContactSheet.Grid(sample, data.Palette, title);
    }
}
