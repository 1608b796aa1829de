namespace PixelGpt.Data.Sources;

/// <summary>A row of a table whose pixels are palette indices.</summary>
/// <param name="Pixels">The palette indices in raster order.</param>
/// <param name="Size">The size of the picture; null if the table does not state it.</param>
internal readonly record struct IndexedRow(int[] Pixels, (int Width, int Height)? Size);
