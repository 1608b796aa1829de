namespace PixelGpt.Studio.Contracts;

/// <summary>The models in the models folder, and the built-in model.</summary>
/// <param name="Models">The models in alphabetical order of their ids; the built-in model is last.</param>
internal sealed record ModelsBody(IReadOnlyList<ModelBody> Models);

/// <summary>A model, or the reason why it cannot be used.</summary>
internal sealed record ModelBody
{
    /// <summary>The name of the model's folder.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the model can be used.</summary>
    public required ModelState State { get; init; }

    /// <summary>Why the model cannot be used.</summary>
    public string? Problem { get; init; }

    /// <summary>The model's family, such as gpt2.</summary>
    public string? ModelType { get; init; }

    /// <summary>The parameter count.</summary>
    public long? Parameters { get; init; }

    /// <summary>The number of colours of the palette.</summary>
    public int? Colors { get; init; }

    /// <summary>The width of the pictures that the model was trained on.</summary>
    public int? Width { get; init; }

    /// <summary>The height of the pictures that the model was trained on.</summary>
    public int? Height { get; init; }

    /// <summary>The maximum number of pixels of a picture.</summary>
    public int? MaxPixels { get; init; }

    /// <summary>The minimum width and height of a picture; null if all pictures have one size.</summary>
    public int? MinSize { get; init; }

    /// <summary>The maximum width and height of a picture; null if all pictures have one size.</summary>
    public int? MaxSize { get; init; }

    /// <summary>Whether the model works with any palette; if not, pictures must have the palette of the model.</summary>
    public bool? FreePalette { get; init; }

    /// <summary>Whether the model can draw any pixels of a picture; if not, only those after a prompt.</summary>
    public bool? AnyOrder { get; init; }

    /// <summary>The default fraction of a picture that is the prompt.</summary>
    public double? PromptFraction { get; init; }

    /// <summary>Deprecated alias of prompt_fraction.</summary>
    public double? Keep => PromptFraction;

    /// <summary>The name of the data set that the model was trained on; null if the folder has no run.</summary>
    public string? Dataset { get; init; }

    /// <summary>The number of completed epochs.</summary>
    public int? Epochs { get; init; }

    /// <summary>The training loss of the best epoch, in nats per pixel.</summary>
    public double? Loss { get; init; }

    /// <summary>The dev loss of the best epoch, in nats per pixel.</summary>
    public double? DevLoss { get; init; }

    /// <summary>The dev loss of a guess by how often each colour occurs, in nats per pixel, to compare dev_loss with; null if it is not known.</summary>
    public double? FrequencyLoss { get; init; }

    /// <summary>The number of training sprites; null if the folder has no run.</summary>
    public int? Sprites { get; init; }

    /// <summary>The name of the model whose weights the training started from; null for random weights.</summary>
    public string? From { get; init; }

    /// <summary>The accuracy of the best epoch on the dev split, 0 to 1.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The default sampling of the model; null if it has no generation_config.json and is decoded greedily.</summary>
    public GenerationBody? Generation { get; init; }

    /// <summary>The colours as #rrggbb; index 0 is the background. Only sent for a single model.</summary>
    public IReadOnlyList<string>? Palette { get; init; }
}

/// <summary>The default sampling of a model, with the names of generation_config.json.</summary>
/// <param name="DoSample">Whether colours are sampled at random.</param>
/// <param name="Temperature">The temperature.</param>
/// <param name="TopK">The number of most probable colours to sample from; 0 for all.</param>
/// <param name="TopP">The total probability of the most probable colours to sample from.</param>
/// <param name="MinP">The minimum probability of a colour, as a fraction of the probability of the most probable colour.</param>
/// <param name="TypicalP">The total probability of the most typical colours to sample from.</param>
/// <param name="RepetitionPenalty">The penalty for colours that the picture already has; 1 for none.</param>
internal sealed record GenerationBody(bool DoSample, double Temperature, int TopK, double TopP, double MinP, double TypicalP, double RepetitionPenalty);

/// <summary>Sprites of a model's data set.</summary>
/// <param name="Width">The width of a sprite.</param>
/// <param name="Height">The height of a sprite.</param>
/// <param name="Total">The number of sprites of the split.</param>
/// <param name="Sprites">The requested sprites as palette indices in raster order; of a data set of mixed sizes only those that have the size of the first one.</param>
internal sealed record SamplesBody(int Width, int Height, int Total, IReadOnlyList<int[]> Sprites);
