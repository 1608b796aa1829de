using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace PixelGpt.Models.Families;

/// <summary>
/// A model family: maps a Hugging Face <c>config.json</c> to a <see cref="TransformerDescription"/>. To add a family, derive a
/// class and call <see cref="Register"/>.
/// </summary>
/// <remarks>Families have no state: all members may be called by several threads at once.</remarks>
public abstract class ModelFamily
{
    private static ImmutableArray<ModelFamily> _all = [new PixelFamily(), new Gpt2Family(), new LlamaFamily(), new MistralFamily(), new Qwen2Family(), new Qwen3Family()];

    /// <summary>All families, the default first and those of programs last. The list does not change when families are registered later.</summary>
    public static IReadOnlyList<ModelFamily> All => _all;

    /// <summary>The value of <c>model_type</c> in <c>config.json</c>.</summary>
    public abstract string ModelType { get; }

    /// <summary>Whether the library has the family; otherwise a program has added it.</summary>
    internal bool IsBuiltIn => GetType().Assembly == typeof(ModelFamily).Assembly;

    /// <summary>Whether one model can support pictures of different sizes.</summary>
    public virtual bool SupportsMixedSizes => false;

    /// <summary>The keys of the vocabulary size and of the maximum number of positions. A configuration without them gets those of the data set.</summary>
    public virtual (string Vocabulary, string Positions) SizeKeys => ("vocab_size", "max_position_embeddings");

    /// <summary>The alternative name of each key; null if there are none.</summary>
    public virtual IReadOnlyDictionary<string, string>? Aliases => null;

    /// <summary>The keys of layers, heads, sizes and dropout.</summary>
    public virtual ShapeKeys ShapeKeys { get; } = new();

    /// <summary>The content of the <c>generation_config.json</c> of new models; null if they have none and are decoded greedily.</summary>
    public virtual JsonObject? GenerationConfig => null;

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

    /// <summary>
    /// Adds a family of a program. From then on, <see cref="PixelModel.Load(string)"/>, training, checkpoints and generation know its model type. A
    /// program registers its families once, when it starts.
    /// </summary>
    /// <param name="family">The family.</param>
    /// <exception cref="ArgumentException">The model type is empty, or there already is a family with it.</exception>
    public static void Register(ModelFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentException.ThrowIfNullOrWhiteSpace(family.ModelType);
        ImmutableInterlocked.Update(ref _all, all => all.Any(f => f.ModelType == family.ModelType)
            ? throw new ArgumentException($"there already is a model family '{family.ModelType}'; give the new one another ModelType, and register it once only", nameof(family))
            : all.Add(family));
    }

    /// <summary>Finds the family of a model type.</summary>
    /// <param name="modelType">Value of <c>model_type</c>.</param>
    /// <returns>The family.</returns>
    /// <exception cref="InputException">The model type is not supported; the message lists the supported ones.</exception>
    public static ModelFamily Find(string modelType) => All.FirstOrDefault(f => f.ModelType == modelType)
        ?? throw new InputException($"model_type '{Excerpt.Of(modelType)}' is not supported; supported: {string.Join(", ", All.Select(f => f.ModelType))}");
}
