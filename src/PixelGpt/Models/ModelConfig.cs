using System.Text.Json;
using System.Text.Json.Nodes;
using PixelGpt.Data;
using PixelGpt.IO;
using PixelGpt.Models.Families;

namespace PixelGpt.Models;

/// <summary>A model configuration, read from a <c>config.json</c> file. Keys that PixelGpt does not know are preserved when the file is saved.</summary>
public sealed class ModelConfig
{
    private const string MaxImageSizeKey = "max_image_size";

    private const int MaxFileLength = 1 << 20;

    /// <summary>Maximum of positions × head size, which limits the rotary tables to 128 MiB.</summary>
    private const int MaxAngles = 1 << 25;

    /// <summary>Maximum width of all heads, so that three times the width does not overflow an int.</summary>
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

    /// <summary>The model family.</summary>
    public ModelFamily Family { get; }

    /// <summary>The architecture.</summary>
    public TransformerDescription Description { get; }

    /// <summary>The size of the pictures that the model was trained on (<c>image_width</c>, <c>image_height</c>); null if the file does not have it.</summary>
    public (int Width, int Height)? ImageSize =>
        _json["image_width"] is JsonValue w && _json["image_height"] is JsonValue h && w.TryGetValue(out int width) && h.TryGetValue(out int height) && width > 0 && height > 0
            ? (width, height)
            : null;

    /// <summary>Creates the configuration of a preset.</summary>
    /// <param name="family">Model family.</param>
    /// <param name="colors">Number of colours.</param>
    /// <param name="width">Width of a picture.</param>
    /// <param name="height">Height of a picture.</param>
    /// <param name="preset">Model size.</param>
    /// <returns>The configuration.</returns>
    public static ModelConfig Default(ModelFamily family, int colors, int width, int height, ModelPreset preset = ModelPreset.Small)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (!ModelFamily.All.Contains(family)) throw new ArgumentException($"the model family '{family.ModelType}' is not registered; call ModelFamily.Register first", nameof(family));
        return Default(family, colors, width, height, preset, mixed: null);
    }

    /// <summary>Creates the configuration of a preset for a data set.</summary>
    /// <param name="family">Model family.</param>
    /// <param name="data">The data set. If its sprites have mixed sizes, the model supports all sizes up to the largest side.</param>
    /// <param name="preset">Model size.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="InputException">The sprites have mixed sizes, which the family does not support.</exception>
    internal static ModelConfig Default(ModelFamily family, SpriteDataset data, ModelPreset preset) =>
        Default(family, data.Palette.Count, data.Width, data.Height, preset, data.HasMixedSizes ? data : null);

    private static ModelConfig Default(ModelFamily family, int colors, int width, int height, ModelPreset preset, SpriteDataset? mixed)
    {
        // Parsed from text, so that numbers have the same JSON representation as numbers from a file.
        JsonObject json = JsonNode.Parse(family.DefaultConfig(colors, checked(width * height), preset).ToJsonString())!.AsObject();
        SetImageSize(json, family, width, height, mixed);
        return Create(json, "default config");
    }

    /// <summary>Reads the configuration of a trained model.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="InputException">The file is missing, is not a JSON object, has an unsupported model type or an unsupported value.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static ModelConfig Load(string path) => Create(Read(path), path);

    /// <summary>Reads the configuration of a trained model from text.</summary>
    /// <param name="text">The content of a <c>config.json</c>.</param>
    /// <param name="path">Name used in error messages.</param>
    /// <exception cref="InputException">As for <see cref="Load"/>.</exception>
    internal static ModelConfig Parse(string text, string path) => Create(ParseJson(text, path), path);

    /// <summary>
    /// Reads the configuration of a model to be trained. If the file does not have a vocabulary size or a number of positions,
    /// they are set from the data set.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="colors">Number of colours of the data set.</param>
    /// <param name="width">Width of a picture.</param>
    /// <param name="height">Height of a picture.</param>
    /// <returns>The configuration.</returns>
    /// <exception cref="InputException">As for <see cref="Load"/>, or the data set does not fit the configuration.</exception>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static ModelConfig LoadFor(string path, int colors, int width, int height) => LoadFor(path, colors, width, height, mixed: null);

    private static ModelConfig LoadFor(string path, int colors, int width, int height, SpriteDataset? mixed)
    {
        JsonObject json = Read(path);
        ModelFamily family = FamilyOf(json, path);
        void FillIn(string key, int value)
        {
            if (family.Aliases?.GetValueOrDefault(key) is not { } alias || json[alias] is null) json[key] ??= value;
        }

        FillIn(family.SizeKeys.Vocabulary, colors);
        FillIn(family.SizeKeys.Positions, checked(width * height));
        SetImageSize(json, family, width, height, mixed);
        ModelConfig config = Create(json, path);
        config.CheckFits(colors, width * height, path);
        return config;
    }

    /// <summary>Reads the configuration of a model to be trained on a data set, see <see cref="LoadFor(string, int, int, int)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="data">The data set.</param>
    /// <returns>The configuration.</returns>
    internal static ModelConfig LoadFor(string path, SpriteDataset data) =>
        LoadFor(path, data.Palette.Count, data.Width, data.Height, data.HasMixedSizes ? data : null);

    /// <summary>Creates a configuration with other sizes or dropout rates.</summary>
    /// <param name="overrides">The values that replace those of this configuration.</param>
    /// <returns>The configuration; this one does not change.</returns>
    /// <exception cref="InputException">A value is out of range, or the values do not fit together.</exception>
    internal ModelConfig With(ShapeOverrides overrides) => With(json => overrides.Apply(json, Family.ShapeKeys, Description, Family.Aliases));

    /// <summary>Creates a configuration with other or more keys.</summary>
    /// <param name="change">Changes a copy of the JSON object.</param>
    /// <returns>The configuration; this one does not change.</returns>
    /// <exception cref="InputException">A value is out of range, or the values do not fit together.</exception>
    internal ModelConfig With(Action<JsonObject> change)
    {
        JsonObject json = _json.DeepClone().AsObject();
        change(json);

        // Parsed from text, so that numbers have the same JSON representation as numbers from a file.
        return Create(JsonNode.Parse(json.ToJsonString())!.AsObject(), _path);
    }

    /// <summary>Returns whether another configuration has the same values.</summary>
    /// <param name="other">The other configuration.</param>
    internal bool IsSameAs(ModelConfig other) => JsonNode.DeepEquals(_json, other._json);

    /// <summary>Checks that the model supports a number of colours and pixels.</summary>
    /// <param name="colors">Number of colours.</param>
    /// <param name="pixels">Number of pixels of a picture.</param>
    /// <param name="path">Path of the configuration for error messages.</param>
    /// <exception cref="InputException">The vocabulary or the number of positions is too small.</exception>
    public void CheckFits(int colors, int pixels, string path)
    {
        if (!Description.HasFreePalette && Description.VocabularySize < colors)
            throw new InputException($"{path}: the model supports {Description.VocabularySize} colours ('{Family.SizeKeys.Vocabulary}'), but the data set has {colors}; use a model with at least {colors} colours");
        if (Description.MaxPositions < pixels)
            throw new InputException($"{path}: the model supports {Description.MaxPositions} positions ('{Family.SizeKeys.Positions}'), but a picture has {pixels} pixels; use a model with at least {pixels} positions");
    }

    /// <summary>Checks that the model supports the sprites of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="path">Path of the configuration for error messages.</param>
    /// <exception cref="InputException">The vocabulary or the number of positions is too small, or the model is for pictures of one size and the sprites have mixed sizes.</exception>
    internal void CheckFits(SpriteDataset data, string path)
    {
        CheckFits(data.Palette.Count, data.Area, path);
        if (data.HasMixedSizes && ImageSize is (int width, int height))
            throw new InputException($"{path}: the model is for pictures of {width}×{height} pixels ('image_width', 'image_height'), but the sprites of {data.Name} have mixed sizes, {data.SizeText()}; use a data set of one size, or a model without a fixed size");
    }

    /// <summary>Creates a transformer with this configuration. All parameters are 0.</summary>
    /// <param name="kernels">Kernels to compute with; null for the fastest available.</param>
    /// <param name="palette">Palette of the model; may be null if no part of the model depends on it.</param>
    /// <exception cref="InputException">The model depends on the palette and there is none, or the model is larger than supported, or larger than the available memory.</exception>
    internal Transformer Build(Numerics.IKernels? kernels = null, Palette? palette = null)
    {
        if (Description.ColorFrequencies is not null && palette is null)
            throw new InputException($"{_path}: the model depends on its palette ('color_features'), but there is none; add {ModelFolder.ColormapName}");
        Transformer transformer;
        try
        {
            // A model with a free palette has as many tokens as the palette has colours.
            TransformerDescription description = Description.HasFreePalette ? Description with { VocabularySize = palette!.Count } : Description;
            transformer = new Transformer(description, kernels ?? Numerics.Kernels.Best, palette);
        }
        catch (InputException e)
        {
            throw new InputException($"{_path}: {e.Message}", e);
        }

        // The values, and the packed matrices of the forward and the backward pass.
        double needed = 3.0 * sizeof(float) * transformer.Parameters.Extent, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return needed <= available
            ? transformer
            : throw new InputException($"{_path}: a model with {transformer.Parameters.Count} parameters needs {needed / 1e9:0.0} GB of memory, but {available / 1e9:0.0} GB are available; use a smaller model");
    }

    /// <summary>Returns a copy of the content of <c>config.json</c>.</summary>
    internal JsonObject ToJson() => _json.DeepClone().AsObject();

    /// <summary>Writes the configuration to a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FailureException">The file could not be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToText());

    /// <summary>Returns the content of the configuration's file.</summary>
    internal string ToText() => _json.ToJsonString(Indented) + "\n";

    private static ModelConfig Create(JsonObject json, string path)
    {
        ModelFamily family = FamilyOf(json, path);
        TransformerDescription description = family.Describe(json, path);
        DescriptionCheck.Check(description, path);
        if ((long)description.Heads * description.HeadDim > MaxWidth)
            throw new InputException($"{path}: {description.Heads} heads of size {description.HeadDim} exceed the limit of {MaxWidth} for heads × head size; use a smaller model");
        if (description.RopeTheta is not null && (long)description.MaxPositions * description.HeadDim > MaxAngles)
            throw new InputException($"{path}: {description.MaxPositions} positions with head size {description.HeadDim} exceed the limit of {MaxAngles} for positions × head size; use fewer positions");
        return new ModelConfig(json, path, family, description);
    }

    /// <summary>Sets the size of the pictures, or the largest side if the data set has mixed sizes; nothing if the model is already for pictures of any size.</summary>
    private static void SetImageSize(JsonObject json, ModelFamily family, int width, int height, SpriteDataset? mixed)
    {
        if (mixed is not null)
        {
            if (!family.SupportsMixedSizes)
                throw new InputException($"{family.ModelType} supports pictures of one size only, but the sprites of {mixed.Name} have mixed sizes, {mixed.SizeText()}; use the model family pixelgpt");
            json[MaxImageSizeKey] ??= Math.Max(width, height);
        }

        if (json[MaxImageSizeKey] is not null) return;
        json["image_width"] = width;
        json["image_height"] = height;
    }

    private static ModelFamily FamilyOf(JsonObject json, string path)
    {
        if (json["model_type"] is not JsonValue value || !value.TryGetValue(out string? type))
            throw new InputException($"{path}: 'model_type' is missing or not a string; supported: {string.Join(", ", ModelFamily.All.Select(f => f.ModelType))}");
        return InputException.Within(path, () => ModelFamily.Find(type));
    }

    private static JsonObject Read(string path) => ParseJson(InputFile.ReadAllText(path, MaxFileLength, "a model configuration"), path);

    private static JsonObject ParseJson(string text, string path) => InputJson.Read(path, () =>
    {
        var json = JsonNode.Parse(text, documentOptions: InputJson.Strict) as JsonObject ?? throw new InputException($"{path}: expected a JSON object");

        // Strings are decoded lazily; serializing the object detects invalid escapes now.
        _ = json.ToJsonString();
        return json;
    });
}
