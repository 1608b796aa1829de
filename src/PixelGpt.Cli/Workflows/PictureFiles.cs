using PixelGpt.Cli.Hosting;

namespace PixelGpt.Cli.Workflows;

/// <summary>The files that are written for a picture.</summary>
/// <param name="Completions">One file per completion.</param>
/// <param name="Sheet">The contact sheet, which several pictures may share.</param>
internal sealed record PictureFiles(IReadOnlyList<string> Completions, string Sheet)
{
    /// <summary>Names the files.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="folder">The output folder; null to write next to the picture, with names that differ from its own.</param>
    /// <param name="samples">Number of completions.</param>
    /// <param name="suffix">Suffix of the names of files next to the picture.</param>
    public static PictureFiles For(string picture, string? folder, int samples, string suffix = "completed")
    {
        string name = Path.GetFileNameWithoutExtension(picture);
        string target = folder ?? Path.GetDirectoryName(picture)!;
        string stem = Path.Combine(target, folder is null ? $"{name}-{suffix}" : name);
        string[] completions = samples == 1 ? [stem + ".png"] : [.. Enumerable.Range(1, samples).Select(sample => $"{stem}-{sample}.png")];
        return new PictureFiles(completions, Path.Combine(target, folder is null ? name + "-candidates.png" : "side_by_side.png"));
    }

    /// <summary>Checks that no output file overwrites another one or a picture, and that the output folders can be written to.</summary>
    /// <exception cref="InputException">One does.</exception>
    /// <exception cref="FailureException">A folder cannot be written to.</exception>
    public static void Check(Session session, IReadOnlyList<string> pictures, IReadOnlyList<PictureFiles> files, PictureOutputs outputs)
    {
        string[] all = [.. pictures, .. files.Select(f => f.Sheet).Distinct(), .. files.SelectMany(f => f.Completions), .. outputs.Files];
        string? duplicate = all.GroupBy(Path.GetFullPath).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (duplicate is not null) throw new InputException($"{duplicate} would be overwritten; give another --out, or complete pictures with the same name separately");
        foreach (string folder in files.Select(f => Path.GetDirectoryName(Path.GetFullPath(f.Sheet))!).Distinct()) session.CheckWritable(folder);
    }
}
