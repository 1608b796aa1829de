namespace PixelGpt.Studio.Contracts;

/// <summary>
/// A picture to complete. Options have the names of Hugging Face's <c>generate</c>. Properties that are left out have their
/// default values, which requires settable properties.
/// </summary>
internal sealed record CompletionBody
{
    /// <summary>The model's id.</summary>
    public required string Model { get; set; }

    /// <summary>The first pixels of the picture. Either prompt or image is required.</summary>
    public PictureBody? Prompt { get; set; }

    /// <summary>A PNG in base64 whose first pixels are the prompt.</summary>
    public byte[]? Image { get; set; }

    /// <summary>The number of pixels of image that are the prompt; the default is given by prompt_fraction.</summary>
    public int? PromptPixels { get; set; }

    /// <summary>The fraction of image that is the prompt, between 0 and 1; the default is that of the model's run.</summary>
    public double? PromptFraction { get; set; }

    /// <summary>Deprecated alias of prompt_fraction.</summary>
    public double? Keep { get; set; }

    /// <summary>Pixels after the prompt that must have a given colour, as pairs [position, colour].</summary>
    public IReadOnlyList<int[]>? Locked { get; set; }

    /// <summary>Whether to sample colours at random; otherwise the most probable colour is taken.</summary>
    public bool DoSample { get; set; }

    /// <summary>The temperature, greater than 0.</summary>
    public double Temperature { get; set; } = 1;

    /// <summary>The number of most probable colours to sample from; 0 for all.</summary>
    public int TopK { get; set; }

    /// <summary>The total probability of the most probable colours to sample from, up to 1.</summary>
    public double TopP { get; set; } = 1;

    /// <summary>The minimum probability of a colour, relative to that of the most probable colour.</summary>
    public double MinP { get; set; }

    /// <summary>The total probability of the most typical colours to sample from, up to 1.</summary>
    public double TypicalP { get; set; } = 1;

    /// <summary>The penalty for colours that the picture already has; 1 for none.</summary>
    public double RepetitionPenalty { get; set; } = 1;

    /// <summary>The random seed.</summary>
    public ulong Seed { get; set; }

    /// <summary>The number of completions to generate.</summary>
    public int NumReturnSequences { get; set; } = 1;

    /// <summary>The colours that may be generated, as palette indices; null for all.</summary>
    public IReadOnlyList<int>? Colors { get; set; }

    /// <summary>Whether to generate only colours of the prompt.</summary>
    public bool PromptColors { get; set; }

    /// <summary>Whether to generate left-right symmetric pictures.</summary>
    public bool Symmetry { get; set; }

    /// <summary>The format of the completions: indices or png.</summary>
    public string Format { get; set; } = "indices";

    /// <summary>The size of a pixel in a PNG.</summary>
    public int Scale { get; set; } = 1;

    /// <summary>Whether to return the probability and entropy of each generated pixel.</summary>
    public bool Record { get; set; }

    /// <summary>The number of most probable colours to return per generated pixel.</summary>
    public int Alternatives { get; set; }

    /// <summary>Whether to send pixels as server-sent events as they are generated.</summary>
    public bool Stream { get; set; }
}
