namespace PixelGpt.Data.Sources.Hub;

/// <summary>A split of a data set on the hub.</summary>
internal sealed record HubSplit(string Config, string Split);
