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
    private int _found;
    private int _blank;
    private int _duplicates;

    private SpriteImport(IReadOnlyList<PictureFile> files, ImportOptions options, IProgress<SourceProgress>? progress, CancellationToken stop)
    {
        (_files, _options, _progress, _stop) = (files, options, progress, stop);
        _background = options.BackgroundColor;
        _reader = new PictureFileReader(options.IsStrict);
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
        var choice = PaletteChoice.Make(Count(pictures), _background, _options, _stop);
        Sprite[] sprites = ToSprites(pictures, choice.Palette);
        IReadOnlyList<int[]> groups = NearDuplicates.FindGroups(sprites, _options.NearDuplicates, _progress, _stop);
        (int train, int dev, int test) = _options.Splits.CountsFor(sprites.Length);
        Sprite[][] splits = [.. GroupSplitter.Split(groups, [train, dev, test], _options.Seed).Select(split => split.Select(i => sprites[i]).ToArray())];
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
            Warnings = [.. _reader.Warnings],
            Overviews = _reader.Overviews,
            Background = _background,
            Colors = choice,
            Groups = groups.Count(g => g.Length > 1),
            LargestGroup = groups.Max(g => g.Length),
            RequestedSizes = (train, dev, test),
            ActualSizes = (splits[0].Length, splits[1].Length, splits[2].Length),
        });
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
                throw new InputException($"{file.Path}: {width}×{height} pixels is unusually large for a sprite; give the size of the sprites, such as --size 20x20");
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
            foreach (PixelImage fitted in fitter.Fit(cut, file.Path))
            {
                var picture = FlattenedImage.Of(fitted, _background, _options.Alpha);
                _found++;
                if (picture.IsBlank(_background))
                {
                    _blank++;
                    continue;
                }

                if (!seen.Add(picture))
                {
                    _duplicates++;
                    continue;
                }

                pixels += picture.Colors.Length;
                pictures.Add(picture);
                DatasetLimits.Check(pictures.Count, pixels, file.Path);
            }
        }

        return [.. pictures];
    }

    /// <summary>Reads and cuts a file; returns null if it is skipped.</summary>
    private ExtractedSprites? Extract(PictureFile file) => _reader.Read(file.Path, picture => ExtractedSprites.Of(picture, file, _options.Cutter));

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

    private static ColorCount[] Count(FlattenedImage[] pictures)
    {
        var counts = new Dictionary<Rgb, long>();
        foreach (FlattenedImage picture in pictures)
        {
            foreach (Rgb color in picture.Colors) CollectionsMarshal.GetValueRefOrAddDefault(counts, color, out _)++;
        }

        return [.. counts.Select(c => new ColorCount(c.Key, c.Value))];
    }

    /// <summary>Converts pictures to palette indices. Pictures that become blank or identical to another one are dropped.</summary>
    private Sprite[] ToSprites(FlattenedImage[] pictures, Palette palette)
    {
        var nearest = new Dictionary<Rgb, int>();
        var seen = new HashSet<SpriteKey>();
        var sprites = new List<Sprite>();
        foreach (FlattenedImage picture in pictures)
        {
            int[] pixels = new int[picture.Colors.Length];
            for (int i = 0; i < pixels.Length; i++)
            {
                Rgb color = picture.Colors[i];
                if (!nearest.TryGetValue(color, out pixels[i])) nearest[color] = pixels[i] = palette.NearestIndex(color);
            }

            var sprite = new Sprite(picture.Width, picture.Height, pixels);
            if (!pixels.AsSpan().ContainsAnyExcept(0)) _blank++;
            else if (!seen.Add(new SpriteKey(sprite))) _duplicates++;
            else sprites.Add(sprite);
        }

        return sprites.Count > 0 ? [.. sprites] : throw new InputException($"no sprites remain: all {_found} pictures are blank, that is, completely transparent or {_background}; check --background");
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
