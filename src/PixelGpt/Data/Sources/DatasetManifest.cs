using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.IO;

namespace PixelGpt.Data.Sources;

/// <summary>
/// What the two text files of a data set do not say: <c>dataset.json</c>, with <c>width</c> and <c>height</c> in pixels, and
/// in <c>splits</c> how many of the sprites, in order, are <c>train</c>, <c>dev</c> and <c>test</c>. What else it holds is for people.
/// </summary>
public sealed class DatasetManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "dataset.json";

    private const int MaxBytes = 1 << 20;

    private readonly string _path;

    private DatasetManifest(string path, (int Width, int Height) size, (int Train, int Dev, int Test) splits) =>
        (_path, Size, Splits) = (path, size, splits);

    /// <summary>The size of every sprite.</summary>
    public (int Width, int Height) Size { get; }

    /// <summary>How many sprites each split has.</summary>
    public (int Train, int Dev, int Test) Splits { get; }

    /// <summary>Reads the file of a folder; null where there is none.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    /// <exception cref="FailureException">It could not be read.</exception>
    public static DatasetManifest? Find(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return null;
        byte[] bytes = InputFile.ReadAllBytes(path, MaxBytes, "a data set's size and splits");
        try
        {
            using var json = JsonDocument.Parse(bytes, InputJson.Strict);
            JsonElement splits = json.RootElement.GetProperty("splits");
            return new DatasetManifest(
                path,
                (Number(json.RootElement, "width", 1, path), Number(json.RootElement, "height", 1, path)),
                (Number(splits, SpriteDataset.Train, 0, path), Number(splits, SpriteDataset.Dev, 0, path), Number(splits, SpriteDataset.Test, 0, path)));
        }
        catch (JsonException e)
        {
            throw InputException.At(path, (int)(e.LineNumber ?? 0) + 1, "this is no JSON; import the data set again, or delete the file and give --size and --splits");
        }
        catch (Exception e) when (e is KeyNotFoundException || InputJson.IsFault(e))
        {
            throw new InputException($"{path}: it should be an object with width, height and splits (train, dev, test); import the data set again, or delete the file and give --size and --splits", e);
        }
    }

    /// <summary>The splits of so many sprites.</summary>
    /// <exception cref="InputException">The file tells of another number.</exception>
    public SplitPlan SplitsOf(int sprites)
    {
        (int train, int dev, int test) = Splits;
        if ((long)train + dev + test != sprites)
            throw new InputException($"{_path}: its splits {train}, {dev} and {test} are {(long)train + dev + test} sprites, but there are {sprites}; give --splits, or correct the file");
        return SplitPlan.OfCounts(train, dev, test);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="data">The data set.</param>
    /// <param name="origin">What else to tell people, or null.</param>
    public static void Write(string folder, SpriteDataset data, JsonObject? origin)
    {
        ArgumentNullException.ThrowIfNull(data);
        var splits = new JsonObject();
        foreach (string split in (string[])[SpriteDataset.Train, SpriteDataset.Dev, SpriteDataset.Test]) splits[split] = data[split].Count;
        var json = new JsonObject { ["width"] = data.Width, ["height"] = data.Height, ["splits"] = splits };
        if (origin is not null) json["import"] = origin;
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true })) json.WriteTo(writer);
        text.WriteByte((byte)'\n');
        AtomicFile.WriteAllBytes(Path.Combine(folder, FileName), text.ToArray());
    }

    private static int Number(JsonElement parent, string name, int least, string path) =>
        parent.GetProperty(name).TryGetInt32(out int value) && value >= least
            ? value
            : throw new InputException($"{path}: {name} is '{Excerpt.Of(parent.GetProperty(name).ToString())}'; it should be a whole number of at least {least}");
}
