namespace PixelGpt.Parquet.Writing;

/// <summary>A split that was written.</summary>
/// <param name="Name">The name in Python's <c>datasets</c>.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Bytes">The size of the values in memory, in bytes.</param>
internal sealed record WrittenSplit(string Name, int Rows, long Bytes);
