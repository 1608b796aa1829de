using System.Runtime.InteropServices;

namespace PixelGpt.Formats.Pth;

/// <summary>
/// Compares dictionary keys with randomised hash codes. .NET randomises only the hash codes of strings; without this, a file
/// could contain a million integers with the same hash code and make every lookup a linear search.
/// </summary>
internal sealed class PickleKeys : IEqualityComparer<object>
{
    public static readonly PickleKeys Keyed = new();

    public new bool Equals(object? x, object? y) => object.Equals(x, y);

    public int GetHashCode(object key) => key is long number ? string.GetHashCode(MemoryMarshal.Cast<long, char>(new ReadOnlySpan<long>(in number))) : key.GetHashCode();
}
