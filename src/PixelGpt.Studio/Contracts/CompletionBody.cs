namespace PixelGpt.Studio.Contracts;

/// <summary>
/// A picture to complete, or of which any part is to be drawn (mask, mask_image, vary). Options have the names of Hugging Face's <c>generate</c>.
/// </summary>
// Properties that are left out have their default values, which requires settable properties.
internal sealed record CompletionBody
{
    /// <summary>The model's id.</summary>
    public required string Model { get; set; }

    /// <summary>The palette of prompt as #rrggbb, index 0 being the background; null for the palette of the model. Only models with free_palette support another palette than their own.</summary>
    public IReadOnlyList<string>? Palette { get; set; }

    /// <summary>The first pixels of the picture. Exactly one of prompt and image is required.</summary>
    public PictureBody? Prompt { get; set; }

    /// <summary>A picture file (PNG, Aseprite, GIF, BMP, WebP, JPEG, TIFF or TGA) in base64 whose first pixels are the prompt; of several frames, the first is used. A model with free_palette completes it in its own colours.</summary>
    public byte[]? Image { get; set; }

    /// <summary>The number of pixels of image that are the prompt. If it is left out, prompt_fraction applies.</summary>
    public int? PromptPixels { get; set; }

    /// <summary>The fraction of the pixels of image that is the prompt, between 0 and 1. The default is the prompt fraction of the model's run, or 0.6 if the model has no run.</summary>
    public double? PromptFraction { get; set; }

    /// <summary>Deprecated alias of prompt_fraction.</summary>
    public double? Keep { get; set; }

    /// <summary>The pixels to draw, as positions in raster order. All other pixels of prompt or image are given and do not change; prompt must then have all pixels. Requires a model with any_order, unless the pixels are the last ones.</summary>
    public IReadOnlyList<int>? Mask { get; set; }

    /// <summary>The pixels to draw, as a picture file in base64 of the size of the picture: those that are white or light. Instead of mask.</summary>
    public byte[]? MaskImage { get; set; }

    /// <summary>Draws parts of the picture again; prompt must then have all pixels. With mask or mask_image, only pixels selected there.</summary>
    public VaryBody? Vary { get; set; }

    /// <summary>Pixels after the prompt that must have a given colour, as pairs [position, colour].</summary>
    public IReadOnlyList<int[]>? Locked { get; set; }

    /// <summary>Whether to sample colours at random. If false, decoding is greedy: the most probable colour is always taken. The default is that of the model's generation_config.json, or false.</summary>
    public bool? DoSample { get; set; }

    /// <summary>The temperature of sampling, greater than 0. The default is that of the model's generation_config.json, or 1.</summary>
    public double? Temperature { get; set; }

    /// <summary>Top-k: the number of most probable colours to sample from; 0 for all. The default is that of the model's generation_config.json, or 0.</summary>
    public int? TopK { get; set; }

    /// <summary>Top-p: the total probability of the most probable colours to sample from, greater than 0 and at most 1. The default is that of the model's generation_config.json, or 1.</summary>
    public double? TopP { get; set; }

    /// <summary>Min-p: the minimum probability of a colour, as a fraction of the probability of the most probable colour. The default is that of the model's generation_config.json, or 0.</summary>
    public double? MinP { get; set; }

    /// <summary>Typical-p: the total probability of the most typical colours to sample from, greater than 0 and at most 1. The default is that of the model's generation_config.json, or 1.</summary>
    public double? TypicalP { get; set; }

    /// <summary>The penalty for colours that the picture already has; 1 for none. The default is that of the model's generation_config.json, or 1.</summary>
    public double? RepetitionPenalty { get; set; }

    /// <summary>The random seed.</summary>
    public ulong Seed { get; set; }

    /// <summary>The number of completions to generate, 1 to 16; 1 for greedy decoding.</summary>
    public int NumReturnSequences { get; set; } = 1;

    /// <summary>The colours that may be generated, as palette indices; null for all.</summary>
    public IReadOnlyList<int>? Colors { get; set; }

    /// <summary>Whether to generate only colours of the prompt.</summary>
    public bool PromptColors { get; set; }

    /// <summary>The maximum number of different colours of the picture, the given pixels included; null for no maximum.</summary>
    public int? MaxColors { get; set; }

    /// <summary>Whether the right half of each row mirrors the left half, except for given pixels.</summary>
    public bool Symmetry { get; set; }

    /// <summary>The folder in the models folder of a judge that ranks the completions. If it is left out, they are ranked by likelihood, compared with the mean of background and of other pixels.</summary>
    public string? Judge { get; set; }

    /// <summary>The format of the completions: indices or png.</summary>
    public string Format { get; set; } = "indices";

    /// <summary>Whether the background of a PNG, palette index 0, is transparent. If image has transparent pixels, it always is.</summary>
    public bool Transparent { get; set; }

    /// <summary>The width and height of a pixel in a PNG, 1 to 32.</summary>
    public int Scale { get; set; } = 1;

    /// <summary>Whether completions include the probability, entropy and alternatives of each generated pixel. The pixel events of a stream always include them.</summary>
    public bool Record { get; set; }

    /// <summary>The number of most probable colours to return per generated pixel, 0 to 8.</summary>
    public int Alternatives { get; set; }

    /// <summary>Whether to send pixels as server-sent events as they are generated.</summary>
    public bool Stream { get; set; }
}
