using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.IO;
using PixelGpt.Models.Families;

namespace PixelGpt.Models;

/// <summary>A <c>config.json</c>: the JSON as it is, so that what we do not know survives, and what it describes.</summary>
public sealed class ModelConfig
{
    private const int MaxFileLength = 1 << 20;

    /// <summary>Positions times width of a head: rotary positions have a table of them, 128 MiB at the most.</summary>
    private const int MaxAngles = 1 << 25;

    /// <summary>All heads side by side: three times that is still an int.</summary>
    private const int MaxWidth = 1 << 29;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly JsonObject _json;
    private readonly string _path;

    private ModelConfig(JsonObject json, string path, ModelFamily family, TransformerDescription description)
    {
        _json = json;
        _path = path;
        Family = family;
        Description = description;
    }

    /// <summary>The family it belongs to.</summary>
    public ModelFamily Family { get; }

    /// <summary>The transformer it describes.</summary>
    public TransformerDescription Description { get; }

    /// <summary>The size of the pictures the model was made for, where the file says (<c>image_width</c>, <c>image_height</c>).</summary>
    public (int Width, int Height)? ImageSize =>
        _json["image_width"] is JsonValue w && _json["image_height"] is JsonValue h && w.TryGetValue(out int width) && h.TryGetValue(out int height) && width > 0 && height > 0
            ? (width, height)
            : null;

    /// <summary>The family's configuration of a ready-made size for so many colours and a picture size.</summary>
    public static ModelConfig Default(ModelFamily family, int colors, int width, int height, ModelPreset preset = ModelPreset.Small)
    {
        ArgumentNullException.ThrowIfNull(family);

        // Through text, so that its numbers are those a file would give.
        string json = family.DefaultConfig(colors, checked(width * height), preset).ToJsonString();
        return Create(JsonNode.Parse(json)!.AsObject(), "default config").WithImageSize(width, height);
    }

    /// <summary>Reads a file as it stands.</summary>
    /// <exception cref="InputException">It is missing, no JSON object, of no supported family, or a value of it cannot be honoured.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static ModelConfig Load(string path) => Create(Read(path), path);

    /// <summary>
    /// Reads a file as the plan of a model yet to be trained: the vocabulary and positions come from the data where
    /// the file does not give them.
    /// </summary>
    /// <exception cref="InputException">As for <see cref="Load"/>, or the data do not fit what the file gives.</exception>
    public static ModelConfig LoadFor(string path, int colors, int width, int height)
    {
        JsonObject json = Read(path);
        ModelFamily family = FamilyOf(json, path);
        void FillIn(string key, int value)
        {
            if (family.Aliases?.GetValueOrDefault(key) is not { } alias || json[alias] is null) json[key] ??= value;
        }

        FillIn(family.SizeKeys.Vocabulary, colors);
        FillIn(family.SizeKeys.Positions, checked(width * height));
        ModelConfig config = Create(json, path).WithImageSize(width, height);
        config.CheckFits(colors, width * height, path);
        return config;
    }

    /// <summary>Makes sure that sequences over so many colours and pixels are possible.</summary>
    /// <exception cref="InputException">They are not.</exception>
    public void CheckFits(int colors, int pixels, string path)
    {
        if (Description.VocabularySize < colors)
            throw new InputException($"{path}: the model knows {Description.VocabularySize} colours ('{Family.SizeKeys.Vocabulary}'); the data have {colors}");
        if (Description.MaxPositions < pixels)
            throw new InputException($"{path}: the model has {Description.MaxPositions} positions ('{Family.SizeKeys.Positions}'); pictures of {pixels} pixels do not fit");
    }

    /// <summary>A transformer with this configuration, its parameters all 0.</summary>
    /// <exception cref="InputException">It is too large to be worked with.</exception>
    internal Transformer Build(Numerics.IKernels? kernels = null)
    {
        Transformer transformer;
        try
        {
            transformer = new Transformer(Description, kernels ?? Numerics.Kernels.Best);
        }
        catch (InputException e)
        {
            throw new InputException($"{_path}: {e.Message}", e);
        }

        // The values, and their packed forms for either direction of a product.
        double needed = 3.0 * sizeof(float) * transformer.Parameters.Extent, there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return needed <= there
            ? transformer
            : throw new InputException($"{_path}: {transformer.Parameters.Count} parameters need {needed / 1e9:0.0} GB of memory; there are {there / 1e9:0.0} GB");
    }

    /// <summary>Writes the file.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, _json.ToJsonString(Indented) + "\n");

    private static ModelConfig Create(JsonObject json, string path)
    {
        ModelFamily family = FamilyOf(json, path);
        TransformerDescription shape = family.Describe(json, path);
        if ((long)shape.Heads * shape.HeadDim > MaxWidth)
            throw new InputException($"{path}: {shape.Heads} heads of {shape.HeadDim} are too wide; make the model smaller");
        if (shape.RopeTheta is not null && (long)shape.MaxPositions * shape.HeadDim > MaxAngles)
            throw new InputException($"{path}: {shape.MaxPositions} positions for heads of {shape.HeadDim} are too many; make the model smaller");
        return new ModelConfig(json, path, family, shape);
    }

    private ModelConfig WithImageSize(int width, int height)
    {
        _json["image_width"] = width;
        _json["image_height"] = height;
        return this;
    }

    private static ModelFamily FamilyOf(JsonObject json, string path)
    {
        if (json["model_type"] is not JsonValue value || !value.TryGetValue(out string? type))
            throw new InputException($"{path}: 'model_type' is missing; supported: {string.Join(", ", ModelFamily.All.Select(f => f.ModelType))}");
        return InputException.Within(path, () => ModelFamily.Find(type));
    }

    private static JsonObject Read(string path)
    {
        string text = InputFile.ReadAllText(path, MaxFileLength, "a model's configuration");
        return InputJson.Read(path, () =>
        {
            var json = JsonNode.Parse(text, documentOptions: InputJson.Strict) as JsonObject ?? throw new InputException($"{path}: it should hold a JSON object");

            // Escapes are not looked at before they are used; this uses all of them.
            _ = json.ToJsonString();
            return json;
        });
    }
}
