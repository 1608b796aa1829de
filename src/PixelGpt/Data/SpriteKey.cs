using System.Runtime.InteropServices;

namespace PixelGpt.Data;

/// <summary>Compares sprites by their size and pixels.</summary>
internal readonly struct SpriteKey(Sprite sprite) : IEquatable<SpriteKey>
{
    private readonly Sprite _sprite = sprite;

    public bool Equals(SpriteKey other) => _sprite.Width == other._sprite.Width && _sprite.Pixels.SequenceEqual(other._sprite.Pixels);

    public override bool Equals(object? obj) => obj is SpriteKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(_sprite.Pixels));
        return hash.ToHashCode();
    }
}
