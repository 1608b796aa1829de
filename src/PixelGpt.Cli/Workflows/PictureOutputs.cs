using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Show;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Sequences;

namespace PixelGpt.Cli.Workflows;

/// <summary>How pictures are written, and the files that are written for all of them together.</summary>
internal sealed record PictureOutputs
{
    /// <summary>Milliseconds for which a candidate is shown in an animation.</summary>
    private const int CandidateMilliseconds = 500;

    /// <summary>The width and height of a pixel; null for the default of the command.</summary>
    public int? Scale { get; init; }

    /// <summary>Whether the background is transparent even if that of the prompt is not.</summary>
    public bool IsTransparent { get; init; }

    /// <summary>The files of all pictures.</summary>
    public IReadOnlyList<string> Saved { get; init; } = [];

    /// <summary>The animation of the drawing process; null for none.</summary>
    public string? Drawing { get; init; }

    /// <summary>All files that <see cref="Write"/> writes.</summary>
    /// <exception cref="InputException">The extension of a file is unknown.</exception>
    public IReadOnlyList<string> Files => [.. Saved.Append(Drawing).OfType<string>().SelectMany(path => SequenceFiles.Find(path).FilesOf(path))];

    /// <summary>Checks that no file is written twice.</summary>
    /// <param name="others">Other files that are written.</param>
    /// <exception cref="InputException">One is.</exception>
    public void CheckDistinct(IEnumerable<string> others)
    {
        string? duplicate = others.Concat(Files).GroupBy(Path.GetFullPath).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (duplicate is not null) throw new InputException($"{duplicate} would be written twice; give another name");
    }

    /// <summary>Writes the files.</summary>
    /// <param name="session">The session, to which losses are reported.</param>
    /// <param name="pictures">The pictures; those with the same group are consecutive.</param>
    /// <param name="defaultScale">The scale if none is given.</param>
    /// <returns>The files.</returns>
    public IReadOnlyList<string> Write(Session session, IReadOnlyList<OutputPicture> pictures, int defaultScale)
    {
        int scale = Scale ?? defaultScale;
        Rgb[] colors = [.. pictures.SelectMany(p => p.Palette.Colors).Distinct()];
        foreach (string path in Saved) WriteOne(session, path, Candidates(pictures) with { Scale = scale, Colors = colors });
        if (Drawing is null) return Files;
        if (pictures.Count > DrawingProcess.MaxPictures) session.WriteLine($"{Drawing}: shows the first {DrawingProcess.MaxPictures} of {DisplayFormat.Plural(pictures.Count, "picture")}");
        WriteOne(session, Drawing, DrawingProcess.Of([.. pictures.Select(p => (p.Image, p.Order))]) with { Scale = scale, Colors = colors });
        return Files;
    }

    private static PictureSequence Candidates(IReadOnlyList<OutputPicture> pictures)
    {
        var tags = new List<SequenceTag>();
        for (int first = 0, next; first < pictures.Count; first = next)
        {
            for (next = first + 1; next < pictures.Count && pictures[next].Group == pictures[first].Group;) next++;
            if (pictures[first].Group is { } name) tags.Add(new SequenceTag(name, first, next - 1));
        }

        return new PictureSequence([.. pictures.Select(p => new SequenceFrame(p.Name, p.Image, CandidateMilliseconds) { Drawn = p.Drawn })]) { Tags = tags };
    }

    private static void WriteOne(Session session, string path, PictureSequence sequence)
    {
        if (InputException.Within(path, () => SequenceFiles.Find(path).Write(path, sequence)) is { } note) session.WriteLine($"{path}: {note}");
    }
}
