using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// A model family: maps a Hugging Face <c>config.json</c> to a <see cref="TransformerDescription"/>. To add a family, derive a
/// class and add it to <see cref="All"/>.
/// </summary>
public abstract class ModelFamily
{
    /// <summary>All families, the default first.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } = [new PixelFamily(), new Gpt2Family(), new LlamaFamily(), new MistralFamily(), new Qwen2Family(), new Qwen3Family()];

    /// <summary>The value of <c>model_type</c> in <c>config.json</c>.</summary>
    public abstract string ModelType { get; }

    /// <summary>Whether one model can support pictures of different sizes.</summary>
    internal virtual bool SupportsMixedSizes => false;

    /// <summary>The keys of the vocabulary size and of the maximum number of positions.</summary>
    internal abstract (string Vocabulary, string Positions) SizeKeys { get; }

    /// <summary>The alternative name of each key; null if there are none.</summary>
    internal virtual IReadOnlyDictionary<string, string>? Aliases => null;

    /// <summary>The keys of layers, heads, sizes and dropout.</summary>
    internal virtual ShapeKeys ShapeKeys { get; } = new();

    /// <summary>The content of the <c>generation_config.json</c> of new models; null if they have none and are decoded greedily.</summary>
    internal virtual JsonObject? GenerationConfig => null;

    /// <summary>Creates the configuration of a preset.</summary>
    /// <param name="vocabularySize">Number of colours.</param>
    /// <param name="positions">Number of pixels of a picture.</param>
    /// <param name="preset">Model size.</param>
    /// <returns>The content of a <c>config.json</c>.</returns>
    public abstract JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small);

    /// <summary>Reads a configuration. Missing keys have the family's default values.</summary>
    /// <param name="config">Parsed <c>config.json</c>.</param>
    /// <param name="path">Path of the file for error messages.</param>
    /// <returns>The architecture.</returns>
    /// <exception cref="InputException">A value is invalid or not supported; the message names the key.</exception>
    public abstract TransformerDescription Describe(JsonObject config, string path);

    /// <summary>Finds the family of a model type.</summary>
    /// <param name="modelType">Value of <c>model_type</c>.</param>
    /// <returns>The family.</returns>
    /// <exception cref="InputException">The model type is not supported; the message lists the supported ones.</exception>
    public static ModelFamily Find(string modelType) => All.FirstOrDefault(f => f.ModelType == modelType)
        ?? throw new InputException($"model_type '{Excerpt.Of(modelType)}' is not supported; supported: {string.Join(", ", All.Select(f => f.ModelType))}");
}
