using PixelGpt.Data;
using PixelGpt.Generation;

namespace PixelGpt.Runs;

/// <summary>The pictures that are completed after each epoch to show the progress of a run: the first complete dev sprites that have the size of the first one, or train sprites if there are no dev sprites.</summary>
internal static class PreviewPrompts
{
    private const int MaxPictures = 6;

    /// <summary>Returns the pictures; empty if there are none.</summary>
    /// <param name="data">The data set.</param>
    public static IReadOnlyList<Sprite> Pictures(SpriteDataset data)
    {
        IReadOnlyList<Sprite> sprites = DefaultRecipe.HasDevSprites(data) ? data[SpriteDataset.Dev] : data[SpriteDataset.Train];
        return sprites.FirstOrDefault(s => s.IsComplete) is { } first ? [.. sprites.Where(s => s.IsComplete && s.HasSizeOf(first)).Take(MaxPictures)] : [];
    }

    /// <summary>Returns their prompts.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="promptFraction">The fraction of a picture that is the prompt.</param>
    public static CompletionRequest[] Of(IReadOnlyList<Sprite> pictures, double promptFraction) => [.. pictures.Select((s, i) => CompletionRequest.Of(s, promptFraction, i))];
}
