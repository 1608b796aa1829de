namespace PixelGpt.Studio.Api;

/// <summary>The models there are.</summary>
public sealed record ModelsBody(IReadOnlyList<ModelBody> Models);

/// <summary>A model, or what is wrong with it.</summary>
public sealed record ModelBody
{
    public required string Id { get; init; }
    public required string State { get; init; }
    public string? Problem { get; init; }
    public string? ModelType { get; init; }
    public long? Parameters { get; init; }
    public int? Colors { get; init; }
    public int? Width { get; init; }
    public int? Height { get; init; }
    public int? MaxPixels { get; init; }
    public double? PromptFraction { get; init; }

    /// <summary>The data it was trained on; null where the folder does not say.</summary>
    public string? Dataset { get; init; }

    public int? Epochs { get; init; }
    public double? Loss { get; init; }
    public double? DevLoss { get; init; }
    public double? Accuracy { get; init; }
    public IReadOnlyList<string>? Palette { get; init; }
}
