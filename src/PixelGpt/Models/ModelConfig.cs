using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.IO;
using PixelGpt.Models.Families;

namespace PixelGpt.Models;

/// <summary>A <c>config.json</c>: the JSON as it is, so that what we do not know survives, and what it describes.</summary>
public sealed class ModelConfig
{
    private const int MaxFileLength = 1 << 20;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly JsonObject _json;

    private ModelConfig(JsonObject json, ModelFamily family, TransformerDescription description)
    {
        _json = json;
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

    /// <summary>The family's default for so many colours and a picture size.</summary>
    public static ModelConfig Default(ModelFamily family, int colors, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(family);

        // Through text, so that its numbers are those a file would give.
        string json = family.DefaultConfig(colors, checked(width * height)).ToJsonString();
        return Create(JsonNode.Parse(json)!.AsObject(), "default config").WithImageSize(width, height);
    }

    /// <summary>Reads a file as it stands.</summary>
    /// <exception cref="InputException">It is missing, no JSON object, of no supported family, or a value of it cannot be honoured.</exception>
    public static ModelConfig Load(string path) => Create(Read(path), path);

    /// <summary>
    /// Reads a file as the plan of a model yet to be trained: the vocabulary and positions come from the data where
    /// the file does not give them.
    /// </summary>
    /// <exception cref="InputException">As for <see cref="Load"/>, or the data do not fit what the file gives.</exception>
    public static ModelConfig LoadFor(string path, int colors, int width, int height)
    {
        JsonObject json = Read(path);
        (string vocabulary, string positions) = FamilyOf(json, path).SizeKeys;
        json[vocabulary] ??= colors;
        json[positions] ??= checked(width * height);
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
    internal Transformer Build(Numerics.IKernels? kernels = null) => new(Description, kernels ?? Numerics.Kernels.Best);

    /// <summary>Writes the file.</summary>
    public void Save(string path) => AtomicFile.WriteAllText(path, _json.ToJsonString(Indented) + "\n");

    private static ModelConfig Create(JsonObject json, string path)
    {
        ModelFamily family = FamilyOf(json, path);
        return new ModelConfig(json, family, family.Describe(json, path));
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
        try
        {
            return ModelFamily.Find(type);
        }
        catch (InputException e)
        {
            throw new InputException($"{path}: {e.Message}", e);
        }
    }

    private static JsonObject Read(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file");
        if (new FileInfo(path).Length > MaxFileLength) throw new InputException($"{path}: over 1 MiB is too much for a configuration");
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { MaxDepth = 32 }) as JsonObject
                ?? throw new InputException($"{path}: it should hold a JSON object");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new InputException($"{path}: not valid JSON: {e.Message}", e);
        }
    }
}
