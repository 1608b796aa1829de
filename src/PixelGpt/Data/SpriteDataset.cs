using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PixelGpt.Imaging;

namespace PixelGpt.Data;

/// <summary>
/// A data set: sprites of one size with one palette, in named splits (<c>train</c>, <c>dev</c>, <c>test</c>). The constructor
/// checks every pixel against the palette, so other code does not have to.
/// </summary>
public sealed class SpriteDataset
{
    /// <summary>Name of the split that models are trained on.</summary>
    public const string Train = "train";

    /// <summary>Name of the split that settings are chosen on.</summary>
    public const string Dev = "dev";

    /// <summary>Name of the split for the final evaluation.</summary>
    public const string Test = "test";

    private readonly Dictionary<string, IReadOnlyList<Sprite>> _splits;

    /// <summary>Creates a data set.</summary>
    /// <param name="name">Name of the source, as given to <c>--data</c>.</param>
    /// <param name="palette">The palette.</param>
    /// <param name="width">Width of each sprite in pixels.</param>
    /// <param name="height">Height of each sprite in pixels.</param>
    /// <param name="splits">Names and sprites of the splits, in order.</param>
    /// <exception cref="InputException">A sprite has another size, or a pixel is outside the palette.</exception>
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

    /// <summary>The name of the source, as given to <c>--data</c>.</summary>
    public string Name { get; }

    /// <summary>The palette.</summary>
    public Palette Palette { get; }

    /// <summary>The width of each sprite in pixels.</summary>
    public int Width { get; }

    /// <summary>The height of each sprite in pixels.</summary>
    public int Height { get; }

    /// <summary>The number of pixels of a sprite.</summary>
    public int Area => Width * Height;

    /// <summary>The sprites by split name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Sprite>> Splits => _splits;

    /// <summary>Gets the sprites of a split.</summary>
    /// <param name="split">Name of the split.</param>
    /// <exception cref="InputException">There is no such split; the message lists the existing ones.</exception>
    public IReadOnlyList<Sprite> this[string split] => _splits.TryGetValue(split, out IReadOnlyList<Sprite>? sprites)
        ? sprites
        : throw new InputException($"data set {Name} has no split '{split}'; it has {string.Join(", ", _splits.Keys)}");

    /// <summary>
    /// Computes the checksum: the SHA-256 of palette, size, split names and pixels, in hexadecimal. It depends only on the content,
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
            throw new InputException($"{Name}: {split} sprite {row} is {sprite.Width}×{sprite.Height}, but the data set is {Width}×{Height}");
        foreach (int pixel in sprite.Pixels)
        {
            if ((uint)pixel >= (uint)Palette.Count)
                throw new InputException($"{Name}: {split} sprite {row}: index {pixel} is outside the palette of {Palette.Count} colours (0–{Palette.Count - 1})");
        }
    }
}
