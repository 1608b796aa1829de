namespace PixelGpt.Models.Families;

/// <summary>The sizes of a preset that are the same for all families.</summary>
/// <param name="Layers">Number of layers.</param>
/// <param name="HiddenSize">Hidden size.</param>
internal readonly record struct PresetSize(int Layers, int HiddenSize)
{
    /// <summary>Returns the sizes of a preset.</summary>
    public static PresetSize Of(ModelPreset preset) => preset switch
    {
        ModelPreset.Tiny => new PresetSize(1, 32),
        ModelPreset.Base => new PresetSize(6, 192),
        _ => new PresetSize(2, 64),
    };
}
