namespace PixelGpt.Parquet.Reading;

/// <summary>A parquet file of a data set.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Split">The split.</param>
/// <param name="Path">The path of the file.</param>
internal sealed record ParquetShard(string Config, string Split, string Path);
