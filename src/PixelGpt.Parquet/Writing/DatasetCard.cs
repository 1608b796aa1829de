using System.Globalization;
using System.Text;
using PixelGpt.Data;
using PixelGpt.Data.Sources.Hub;
using PixelGpt.IO;

namespace PixelGpt.Parquet.Writing;

/// <summary>Writes the card of a data set: <c>README.md</c> with a YAML header that the hub and Python's <c>datasets</c> read (huggingface.co/docs/hub/datasets-cards).</summary>
internal static class DatasetCard
{
    /// <summary>Name of the picture that the card shows.</summary>
    public const string PreviewFile = "preview.png";

    /// <summary>Returns the card.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="title">The title.</param>
    /// <param name="splits">The splits that were written.</param>
    public static string Of(SpriteDataset data, string title, IReadOnlyList<WrittenSplit> splits)
    {
        Sprite[] all = [.. data.Splits.Values.SelectMany(sprites => sprites)];
        string name = MarkdownText.Escape(title);
        var card = new StringBuilder();
        void Line(string line = "") => card.Append(line).Append('\n');
        Line("---");
        Line("# The licence is not known to the program that wrote this file. Add it here, such as: license: cc0-1.0");
        Line($"pretty_name: {MarkdownText.Yaml(title)}");
        Line("tags:");
        foreach (string tag in (string[])["pixel-art", "sprites", "pixelgpt"]) Line($"- {tag}");
        Line("size_categories:");
        Line($"- {SizeCategory(all.Length)}");
        Line("configs:");
        Line("- config_name: default");
        Line("  default: true");
        Line("  data_files:");
        foreach (WrittenSplit split in splits)
        {
            Line($"  - split: {split.Name}");
            Line($"    path: data/{split.Name}-*");
        }

        Line($"- config_name: {HubColormap.ConfigName}");
        Line("  data_files:");
        Line("  - split: train");
        Line($"    path: {HubColormap.ConfigName}/train-*");
        Line("dataset_info:");
        Line("- config_name: default");
        Line("  features:");
        foreach (string line in TableFeatures.SpriteLines) Line(line);
        Line("  splits:");
        foreach (WrittenSplit split in splits) Split(split);
        Line($"- config_name: {HubColormap.ConfigName}");
        Line("  features:");
        foreach (string line in TableFeatures.ColorLines) Line(line);
        Line("  splits:");
        Split(new WrittenSplit("train", data.Palette.Count, 3L * sizeof(int) * data.Palette.Count));
        Line("---");
        Line();
        Line($"# {name}");
        Line();
        Line($"{Number(all.Length)} pixel-art sprites of {data.SizeText()} pixels with one palette of {data.Palette.Count} colours, written by PixelGpt.");
        Line();
        Line($"![Sprites of the data set]({PreviewFile})");
        Line();
        Line("| | |");
        Line("| --- | --- |");
        Line($"| sprites | {string.Join(", ", splits.Select(s => $"{Number(s.Rows)} {s.Name}"))} |");
        Line($"| size | {data.SizeText()} pixels |");
        Line($"| palette | {data.Palette.Count} colours, {all.SelectMany(s => s.Pixels.ToArray()).Distinct().Count()} in use; index 0, the background, is {data.Palette[0]} |");
        Line($"| background | {(100 * all.Sum(s => (double)s.Pixels.Count(0)) / all.Sum(s => (long)s.Pixels.Length)).ToString("0.0", CultureInfo.InvariantCulture)} % of the pixels |");
        if (all.Count(s => !s.IsComplete) is > 0 and var partial) Line($"| partial | {Number(partial)} sprites have only their first pixels; the others are transparent in `image` |");
        Line($"| checksum | `{data.Checksum()}` (PixelGpt: SHA-256 of palette, sizes, splits and pixels) |");
        Line();
        Line("## Columns");
        Line();
        Line("| column | content |");
        Line("| --- | --- |");
        Line("| `image` | the sprite as a picture (PNG, one pixel per pixel) |");
        Line("| `pixel_color` | the palette indices of its pixels in raster order |");
        Line("| `width`, `height` | its size in pixels |");
        Line();
        Line($"The configuration `{HubColormap.ConfigName}` has the palette: the column `color` has red, green and blue, 0–255, of each index. `colormap.txt` is the same as text.");
        Line();
        Line("## Use");
        Line();
        Line("```python");
        Line("from datasets import load_dataset");
        Line();
        Line("data = load_dataset(\"OWNER/NAME\")  # or the path of this folder");
        Line($"palette = load_dataset(\"OWNER/NAME\", \"{HubColormap.ConfigName}\", split=\"train\")[\"color\"]");
        Line("```");
        Line();
        Line("```sh");
        Line("pixelgpt train --data hub:OWNER/NAME  # or the path of this folder");
        Line("```");
        Line();
        Line("## Licence");
        Line();
        Line("Not stated. Before you publish this data set, make sure that you may, and add `license:` to the header of this file.");
        return card.ToString();

        void Split(WrittenSplit split)
        {
            Line($"  - name: {split.Name}");
            Line($"    num_bytes: {split.Bytes.ToString(CultureInfo.InvariantCulture)}");
            Line($"    num_examples: {split.Rows.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string SizeCategory(int rows) => rows switch
    {
        < 1000 => "n<1K",
        < 10_000 => "1K<n<10K",
        < 100_000 => "10K<n<100K",
        < 1_000_000 => "100K<n<1M",
        _ => "1M<n<10M",
    };
}
