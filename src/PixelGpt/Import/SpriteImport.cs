using System.Runtime.InteropServices;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;

namespace PixelGpt.Import;

/// <summary>Converts pictures to a data set: cuts sheets, fits sizes, flattens transparency, chooses a palette and divides the sprites into splits.</summary>
public sealed class SpriteImport
{
    private readonly IReadOnlyList<PictureFile> _files;
    private readonly ImportOptions _options;
    private readonly Rgb _background;
    private readonly IProgress<SourceProgress>? _progress;
    private readonly CancellationToken _stop;
    private readonly PictureFileReader _reader;
    private readonly List<string> _notes = [];
    private readonly List<Rgb> _keyColors = [];
    private int _found;
    private int _blank;
    private int _duplicates;
    private long _madeOpaque;
    private long _madeTransparent;
    private long _joined;

    private SpriteImport(IReadOnlyList<PictureFile> files, ImportOptions options, IProgress<SourceProgress>? progress, CancellationToken stop)
    {
        (_files, _options, _progress, _stop) = (files, options, progress, stop);
        _background = options.BackgroundColor;
        _reader = new PictureFileReader(options.Formats, options.IsStrict);
    }

    /// <summary>Imports pictures.</summary>
    /// <param name="name">Name of the data set.</param>
    /// <param name="files">Picture files. Duplicates are dropped.</param>
    /// <param name="options">Options of the import.</param>
    /// <param name="progress">Receives the progress; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The data set and the report of the import.</returns>
    /// <exception cref="InputException">An option is invalid, a picture cannot be read or cut and the import is strict, no sprites remain, or the splits do not match their number.</exception>
    /// <exception cref="FailureException">A file cannot be read.</exception>
    public static (SpriteDataset Data, ImportReport Report) Run(
        string name, IReadOnlyList<PictureFile> files, ImportOptions options, IProgress<SourceProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new SpriteImport(files, options, progress, cancellationToken).Run(name);
    }

    private (SpriteDataset Data, ImportReport Report) Run(string name)
    {
        IPictureFitter fitter = _options.KeepSize ? new SizeKeeper() : MakeFitter();
        FlattenedImage[] pictures = ReadAll(fitter);
        CheckAnyRead(_found + (fitter.Skipped?.Count ?? 0) > 0);
        if (_found == 0 && fitter.Skipped is [var first, ..])
            throw new InputException($"no sprites remain: all {fitter.Skipped.Count} pictures have unsuitable sizes; {first.Path} has {first.Width}×{first.Height} pixels, {first.Reason}");
        Dictionary<Rgba, long> counts = Count(pictures);
        counts.Remove(default, out long backgroundPixels);
        var choice = PaletteChoice.Make([.. counts.Select(c => new ColorCount(c.Key.Rgb, c.Value))], backgroundPixels, _background, _options, _stop);
        (Sprite[] sprites, string?[] keys, string?[] given) = ToSprites(pictures, choice.Palette);

        // A group of all sprites cannot be divided, so it does not tell which sprites belong together.
        IReadOnlyList<string?>? groupKeys = keys.Distinct().Count() > 1 ? keys : null;
        IReadOnlyList<int[]> groups = NearDuplicates.FindGroups(sprites, _options.NearDuplicates, groupKeys, _progress, _stop);
        ((int train, int dev, int test), Sprite[][] splits) = Divide(sprites, groups, given);
        Sprite[] mirrored = _options.Flip ? MirroredCopies(splits[0]) : [];
        var data = new SpriteDataset(name, choice.Palette,
        [
            new(SpriteDataset.Train, [.. splits[0], .. mirrored]), new(SpriteDataset.Dev, splits[1]), new(SpriteDataset.Test, splits[2]),
        ]);
        return (data, new ImportReport
        {
            Files = _files.Count - _reader.Skipped.Count - _reader.Overviews,
            Found = _found,
            Blank = _blank,
            Duplicates = _duplicates,
            Sprites = sprites.Length,
            Mirrored = mirrored.Length,
            Reduced = fitter.Reduced,
            Resampled = fitter.Resampled,
            Centered = fitter.Centered,
            Skipped = fitter.Skipped,
            SkippedFiles = _reader.Skipped,
            Warnings = [.. _reader.Warnings, .. _notes],
            AnimatedFiles = _reader.Animated,
            Frames = _reader.Frames,
            LossyFiles = _reader.Lossy,
            Overviews = _reader.Overviews,
            MadeOpaque = _madeOpaque,
            MadeTransparent = _madeTransparent,
            JoinedBackground = _joined,
            SuggestedBackground = SuggestBackground(),
            Background = _background,
            Colors = choice,
            Groups = groups.Count(g => g.Length > 1),
            LargestGroup = groups.Max(g => g.Length),
            RequestedSizes = (train, dev, test),
            ActualSizes = (splits[0].Length, splits[1].Length, splits[2].Length),
        });
    }

    /// <summary>Divides the sprites into splits. Those that the pictures have are kept; missing ones are taken from train.</summary>
    private ((int Train, int Dev, int Test) Requested, Sprite[][] Splits) Divide(Sprite[] sprites, IReadOnlyList<int[]> groups, string?[] given)
    {
        int[]? Given(string split) => _files.Any(file => file.Split == split) ? [.. Enumerable.Range(0, sprites.Length).Where(i => given[i] == split)] : null;
        int[]? dev = Given(SpriteDataset.Dev), test = Given(SpriteDataset.Test);
        int[][] free = [.. groups.Select(group => group.Where(i => given[i] is null or SpriteDataset.Train).ToArray()).Where(group => group.Length > 0)];
        (int train, int devCount, int testCount) = _options.Splits.CountsFor(free.Sum(group => group.Length), dev?.Length, test?.Length);
        IReadOnlyList<int[]> divided = GroupSplitter.Split(free, [train, dev is null ? devCount : 0, test is null ? testCount : 0], _options.Seed);
        Sprite[] Pick(IEnumerable<int> indices) => [.. indices.Select(i => sprites[i])];
        return ((train, devCount, testCount), [Pick(divided[0]), Pick(dev ?? divided[1]), Pick(test ?? divided[2])]);
    }

    private SpriteFitter MakeFitter()
    {
        (int width, int height) = _options.Size ?? LargestSize();
        return new SpriteFitter(width, height, _options.Filter);
    }

    /// <summary>Returns the size that fits every picture after undoing its upscaling.</summary>
    private (int Width, int Height) LargestSize()
    {
        int width = 1, height = 1;
        bool isAnyRead = false;
        foreach (PictureFile file in Each("measuring pictures"))
        {
            if (Extract(file) is not { } cut) continue;
            isAnyRead = true;
            foreach (PixelImage sprite in cut.Sprites) (width, height) = (Math.Max(width, sprite.Width / cut.Scale), Math.Max(height, sprite.Height / cut.Scale));
            if (Math.Max(width, height) > ImportOptions.MaxInferredSide)
                throw new InputException($"{file.Path}: {width}×{height} pixels is unusually large for a sprite; {AdviceFor(cut, file)}give the size of the sprites, such as --size 20x20");
        }

        CheckAnyRead(isAnyRead);
        return width * height > 1 ? (width, height) : throw new InputException("every picture has a single colour, so the size of the sprites is unknown; give it, such as --size 20x20");
    }

    private FlattenedImage[] ReadAll(IPictureFitter fitter)
    {
        var seen = new HashSet<FlattenedImage>();
        var pictures = new List<FlattenedImage>();
        long pixels = 0;
        foreach (PictureFile file in Each("reading pictures"))
        {
            if (Extract(file) is not { } cut) continue;
            Describe(cut);
            int index = -1;
            foreach (PixelImage? fitted in fitter.Fit(cut, file.Path))
            {
                index++;
                if (fitted is null) continue;
                FlattenedImage picture = FlattenedImage.Of(fitted, _background, _options.Alpha, cut.HasTransparency, cut.Groups?[index], file.Split);
                _found++;
                if (picture.IsBlank)
                {
                    _blank++;
                    continue;
                }

                if (!seen.Add(picture))
                {
                    _duplicates++;
                    continue;
                }

                pixels += picture.Pixels.Length;
                pictures.Add(picture);
                DatasetLimits.Check(pictures.Count, pixels, file.Path);
            }
        }

        return [.. pictures];
    }

    /// <summary>Reads and cuts a file; returns null if it is skipped.</summary>
    private ExtractedSprites? Extract(PictureFile file) => _reader.Read(file.Path, picture => ExtractedSprites.Of(picture, file, _options), file.Content);

    /// <summary>Adds what is reported about a file.</summary>
    private void Describe(ExtractedSprites cut)
    {
        if (cut.Note is not null) _notes.Add(cut.Note);
        if (cut.KeyColor is { } color) _keyColors.Add(color);
        _joined += cut.Joined;
        foreach (PixelImage sprite in cut.Sprites)
        {
            foreach (Rgba pixel in sprite.Pixels)
            {
                if (pixel.A is 0 or 255) continue;
                if (_options.Alpha == AlphaRule.Blend || pixel.IsOpaque) _madeOpaque++;
                else _madeTransparent++;
            }
        }
    }

    /// <summary>Returns the colour of the corners of at least half of the files; null if there is none.</summary>
    private Rgb? SuggestBackground()
    {
        IGrouping<Rgb, Rgb>? most = _keyColors.GroupBy(c => c).MaxBy(g => g.Count());
        return most is not null && 2 * most.Count() >= _files.Count - _reader.Skipped.Count - _reader.Overviews ? most.Key : null;
    }

    /// <summary>Returns how to cut a file that is too large for a sprite, at the start of a sentence part.</summary>
    private static string AdviceFor(ExtractedSprites cut, PictureFile file)
    {
        string key = cut.KeyColor is { } color ? $"if the colour of its corners is the background, add --background {color.ToString()[1..]}; " : "";
        return file.IsSheet ? (key.Length > 0 ? $"{key}otherwise " : "") : $"if it is a sprite sheet, cut it with --tile WxH, such as --tile 16x16, or --gaps; {key}if it is one sprite, ";
    }

    private void CheckAnyRead(bool isAnyRead)
    {
        if (!isAnyRead && _files.Count > 0) throw new InputException($"no sprites remain: {_reader.DescribeSkipped()}");
    }

    private IEnumerable<PictureFile> Each(string what)
    {
        for (int i = 0; i < _files.Count; i++)
        {
            _stop.ThrowIfCancellationRequested();
            _progress?.Report(new SourceProgress(what, i, _files.Count));
            yield return _files[i];
        }
    }

    private static Dictionary<Rgba, long> Count(FlattenedImage[] pictures)
    {
        var counts = new Dictionary<Rgba, long>();
        foreach (FlattenedImage picture in pictures)
        {
            foreach (Rgba color in picture.Pixels) CollectionsMarshal.GetValueRefOrAddDefault(counts, color, out _)++;
        }

        return counts;
    }

    /// <summary>Converts pictures to palette indices. Pictures that become blank or identical to another one are dropped.</summary>
    /// <returns>The sprites, their groups, and the splits that their pictures have.</returns>
    private (Sprite[] Sprites, string?[] Groups, string?[] Splits) ToSprites(FlattenedImage[] pictures, Palette palette)
    {
        var nearest = new Dictionary<Rgb, int>();
        var seen = new HashSet<SpriteKey>();
        var sprites = new List<Sprite>();
        var keys = new List<string?>();
        var splits = new List<string?>();
        foreach (FlattenedImage picture in pictures)
        {
            int[] pixels = new int[picture.Pixels.Length];
            for (int i = 0; i < pixels.Length; i++)
            {
                Rgba pixel = picture.Pixels[i];
                if (pixel.A == 0) continue;
                if (!nearest.TryGetValue(pixel.Rgb, out pixels[i])) nearest[pixel.Rgb] = pixels[i] = palette.NearestDrawnIndex(pixel.Rgb);
            }

            var sprite = new Sprite(picture.Width, picture.Height, pixels);
            if (!pixels.AsSpan().ContainsAnyExcept(0)) _blank++;
            else if (!seen.Add(new SpriteKey(sprite))) _duplicates++;
            else
            {
                sprites.Add(sprite);
                keys.Add(picture.Group);
                splits.Add(picture.Split);
            }
        }

        return sprites.Count > 0 ? ([.. sprites], [.. keys], [.. splits]) : throw new InputException($"no sprites remain: all {_found} pictures are blank, that is, completely transparent or {_background}; check --background");
    }

    private static Sprite[] MirroredCopies(Sprite[] train)
    {
        HashSet<SpriteKey> seen = [.. train.Select(s => new SpriteKey(s))];
        return [.. train.Select(Mirror).Where(s => seen.Add(new SpriteKey(s)))];
    }

    private static Sprite Mirror(Sprite sprite)
    {
        int[] pixels = sprite.Pixels.ToArray();
        for (int y = 0; y < sprite.Height; y++) pixels.AsSpan(y * sprite.Width, sprite.Width).Reverse();
        return new Sprite(sprite.Width, sprite.Height, pixels);
    }
}
