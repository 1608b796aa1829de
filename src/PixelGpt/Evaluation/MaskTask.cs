using PixelGpt.Numerics;

namespace PixelGpt.Evaluation;

/// <summary>A part of a picture that is missing, for measuring how well a model fills it.</summary>
/// <param name="Name">Name in results.</param>
/// <param name="IsMissing">Returns for a pixel (x, y, width, height) whether it is missing.</param>
internal sealed record MaskTask(string Name, Func<int, int, int, int, bool> IsMissing)
{
    private const ulong ScatterTag = 0x7363617474657200;
    private const double ScatteredFraction = 0.3;

    /// <summary>All tasks: a hole in the centre, the top, the left half, and scattered pixels.</summary>
    public static IReadOnlyList<MaskTask> All { get; } =
    [
        new("hole", (x, y, width, height) => IsCentral(x, width) && IsCentral(y, height)),
        new("top", (_, y, _, height) => y < height * 2 / 5),
        new("left", (x, _, width, _) => x < width / 2),
        new("scattered", (x, y, width, _) => PhiloxRandom.UnitAt((ulong)((y * width) + x), 0, ScatterTag) < ScatteredFraction),
    ];

    /// <summary>Returns whether each pixel of a picture is given.</summary>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    public bool[] Given(int width, int height)
    {
        bool[] given = new bool[width * height];
        for (int i = 0; i < given.Length; i++) given[i] = !IsMissing(i % width, i / width, width, height);
        return given;
    }

    /// <summary>Returns whether a coordinate is in the central three tenths: 6 of 20 pixels.</summary>
    private static bool IsCentral(int at, int size)
    {
        int length = Math.Max(1, size * 3 / 10), first = (size - length) / 2;
        return at >= first && at < first + length;
    }
}
