using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data;

/// <summary>
/// A data set: sprites with one palette, in named splits (<c>train</c>, <c>dev</c>, <c>test</c>). The sprites have one size, or
/// mixed sizes of 8×8 to 64×64 pixels. The constructors check every pixel against the palette, so other code does not have to.
/// </summary>
public sealed class SpriteDataset
{
    /// <summary>Name of the split that models are trained on.</summary>
    public const string Train = "train";

    /// <summary>Name of the split that settings are chosen on.</summary>
    public const string Dev = "dev";

    /// <summary>Name of the split for the final evaluation.</summary>
    public const string Test = "test";

    /// <summary>Minimum width and height of a sprite in a data set of mixed sizes.</summary>
    internal const int MinMixedSide = 8;

    /// <summary>Maximum width and height of a sprite in a data set of mixed sizes.</summary>
    internal const int MaxMixedSide = 64;

    private readonly Dictionary<string, IReadOnlyList<Sprite>> _splits;

    /// <summary>Creates a data set of one size.</summary>
    /// <param name="name">Name of the source, as given to <c>--data</c>.</param>
    /// <param name="palette">The palette.</param>
    /// <param name="width">Width of each sprite in pixels.</param>
    /// <param name="height">Height of each sprite in pixels.</param>
    /// <param name="splits">Names and sprites of the splits, in order.</param>
    /// <exception cref="InputException">A sprite has another size, or a pixel is outside the palette.</exception>
    public SpriteDataset(
        string name, Palette palette, int width, int height, IEnumerable<KeyValuePair<string, IReadOnlyList<Sprite>>> splits)
        : this(name, palette, splits, (width, height))
    {
    }

    /// <summary>Creates a data set whose sprites may have different sizes.</summary>
    /// <param name="name">Name of the source, as given to <c>--data</c>.</param>
    /// <param name="palette">The palette.</param>
    /// <param name="splits">Names and sprites of the splits, in order.</param>
    /// <exception cref="InputException">There are no sprites, a pixel is outside the palette, or the sizes differ and one is not 8×8 to 64×64.</exception>
    public SpriteDataset(string name, Palette palette, IEnumerable<KeyValuePair<string, IReadOnlyList<Sprite>>> splits)
        : this(name, palette, splits, size: null)
    {
    }

    private SpriteDataset(string name, Palette palette, IEnumerable<KeyValuePair<string, IReadOnlyList<Sprite>>> splits, (int Width, int Height)? size)
    {
        Name = name;
        Palette = palette;
        _splits = new Dictionary<string, IReadOnlyList<Sprite>>(splits, StringComparer.Ordinal);
        (Width, Height) = size ?? LargestSize();
        Area = Width * Height;
        if (size is null)
        {
            HasMixedSizes = !Sprites.All(Sprites.First().HasSizeOf);
            Area = Sprites.Max(s => s.Width * s.Height);
        }

        foreach ((string split, IReadOnlyList<Sprite> sprites) in _splits)
        {
            for (int i = 0; i < sprites.Count; i++) Check(sprites[i], split, i);
        }
    }

    /// <summary>The name of the source, as given to <c>--data</c>.</summary>
    public string Name { get; }

    /// <summary>The palette.</summary>
    public Palette Palette { get; }

    /// <summary>The width of each sprite in pixels; the greatest width if <see cref="HasMixedSizes"/>.</summary>
    public int Width { get; }

    /// <summary>The height of each sprite in pixels; the greatest height if <see cref="HasMixedSizes"/>.</summary>
    public int Height { get; }

    /// <summary>The number of pixels of a sprite; the greatest number if <see cref="HasMixedSizes"/>.</summary>
    public int Area { get; }

    /// <summary>Whether the sprites have different sizes.</summary>
    public bool HasMixedSizes { get; }

    /// <summary>What the source changed, dropped or chose while loading, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The sprites by split name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Sprite>> Splits => _splits;

    /// <summary>Gets the sprites of a split.</summary>
    /// <param name="split">Name of the split.</param>
    /// <exception cref="InputException">There is no such split; the message lists the existing ones.</exception>
    public IReadOnlyList<Sprite> this[string split] => _splits.TryGetValue(split, out IReadOnlyList<Sprite>? sprites)
        ? sprites
        : throw new InputException($"data set {Name} has no split '{split}'; it has {string.Join(", ", _splits.Keys)}");

    /// <summary>
    /// Computes the checksum: the SHA-256 of palette, sizes, split names and pixels, in hexadecimal. It depends only on the content,
    /// not on the source.
    /// </summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string Checksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[4];
        void Add(int value, Span<byte> buffer)
        {
            BinaryPrimitives.WriteInt32LittleEndian(buffer, value);
            hash.AppendData(buffer);
        }

        Add(Palette.Count, number);
        foreach (Rgb color in Palette.Colors) hash.AppendData([color.R, color.G, color.B]);
        // The size 0×0 stands for mixed sizes; the size of each sprite then precedes its pixels.
        Add(HasMixedSizes ? 0 : Width, number);
        Add(HasMixedSizes ? 0 : Height, number);
        foreach ((string split, IReadOnlyList<Sprite> sprites) in _splits.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(split));
            Add(sprites.Count, number);
            foreach (Sprite sprite in sprites)
            {
                if (HasMixedSizes)
                {
                    Add(sprite.Width, number);
                    Add(sprite.Height, number);
                }

                Add(sprite.Pixels.Length, number);
                foreach (int pixel in sprite.Pixels) Add(pixel, number);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Returns the same data set with other notes.</summary>
    internal SpriteDataset WithNotes(IReadOnlyList<string> notes) => new(Name, Palette, _splits, HasMixedSizes ? null : (Width, Height)) { Notes = notes };

    /// <summary>Checks that all sprites have one size.</summary>
    /// <param name="purpose">What needs one size, at the start of a sentence part such as "a judge".</param>
    /// <exception cref="InputException">The data set has mixed sizes.</exception>
    internal void CheckOneSize(string purpose)
    {
        if (HasMixedSizes) throw new InputException($"{Name}: {purpose} needs sprites of one size, but the sprites of this data set have mixed sizes, {SizeText()}; use a data set of one size");
    }

    /// <summary>Returns the size as text, such as <c>20×20</c>, or <c>16×16 to 32×32</c> with the smallest and greatest sides.</summary>
    internal string SizeText() => HasMixedSizes
        ? $"{Sprites.Min(s => s.Width)}×{Sprites.Min(s => s.Height)} to {Width}×{Height}"
        : $"{Width}×{Height}";

    private IEnumerable<Sprite> Sprites => _splits.Values.SelectMany(sprites => sprites);

    private (int Width, int Height) LargestSize() => Sprites.Any()
        ? (Sprites.Max(s => s.Width), Sprites.Max(s => s.Height))
        : throw new InputException($"{Name}: the data set has no sprites");

    private void Check(Sprite sprite, string split, int row)
    {
        if (HasMixedSizes)
        {
            if (Math.Min(sprite.Width, sprite.Height) < MinMixedSide || Math.Max(sprite.Width, sprite.Height) > MaxMixedSide)
                throw new InputException($"{Name}: {split} sprite {row} is {sprite.Width}×{sprite.Height}; in a data set of mixed sizes each side must be {MinMixedSide} to {MaxMixedSide} pixels");
        }
        else if (sprite.Width != Width || sprite.Height != Height)
            throw new InputException($"{Name}: {split} sprite {row} is {sprite.Width}×{sprite.Height}, but the data set is {Width}×{Height}");
        foreach (int pixel in sprite.Pixels)
        {
            if ((uint)pixel >= (uint)Palette.Count)
                throw new InputException($"{Name}: {split} sprite {row}: index {pixel} is outside the palette of {Palette.Count} colours (0–{Palette.Count - 1})");
        }
    }
}
