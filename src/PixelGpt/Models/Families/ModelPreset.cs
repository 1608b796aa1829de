namespace PixelGpt.Models.Families;

/// <summary>A predefined model size.</summary>
public enum ModelPreset
{
    /// <summary>1 layer, hidden size 32: trains in seconds.</summary>
    Tiny,

    /// <summary>2 layers, hidden size 64: the size of the original course work. About 136 thousand parameters for 167 colours, 246 thousand in the pixel family.</summary>
    Small,

    /// <summary>6 layers, hidden size 192, about 2.7 million parameters; in the pixel family, 3 layers and hidden size 96.</summary>
    Base,
}
