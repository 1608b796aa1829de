using PixelGpt.Imaging;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Editing;

/// <summary>A picture of which candidates are drawn.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Count">The number of candidates.</param>
/// <param name="Seed">The random seed.</param>
internal sealed record DrawingRequest(EditedPicture Picture, int Count, ulong Seed)
{
    /// <summary>The maximum number of candidates.</summary>
    public const int MaxCount = 16;

    /// <summary>The model's id.</summary>
    public string Model { get; init; } = ModelSource.BuiltInName;

    /// <summary>The client, which takes turns with others.</summary>
    public string Client { get; init; } = "";

    /// <summary>The position of the slider from tame (0) to wild (100).</summary>
    public double Wildness { get; init; } = Editing.Wildness.Middle;

    /// <summary>Colours that the model may use besides those of the picture.</summary>
    public IReadOnlyList<Rgb> Colors { get; init; } = [];
}
