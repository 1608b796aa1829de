using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources;

/// <summary>
/// The file <c>dataset.json</c> of a data set folder: <c>width</c> and <c>height</c> in pixels, unless the sprites have mixed sizes,
/// and, in <c>splits</c>, the numbers of sprites of <c>train</c>, <c>dev</c> and <c>test</c>, in order. Other properties are
/// informational and ignored.
/// </summary>
internal sealed class DatasetManifest
{
    /// <summary>The file name.</summary>
    public const string FileName = "dataset.json";

    private const int MaxBytes = 1 << 20;

    private readonly string _path;

    private DatasetManifest(string path, (int Width, int Height)? size, (int Train, int Dev, int Test) splits) =>
        (_path, Size, Splits) = (path, size, splits);

    /// <summary>The size of each sprite; null for mixed sizes.</summary>
    public (int Width, int Height)? Size { get; }

    /// <summary>The number of sprites of each split.</summary>
    public (int Train, int Dev, int Test) Splits { get; }

    /// <summary>Reads the manifest of a folder. Returns null if there is none.</summary>
    /// <param name="folder">Folder of the data set.</param>
    /// <returns>The manifest, or null.</returns>
    /// <exception cref="InputException">The file is damaged.</exception>
    /// <exception cref="FailureException">The file cannot be read.</exception>
    public static DatasetManifest? Find(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        byte[] bytes = InputFile.ReadAllBytes(path, MaxBytes, "the size and splits of a data set");
        try
        {
            using var json = JsonDocument.Parse(bytes, InputJson.Strict);
            JsonElement splits = json.RootElement.GetProperty("splits");
            return new DatasetManifest(
                path,
                IsMixed(json.RootElement) ? null : (Number(json.RootElement, "width", 1, path), Number(json.RootElement, "height", 1, path)),
                (Number(splits, SpriteDataset.Train, 0, path), Number(splits, SpriteDataset.Dev, 0, path), Number(splits, SpriteDataset.Test, 0, path)));
        }
        catch (JsonException e)
        {
            throw InputException.At(path, (int)(e.LineNumber ?? 0) + 1, "invalid JSON; import the data set again, or delete the file and give --size and --splits");
        }
        catch (Exception e) when (e is KeyNotFoundException || InputJson.IsFault(e))
        {
            throw new InputException($"{path}: expected an object with width, height and splits (train, dev, test); import the data set again, or delete the file and give --size and --splits", e);
        }
    }

    /// <summary>Returns the splits for a number of sprites.</summary>
    /// <param name="sprites">Number of sprites of the data set.</param>
    /// <returns>The splits.</returns>
    /// <exception cref="InputException">The manifest states another number of sprites.</exception>
    public SplitPlan SplitsOf(int sprites)
    {
        (int train, int dev, int test) = Splits;
        if ((long)train + dev + test != sprites)
            throw new InputException($"{_path}: the splits {train}, {dev} and {test} have a sum of {(long)train + dev + test} sprites, but there are {sprites}; give --splits, or correct the file");
        return SplitPlan.OfCounts(train, dev, test);
    }

    /// <summary>Writes the manifest of a data set.</summary>
    /// <param name="folder">Folder of the data set.</param>
    /// <param name="data">The data set.</param>
    /// <param name="origin">Report of the import to include, or null.</param>
    /// <exception cref="FailureException">The file cannot be written.</exception>
    public static void Write(string folder, SpriteDataset data, JsonObject? origin)
    {
        ArgumentNullException.ThrowIfNull(data);
        var splits = new JsonObject();
        foreach (string split in (string[])[SpriteDataset.Train, SpriteDataset.Dev, SpriteDataset.Test]) splits[split] = data[split].Count;
        JsonObject json = data.HasMixedSizes ? new() { ["mixed_sizes"] = true } : new() { ["width"] = data.Width, ["height"] = data.Height };
        json["splits"] = splits;
        if (origin is not null) json["import"] = origin;
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true })) json.WriteTo(writer);
        text.WriteByte((byte)'\n');
        AtomicFile.WriteAllBytes(Path.Combine(folder, FileName), text.ToArray());
    }

    private static bool IsMixed(JsonElement root) => root.TryGetProperty("mixed_sizes", out JsonElement mixed) && mixed.GetBoolean();

    private static int Number(JsonElement parent, string name, int least, string path) =>
        parent.GetProperty(name).TryGetInt32(out int value) && value >= least
            ? value
            : throw new InputException($"{path}: {name} must be an integer of at least {least} (got '{Excerpt.Of(parent.GetProperty(name).ToString())}')");
}
