namespace PixelGpt.Models.Families;

/// <summary>The size of a preset.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Hidden size.</param>
internal readonly record struct PresetSize(int Layers, int HiddenSize)
{
    /// <summary>Returns the size of a preset of all families except the pixel family, which has its own sizes.</summary>
    public static PresetSize Of(ModelPreset preset) => preset switch
    {
        ModelPreset.Tiny => new PresetSize(1, 32),
        ModelPreset.Base => new PresetSize(6, 192),
        _ => new PresetSize(2, 64),
    };
}
