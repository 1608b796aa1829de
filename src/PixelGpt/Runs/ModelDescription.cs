using System.Text.Json.Serialization;
using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>Describes the model of an evaluation.</summary>
public sealed record ModelDescription
{
    /// <summary>The family, as in <c>config.json</c>; of an ensemble, the families of its members.</summary>
    public required string ModelType { get; init; }

    /// <summary>The number of members of an ensemble; null for a single model. The sizes below are those of the largest member.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Members { get; init; }

    /// <summary>The parameter count, of an ensemble that of all members together.</summary>
    public required long Parameters { get; init; }

    /// <summary>The number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>The number of query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>The number of key and value heads.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>The hidden size.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The maximum number of pixels in a picture.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>SHA-256 of the weights file in hexadecimal; null if the weights are in several files.</summary>
    public required string? WeightsChecksum { get; init; }

    /// <summary>Describes a model that was loaded from a folder.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder.</param>
    /// <returns>The description.</returns>
    /// <exception cref="FailureException">The weights file could not be read.</exception>
    public static ModelDescription Of(PixelModel model, RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(folder);
        return Of(model, ChecksumOf(folder.Weights));
    }

    /// <summary>Describes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="weightsChecksum">SHA-256 of the weights file in hexadecimal; null if the weights are in several files.</param>
    /// <returns>The description.</returns>
    internal static ModelDescription Of(PixelModel model, string? weightsChecksum)
    {
        TransformerDescription shape = model.Transformers.MaxBy(t => t.Parameters.Count)!.Description;
        return new ModelDescription
        {
            ModelType = string.Join(" + ", model.Members.Select(m => m.Config.Family.ModelType).Distinct()),
            Members = model.IsEnsemble ? model.Members.Count : null,
            Parameters = model.ParameterCount,
            Layers = shape.Layers,
            Heads = shape.Heads,
            KeyValueHeads = shape.KeyValueHeads,
            HiddenSize = shape.HiddenSize,
            MaxPositions = shape.MaxPositions,
            WeightsChecksum = weightsChecksum,
        };
    }

    /// <summary>Computes the checksum of a weights file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The SHA-256 in hexadecimal; null if the file does not exist.</returns>
    /// <exception cref="FailureException">The file could not be read.</exception>
    public static string? ChecksumOf(string path) => File.Exists(path) ? InputFile.Sha256(path) : null;
}
