namespace PixelGpt.Data.Sources.Hub;

/// <summary>A parquet file of a data set on the hub.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Split">The split.</param>
/// <param name="Name">The file name, unique within the split.</param>
/// <param name="Address">The address.</param>
/// <param name="Size">The size in bytes.</param>
internal sealed record HubFile(string Config, string Split, string Name, Uri Address, long Size);
