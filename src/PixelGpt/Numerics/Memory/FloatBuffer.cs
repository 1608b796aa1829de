using System.Runtime.CompilerServices;

namespace PixelGpt.Numerics;

/// <summary>
/// A fixed-size array of floats that starts on a cache line and is pinned. It is owned by the garbage collector, so
/// it needs no disposal.
/// </summary>
internal sealed class FloatBuffer
{
    private const int CacheLine = 64;
    private readonly float[] _array;
    private readonly int _start;

    /// <summary>Creates a buffer of zeros.</summary>
    /// <param name="length">Number of floats.</param>
    public FloatBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _array = GC.AllocateArray<float>(checked(length + (CacheLine / sizeof(float))), pinned: true);
        unsafe
        {
            nuint address = (nuint)Unsafe.AsPointer(ref _array[0]);
            _start = (int)((CacheLine - (address % CacheLine)) % CacheLine / sizeof(float));
        }

        Length = length;
    }

    public int Length { get; }

    public Span<float> Span => new(_array, _start, Length);

    public Span<float> this[int start, int length] => Span.Slice(start, length);
}
