namespace PixelGpt.Data.Sources.Hub;

/// <summary>One column of consecutive rows of a split.</summary>
/// <param name="Total">Total number of rows of the split.</param>
/// <param name="Rows">Values of the column, in row order.</param>
internal sealed record HubPage(int Total, IReadOnlyList<int[]> Rows);
