using PixelGpt.IO;
using PixelGpt.Models;

namespace PixelGpt.Runs;

/// <summary>What model figures are of.</summary>
public sealed record ModelDescription
{
    /// <summary>Its family, as <c>config.json</c> names it.</summary>
    public required string ModelType { get; init; }

    /// <summary>Trained numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>Transformer blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Heads of queries.</summary>
    public required int Heads { get; init; }

    /// <summary>Heads of keys and values.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>The width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The most pixels a picture may have.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>SHA-256 of the file of weights in hexadecimal, which tells figures of other weights; null where they lie in several files.</summary>
    public required string? WeightsChecksum { get; init; }

    /// <summary>Describes a model that was loaded from a folder.</summary>
    public static ModelDescription Of(PixelModel model, RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(folder);
        TransformerDescription shape = model.Transformer.Description;
        return new ModelDescription
        {
            ModelType = model.Config.Family.ModelType,
            Parameters = model.Transformer.Parameters.Count,
            Layers = shape.Layers,
            Heads = shape.Heads,
            KeyValueHeads = shape.KeyValueHeads,
            HiddenSize = shape.HiddenSize,
            MaxPositions = shape.MaxPositions,
            WeightsChecksum = ChecksumOf(folder.Weights),
        };
    }

    /// <summary>The checksum of a file of weights; null where there is none.</summary>
    /// <exception cref="FailureException">It could not be read.</exception>
    public static string? ChecksumOf(string path) => File.Exists(path) ? InputFile.Sha256(path) : null;
}
