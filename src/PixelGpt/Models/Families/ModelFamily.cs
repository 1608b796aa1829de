using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// A family of models: how its Hugging Face <c>config.json</c> maps to the one transformer. A new family is a new
/// subclass and a line in <see cref="All"/>.
/// </summary>
public abstract class ModelFamily
{
    /// <summary>Every family there is, the default first.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } = [new Gpt2Family(), new LlamaFamily(), new MistralFamily(), new Qwen2Family(), new Qwen3Family()];

    /// <summary>The value of <c>model_type</c>.</summary>
    public abstract string ModelType { get; }

    /// <summary>The keys that hold the vocabulary's size and the most positions, filled in from the data where absent.</summary>
    internal abstract (string Vocabulary, string Positions) SizeKeys { get; }

    /// <summary>Other names that keys may stand under in a <c>config.json</c>.</summary>
    internal virtual IReadOnlyDictionary<string, string>? Aliases => null;

    /// <summary>The family's configuration of a ready-made size for so many colours and pixels.</summary>
    public abstract JsonObject DefaultConfig(int vocabularySize, int positions, ModelPreset preset = ModelPreset.Small);

    /// <summary>Reads a configuration by the family's keys and defaults.</summary>
    /// <param name="config">The parsed <c>config.json</c>.</param>
    /// <param name="path">Its name in errors.</param>
    /// <exception cref="InputException">A value makes no sense or cannot be honoured; the message names the key.</exception>
    public abstract TransformerDescription Describe(JsonObject config, string path);

    /// <summary>The family of a <c>model_type</c>.</summary>
    /// <exception cref="InputException">There is none of that name; the message lists those there are.</exception>
    public static ModelFamily Find(string modelType) => All.FirstOrDefault(f => f.ModelType == modelType)
        ?? throw new InputException($"model_type '{Excerpt.Of(modelType)}' is not supported; supported: {string.Join(", ", All.Select(f => f.ModelType))}");
}
