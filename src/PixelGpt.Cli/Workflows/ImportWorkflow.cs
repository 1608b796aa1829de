using System.Text.Json.Nodes;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Data;
using PixelGpt.Import;

namespace PixelGpt.Cli.Workflows;

/// <summary>Imports pictures as a data set and prints a summary.</summary>
internal static class ImportWorkflow
{
    private const int MaxShown = 3;
    private const string InDatasetJson = ", see dataset.json";

    /// <summary>Imports the pictures, writes the data set and prints a summary.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Session session, IReadOnlyList<PictureFile> files, int macFiles, ImportOptions options, string folder)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        (SpriteDataset data, ImportReport report) = await SourceDisplay.RunAsync(
            session, progress => Task.Run(() => SpriteImport.Run(name, files, options, progress, session.CancellationToken), session.CancellationToken));
        report = report with { MacFiles = macFiles };
        IReadOnlyList<string> written = ImportedFolder.Write(folder, data, report);
        JsonObject json = report.ToJson();
        json["width"] = data.Width;
        json["height"] = data.Height;
        if (data.HasMixedSizes) json["mixed_sizes"] = true;
        json["splits"] = new JsonObject { ["train"] = data[SpriteDataset.Train].Count, ["dev"] = data[SpriteDataset.Dev].Count, ["test"] = data[SpriteDataset.Test].Count };
        json["checksum"] = data.Checksum();
        json["folder"] = folder;
        json["files_written"] = new JsonArray([.. written.Select(f => (JsonNode)f)]);
        session.WriteResult(json, () =>
        {
            foreach (string line in Lines(data, report, options)) session.WriteLine(line);
            session.WriteLine($"written    {string.Join(", ", written)}");
            session.WriteLine($"Next: pixelgpt train --data {DisplayFormat.Argument(folder)}");
        });
        return ExitCode.Success;
    }

    private static IEnumerable<string> Lines(SpriteDataset data, ImportReport report, ImportOptions options)
    {
        yield return $"sprites    {report.Sprites} of {data.SizeText()} pixels from {report.Found} in {report.Files} files; dropped: {report.Blank} blank, {report.Duplicates} duplicates";
        if (report.Reduced + report.Resampled + report.Centered > 0)
            yield return $"size       {report.Reduced} enlarged pictures reduced by their scale, {report.Resampled} resized with the {options.Filter.Name} filter, {report.Centered} smaller ones centred";
        if (report.Skipped is { Count: > 0 } skipped)
            yield return $"skipped    {DisplayFormat.Plural(skipped.Count, "picture")}: {Excerpt.FirstOf([.. skipped.Select(s => $"{s.Path} ({s.Width}×{s.Height}, {s.Reason})")], MaxShown, InDatasetJson)}";
        if (report.SkippedFiles.Count > 0)
            yield return $"skipped    {DisplayFormat.Plural(report.SkippedFiles.Count, "file")}: {Excerpt.FirstOf(report.SkippedFiles, MaxShown, InDatasetJson)}";
        if (DisplayFormat.Ignored(report.MacFiles, report.Overviews) is { } ignored) yield return $"ignored    {ignored}";
        if (report.AnimatedFiles > 0) yield return $"frames     {report.Frames} frames of {DisplayFormat.Plural(report.AnimatedFiles, "file")}; those of one file stay in one split";
        if (report.LossyFiles > 0) yield return $"lossy      {DisplayFormat.Lossy(report.LossyFiles)}";
        if (report.Warnings.Count > 0) yield return $"warning    {Excerpt.FirstOf(report.Warnings, MaxShown, InDatasetJson)}";

        if (report.MadeOpaque + report.MadeTransparent > 0) yield return $"alpha      {DescribeAlpha(report, options)}";
        yield return $"palette    {report.Colors.Describe()}; background {report.Background}{(report.Colors.HasDrawnBackgroundColor ? ", kept apart from drawn pixels of this colour" : "")}";
        if (report.Colors.BecameBackground > 0)
            yield return $"           {report.Colors.BecameBackground} drawn pixels became background, because their nearest colour is {report.Background}; another --background keeps them";
        if (report.JoinedBackground > 0)
            yield return $"           {report.JoinedBackground} pixels joined the background, because their colours are within ΔE {OpaqueBackground.Tolerance} of it";
        if (report.SuggestedBackground is { } suggested)
            yield return $"hint       the pictures have the colour {suggested} in their corners; if it is their background, import them with --background {suggested.ToString()[1..]}";
        yield return $"splits     {report.ActualSizes.Train} train, {report.ActualSizes.Dev} dev, {report.ActualSizes.Test} test; {NearDuplicates(report)}";
        if (report.ActualSizes.Test == 0)
            yield return $"           no sprites are left for test: complete uses {(report.ActualSizes.Dev > 0 ? "dev" : "train")} instead, and evaluate too; with more pictures, or --splits, there is a test split";
        if (report.Mirrored > 0) yield return $"mirrored   {report.Mirrored} mirrored copies added to train";
        if (report.ActualSizes != report.RequestedSizes)
            yield return $"           requested: {report.RequestedSizes.Train}, {report.RequestedSizes.Dev} and {report.RequestedSizes.Test}; near-duplicates always go to the same split (see --near)";
    }

    private static string DescribeAlpha(ImportReport report, ImportOptions options) => options.Alpha == AlphaRule.Blend
        ? $"{report.MadeOpaque} semi-transparent pixels were blended with the background"
        : $"{report.MadeOpaque + report.MadeTransparent} semi-transparent pixels: {report.MadeOpaque} became opaque, {report.MadeTransparent} background (see --alpha)";

    private static string NearDuplicates(ImportReport report) => report.Groups == 0
        ? "no near-duplicates"
        : $"{report.Groups} groups of near-duplicates, each in one split; the largest has {report.LargestGroup} sprites";
}
