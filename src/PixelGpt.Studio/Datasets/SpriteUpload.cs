using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.Models;
using PixelGpt.Pictures;
using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;

namespace PixelGpt.Studio.Datasets;

/// <summary>The sprites of an upload, as the studio would train on them.</summary>
/// <param name="Data">The data set. It has no test split, because the models that artists train for themselves are not published with figures.</param>
/// <param name="Report">The report of the import.</param>
/// <param name="Notes">What was left out, changed or guessed, one sentence each.</param>
internal sealed record SpriteUpload(SpriteDataset Data, ImportReport Report, IReadOnlyList<string> Notes)
{
    /// <summary>From this number of sprites on, a small model from random weights is as good as a fine-tuned one and is trained sooner, see <c>docs/results.md</c>.</summary>
    private const int ManySprites = 200;

    /// <summary>The fraction of the sprites that select the best epoch. With fewer than four sprites it is none.</summary>
    private static readonly SplitPlan Splits = SplitPlan.Parse("0.85,0.15,0");

    private static int MaxSide => PixelModel.BuiltIn.Config.Description.MaxImageSize;

    /// <summary>The number of sprites.</summary>
    public int Count => Sprites.Count();

    /// <summary>All sprites.</summary>
    public IEnumerable<Sprite> Sprites => Data[SpriteDataset.Train].Concat(Data[SpriteDataset.Dev]);

    /// <summary>The model to start from; null if training from random weights is better, or if the built-in model does not draw such large pictures.</summary>
    public string? From => Fits(Data) && Count < ManySprites ? ModelSource.BuiltInName : null;

    /// <summary>Why <see cref="From"/> was chosen.</summary>
    public string Reason => (From is not null
        ? "It starts from the built-in model, which already knows how sprites are drawn."
        : Fits(Data)
            ? "It starts from nothing, because so many pictures are enough, and draws in their colours only."
            : $"It starts from nothing, because the built-in model draws at most {MaxSide}×{MaxSide} pixels. This takes longer.")
        + (Data[SpriteDataset.Dev].Count is > 0 and var kept ? $" {kept} of the pictures {(kept == 1 ? "is" : "are")} kept aside to see how well it has learned." : "");

    /// <summary>Reads the pictures of an upload.</summary>
    /// <param name="name">The name of the data set.</param>
    /// <param name="files">The files.</param>
    /// <param name="cut">How sheets are cut.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <exception cref="InputException">A limit is exceeded, or there is no sprite to learn from.</exception>
    public static SpriteUpload Read(string name, IReadOnlyList<UploadFileBody> files, SheetCut cut, CancellationToken cancellationToken)
    {
        var upload = UnpackedUpload.Of(files);
        var notes = new List<string>(upload.Notes);
        if (upload.Pictures.Count == 0) throw new InputException($"there are no pictures in {(files.Count == 1 ? "this file" : "these files")}; choose pictures ({ReadableFormats.All.Names}), a folder of them or a zip file");
        var options = new ImportOptions { KeepSize = true, Formats = ReadableFormats.All, Splits = Splits };
        List<PictureFile> pictures = Check(upload.Pictures, cut, options.BackgroundColor, notes, cancellationToken);
        if (pictures.Count == 0) throw new InputException($"there is nothing to learn from: {notes[^1]}");
        (SpriteDataset data, ImportReport report) = Import(name, pictures, options, cut, cancellationToken);
        if (report.SuggestedBackground is { } background)
        {
            (data, report) = Import(name, pictures, options with { Background = background }, cut, cancellationToken);
            notes.Add($"The colour {background} in the corners was taken as the background.");
        }

        int cutSheets = pictures.Count(p => p.IsSheet);
        if (cutSheets > 0) notes.Add($"{(cutSheets == 1 ? "One sheet was" : $"{cutSheets} sheets were")} cut into sprites.");
        notes.AddRange(UploadNotes.Of(report));
        (data, int tooLarge) = WithoutTooLarge(data);
        if (tooLarge > 0) notes.Add($"{(tooLarge == 1 ? "One picture was" : $"{tooLarge} pictures were")} left out, because the built-in model draws at most {MaxSide}×{MaxSide} pixels.");
        return new SpriteUpload(data, report, notes);
    }

    private static (SpriteDataset Data, ImportReport Report) Import(string name, List<PictureFile> pictures, ImportOptions options, SheetCut cut, CancellationToken cancellationToken)
    {
        try
        {
            return SpriteImport.Run(name, pictures, options with { Cutter = cut.Cutter(options.BackgroundColor) }, progress: null, cancellationToken);
        }
        catch (InputException e)
        {
            throw new InputException(UploadNotes.Plain(e.Message), e);
        }
    }

    /// <summary>Reads each file within the limits, which are checked before pixels are decoded, and decides which ones are sheets.</summary>
    private static List<PictureFile> Check(IReadOnlyList<(string Name, byte[] Content)> files, SheetCut cut, Rgb background, List<string> notes, CancellationToken cancellationToken)
    {
        long left = UploadLimits.MaxPixels;
        int enlarged = 0;
        var pictures = new List<PictureFile>();
        foreach ((string name, byte[] content) in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                PictureContent picture = ReadableFormats.All.Read(content, name, new PictureLimits { MaxPixels = UploadLimits.MaxPixels });
                left -= picture.Frames.Sum(f => (long)f.Width * f.Height);
                if (picture.FrameCount > UploadLimits.MaxFrames) throw new InputException($"{name}: {picture.FrameCount} frames are more than {UploadLimits.MaxFrames}");
                byte[]? reduced = Reduced(picture);
                if (reduced is not null) enlarged++;
                pictures.Add(new PictureFile(name, cut.IsSheet(picture, background)) { Content = reduced ?? content });
            }
            catch (InputException e)
            {
                notes.Add($"Left out: {UploadNotes.Plain(e.Message)}.");
            }

            if (left < 0) throw new InputException($"the pictures have more than {UploadLimits.MaxPixels} pixels together; choose fewer, or use them at their original size");
        }

        if (enlarged > 0) notes.Add(enlarged == 1 ? "One enlarged picture was reduced to its original size." : $"{enlarged} enlarged pictures were reduced to their original size.");
        return pictures;
    }

    /// <summary>Returns an enlarged picture at its original size, as a PNG file; null if the picture is not enlarged. The import reduces only pictures that are too large for it.</summary>
    private static byte[]? Reduced(PictureContent picture)
    {
        if (picture.Frames is not [var frame]) return null;
        int scale = PixelScale.Of(frame);
        return scale > 1 && Math.Min(frame.Width, frame.Height) / scale >= SpriteDataset.MinMixedSide ? PngWriter.ToBytes(PixelScale.Reduce(frame, scale)) : null;
    }

    private static bool Fits(SpriteDataset data) => Math.Max(data.Width, data.Height) <= MaxSide;

    /// <summary>Leaves out sprites that are too large for the built-in model, if training can start from it and most are not.</summary>
    private static (SpriteDataset Data, int Removed) WithoutTooLarge(SpriteDataset data)
    {
        bool IsSmall(Sprite sprite) => Math.Max(sprite.Width, sprite.Height) <= MaxSide;
        int count = data.Splits.Sum(s => s.Value.Count), small = data.Splits.Sum(s => s.Value.Count(IsSmall));
        if (small == count || count >= ManySprites || 2 * small < count || !data[SpriteDataset.Train].Any(IsSmall)) return (data, 0);
        return (new SpriteDataset(data.Name, data.Palette, data.Splits.Select(s => new KeyValuePair<string, IReadOnlyList<Sprite>>(s.Key, [.. s.Value.Where(IsSmall)]))), count - small);
    }
}
