namespace PixelGpt.Models.Embeddings;

/// <summary>Selects the colour of an earlier pixel.</summary>
internal interface IColorIndex : IRowIndex;
