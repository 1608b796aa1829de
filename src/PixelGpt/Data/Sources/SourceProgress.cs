namespace PixelGpt.Data.Sources;

/// <summary>Progress of loading a data set.</summary>
/// <param name="What">Description of the current activity.</param>
/// <param name="Done">Number of units done.</param>
/// <param name="Total">Total number of units; 0 if unknown.</param>
public readonly record struct SourceProgress(string What, long Done, long Total);
