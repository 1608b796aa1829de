using Parquet;
using Parquet.Schema;
using PixelGpt.Data;
using PixelGpt.Data.Sources.Hub;

namespace PixelGpt.Parquet.Writing;

/// <summary>Writes a palette as a parquet file with the column <c>color</c>: three numbers per row.</summary>
internal static class ColorTable
{
    private static readonly DataField<int> Element = new("element", true);

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where to write to.</param>
    /// <param name="palette">The palette.</param>
    public static void Write(Stream stream, Palette palette) => TableWriter.Write(
        stream,
        new ParquetSchema(new ListField(HubColormap.Column, Element)),
        new Dictionary<string, string> { [TableFeatures.Key] = TableFeatures.Colors },
        async writer =>
        {
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await TableWriter.WriteListsAsync(rows, Element, [.. palette.Colors.Select(c => (int[])[c.R, c.G, c.B])]).ConfigureAwait(false);
            rows.CompleteValidate();
        });
}
