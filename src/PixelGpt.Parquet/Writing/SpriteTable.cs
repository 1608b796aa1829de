using Parquet;
using Parquet.Schema;
using PixelGpt.Data;
using PixelGpt.Imaging;
using PixelGpt.Parquet.Reading;

namespace PixelGpt.Parquet.Writing;

/// <summary>Writes sprites as a parquet file with the columns <c>image</c>, <c>pixel_color</c>, <c>width</c> and <c>height</c>.</summary>
internal static class SpriteTable
{
    /// <summary>Number of rows per row group; that of <c>datasets</c>.</summary>
    private const int GroupRows = 1000;

    private static readonly DataField<byte[]> Bytes = new("bytes", true);
    private static readonly DataField<string> Name = new("path", true);
    private static readonly DataField<int> Element = new("element", true);
    private static readonly DataField<int> Width = new("width", true);
    private static readonly DataField<int> Height = new("height", true);

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Where to write to.</param>
    /// <param name="sprites">The sprites.</param>
    /// <param name="data">Their data set.</param>
    /// <returns>The size of the values in memory, in bytes.</returns>
    public static long Write(Stream stream, IReadOnlyList<Sprite> sprites, SpriteDataset data)
    {
        var schema = new ParquetSchema(new StructField("image", Bytes, Name), new ListField("pixel_color", Element), Width, Height);
        var metadata = new Dictionary<string, string> { [TableFeatures.Key] = TableFeatures.Sprites, [ParquetDataset.SplitsKey] = SplitsOf(data) };
        long bytes = 0;
        TableWriter.Write(stream, schema, metadata, async writer =>
        {
            foreach (Sprite[] group in sprites.Chunk(GroupRows))
            {
                byte[][] pictures = [.. group.Select(sprite => Draw(sprite, data.Palette))];
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync(Bytes, pictures).ConfigureAwait(false);
                await rows.WriteAsync(Name, new string[group.Length]).ConfigureAwait(false);
                await TableWriter.WriteListsAsync(rows, Element, [.. group.Select(sprite => sprite.Pixels.ToArray())]).ConfigureAwait(false);
                await rows.WriteAsync<int>(Width, group.Select(sprite => (int?)sprite.Width).ToArray()).ConfigureAwait(false);
                await rows.WriteAsync<int>(Height, group.Select(sprite => (int?)sprite.Height).ToArray()).ConfigureAwait(false);
                rows.CompleteValidate();
                bytes += group.Sum(sprite => sizeof(int) * (sprite.Pixels.Length + 2L)) + pictures.Sum(picture => (long)picture.Length);
            }
        });
        return bytes;
    }

    /// <summary>Draws a sprite as a PNG file; unknown pixels are transparent.</summary>
    private static byte[] Draw(Sprite sprite, Palette palette)
    {
        var image = new PixelImage(sprite.Width, sprite.Height);
        for (int i = 0; i < sprite.Pixels.Length; i++) image.Pixels[i] = Rgba.From(palette[sprite.Pixels[i]]);
        return PngWriter.ToBytes(image);
    }

    private static string SplitsOf(SpriteDataset data)
    {
        int Count(string split) => data.Splits.TryGetValue(split, out IReadOnlyList<Sprite>? sprites) ? sprites.Count : 0;
        return FormattableString.Invariant($"{Count(SpriteDataset.Train)},{Count(SpriteDataset.Dev)},{Count(SpriteDataset.Test)}");
    }
}
