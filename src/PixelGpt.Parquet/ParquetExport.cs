using PixelGpt.Data;
using PixelGpt.Data.Sources;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.Imaging;
using PixelGpt.Import;
using PixelGpt.IO;
using PixelGpt.Parquet.Writing;

namespace PixelGpt.Parquet;

/// <summary>
/// Writes a data set as a folder that <c>datasets.load_dataset</c> reads and that can be pushed to the Hugging Face hub: parquet files,
/// a card <c>README.md</c> with a preview, and the palette. <see cref="ParquetSource"/> reads it back without loss.
/// </summary>
public static class ParquetExport
{
    /// <summary>Writes a folder atomically.</summary>
    /// <param name="path">Path of the folder; it must not exist or be empty.</param>
    /// <param name="data">The data set.</param>
    /// <returns>Paths of the files.</returns>
    /// <exception cref="InputException">The folder is not empty.</exception>
    /// <exception cref="FailureException">The folder cannot be written, for example because the disk is full.</exception>
    public static IReadOnlyList<string> Write(string path, SpriteDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ImportedFolder.CheckFree(path, overwrite: false);
        var files = new List<string>();
        AtomicFolder.Write(path, folder =>
        {
            var splits = new List<WrittenSplit>();
            foreach ((string split, string name) in (ReadOnlySpan<(string, string)>)[(SpriteDataset.Train, "train"), (SpriteDataset.Dev, "validation"), (SpriteDataset.Test, "test")])
            {
                // Python's datasets cannot read a parquet file without rows.
                if (!data.Splits.TryGetValue(split, out IReadOnlyList<Sprite>? sprites) || sprites.Count == 0) continue;
                long bytes = 0;
                Write($"data/{name}-00000-of-00001.parquet", stream => bytes = SpriteTable.Write(stream, sprites, data));
                splits.Add(new WrittenSplit(name, sprites.Count, bytes));
            }

            Write($"{HubColormap.ConfigName}/train-00000-of-00001.parquet", stream => ColorTable.Write(stream, data.Palette));
            Write(TextFolderSource.ColormapFile, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(data.Palette.ToColormapText())));
            Write(DatasetCard.PreviewFile, stream => PngWriter.Write(stream, ImportedFolder.Sheet(data)));
            string title = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
            Write("README.md", stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(DatasetCard.Of(data, title, splits))));

            void Write(string name, Action<Stream> write)
            {
                AtomicFile.Write(Path.Combine(folder, name), write);
                files.Add(Path.Combine(path, name));
            }
        });
        return files;
    }
}
