using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data;

/// <summary>
/// Sprites of one size over one palette, in named splits (<c>train</c>, <c>dev</c>, <c>test</c>).
/// Every pixel is checked against the palette here, so nothing downstream needs to.
/// </summary>
public sealed class SpriteDataset
{
    /// <summary>The split a model learns from.</summary>
    public const string Train = "train";

    /// <summary>The split that settings are chosen on.</summary>
    public const string Dev = "dev";

    /// <summary>The split that is finished and scored at the end.</summary>
    public const string Test = "test";

    private readonly Dictionary<string, IReadOnlyList<Sprite>> _splits;

    /// <summary>Makes a data set.</summary>
    /// <param name="name">Where it came from, as <c>--data</c> names it.</param>
    /// <param name="palette">The colours of its indices.</param>
    /// <param name="width">Pixels a row of each sprite.</param>
    /// <param name="height">Rows of each sprite.</param>
    /// <param name="splits">Split names and their sprites, in order.</param>
    /// <exception cref="InputException">A sprite has another size, or an index outside the palette.</exception>
    public SpriteDataset(
        string name, Palette palette, int width, int height, IEnumerable<KeyValuePair<string, IReadOnlyList<Sprite>>> splits)
    {
        Name = name;
        Palette = palette;
        Width = width;
        Height = height;
        _splits = new Dictionary<string, IReadOnlyList<Sprite>>(splits, StringComparer.Ordinal);
        foreach ((string split, IReadOnlyList<Sprite> sprites) in _splits)
        {
            for (int i = 0; i < sprites.Count; i++) Check(sprites[i], split, i);
        }
    }

    /// <summary>Where it came from, as <c>--data</c> names it.</summary>
    public string Name { get; }

    /// <summary>The colours of its indices.</summary>
    public Palette Palette { get; }

    /// <summary>Pixels a row of each sprite.</summary>
    public int Width { get; }

    /// <summary>Rows of each sprite.</summary>
    public int Height { get; }

    /// <summary>Pixels a sprite: the length of a whole sequence.</summary>
    public int Area => Width * Height;

    /// <summary>Split names and their sprites.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Sprite>> Splits => _splits;

    /// <summary>The sprites of a split.</summary>
    /// <exception cref="InputException">There is no such split; the message names those there are.</exception>
    public IReadOnlyList<Sprite> this[string split] => _splits.TryGetValue(split, out IReadOnlyList<Sprite>? sprites)
        ? sprites
        : throw new InputException($"data set {Name} has no split '{split}'; it has {string.Join(", ", _splits.Keys)}");

    /// <summary>
    /// SHA-256 over palette, size, split names and pixels, in hexadecimal: the same for the same content whatever
    /// source it came through.
    /// </summary>
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
        Add(Width, number);
        Add(Height, number);
        foreach ((string split, IReadOnlyList<Sprite> sprites) in _splits.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(split));
            Add(sprites.Count, number);
            foreach (Sprite sprite in sprites)
            {
                Add(sprite.Pixels.Length, number);
                foreach (int pixel in sprite.Pixels) Add(pixel, number);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private void Check(Sprite sprite, string split, int row)
    {
        if (sprite.Width != Width || sprite.Height != Height)
            throw new InputException($"{Name}: {split} sprite {row} is {sprite.Width}×{sprite.Height} where the data set is {Width}×{Height}");
        foreach (int pixel in sprite.Pixels)
        {
            if ((uint)pixel >= (uint)Palette.Count)
                throw new InputException($"{Name}: {split} sprite {row}: index {pixel} is outside the palette of {Palette.Count} colours (0–{Palette.Count - 1})");
        }
    }
}
