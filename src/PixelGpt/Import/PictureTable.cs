using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Data.Sources;

namespace PixelGpt.Import;

/// <summary>Makes a data set of tables whose rows have pictures, one table per split, such as those of the Hugging Face hub. The pictures are converted as by an import.</summary>
internal static class PictureTable
{
    private const int MaxShown = 3;

    /// <summary>Makes a data set.</summary>
    /// <param name="name">Name of the data set.</param>
    /// <param name="given">The splits of the tables.</param>
    /// <param name="pictures">For each picture, its split, its place in messages and its bytes.</param>
    /// <param name="options">Size, splits and palette.</param>
    /// <param name="progress">Receives the progress; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The data set; its notes say what was changed.</returns>
    /// <exception cref="InputException">No picture can be read, or an option does not fit.</exception>
    public static SpriteDataset ToDataset(
        string name, GivenSplits given, IEnumerable<(string Split, string Where, ReadOnlyMemory<byte> Content)> pictures, SourceOptions options, IProgress<SourceProgress>? progress, CancellationToken cancellationToken)
    {
        PictureFile[] files = [.. pictures.Select(p => new PictureFile(p.Where, IsSheet: false) { Content = p.Content, Split = p.Split })];
        var import = new ImportOptions { Formats = options.Formats, Size = options.Size, Splits = options.Splits ?? SplitPlan.Default, Palette = options.Colormap is { } file ? PaletteFile.Load(file) : null };
        (SpriteDataset data, ImportReport report) = SpriteImport.Run(name, files, import, progress, cancellationToken);
        int train = given.All.Count() == 1 ? report.Sprites : report.ActualSizes.Train + (given.Dev is null ? report.ActualSizes.Dev : 0) + (given.Test is null ? report.ActualSizes.Test : 0);
        string? splits = given.Describe(options.Splits is not null, train, report.ActualSizes);
        return data.WithNotes([.. Describe(report), .. splits is null ? [] : (string[])[splits]]);
    }

    private static IEnumerable<string> Describe(ImportReport report)
    {
        PaletteChoice colors = report.Colors;
        yield return $"{report.Sprites} sprites of {report.Found} pictures were converted; the palette has {colors.Describe()}; background {report.Background}";
        if (report.Blank + report.Duplicates > 0) yield return $"dropped: {report.Blank} blank and {report.Duplicates} duplicate pictures";
        if (report.Reduced + report.Resampled + report.Centered > 0)
            yield return $"sizes: {report.Reduced} enlarged pictures were reduced by their scale, {report.Resampled} resized, {report.Centered} smaller ones centred (see --size)";
        if (report.MadeOpaque + report.MadeTransparent > 0) yield return $"{report.MadeOpaque + report.MadeTransparent} semi-transparent pixels: {report.MadeOpaque} became opaque, {report.MadeTransparent} background";
        if (colors.BecameBackground + report.JoinedBackground > 0) yield return $"{colors.BecameBackground + report.JoinedBackground} drawn pixels became background, because their colour is that of the background or nearest to it";
        if (report.SkippedFiles.Count > 0) yield return $"{report.SkippedFiles.Count} pictures were skipped: {Excerpt.FirstOf(report.SkippedFiles, MaxShown)}";
        if (report.Warnings.Count > 0) yield return $"{report.Warnings.Count} pictures with warnings: {Excerpt.FirstOf(report.Warnings, MaxShown)}";
        if (report.LossyFiles > 0) yield return $"{report.LossyFiles} pictures with lossy compression (JPEG, some WebP and TIFF): their colours are blurred";
        if (report.Overviews > 0) yield return $"{report.Overviews} overviews drawn by PixelGpt were ignored";
        if (report.SuggestedBackground is { } corner) yield return $"the pictures have the colour {corner} in their corners; if it is their background, import them with 'pixelgpt data import' and --background {corner.ToString()[1..]}";
    }
}
