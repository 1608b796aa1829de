namespace PixelGpt.Models.Families;

/// <summary>A preset of the pixel family. The recipe that belongs to it is in <c>Training/PresetRecipe.cs</c>.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Hidden size.</param>
/// <param name="Dropout">Dropout rate of the embeddings and of the residual stream.</param>
/// <param name="ColorDropout">Probability that the embedding of a colour is left out of the input of a row.</param>
internal sealed record PixelPreset(int Layers, int HiddenSize, double Dropout, double ColorDropout)
{
    /// <summary>Returns a preset.</summary>
    public static PixelPreset Of(ModelPreset preset) => preset switch
    {
        ModelPreset.Tiny => new PixelPreset(1, 32, 0, 0.1),
        ModelPreset.Base => new PixelPreset(3, 96, 0.15, 0.15),
        _ => new PixelPreset(2, 64, 0.1, 0.1),
    };
}
