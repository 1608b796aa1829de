using System.Runtime.InteropServices;

namespace PixelGpt.Data;

/// <summary>A sprite that equals another of the same size if all of its pixels do.</summary>
internal readonly struct SpriteKey(Sprite sprite) : IEquatable<SpriteKey>
{
    private readonly Sprite _sprite = sprite;

    public bool Equals(SpriteKey other) => _sprite.Pixels.SequenceEqual(other._sprite.Pixels);

    public override bool Equals(object? obj) => obj is SpriteKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(_sprite.Pixels));
        return hash.ToHashCode();
    }
}
