namespace PixelGpt.Models.Families;

/// <summary>Sizes that a family offers ready-made.</summary>
public enum ModelPreset
{
    /// <summary>1 layer, 32 dimensions: trains in seconds.</summary>
    Tiny,

    /// <summary>2 layers, 64 dimensions: the course work's size, about 136 thousand parameters for 167 colours.</summary>
    Small,

    /// <summary>6 layers, 192 dimensions: about 2.7 million parameters.</summary>
    Base,
}

/// <summary>The numbers of a preset that all families share.</summary>
internal readonly record struct PresetShape(int Layers, int HiddenSize, int HeadWidth)
{
    public int Heads => HiddenSize / HeadWidth;

    public static PresetShape Of(ModelPreset preset, int headWidth) => preset switch
    {
        ModelPreset.Tiny => new PresetShape(1, 32, headWidth),
        ModelPreset.Base => new PresetShape(6, 192, headWidth),
        _ => new PresetShape(2, 64, headWidth),
    };
}
